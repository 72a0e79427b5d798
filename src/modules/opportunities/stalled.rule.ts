// stalled.rule.ts: 停滞. An opportunity that nobody moves is shown to the manager in time.

/** `stalledDays` as 24 h each; `byStage` holds stages that stall sooner or later than the rest. */
export type StalledPolicy = { stalledDays: number; byStage: Readonly<Record<string, number>> }
export const stalledDefaults: StalledPolicy = { stalledDays: 14, byStage: {} }

/** ISO instants: when the present stage was entered, and the last substantive activity, if any. */
export type Advancing = { stage: string; stageSince: string; lastSubstantiveAt: string | null }
export type StalledVerdict = { stalled: boolean; since: Date; dueAt: Date; idleDays: number; limitDays: number }

const DAY_MS = 86_400_000

/** Since when nothing moved (stage or substance), when that makes it stalled, and whether it is at `now`. */
export function stalledVerdict(opportunity: Advancing, policy: StalledPolicy, now: Date): StalledVerdict {
  const moved = Math.max(Date.parse(opportunity.stageSince), Date.parse(opportunity.lastSubstantiveAt ?? opportunity.stageSince))
  const limitDays = policy.byStage[opportunity.stage] ?? policy.stalledDays
  const dueAt = new Date(moved + limitDays * DAY_MS)
  const idleDays = Math.max(0, Math.floor((now.getTime() - moved) / DAY_MS))
  return { stalled: now >= dueAt, since: new Date(moved), dueAt, idleDays, limitDays }
}
