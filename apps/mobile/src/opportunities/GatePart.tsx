import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { GateList } from '#shared/ui/GateList.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick, useWords } from '../shell/useWords.ts'
import type { Asked, OpportunityDetail } from './opportunityText.ts'

type Item = OpportunityDetail['checklist']['items'][number]

const sheets: Partial<Record<NonNullable<Item['act']>, Asked>> = {
  fill_need_form: 'need',
  add_contact: 'contact',
  record_budget: 'budget',
  name_decision_maker: 'decision',
  enter_amount: 'edit',
  enter_sign_date: 'edit',
  plan_deep_visit: 'visit',
  make_contract: 'contract',
  fill_custom_field: 'fill',
}

/** The check-list of the next stage; each missing line has the button that brings it about. */
export function GatePart({ data, ask }: { data: OpportunityDetail; ask: (what: Asked) => void }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const words = useWords()
  const { checklist } = data
  const stage = data.stages.find((one) => one.key === checklist.next)
  const act = useGateAct(data, ask)
  if (!stage || checklist.items.length === 0) return null
  const detail = (item: Item): string => {
    if (item.underWay) return words(item.underWay)
    if (item.evidence) return [item.at ? f.date(item.at) : null, words(item.evidence)].filter(Boolean).join(' ')
    if (item.why) return t(`opportunity.why.${item.why}`, { days: item.withinDays ?? 0 })
    return item.at ? f.date(item.at) : ''
  }
  return (
    <>
      <GateList
        ring
        title={
          checklist.missing > 0
            ? t('opp.gate.title', { n: checklist.missing, stage: pick(stage) })
            : t('opp.gate.ready', { stage: pick(stage) })
        }
        hint={t(checklist.missing > 0 ? 'opp.gate.hint' : 'opp.gate.ready.hint')}
        conditions={checklist.items
          .filter((item) => item.side === 'exit' || item.state === 'missing')
          .map((item) => ({
            key: `${item.side}.${item.fact}`,
            state: item.state,
            label: item.label ? pick(item.label) : t(`opportunity.fact.${item.fact}`),
            detail: detail(item),
            overriddenBy: item.overriddenBy ?? undefined,
            action: act.button(item),
          }))}
      />
      {act.told}
    </>
  )
}

function useGateAct(data: OpportunityDetail, ask: (what: Asked) => void): { button: (item: Item) => ReactNode; told: ReactNode } {
  const t = useT()
  const go = useNavigate()
  const quotations = useQuery(query.quotations.list.queryOptions({ input: { opportunityId: data.id, limit: 20 } }))
  const approvalId = quotations.data?.items.find((one) => one.status === 'in_approval')?.approvalId
  const stampable = quotations.data?.items.find((one) => one.may.stamp && !one.stampedAt)
  const remind = useAct(() => api.approvals.remind({ id: approvalId ?? '' }))
  const press = (item: Item): (() => void) | null => {
    if (!item.act) return null
    const sheet = sheets[item.act]
    if (sheet) return () => ask(sheet)
    if (item.act === 'remind_approver') return approvalId ? () => remind.run(undefined) : null
    if (item.act === 'make_quotation') return () => void go({ to: `/opportunities/${data.id}/quotation` })
    if (item.act === 'attach_stamped_copy') return stampable ? () => void go({ to: `/quotations/${stampable.id}` }) : null
    return item.link ? () => void go({ to: item.link as string }) : null
  }
  const label = (item: Item): string => {
    if (item.act === 'remind_approver') return t('opp.gate.remind')
    return item.act === 'attach_stamped_copy' ? t('opp.gate.shoot') : t('opp.gate.go')
  }
  return {
    told: remind.refusal,
    button: (item) => {
      if (item.state === 'met')
        return item.link ? (
          <Link className="plain-link" to={item.link}>
            {t('opp.gate.see')}
          </Link>
        ) : undefined
      const run = item.state === 'missing' && data.may.edit ? press(item) : null
      return run ? (
        <button
          type="button"
          className="gate-go"
          aria-label={item.act ? `${label(item)}：${t(`opportunity.act.${item.act}`)}` : undefined}
          onClick={run}
        >
          {label(item)}
        </button>
      ) : undefined
    },
  }
}
