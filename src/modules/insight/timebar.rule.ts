// timebar.rule.ts: 时间花在哪. The days of a thread, cut where one stretch of waiting ended and the next began.
import { type Day, daysBetween } from '#core/calendar.ts'
import { sumFen } from '#core/money.ts'
import { firstContactOf, isOpen, type ThreadFacts, type ThreadItem, type Words, words } from './thread.rule.ts'

export type SegmentKind = 'to_opportunity' | 'to_quotation' | 'to_signing' | 'to_acceptance' | 'terms' | 'overdue' | 'open'
export type Segment = { kind: SegmentKind; from: Day; until: Day; days: number; share: number }
export type TimeBar = { from: Day; until: Day; days: number; closed: boolean; segments: Segment[] }

/** Where the time went, from the first day that is known to the last money, or to today while something is open. */
export function timeBar(facts: ThreadFacts): TimeBar {
  const { lead, opportunity, quotation, contract, items, today } = facts
  const lost = opportunity?.state === 'lost'
  const paid = contract !== null && items.length > 0 && items.every((item) => !isOpen(item))
  const lastPaid = items.reduce<Day | null>((last, item) => (item.paidOn && item.paidOn > (last ?? '') ? item.paidOn : last), null)
  const closed = lost || paid
  const end = lost ? (opportunity.endedOn ?? today) : paid ? (lastPaid ?? today) : today
  const known = [lead?.on, firstContactOf(facts)?.on, opportunity?.on, quotation?.on, contract?.signedOn].filter((day) => day != null)
  const from = known.sort()[0] ?? facts.visits?.on ?? end
  const decisive = waitedFor(items, today)
  const marks: [SegmentKind, Day | null][] = [
    ['to_opportunity', opportunity?.on ?? null],
    ['to_quotation', lost ? null : (quotation?.on ?? null)],
    ['to_signing', contract?.signedOn ?? null],
  ]
  if (contract?.signedOn) {
    if (contract.waitsFor && decisive?.event !== 'signing') marks.push(['to_acceptance', contract.happenedOn ?? (paid ? null : end)])
    marks.push(['terms', decisive?.dueOn && decisive.dueOn < end ? decisive.dueOn : end])
    marks.push(['overdue', end])
  } else marks.push(['open', end])
  return { from, until: end, days: daysBetween(from, end), closed, segments: between(from, end, marks) }
}

function between(start: Day, end: Day, marks: readonly [SegmentKind, Day | null][]): Segment[] {
  const whole = daysBetween(start, end)
  const segments: Segment[] = []
  let at = start
  for (const [kind, mark] of marks) {
    if (mark === null) continue
    const until = mark > end ? end : mark
    const days = daysBetween(at, until)
    if (days <= 0) continue
    segments.push({ kind, from: at, until, days, share: days / whole })
    at = until
  }
  return segments
}

/** The instalment that the bar waits for: overdue longest; else the next one; else, all paid, the one that came last. */
function waitedFor(items: readonly ThreadItem[], today: Day): ThreadItem | null {
  const dated = items.filter((item) => item.dueOn !== null).sort((a, b) => (a.dueOn as Day).localeCompare(b.dueOn as Day))
  const open = dated.filter(isOpen)
  const late = open.find((item) => (item.dueOn as Day) < today)
  if (late) return late
  if (open[0]) return open[0]
  return [...dated].sort((a, b) => (a.paidOn ?? '').localeCompare(b.paidOn ?? '')).at(-1) ?? null
}

/** The sentence under the bar: what the waiting is about. */
export function timeVerdict(bar: TimeBar, facts: ThreadFacts): Words | null {
  const overdue = bar.segments.find((segment) => segment.kind === 'overdue')
  if (overdue && !bar.closed) {
    const late = facts.items.filter((item) => isOpen(item) && item.dueOn !== null && item.dueOn < facts.today)
    const waitingFen = sumFen(late.map((item) => item.amountFen - item.receivedFen))
    return words('thread.verdict.overdue', { shareRatio: overdue.share, waitingFen })
  }
  const longest = [...bar.segments].sort((a, b) => b.days - a.days)[0]
  if (!longest || bar.segments.length < 2) return null
  return words(`thread.verdict.${longest.kind}`, { shareRatio: longest.share, days: longest.days })
}
