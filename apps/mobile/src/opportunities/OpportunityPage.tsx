import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Ellipsis, FileSignature, FileText, IdCard, Pencil, Pin } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { Chip } from '#shared/ui/Chip.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { StageBar } from '#shared/ui/StageBar.tsx'
import { CustomFacts } from '../organization/customFields.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { GatePart } from './GatePart.tsx'
import { OpportunitySheets } from './OpportunitySheets.tsx'
import { opportunityScreenMessages } from './opportunity.messages.ts'
import type { Asked, OpportunityDetail } from './opportunityText.ts'

addMessages(opportunityScreenMessages)

/** One opportunity: the amount, where it stands, what is missing, and who helps. */
export default function OpportunityPage() {
  const t = useT()
  const { id } = useParams({ strict: false }) as { id: string }
  const one = useQuery(query.opportunities.get.queryOptions({ input: { id } }))
  const [asked, ask] = useState<Asked>(null)
  const data = one.data
  return (
    <FlowPage
      title={data?.accountName ?? t('opp.title')}
      sentence={data ? t('opp.number', { number: data.number }) : undefined}
      extra={
        data ? (
          <button type="button" className="icon-button" aria-label={t('mobile.more')} onClick={() => ask('more')}>
            <Ellipsis size={22} strokeWidth={1.75} />
          </button>
        ) : undefined
      }
      dock={data?.state === 'open' ? <OpportunityDock data={data} ask={ask} /> : undefined}
    >
      <Loaded of={one}>{(shown) => <OpportunityBody data={shown} ask={ask} />}</Loaded>
      {data && asked ? <OpportunitySheets data={data} asked={asked} ask={ask} /> : null}
    </FlowPage>
  )
}

/** The stage moves only on facts: until then the button says what is missing. */
function OpportunityDock({ data, ask }: { data: OpportunityDetail; ask: (what: Asked) => void }) {
  const t = useT()
  const pick = usePick()
  const { next, missing } = data.checklist
  const move = useAct(() => api.opportunities.move({ id: data.id, to: next ?? '', version: data.version }))
  const stage = data.stages.find((one) => one.key === next)
  return (
    <>
      <BigButton look="plain" narrow icon={Pencil} onPress={() => ask('follow')}>
        {t('opp.follow')}
      </BigButton>
      {move.refusal ??
        (missing > 0 || !stage ? (
          <BigButton disabled>{t('opp.blocked', { n: missing })}</BigButton>
        ) : (
          <BigButton busy={move.busy} disabled={!data.may.move} onPress={() => move.run(undefined)}>
            {t('opp.move', { stage: pick(stage) })}
          </BigButton>
        ))}
    </>
  )
}

function OpportunityBody({ data, ask }: { data: OpportunityDetail; ask: (what: Asked) => void }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const { done, of } = data.checklist
  return (
    <>
      <section className="phone-card">
        <div className="card-head">
          <div className="figure" style={{ flex: 1 }}>
            <Money fen={data.amountFen} />
          </div>
          {data.accountLevel ? <Grade grade={data.accountLevel} size={24} /> : null}
        </div>
        <p style={{ marginBottom: 14 }}>
          {data.expectedSignOn ? t('opp.signs', { day: f.day(data.expectedSignOn) }) : t('opp.signs.unknown')}
          {' · '}
          {t('opp.weighted', { sum: f.moneyShort(data.weightedFen) })}
        </p>
        <StageBar
          stages={data.stages.map((stage) => ({ key: stage.key, name: pick(stage), probability: stage.weight }))}
          current={data.stage}
          share={of > 0 ? done / of : 0.5}
          lost={data.state === 'lost'}
        />
        {data.frozen ? <Chip tone="bad">{t('opp.frozen')}</Chip> : null}
        {data.stalled ? <Chip tone="warn">{t('opp.stalled', { days: data.stalled.idleDays })}</Chip> : null}
      </section>
      <GatePart data={data} ask={ask} />
      {Object.keys(data.custom).length > 0 ? (
        <section className="phone-card">
          <dl className="facts">
            <CustomFacts subject="opportunity" values={data.custom} />
          </dl>
        </section>
      ) : null}
      <Papers data={data} />
      <TeamCard data={data} ask={ask} />
    </>
  )
}

/** Quotations and contracts, newest first, and the briefing of the account. */
function Papers({ data }: { data: OpportunityDetail }) {
  const t = useT()
  const f = useFormats()
  const quotations = useQuery(query.quotations.list.queryOptions({ input: { opportunityId: data.id, limit: 20 } }))
  const contracts = useQuery(query.contracts.list.queryOptions({ input: { opportunityId: data.id, limit: 20 } }))
  const icon = { size: 20, strokeWidth: 1.75 }
  return (
    <Rows
      rows={[
        ...(quotations.data?.items ?? []).map((one) => ({
          key: one.id,
          to: `/quotations/${one.id}`,
          lead: <FileText {...icon} />,
          title: one.number,
          detail: [t(`quotation.status.${one.status}`), f.day(one.madeOn)].join(' · '),
          extra: <Money fen={one.netFen} as="short" />,
        })),
        ...(contracts.data?.items ?? []).map((one) => ({
          key: one.id,
          to: `/contracts/${one.id}`,
          lead: <FileSignature {...icon} />,
          title: one.number,
          detail: t(`contract.status.${one.status}`),
          extra: <Money fen={one.amountFen} as="short" />,
        })),
        {
          key: 'account',
          to: `/briefings/account/${data.accountId}`,
          lead: <IdCard {...icon} />,
          title: t('opp.account'),
          detail: data.accountName,
        },
      ]}
    />
  )
}

function TeamCard({ data, ask }: { data: OpportunityDetail; ask: (what: Asked) => void }) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const pinned = [...data.comments].sort((a, b) => Number(b.pinned) - Number(a.pinned)).slice(0, 3)
  const names = [data.ownerName, ...data.team.map((one) => one.name)]
  return (
    <section className="phone-card stack">
      <div className="card-head">
        <h2>{t('opp.team')}</h2>
        <span className="people" role="img" aria-label={names.join('、')}>
          {names.map((name) => (
            <Avatar key={name} name={name} size={32} />
          ))}
        </span>
      </div>
      {pinned.map((one) => (
        <div key={one.id} className="comment-line">
          <Pin size={18} strokeWidth={1.75} style={{ color: one.pinned ? 'var(--warn)' : 'var(--ink3)' }} aria-hidden="true" />
          <div>
            <small>{t('opp.comment.by', { name: one.authorName, at: f.moment(one.at) })}</small>
            <p>{one.text}</p>
          </div>
        </div>
      ))}
      <div className="buttons">
        {data.may.comment ? (
          <BigButton look="plain" onPress={() => ask('comment')}>
            {t('opp.comment')}
          </BigButton>
        ) : null}
        {data.leadId ? (
          <BigButton look="plain" onPress={() => void go({ to: `/leads/${data.leadId}` })}>
            {t('shell.nav.leads')}
          </BigButton>
        ) : null}
      </div>
    </section>
  )
}
