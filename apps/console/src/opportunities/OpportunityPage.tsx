import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { StageBar } from '#shared/ui/StageBar.tsx'
import { useCrumb } from '../shell/crumb.ts'
import { CustomFacts } from '../shell/customFields.tsx'
import { Facts } from '../shell/Inspector.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, RecordPage } from '../shell/RecordPage.tsx'
import { Timeline } from '../shell/Timeline.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { GatePart } from './GatePart.tsx'
import { OpportunityPeople } from './OpportunityPeople.tsx'
import { opportunityScreenMessages } from './opportunityScreen.messages.ts'
import { type OpportunityDetail, useOpportunityActs } from './useOpportunityActs.tsx'

addMessages(opportunityScreenMessages)

/** One opportunity: stage line, check-list, facts, quotations left; people and the next act right. */
export default function OpportunityPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useQuery(query.opportunities.get.queryOptions({ input: { id } }))
  useCrumb(found.data?.name)
  return <Loaded from={found}>{(data) => <Record data={data} />}</Loaded>
}

function Record({ data }: { data: OpportunityDetail }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const acts = useOpportunityActs(data)
  const since = Math.max(0, Date.now() - Date.parse(data.stageSince))
  const now = data.stages.find((one) => one.key === data.stage)
  return (
    <RecordPage
      title={data.name}
      chips={
        <>
          {data.state === 'won' ? <Chip tone="ok">{t('opportunity.state.won')}</Chip> : null}
          {data.state === 'lost' ? (
            <Chip>{`${t('opportunity.state.lost')} · ${t(`opportunity.loss.${data.lostReason ?? 'other'}`)}`}</Chip>
          ) : null}
          {data.stalled ? (
            <Chip tone="warn">{t('opportunity.stalled', { days: data.stalled.idleDays, limit: data.stalled.limitDays })}</Chip>
          ) : null}
          {data.frozen ? <Chip tone="bad">{t('opportunity.frozen')}</Chip> : null}
        </>
      }
      facts={
        <>
          {data.number} · <Link to={`/accounts/${data.accountId}`}>{data.accountName}</Link> · {data.ownerName}
          {data.expectedSignOn ? ` · ${t('opp.signs', { day: f.day(data.expectedSignOn) })}` : ''}
          {now?.enteredAt && since > 0 ? ` · ${t('opp.since', { span: f.days(now.days ?? 0) })}` : ''}
        </>
      }
      amount={<Money fen={data.amountFen} />}
      amountNote={`${f.moneyShort(data.weightedFen)} · ${data.weight}%`}
      actions={
        <>
          <Link to={`/thread/opportunity/${data.id}`}>{t('opp.thread')}</Link>
          {data.state === 'open' && data.may.edit ? <Button onClick={() => acts.open('edit')}>{t('opp.edit')}</Button> : null}
        </>
      }
      progress={
        <StageBar
          stages={data.stages.map((one) => ({ key: one.key, name: pick(one), probability: one.weight }))}
          current={data.stage}
          share={data.gate.of ? data.gate.done / data.gate.of : 1}
          lost={data.state === 'lost'}
        />
      }
      aside={
        <>
          <CustomFacts
            subject="opportunity"
            values={data.custom}
            fill={data.state === 'open' && data.may.edit ? () => acts.open('fill') : undefined}
          />
          <OpportunityPeople data={data} add={() => acts.open('team')} />
        </>
      }
      decision={<Decision data={data} acts={acts} />}
    >
      <GatePart data={data} open={acts.open} quotation={() => acts.quotation.run()} contract={() => acts.contract.run()} />
      {acts.quotation.refusal}
      {acts.contract.refusal}
      <NeedCard data={data} fill={() => acts.open('need')} />
      <Quotations id={data.id} make={data.state === 'open' && data.may.edit ? () => acts.quotation.run() : undefined} />
      <History data={data} />
      {acts.dialogs}
    </RecordPage>
  )
}

function Decision({ data, acts }: { data: OpportunityDetail; acts: ReturnType<typeof useOpportunityActs> }) {
  const t = useT()
  const pick = usePick()
  const { checklist } = data
  const move = useAct(() => api.opportunities.move({ id: data.id, to: checklist.next ?? '', version: data.version }))
  if (data.state !== 'open') return null
  const next = data.stages.find((one) => one.key === checklist.next)
  const writes = data.may.move ?? false
  return (
    <>
      {move.refusal}
      <div>
        {writes ? (
          <Button danger onClick={() => acts.open('lose')}>
            {t('opp.lose')}
          </Button>
        ) : null}
        {data.may.override && checklist.missing > 0 ? <Button onClick={() => acts.open('override')}>{t('opp.override')}</Button> : null}
        {writes ? <Button onClick={() => acts.open('follow')}>{t('opp.follow')}</Button> : null}
        {next ? (
          <Button
            type="primary"
            className="grow"
            loading={move.busy}
            disabled={!writes || checklist.missing > 0}
            onClick={() => move.run(undefined)}
          >
            {t('opp.moveTo.stage', { stage: pick(next) })}
          </Button>
        ) : null}
      </div>
      <p>
        {!writes
          ? t('opp.forbidden', { owner: data.ownerName })
          : checklist.missing > 0
            ? t('opp.blocked', { n: checklist.missing })
            : null}
      </p>
    </>
  )
}

function NeedCard({ data, fill }: { data: OpportunityDetail; fill: () => void }) {
  const t = useT()
  const f = useFormats()
  const form = data.needForm
  const button =
    data.state === 'open' && data.may.edit ? (
      <Button size="small" onClick={fill}>
        {t('opp.need.fill')}
      </Button>
    ) : null
  return (
    <Card title={t('opp.need.title')} extra={button}>
      {form ? (
        <Facts
          rows={(['project', 'products', 'quantity', 'budgetFen', 'neededBy', 'competitors', 'concerns'] as const)
            .filter((key) => form[key])
            .map((key) => [t(`opp.need.${key}`), key === 'budgetFen' ? f.money(form.budgetFen ?? 0) : form[key]])}
        />
      ) : (
        <p className="quiet">{t('opp.need.none')}</p>
      )}
    </Card>
  )
}

function Quotations({ id, make }: { id: string; make?: () => void }) {
  const t = useT()
  const f = useFormats()
  const { data } = useQuery(query.quotations.list.queryOptions({ input: { opportunityId: id } }))
  return (
    <Card
      title={t('opp.quotations')}
      extra={
        make ? (
          <Button size="small" onClick={make}>
            {t('opp.quotation')}
          </Button>
        ) : null
      }
    >
      {data && data.items.length === 0 ? <p className="quiet">{t('opp.quotations.none')}</p> : null}
      <ul className="plain">
        {data?.items.map((one) => (
          <li key={one.id}>
            <Link to={`/quotations/${one.id}`}>{one.number}</Link>
            <Chip>{t(`quotation.status.${one.status}`)}</Chip>
            <b>{f.money(one.netFen)}</b>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function History({ data }: { data: OpportunityDetail }) {
  const t = useT()
  const { data: happened } = useQuery(query.opportunities.timeline.queryOptions({ input: { id: data.id } }))
  return (
    <Card title={t('opp.timeline')}>
      <Timeline entries={happened?.items ?? []} />
    </Card>
  )
}
