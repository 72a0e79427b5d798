// goals.rule.ts: 建议目标. What a visit could bring, from what is open with this customer. Suggested, never set.
import type { Day } from '#core/calendar.ts'

export type GoalKind = 'collect' | 'confirm_due' | 'gate' | 'answer_left_over' | 'keep_cadence' | 'find_need'
export type GoalFacts = {
  /** Open money past its day, and money due within the days ahead. */
  overdue: { amountFen: number; days: number } | null
  dueSoon: { amountFen: number; dueOn: Day } | null
  /** Open opportunities with the facts their stage still asks for, biggest first. */
  opportunities: readonly { name: string; missing: readonly string[] }[]
  leftOver: { text: string } | null
  /** Days past the day the cadence asked for; null when it is not due. */
  visitLateDays: number | null
  isLead: boolean
}
export type Goal = {
  kind: GoalKind
  purpose: 'deep' | 'routine' | 'dunning'
  words: { key: string; params: Record<string, string | number> }
}

/** Facts a visit can bring home; the others are made at a desk. */
const broughtByVisits = ['need_form', 'contact', 'valid_deep_visit', 'budget_known', 'decision_maker', 'quotation_stamped']
const MOST = 4

/** At most four goals, what costs most to leave undone first. */
export function suggestedGoals(facts: GoalFacts): Goal[] {
  const goals: Goal[] = []
  const add = (kind: GoalKind, purpose: Goal['purpose'], key: string, params: Goal['words']['params'] = {}) => {
    goals.push({ kind, purpose, words: { key, params } })
  }
  const { overdue, dueSoon, leftOver, opportunities, visitLateDays, isLead } = facts
  if (overdue) add('collect', 'dunning', 'briefing.goal.collect', { lateFen: overdue.amountFen, days: overdue.days })
  for (const { name, missing } of opportunities) {
    const fact = missing.find((one) => broughtByVisits.includes(one))
    if (fact) add('gate', 'deep', `briefing.goal.gate.${fact}`, { opportunity: name })
  }
  if (leftOver) add('answer_left_over', 'routine', 'briefing.goal.left_over', { text: leftOver.text })
  if (dueSoon) add('confirm_due', 'dunning', 'briefing.goal.confirm_due', { openFen: dueSoon.amountFen, dueOn: dueSoon.dueOn })
  if (visitLateDays !== null && visitLateDays >= 0) add('keep_cadence', 'routine', 'briefing.goal.keep_cadence', { days: visitLateDays })
  if (isLead || goals.length === 0) add('find_need', 'deep', 'briefing.goal.find_need')
  return goals.slice(0, MOST)
}
