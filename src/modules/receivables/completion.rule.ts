// completion.rule.ts: 回款完成率. Received on the items due by a day, of what was due by that day.
import type { Day } from '#core/calendar.ts'
import { sumFen } from '#core/money.ts'

/** A plan item with the receipts allocated to it; amounts in fen, a reversal is negative. */
export type CompletionItem = { amountFen: number; dueOn: Day | null; allocations: readonly { amountFen: number; onDay: Day }[] }
/** `ratio` 0–1, null when nothing was due: no target is not the same as all of it. */
export type Completion = { dueFen: number; receivedFen: number; ratio: number | null }

/** Money that came early for items not yet due does not count, nor what came after the day. */
export function completion(items: readonly CompletionItem[], byDay: Day): Completion {
  const due = items.filter((item) => item.dueOn !== null && item.dueOn <= byDay)
  const dueFen = sumFen(due.map((item) => item.amountFen))
  const receivedFen = sumFen(
    due.flatMap((item) => item.allocations.filter(({ onDay }) => onDay <= byDay).map(({ amountFen }) => amountFen)),
  )
  return { dueFen, receivedFen, ratio: dueFen === 0 ? null : receivedFen / dueFen }
}
