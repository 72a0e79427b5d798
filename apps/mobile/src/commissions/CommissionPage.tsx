import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Coins, MapPin, Navigation } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { Entry as EntryShape, Working as WorkingShape } from '#modules/commissions/commission.contract.ts'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Money } from '#shared/ui/Money.tsx'
import { WhatIfSlip } from '#shared/ui/WhatIfSlip.tsx'
import { PlanVisitSheet } from '../leads/PlanVisitSheet.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { TapChip } from '../shell/TabPage.tsx'
import { commissionScreenMessages } from './commission.messages.ts'

addMessages(commissionScreenMessages)

type Working = z.output<typeof WorkingShape>

/** 提成: what is earned above, what one open receipt would make of it below. */
export default function CommissionPage() {
  const t = useT()
  const statement = useQuery(query.commissions.statement.queryOptions({ input: {} }))
  const wish = useWish()
  return (
    <FlowPage title={t('pay.title')} sentence={statement.data ? periodWords(statement.data, t) : undefined} dock={<WishDock wish={wish} />}>
      <Loaded of={statement}>
        {(data) => (
          <>
            <Earned now={data.now} tiers={data.tiers} wished={wish.data?.after.completionPercent ?? null} />
            {wish.items.length > 1 ? <WishChoice wish={wish} /> : null}
            {wish.data ? <Wish data={wish.data} /> : null}
            <Entries entries={data.entries} />
          </>
        )}
      </Loaded>
    </FlowPage>
  )
}

/** `2026-Q4` as a person says it, and by which plan it counts. */
function periodWords({ period, planVersion }: { period: string; planVersion: number }, t: ReturnType<typeof useT>): string {
  const [year, quarter] = period.split('-Q')
  const when = { year: year ?? '', quarter: quarter ?? '' }
  // Version 0 is what the product comes with: nobody has set a plan yet.
  return planVersion > 0 ? t('pay.period.plan', { ...when, version: planVersion }) : t('pay.period', when)
}

/** Which instalment is wished for: the one chosen, else one that a visit of today can bring, else the one overdue longest. */
function useWish() {
  const me = useMe()
  const [chosen, choose] = useState<string | undefined>()
  const open = useQuery({
    ...query.receivables.items.queryOptions({ input: { ownerId: me?.memberId ?? '', state: 'unpaid', limit: 20 } }),
    enabled: me !== null && may(me, 'receivable.read'),
  })
  const day = useQuery({ ...query.visits.today.queryOptions({ input: {} }), enabled: may(me, 'visit.read') })
  const items = open.data?.items ?? []
  const stops = (day.data?.stops ?? []).filter((stop) => stop.status === 'planned')
  const within = items.find((item) => item.overdueDays > 0 && stops.some((stop) => stop.subjectId === item.accountId))
  const itemId = chosen ?? within?.id
  const answer = useQuery({
    ...query.commissions.whatIf.queryOptions({ input: itemId ? { itemId } : {} }),
    enabled: !open.isLoading && !day.isLoading,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const data = answer.data ?? null
  return { items, choose, data, stop: stops.find((stop) => stop.subjectId === data?.accountId) }
}

type WishState = ReturnType<typeof useWish>
type WhatIf = NonNullable<WishState['data']>

/** Every open instalment of mine can be wished for. */
function WishChoice({ wish }: { wish: WishState }) {
  const t = useT()
  const f = useFormats()
  return (
    <nav className="chip-row" aria-label={t('pay.if.choose')}>
      {wish.items.map((item) => (
        <TapChip key={item.id} on={item.id === wish.data?.itemId} onPress={() => wish.choose(item.id)}>
          {item.accountName} {f.moneyBoard(item.openFen)}
        </TapChip>
      ))}
    </nav>
  )
}

function Wish({ data }: { data: WhatIf }) {
  const t = useT()
  const f = useFormats()
  const rate = (of: Working) => `${of.reached.ratePercent.toFixed(1)}%`
  const note =
    data.overdueDays > 0
      ? t('pay.if.note', { no: data.itemNo, days: data.overdueDays })
      : data.dueOn
        ? t('pay.if.note.due', { no: data.itemNo, day: f.day(data.dueOn) })
        : undefined
  return (
    <WhatIfSlip
      title={t('pay.if')}
      subject={data.accountName}
      late={data.overdueDays > 0}
      note={note}
      amount={f.money(data.amountFen)}
      lines={[
        { label: t('pay.completion'), before: percent(data.before), after: percent(data.after) },
        { label: t(`pay.rate.${data.mode}`), before: rate(data.before), after: rate(data.after) },
        { label: t('pay.if.formula'), before: formula(data.before, f.amount), after: formula(data.after, f.amount) },
      ]}
      result={
        data.after.commissionFen === undefined
          ? undefined
          : {
              label: t('pay.if.becomes'),
              value: f.money(data.after.commissionFen),
              gain: data.deltaFen === undefined ? undefined : `+${f.moneyShort(data.deltaFen).replace('¥', '')}`,
            }
      }
    />
  )
}

/** The wish turned into today's visit: the one that is planned, or a new one. */
function WishDock({ wish: { data, stop } }: { wish: WishState }) {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const go = useNavigate()
  const [planning, plan] = useState(false)
  if (!data || !may(me, 'visit.plan')) return null
  if (stop)
    return (
      <BigButton icon={Navigation} onPress={() => void go({ to: `/visits/${stop.id}` })}>
        {stop.plannedAt ? t('pay.visit.at', { time: f.time(stop.plannedAt) }) : t('pay.visit')}
      </BigButton>
    )
  return (
    <>
      <BigButton icon={MapPin} onPress={() => plan(true)}>
        {t('pay.visit.plan')}
      </BigButton>
      {planning ? (
        <PlanVisitSheet
          subjectType="account"
          subjectId={data.accountId}
          name={data.accountName}
          purpose="dunning"
          onClose={() => plan(false)}
        />
      ) : null}
    </>
  )
}

function Entries({ entries }: { entries: z.output<typeof EntryShape>[] }) {
  const t = useT()
  const f = useFormats()
  return (
    <>
      <h2 className="section-title">{t('pay.entries')}</h2>
      {entries.length === 0 ? (
        <p className="quiet">{t('pay.entries.none')}</p>
      ) : (
        <Rows
          rows={entries.map((one) => ({
            key: one.id,
            lead: <Coins size={20} strokeWidth={1.75} />,
            title: one.accountName ? t('pay.entry', { account: one.accountName, no: one.itemNo ?? '—' }) : t(`commission.kind.${one.kind}`),
            detail: [f.day(one.countedOn), t('pay.basis', { sum: f.moneyShort(one.basisFen) }), t(`commission.state.${one.state}`)].join(
              ' · ',
            ),
            extra: one.amountFen === undefined ? undefined : <Money fen={one.amountFen} />,
          }))}
        />
      )}
    </>
  )
}

const percent = (of: Working): string => (of.completionPercent === null ? '—' : `${Math.round(of.completionPercent * 10) / 10}%`)

/** `200,000 × 1.5%`, or the parts of the excess mode. */
function formula(of: Working, amount: (fen: number) => string): string {
  const short = (fen: number) => amount(fen).replace(/\.00$/, '')
  return of.parts
    .filter((part) => part.basisFen > 0)
    .map((part) => `${short(part.basisFen)} × ${part.ratePercent.toFixed(1)}%`)
    .join(' + ')
}

type EarnedProps = {
  now: Working
  tiers: { fromPercent: number; ratePercent: number }[]
  /** attainment in percent if the wish came true */
  wished: number | null
}

/** What is earned, and where on the way to the next rate it stands; the wish is hatched behind it. */
function Earned({ now, tiers, wished }: EarnedProps) {
  const t = useT()
  const f = useFormats()
  const share = now.completionPercent ?? 0
  const most = Math.max(150, share, Math.min(300, wished ?? 0), ...tiers.map((tier) => tier.fromPercent))
  const at = (value: number) => Math.min(100, (value / most) * 100)
  const marks = tiers.filter((tier) => tier.fromPercent > 0)
  const middle = tiers.map((tier, i) => ({ ...tier, at: at((tier.fromPercent + (tiers[i + 1]?.fromPercent ?? most)) / 2) }))
  return (
    <section className="phone-card">
      <p className="quiet">{t('pay.now')}</p>
      <div className="figure">{now.commissionFen === undefined ? t('pay.hidden') : <Money fen={now.commissionFen} />}</div>
      <p>{now.commissionFen === undefined ? null : formula(now, f.amount)}</p>
      <div className="tier-words" aria-hidden="true">
        {marks.map((tier) => (
          <span key={tier.fromPercent} style={{ left: `${at(tier.fromPercent)}%` }}>
            {tier.fromPercent}%
          </span>
        ))}
      </div>
      <div className="tier-bar" role="img" aria-label={`${t('pay.completion')} ${percent(now)}`}>
        {wished !== null && wished > share ? <u style={{ width: `${at(wished)}%` }} /> : null}
        <i style={{ width: `${at(share)}%` }} />
        {marks.map((tier) => (
          <b key={tier.fromPercent} style={{ left: `${at(tier.fromPercent)}%` }} />
        ))}
      </div>
      <div className="tier-words">
        {middle.map((tier) => (
          <span key={tier.fromPercent} style={{ left: `${tier.at}%` }} data-now={tier.ratePercent === now.reached.ratePercent}>
            {tier.ratePercent.toFixed(1)}%
          </span>
        ))}
      </div>
      <p style={{ display: 'flex', justifyContent: 'space-between' }}>
        <span>
          <b style={{ color: 'var(--ok)' }}>{f.moneyShort(now.receivedFen)}</b> {t('pay.received')}
        </span>
        <span>{now.targetFen > 0 ? `${t('pay.target')} ${f.moneyShort(now.targetFen)}` : t('pay.noTarget')}</span>
      </p>
    </section>
  )
}
