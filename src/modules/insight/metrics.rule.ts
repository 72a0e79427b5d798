// metrics.rule.ts: 指标口径. What each figure means, once, for boards, mails, exports and screens.
import { sumFen } from '#core/money.ts'

/** A channel over a period: counts, and money in fen. `cashFen` is collected, not contracted. */
export type ChannelFigures = { leads: number; valid: number; opportunities: number; won: number; cashFen: number; spendFen: number }

/** ROI of a channel = (cash − spend) / spend; null when nothing was spent: not infinite, just not a question. */
export function channelRoi({ cashFen, spendFen }: Pick<ChannelFigures, 'cashFen' | 'spendFen'>): number | null {
  return spendFen === 0 ? null : (cashFen - spendFen) / spendFen
}

/** Fen spent per lead, and per won customer, rounded to the fen; null when there is none to divide by. */
export function costPer(spendFen: number, count: number): number | null {
  return count === 0 ? null : Math.round(spendFen / count)
}

export function channelTotals(channels: readonly ChannelFigures[]): ChannelFigures {
  const count = (of: (channel: ChannelFigures) => number) => channels.reduce((sum, channel) => sum + of(channel), 0)
  return {
    leads: count((channel) => channel.leads),
    valid: count((channel) => channel.valid),
    opportunities: count((channel) => channel.opportunities),
    won: count((channel) => channel.won),
    cashFen: sumFen(channels.map((channel) => channel.cashFen)),
    spendFen: sumFen(channels.map((channel) => channel.spendFen)),
  }
}

/** part / whole, 0–1; null when there is no whole. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

export type Language = 'zh' | 'en'
const nothing = '—'
const minus = '−'

/** `66.3%`, one decimal; `—` when there is nothing to measure. */
export function percentText(value: number | null): string {
  return value === null ? nothing : signed(Math.round(value * 1000) / 10, '', '%')
}

/** The difference of two percents: `+2.3 个点`, English `+2.3 pts`. Rounded as a difference, not from two rounded figures. */
export function pointsText(now: number | null, before: number | null, language: Language): string {
  if (now === null || before === null) return nothing
  return signed(Math.round((now - before) * 1000) / 10, '+', language === 'zh' ? ' 个点' : ' pts')
}

/** ROI with two decimals, `16.00`; `—` without spending. */
export function roiText(roi: number | null): string {
  return roi === null ? nothing : `${roi < 0 ? minus : ''}${Math.abs(roi).toFixed(2)}`
}

function signed(value: number, plus: '+' | '', unit: string): string {
  const sign = value < 0 ? minus : value > 0 ? plus : ''
  return `${sign}${Math.abs(value).toFixed(1)}${unit}`
}

/** The middle value; of an even number the mean of the two in the middle; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return null
  if (!Number.isInteger(middle)) return sorted[Math.floor(middle)] as number
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/** The facts behind the five numbers, each counted over the same period. Instants are ISO-8601 UTC, money is fen. */
export type FiveFacts = {
  /** Holdings whose first-contact clock ended in the period: the contact in time, or none. */
  firstContacts: readonly { inTime: boolean }[]
  /** Visits that were checked in. */
  visits: readonly { verified: boolean }[]
  /** Moves of opportunities between stages. */
  stageMoves: readonly { override: boolean }[]
  /** Contracts that became effective: when the customer accepted the quotation, when it took effect. */
  contracts: readonly { acceptedAt: string; effectiveAt: string }[]
  /** Open overdue items: what is open, and whether the step of the ladder that is due has been taken. */
  overdue: readonly { openFen: number; stepTaken: boolean }[]
}
/** One number for each break of the thread. Shares 0–1, hours; null when there was nothing to measure. */
export type FiveNumbers = {
  notContactedInTime: number | null
  visitsNotVerified: number | null
  movesByOverride: number | null
  hoursToContract: number | null
  overdueWithoutStep: number | null
}

const HOUR_MS = 3_600_000

/** The five numbers; each is better the smaller it is. */
export function fiveNumbers(facts: FiveFacts): FiveNumbers {
  const share = <T>(list: readonly T[], bad: (one: T) => boolean) => ratio(list.filter(bad).length, list.length)
  const untouched = facts.overdue.filter((item) => !item.stepTaken)
  return {
    notContactedInTime: share(facts.firstContacts, (contact) => !contact.inTime),
    visitsNotVerified: share(facts.visits, (visit) => !visit.verified),
    movesByOverride: share(facts.stageMoves, (move) => move.override),
    hoursToContract: median(
      facts.contracts.map(({ acceptedAt, effectiveAt }) => (Date.parse(effectiveAt) - Date.parse(acceptedAt)) / HOUR_MS),
    ),
    overdueWithoutStep: ratio(sumFen(untouched.map((item) => item.openFen)), sumFen(facts.overdue.map((item) => item.openFen))),
  }
}

/** Leads that began in the period, and the money they became: `cashAt` null while none has come. */
export type ThreadLead = { receivedAt: string; cashAt: string | null }

/** From lead to cash: the share of leads that brought money (0–1), and the median days of those. */
export function leadToCash(leads: readonly ThreadLead[]): { share: number | null; days: number | null } {
  const paid = leads.flatMap((lead) =>
    lead.cashAt === null ? [] : [(Date.parse(lead.cashAt) - Date.parse(lead.receivedAt)) / (24 * HOUR_MS)],
  )
  return { share: ratio(paid.length, leads.length), days: median(paid) }
}
