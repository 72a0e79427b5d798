// 渠道回报, 漏斗与预测, 五个数: the reports of a period.
import { Day, Fen, Id, route, z } from '#core/contract.ts'

const ChannelFigures = z.object({
  leads: z.int(),
  /** Not invalid and not merged. */
  valid: z.int(),
  /** Grade A or B and contacted. */
  qualified: z.int(),
  opportunities: z.int(),
  won: z.int(),
  contractFen: Fen,
  cashFen: Fen,
  spendFen: Fen,
  /** Fen spent per lead and per won customer; null when there is none. */
  cplFen: Fen.nullable(),
  cacFen: Fen.nullable(),
  /** (cash − spend) / spend; null when nothing was spent. */
  roi: z.number().nullable(),
})

export const ChannelRow = ChannelFigures.extend({ channelId: Id, code: z.string(), name: z.string(), kind: z.string() })
export type ChannelRow = z.infer<typeof ChannelRow>

export const ChannelReport = z.object({
  from: Day,
  until: Day,
  attribution: z.literal('first_touch'),
  rows: z.array(ChannelRow),
  total: ChannelFigures,
})
export type ChannelReport = z.infer<typeof ChannelReport>

export const ForecastItemRow = z.object({
  opportunityId: Id,
  accountName: z.string(),
  ownerName: z.string().nullable(),
  stage: z.string(),
  weight: z.number(),
  termCode: z.string(),
  expectedSignOn: Day,
  dueOn: Day,
  amountFen: Fen,
})
export const ForecastMonth = z.object({
  month: z.string(),
  from: Day,
  until: Day,
  /** Nominal receipts of open opportunities: amount × stage weight on the days of the terms. */
  openFen: Fen,
  /** Items of signed contracts due in the month; never inside `openFen`. */
  signedFen: Fen,
  items: z.array(ForecastItemRow),
})
export const Forecast = z.object({
  day: Day,
  /** From the present month to the end of the next quarter. */
  months: z.array(ForecastMonth),
  /** The present quarter and the next. */
  quarters: z.array(z.object({ name: z.string(), from: Day, until: Day, openFen: Fen, signedFen: Fen })),
  /** Expected before the present month: signing days that have passed and nobody has moved. */
  pastFen: Fen,
  laterFen: Fen,
  undatedFen: Fen,
  totalFen: Fen,
  /** Beside the forecast, never in it. */
  overdueFen: Fen,
  restOfMonthFen: Fen,
  signing: z.array(z.object({ month: z.string(), amountFen: Fen, weightedFen: Fen })),
})
export type Forecast = z.infer<typeof Forecast>

export const FunnelReport = z.object({
  day: Day,
  from: Day,
  until: Day,
  layers: z.array(
    z.object({
      stage: z.string(),
      zh: z.string(),
      en: z.string(),
      weight: z.number(),
      count: z.int(),
      amountFen: Fen,
      weightedFen: Fen,
      /** Of those that entered the stage in the period and have left it: the part that went forward, 0–1; null when none has left. */
      conversion: z.number().nullable(),
      /** Median days in the stage; null when none has left. */
      medianDays: z.number().nullable(),
    }),
  ),
  totalFen: Fen,
  weightedFen: Fen,
  count: z.int(),
  won: z.object({ count: z.int(), amountFen: Fen }),
  lost: z.object({ count: z.int(), amountFen: Fen, reasons: z.array(z.object({ reason: z.string(), count: z.int(), amountFen: Fen })) }),
  /** The stage that lets the smallest part through, when at least five have left it. */
  bottleneck: z.string().nullable(),
})
export type FunnelReport = z.infer<typeof FunnelReport>

/** Shares 0–1, hours; null when there was nothing to measure. */
export const FiveNumbers = z.object({
  from: Day,
  until: Day,
  notContactedInTime: z.number().nullable(),
  visitsNotVerified: z.number().nullable(),
  movesByOverride: z.number().nullable(),
  hoursToContract: z.number().nullable(),
  overdueWithoutStep: z.number().nullable(),
  leadToCash: z.object({ share: z.number().nullable(), days: z.number().nullable() }),
})
export type FiveNumbers = z.infer<typeof FiveNumbers>

const period = z.object({ from: Day.optional(), until: Day.optional() })

export const reportContract = {
  channelReport: route(
    'GET',
    '/reports/channels',
    'insight.channel',
    'Cost, leads, opportunities, won, cash and ROI per channel, first touch',
    ['insight.period_reversed'],
  )
    .input(period)
    .output(ChannelReport),
  forecast: route('GET', '/reports/forecast', 'insight.forecast', 'Receipts to be expected from open opportunities, by month').output(
    Forecast,
  ),
  funnel: route('GET', '/reports/funnel', 'insight.forecast', 'What stands in each stage, conversion, losses', ['insight.period_reversed'])
    .input(period)
    .output(FunnelReport),
  fiveNumbers: route('GET', '/reports/five-numbers', 'insight.forecast', 'One number for each break of the thread', [
    'insight.period_reversed',
  ])
    .input(period)
    .output(FiveNumbers),
}
