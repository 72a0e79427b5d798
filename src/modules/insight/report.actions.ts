// 渠道回报, 漏斗与预测, 五个数: reads a period, asks the rules.
import { inScope } from '#core/access.ts'
import { addDays, addMonths, type Day, dayOf, endOfMonth, HOUR, msOf, quarterOf, startOfDay, startOfMonth } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { sumFen } from '#core/money.ts'
import { policy } from '#core/policies.ts'
import { invalid } from '#core/refuse.ts'
import { termCatalogue, termsPolicy } from '#modules/accounts/index.ts'
import { leadRecyclePolicy } from '#modules/leads/index.ts'
import { funnel as layersOf, pipelinePolicy, weightedFen } from '#modules/opportunities/index.ts'
import { calendarOf, zone } from '#modules/organization/index.ts'
import { dueStep, dunningPolicy } from '#modules/receivables/index.ts'
import { forecastBetween, forecastReceipts, planByTerms, type ReceiptForecast } from './forecast.rule.ts'
import { channelRoi, channelTotals, costPer, leadToCash, median, fiveNumbers as numbersOf, ratio } from './metrics.rule.ts'
import { viewOpenItems } from './money.store.ts'
import type { ChannelReport, FiveNumbers, Forecast, FunnelReport } from './report.contract.ts'
import {
  type ChannelCounts,
  type OpenOpportunityRow,
  viewChannels,
  viewClosed,
  viewFiveFacts,
  viewHoldings,
  viewLeadToCash,
  viewOpenOpportunities,
  viewSignedDue,
  viewStays,
} from './report.store.ts'

export type PeriodInput = { from?: string | undefined; until?: string | undefined }
const PERIOD_DAYS = 90
const LEAST_TO_JUDGE = 5

/** The days asked for, or the last 90 whole ones; refuses a period that ends before it begins. */
async function periodOf(ctx: Ctx, input: PeriodInput) {
  const tz = await zone(ctx)
  const today = dayOf(ctx.now, tz)
  const until = input.until ?? addDays(today, -1)
  const from = input.from ?? addDays(until, 1 - PERIOD_DAYS)
  if (from > until) throw invalid('insight.period_reversed', { from, until })
  return { from, until, fromAt: startOfDay(from, tz).toISOString(), untilAt: startOfDay(addDays(until, 1), tz).toISOString(), today, tz }
}

export async function channelReport(ctx: Ctx, input: PeriodInput): Promise<ChannelReport> {
  const period = await periodOf(ctx, input)
  const rows = await viewChannels(ctx, period)
  const used = rows.filter((row) => row.leads + row.opportunities + row.won + row.cashFen + row.spendFen > 0)
  const totals = channelTotals(used)
  const more = {
    qualified: used.reduce((sum, row) => sum + row.qualified, 0),
    contractFen: sumFen(used.map((row) => row.contractFen)),
  }
  return {
    from: period.from,
    until: period.until,
    attribution: 'first_touch',
    rows: used.map((row) => ({ ...row, code: row.kind, ...ratesOf(row) })),
    total: { ...totals, ...more, ...ratesOf({ ...totals, ...more }) },
  }
}

const ratesOf = (row: Pick<ChannelCounts, 'leads' | 'won' | 'cashFen' | 'spendFen'>) => ({
  cplFen: costPer(row.spendFen, row.leads),
  cacFen: costPer(row.spendFen, row.won),
  roi: channelRoi(row),
})

/** What one yuan spent on the channel brought back in the last 90 days; null without spending. */
export async function perYuan(ctx: Ctx, channelId: string): Promise<number | null> {
  const row = (await viewChannels(ctx, await periodOf(ctx, {}))).find((one) => one.channelId === channelId)
  return row && row.spendFen > 0 ? row.cashFen / row.spendFen : null
}

export async function forecast(ctx: Ctx): Promise<Forecast> {
  const tz = await zone(ctx)
  const today = dayOf(ctx.now, tz)
  const reach = inScope(ctx, 'insight.forecast', sql`o.owner_id`)
  const money = inScope(ctx, 'insight.forecast', sql`i.owner_id`)
  const open = await viewOpenOpportunities(ctx, reach)
  const planOf = planByTerms(termCatalogue, await policy(ctx, termsPolicy), await calendarOf(ctx))
  const receipts = forecastReceipts(open, planOf)
  const signed = await viewSignedDue(ctx, money, today)
  const overdue = await viewOpenItems(ctx, money, addDays(today, -1), 5000)
  const signedBetween = (from: Day, until: Day) =>
    sumFen(signed.filter(({ dueOn }) => dueOn >= from && dueOn <= until).map((one) => one.amountFen))
  const first = startOfMonth(today)
  const quarters = [quarterOf(first), quarterOf(addMonths(first, 3))]
  const end = quarters[1]?.to ?? today
  const months: Forecast['months'] = []
  for (let month = first; month <= end; month = addMonths(month, 1)) months.push(monthOf(month, receipts, open, signedBetween))
  return {
    day: today,
    months,
    quarters: quarters.map(({ name, from, to }) => quarterRow(name, from, to, receipts, signedBetween)),
    pastFen: forecastBetween(receipts, '0001-01-01', addDays(first, -1)).amountFen,
    laterFen: forecastBetween(receipts, addDays(end, 1), '9999-12-31').amountFen,
    undatedFen: receipts.undatedFen,
    totalFen: receipts.totalFen,
    overdueFen: sumFen(overdue.map((item) => item.amountFen - item.receivedFen)),
    restOfMonthFen: signedBetween(today, endOfMonth(today)),
    signing: months.map(({ month, from, until }) => ({ month, ...signingOf(open, from, until) })),
  }
}

function monthOf(
  first: Day,
  receipts: ReceiptForecast,
  open: OpenOpportunityRow[],
  signedBetween: (from: Day, until: Day) => number,
): Forecast['months'][number] {
  const until = endOfMonth(first)
  const { items, amountFen } = forecastBetween(receipts, first, until)
  const rows = items.flatMap((item) => {
    const one = open.find(({ id }) => id === item.opportunityId)
    return one?.expectedSignOn ? [{ ...item, ...namesOf(one), expectedSignOn: one.expectedSignOn }] : []
  })
  return { month: first.slice(0, 7), from: first, until, openFen: amountFen, signedFen: signedBetween(first, until), items: rows }
}

const namesOf = ({ accountName, ownerName, stage, weight, termCode }: OpenOpportunityRow) => ({
  accountName,
  ownerName,
  stage,
  weight,
  termCode,
})

const quarterRow = (name: string, from: Day, until: Day, receipts: ReceiptForecast, signedBetween: (from: Day, until: Day) => number) => ({
  name,
  from,
  until,
  openFen: forecastBetween(receipts, from, until).amountFen,
  signedFen: signedBetween(from, until),
})

function signingOf(open: OpenOpportunityRow[], from: Day, until: Day) {
  const inside = open.filter(({ expectedSignOn }) => expectedSignOn !== null && expectedSignOn >= from && expectedSignOn <= until)
  return { amountFen: sumFen(inside.map((one) => one.amountFen)), weightedFen: sumFen(inside.map(weightedFen)) }
}

export async function funnel(ctx: Ctx, input: PeriodInput): Promise<FunnelReport> {
  const { from, until, fromAt, untilAt, today } = await periodOf(ctx, input)
  const reach = inScope(ctx, 'insight.forecast', sql`o.owner_id`)
  const { stages } = await policy(ctx, pipelinePolicy)
  const open = await viewOpenOpportunities(ctx, reach)
  const stays = await viewStays(ctx, reach, fromAt, untilAt)
  const closed = await viewClosed(ctx, reach, fromAt, untilAt)
  const order = new Map(stages.map((stage, index) => [stage.key, index]))
  const {
    layers,
    totalFen,
    weightedFen: weighted,
  } = layersOf(
    stages.slice(0, -1).map((stage) => stage.key),
    open,
  )
  const rows = layers.map((layer) => {
    const left = stays.filter((stay) => stay.stage === layer.stage)
    const onward = left.filter((stay) => (order.get(stay.leftTo ?? '') ?? -1) > (order.get(layer.stage) ?? 0))
    const { zh = layer.stage, en = layer.stage, weight = 0 } = stages[order.get(layer.stage) ?? -1] ?? {}
    return {
      ...layer,
      zh,
      en,
      weight,
      left: left.length,
      conversion: ratio(onward.length, left.length),
      medianDays: median(left.flatMap((stay) => stay.days ?? [])),
    }
  })
  const won = closed.filter((one) => one.won)
  const lost = closed.filter((one) => !one.won)
  const judged = rows.filter((row) => row.left >= LEAST_TO_JUDGE).sort((a, b) => (a.conversion ?? 1) - (b.conversion ?? 1))
  return {
    day: today,
    from,
    until,
    layers: rows.map(({ left, ...row }) => row),
    totalFen,
    weightedFen: weighted,
    count: open.length,
    won: sumOf(won),
    lost: { ...sumOf(lost), reasons: lost.map(({ reason, count, amountFen }) => ({ reason: reason ?? 'other', count, amountFen })) },
    bottleneck: judged[0]?.stage ?? null,
  }
}

const sumOf = (rows: { count: number; amountFen: number }[]) => ({
  count: rows.reduce((sum, row) => sum + row.count, 0),
  amountFen: sumFen(rows.map((row) => row.amountFen)),
})

export async function fiveNumbers(ctx: Ctx, input: PeriodInput): Promise<FiveNumbers> {
  const { from, until, fromAt, untilAt, today, tz } = await periodOf(ctx, input)
  const reach = (owner: string) => inScope(ctx, 'insight.forecast', sql.ref(owner))
  const { firstContactHours } = await policy(ctx, leadRecyclePolicy)
  const limit = firstContactHours * HOUR
  const shifted = (iso: string) => new Date(msOf(iso) - limit).toISOString()
  const holdings = await viewHoldings(ctx, reach('h.member_id'), shifted(fromAt), shifted(untilAt))
  const { visits, stageMoves, contracts } = await viewFiveFacts(
    ctx,
    { visits: reach('v.owner_id'), opportunities: reach('o.owner_id'), contracts: reach('c.owner_id') },
    fromAt,
    untilAt,
  )
  const ladder = await policy(ctx, dunningPolicy)
  const late = await viewOpenItems(ctx, reach('i.owner_id'), addDays(today, -1), 5000)
  const leads = await viewLeadToCash(ctx, reach('l.owner_id'), fromAt, untilAt)
  const numbers = numbersOf({
    // a holding that ended before its clock did proves nothing, unless the contact came first
    firstContacts: holdings
      .filter((one) => one.contactAt !== null || one.endedAt === null || msOf(one.endedAt) - msOf(one.since) >= limit)
      .map((one) => ({ inTime: one.contactAt !== null && msOf(one.contactAt) - msOf(one.since) <= limit })),
    visits,
    stageMoves,
    contracts,
    overdue: late.map((item) => ({ openFen: item.amountFen - item.receivedFen, stepTaken: dueStep(item, ladder, today) === null })),
  })
  const cash = leadToCash(
    leads.map((lead) => ({ receivedAt: lead.receivedAt, cashAt: lead.cashOn && startOfDay(lead.cashOn, tz).toISOString() })),
  )
  return { from, until, ...numbers, leadToCash: cash.days === null ? cash : { ...cash, days: Math.max(0, cash.days) } }
}
