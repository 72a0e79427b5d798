import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { GateList } from '#shared/ui/GateList.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick, useWords } from '../shell/useWords.ts'
import type { Dialog, OpportunityDetail } from './useOpportunityActs.tsx'

/** What a missing condition's button opens. */
const DIALOG: Record<string, Dialog> = {
  fill_need_form: 'need',
  add_contact: 'contact',
  plan_deep_visit: 'visit',
  record_budget: 'budget',
  name_decision_maker: 'decision',
  enter_amount: 'edit',
  enter_sign_date: 'edit',
  fill_custom_field: 'fill',
}

type Props = { data: OpportunityDetail; open: (what: Dialog) => void; quotation: () => void; contract: () => void }

/** The check-list of the next stage: missing first with the act that brings it about, met ones with evidence. */
export function GatePart({ data, open, quotation, contract }: Props) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const { message } = App.useApp()
  const pick = usePick()
  const remind = useAct(
    // The line's link leads to the approval it waits for: that one is reminded, no other.
    (link: string) => api.approvals.remind({ id: link.split('/').at(-1) ?? '' }),
    ({ reminded }) => void message.success(t('opp.reminded', { names: f.list(reminded) })),
  )
  const { checklist } = data
  if (data.state === 'lost')
    return (
      <Refusal tone="quiet">
        {t('opp.gate.lost', { reason: data.lostReason ? t(`opportunity.loss.${data.lostReason}`) : t('ui.unknown') })}
        {data.lostNote ? `${t('opp.gate.lost.note')}${data.lostNote}` : ''}
      </Refusal>
    )
  const name = (key: string | null) => {
    const stage = data.stages.find((one) => one.key === key)
    return stage ? pick(stage) : ''
  }
  const actOf = (item: (typeof checklist.items)[number]) => {
    if (item.state === 'met') return item.link ? <Link to={item.link}>{t('opp.evidence')}</Link> : undefined
    if (item.state !== 'missing' || !item.act || data.state !== 'open' || !data.may.edit) return undefined
    const label = t(`opportunity.act.${item.act}`)
    const dialog = DIALOG[item.act]
    if (dialog) return <Button onClick={() => open(dialog)}>{label}</Button>
    if (item.act === 'make_quotation') return <Button onClick={quotation}>{label}</Button>
    if (item.act === 'make_contract') return <Button onClick={contract}>{label}</Button>
    const { link } = item
    if (item.act === 'remind_approver' && link?.startsWith('/approvals/'))
      return (
        <Button loading={remind.busy} onClick={() => remind.run(link)}>
          {label}
        </Button>
      )
    return item.link ? <Link to={item.link}>{label}</Link> : undefined
  }
  const title = !checklist.next
    ? t('opp.gate.won')
    : checklist.missing > 0
      ? t('opp.gate.title', { n: checklist.missing, stage: name(checklist.next) })
      : t('opp.gate.open', { stage: name(checklist.next) })
  return (
    <>
      <GateList
        title={title}
        hint={checklist.missing > 0 ? t('opp.gate.hint', { stage: name(data.stage) }) : undefined}
        conditions={checklist.items.map((item) => ({
          key: `${item.side}-${item.fact}`,
          state: item.state,
          label: item.label ? pick(item.label) : t(`opportunity.fact.${item.fact}`),
          detail: [
            item.at && item.state === 'met' ? f.date(item.at) : null,
            item.evidence ? words(item.evidence) : null,
            item.underWay
              ? words(item.underWay)
              : item.why && item.state === 'missing'
                ? t(`opportunity.why.${item.why}`, { days: item.withinDays ?? 0 })
                : null,
          ]
            .filter(Boolean)
            .join(' '),
          overriddenBy: item.overriddenBy ?? undefined,
          action: actOf(item),
        }))}
      />
      {remind.refusal}
    </>
  )
}
