// terms.rule.ts: 付款条款. Payment terms as data, and the days and amounts they make of a sum.
import { addDays, addMonths, addWorkingDays, type Calendar, type Day, daysBetween, endOfMonth } from '#core/calendar.ts'
import { assertFen } from '#core/money.ts'

/** What an instalment waits for. A milestone is named by the contract: `milestone.主体封顶`. */
export type TermEvent = 'signing' | 'delivery' | 'acceptance' | `milestone.${string}`
/**
 * One instalment: `share` is a whole number, its part is share / sum of all shares (30, 60, 10 or 1, 1, 1).
 * Due: day of the event, plus `months`, moved to the month's end if `monthEnd`, plus `days` (`working` or calendar days).
 */
export type TermLine = { share: number; event: TermEvent; months?: number; monthEnd?: boolean; days: number; working?: boolean }
export type PaymentTerm = { code: string; zh: string; en: string; lines: readonly TermLine[] }
/** The days the events fell on, as far as they are known. */
export type EventDays = Partial<Record<TermEvent, Day>>
/** `dueOn` is null until the event has a day. */
export type PlannedItem = { no: number; event: TermEvent; amountFen: number; dueOn: Day | null }

/** Days after signing that are expected where nothing has dated the event yet. */
export type TermPolicy = { deliveryDays: number; acceptanceDays: number }
export const termDefaults: TermPolicy = { deliveryDays: 7, acceptanceDays: 60 }

const single = (event: TermEvent, rest: Partial<TermLine> = {}): TermLine[] => [{ share: 1, event, days: 0, ...rest }]

/** COD 货到付款: all of it on the day of delivery. */
export const cashOnDelivery: PaymentTerm = { code: 'COD', zh: '货到付款', en: 'Cash on delivery', lines: single('delivery') }
/** 预付: all of it on the signing day. */
export const prepaid: PaymentTerm = { code: 'prepaid', zh: '预付全款', en: 'Prepaid', lines: single('signing') }
/** 30/60/10: 30 % signing + 7 d, 60 % acceptance + 30 d, 10 % acceptance + 365 d. */
export const thirtySixtyTen: PaymentTerm = {
  code: '30/60/10',
  zh: '签约 30% · 验收 60% · 质保 10%',
  en: '30% on signing, 60% on acceptance, 10% retained for a year',
  lines: [
    { share: 30, event: 'signing', days: 7 },
    { share: 60, event: 'acceptance', days: 30 },
    { share: 10, event: 'acceptance', days: 365 },
  ],
}
/** 34/33/33 at 0, 30 and 60 days after signing. */
export const thirtyFourThirds: PaymentTerm = {
  code: '34/33/33',
  zh: '34/33/33，签约后 0/30/60 天',
  en: '34/33/33 at 0, 30 and 60 days after signing',
  lines: [34, 33, 33].map((share, index) => ({ share, event: 'signing', days: index * 30 })),
}

/** EOM+n 月结: the last day of the delivery month plus n days. */
export function endOfMonthPlus(days: number): PaymentTerm {
  return {
    code: `EOM${days}`,
    zh: `月结 ${days} 天`,
    en: `End of month + ${days} days`,
    lines: single('delivery', { monthEnd: true, days }),
  }
}

/** `count` equal instalments, one every `everyDays` days, the first on the day of the event. */
export function equalParts(count: number, everyDays: number, event: TermEvent = 'signing'): PaymentTerm {
  const lines = Array.from({ length: count }, (_, index): TermLine => ({ share: 1, event, days: index * everyDays }))
  return {
    code: `${count}x${everyDays}d`,
    zh: `${count} 期等额，每 ${everyDays} 天`,
    en: `${count} equal parts, every ${everyDays} days`,
    lines,
  }
}

/** `count` equal instalments, one a month, the first a month after the event; a short month ends earlier (01-31 → 02-28). */
export function monthly(count: number, event: TermEvent = 'signing'): PaymentTerm {
  const lines = Array.from({ length: count }, (_, index): TermLine => ({ share: 1, event, months: index + 1, days: 0 }))
  return { code: `monthly${count}`, zh: `按月 ${count} 期`, en: `${count} monthly parts`, lines }
}

/** Instalments by named milestones, each due `days` after its own. */
export function byMilestones(parts: readonly { name: string; share: number; days: number }[]): PaymentTerm {
  const lines = parts.map(({ name, share, days }): TermLine => ({ share, event: `milestone.${name}`, days }))
  return { code: 'milestones', zh: '按里程碑', en: 'By milestones', lines }
}

export const termCatalogue: readonly PaymentTerm[] = [
  cashOnDelivery,
  endOfMonthPlus(30),
  endOfMonthPlus(60),
  thirtyFourThirds,
  thirtySixtyTen,
  prepaid,
]

/** The payment term of a code: of the catalogue, or EOM and a number of days; undefined for any other. */
export function termByCode(code: string): PaymentTerm | undefined {
  const monthEnd = /^EOM(\d{1,3})$/.exec(code)
  return termCatalogue.find((term) => term.code === code) ?? (monthEnd ? endOfMonthPlus(Number(monthEnd[1])) : undefined)
}

/**
 * The instalments of a sum. Every one but the last is cut to the whole fen and the last takes what remains, so the sum is
 * exact and no instalment is negative. Throws RangeError for a negative sum or a term that shares out nothing.
 */
export function planItems(term: PaymentTerm, amountFen: number, events: EventDays, calendar: Calendar): PlannedItem[] {
  if (assertFen(amountFen) < 0) throw new RangeError(`a plan needs a sum of 0 or more: ${amountFen}`)
  const shares = term.lines.map((line) => line.share)
  const whole = shares.reduce((sum, share) => sum + share, 0)
  if (!shares.every((share) => Number.isSafeInteger(share) && share > 0)) throw new RangeError(`shares are whole and above 0: ${shares}`)
  if (whole === 0) throw new RangeError(`the term ${term.code} has no line`)
  let left = amountFen
  return term.lines.map((line, index): PlannedItem => {
    const last = index === term.lines.length - 1
    const part = last ? left : Number((BigInt(amountFen) * BigInt(line.share)) / BigInt(whole))
    left -= part
    return { no: index + 1, event: line.event, amountFen: part, dueOn: dueOn(line, events, calendar) }
  })
}

function dueOn(line: TermLine, events: EventDays, calendar: Calendar): Day | null {
  const happened = events[line.event]
  if (happened === undefined) return null
  const month = addMonths(happened, line.months ?? 0)
  const from = line.monthEnd ? endOfMonth(month) : month
  return line.working ? addWorkingDays(from, line.days, calendar) : addDays(from, line.days)
}

/** The events a term asks for on the days they are expected, given the signing day; known days win. */
export function expectedEvents(term: PaymentTerm, signOn: Day, policy: TermPolicy, known: EventDays = {}): EventDays {
  const expected: EventDays = {
    signing: signOn,
    delivery: addDays(signOn, policy.deliveryDays),
    acceptance: addDays(signOn, policy.acceptanceDays),
  }
  // A milestone nobody has dated is taken to fall with the acceptance: the latest of the three, so cash is never promised early.
  for (const line of term.lines) expected[line.event] ??= addDays(signOn, policy.acceptanceDays)
  return { ...expected, ...known }
}

/** Average days from signing to money, weighted by the shares; 98.6 for 30/60/10. What the term costs follows from it. */
export function averageTermDays(term: PaymentTerm, signOn: Day, policy: TermPolicy, calendar: Calendar, known: EventDays = {}): number {
  const events = expectedEvents(term, signOn, policy, known)
  let weighted = 0
  let whole = 0
  for (const line of term.lines) {
    weighted += line.share * daysBetween(signOn, dueOn(line, events, calendar) as Day)
    whole += line.share
  }
  return weighted / whole
}
