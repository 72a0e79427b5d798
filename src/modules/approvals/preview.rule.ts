// preview.rule.ts: 预演. Whom a flow would ask, one after the other, if everybody said yes.
import type { Facts } from './condition.rule.ts'
import { approveSteps, type Directory, type Field, type Flow } from './flow.rule.ts'
import { type FlowInstance, type FlowRefusal, openSteps, openTasks } from './instance.rule.ts'
import { reduceFlow } from './reducer.rule.ts'

export type Asked = { stepId: string; memberIds: string[] }
export type Preview = { asked: Asked[]; stuck: { code: FlowRefusal; stepId: string | null } | null }

const MOST_ANSWERS = 200

/** Runs the flow from its start. `stuck`: the submission would be refused. */
export function previewFlow(flow: Flow, requesterId: string, facts: Facts, directory: Directory, at: string): Preview {
  const begun = reduceFlow(null, { kind: 'start', memberId: requesterId, at, facts, directory }, flow)
  if (!begun.ok) return { asked: [], stuck: { code: begun.code, stepId: begun.stepId } }
  return { asked: comingSteps(begun.instance, flow, at, true), stuck: null }
}

/** The steps still to come, with whom they ask; `withOpen` also those asked now. */
export function comingSteps(instance: FlowInstance, flow: Flow, at: string, withOpen = false): Asked[] {
  const before = new Set(withOpen ? [] : openSteps(instance).map((step) => step.id))
  const asked = new Map<string, string[]>()
  let one = instance
  for (let tries = 0; tries < MOST_ANSWERS && one.status === 'pending'; tries++) {
    for (const step of openSteps(one)) {
      if (before.has(step.id)) continue
      const known = asked.get(step.id) ?? []
      const now = step.tasks.filter((task) => task.status === 'open').map((task) => task.memberId)
      asked.set(step.id, [...new Set([...known, ...now])])
    }
    const [task] = openTasks(one)
    if (!task) break
    const step = openSteps(one).find((state) => state.tasks.includes(task))
    const fields = approveSteps(flow.steps).find((each) => each.id === step?.id)?.fields ?? []
    const form = Object.fromEntries(fields.map((field) => [field.key, sample(field)]))
    const said = reduceFlow(one, { kind: 'approve', memberId: task.memberId, at, note: '—', form, files: [{ id: '—', name: '—' }] }, flow)
    if (!said.ok) break
    one = said.instance
  }
  return [...asked].map(([stepId, memberIds]) => ({ stepId, memberIds }))
}

/** Something that fits the field, so that a preview does not stop at a form. */
function sample(field: Field): string | number | boolean {
  if (field.type === 'number' || field.type === 'fen') return 0
  if (field.type === 'yes_no') return true
  if (field.type === 'choice') return field.options?.[0] ?? ''
  return field.type === 'date' ? '2000-01-01' : '—'
}
