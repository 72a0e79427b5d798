import { useQuery } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import { ChevronDown, PhoneCall } from 'lucide-react'
import { query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { fillOf } from '#shared/words.ts'
import { Inspector } from '../shell/Inspector.tsx'
import { InspectorWaiting } from '../shell/InspectorWaiting.tsx'
import type { Act } from '../shell/useAct.tsx'
import { AssignmentPart, LeadStory, PublicFacts, RatingChip, RatingPart } from './LeadParts.tsx'
import { LeadClock } from './leadColumns.tsx'
import { type LeadDetail, named } from './leadText.ts'
import { useLeadActs } from './useLeadActs.tsx'

type Props = { id: string; onClose: () => void; onPrev?: () => void; onNext?: () => void; claim?: Act<{ id: string }> }

/** One lead beside its list: rating, facts, why it is here, what happened, and the acts. */
export function LeadInspector({ id, onClose, onPrev, onNext, claim }: Props) {
  const found = useQuery(query.leads.lead.queryOptions({ input: { id } }))
  const { data } = found
  const t = useT()
  if (!data) return <InspectorWaiting from={found} onClose={onClose} />
  return (
    <Inspector
      grade={<Grade grade={data.grade} size={20} />}
      eyebrow={`${t('console.kind.lead')} ${data.number}`}
      title={data.company}
      full={`/leads/${id}`}
      chips={
        <>
          <Chip>{named('leads.state', data.state)}</Chip>
          <RatingChip lead={data} />
          {data.ownerId ? <LeadClock row={data} /> : null}
        </>
      }
      onPrev={onPrev}
      onNext={onNext}
      onClose={onClose}
      footer={data.state === 'pooled' ? <PoolFoot lead={data} claim={claim} /> : <LeadFoot lead={data} />}
    >
      <RatingPart lead={data} />
      <PublicFacts lead={data} />
      <AssignmentPart lead={data} />
      <LeadStory id={id} />
    </Inspector>
  )
}

/** Beside a held lead: the next act filled, the others behind it. */
export function LeadFoot({ lead }: { lead: LeadDetail }) {
  const t = useT()
  const { open, dialogs } = useLeadActs(lead)
  const may = lead.may
  const closed = ['converted', 'invalid', 'merged'].includes(lead.state)
  const items = (
    [
      ['edit', may.change, t('leads.edit')],
      ['assign', may.assign, t('leads.assign')],
      ['release', may.release, t(may.assign ? 'leads.pull' : 'leads.release')],
      ['extend', may.extend, t('leads.extend')],
      ['protect', may.protect, t(lead.protected ? 'leads.unprotect' : 'leads.protect')],
      ['invalid', may.invalidate, t('leads.invalid')],
    ] as const
  ).filter(([, allowed]) => allowed)
  const follow = may.followUp ?? false
  const convert = may.convert ?? false
  return (
    <div className="acts">
      {closed ? null : (
        <>
          {items.length > 0 ? (
            <Dropdown
              trigger={['click']}
              menu={{ items: items.map(([key, , label]) => ({ key, label, danger: key === 'invalid', onClick: () => open(key) })) }}
            >
              <Button icon={<ChevronDown size={16} />} iconPlacement="end">
                {t('leads.more')}
              </Button>
            </Dropdown>
          ) : null}
          <Button disabled={!convert} onClick={() => open('convert')} type={lead.state === 'nurturing' ? 'primary' : 'default'}>
            {t('leads.convert')}
          </Button>
          <Button
            disabled={!follow}
            icon={<PhoneCall size={16} strokeWidth={1.75} />}
            onClick={() => open('follow')}
            type={lead.state === 'nurturing' ? 'default' : 'primary'}
          >
            {t('leads.follow')}
          </Button>
        </>
      )}
      {dialogs}
    </div>
  )
}

export function PoolFoot({ lead, claim }: { lead: LeadDetail; claim?: Act<{ id: string }> }) {
  const t = useT()
  const f = useFormats()
  const quota = useQuery(query.pools.quota.queryOptions({ input: {} })).data
  const { open, dialogs } = useLeadActs(lead)
  const reason = lead.claim && !lead.claim.ok ? lead.claim.reasons[0] : undefined
  return (
    <div className="pool-foot">
      {claim?.refusal}
      {reason ? <Refusal tone="quiet">{t(reason.code, fillOf(reason.params, f))}</Refusal> : null}
      <div>
        <span>
          {quota ? t('leads.quota', { left: quota.leftToday, holding: quota.holding, cap: quota.holdingCap }) : null}
          <br />
          {t('leads.quota.after')}
        </span>
        {lead.may.assign ? <Button onClick={() => open('assign')}>{t('leads.assign')}</Button> : null}
        {claim ? (
          <Button type="primary" size="large" loading={claim.busy} disabled={!lead.claim?.ok} onClick={() => claim.run({ id: lead.id })}>
            {t('leads.claim')}
          </Button>
        ) : null}
      </div>
      {dialogs}
    </div>
  )
}
