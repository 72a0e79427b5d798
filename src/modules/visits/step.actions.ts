// Steps: what each collects, recorded at once and replaceable while the visit runs; or not possible, with the reason.
import { dayOf } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { fileById } from '#modules/files/index.ts'
import { zone } from '#modules/organization/index.ts'
import type { StepFacts } from './execution.contract.ts'
import { saveStep, stepRows, viewContactOf } from './proof.store.ts'
import { answersTo, missingField, type NotPossibleReason, type SopStep, type StepRecord, workOf, wrongField } from './sop.rule.ts'
import { templatesInForce } from './sop.store.ts'
import { visit } from './visit.actions.ts'
import { lockVisit, saveProgress, stepsKept, type VisitRow } from './visit.store.ts'

type Facts = import('#core/contract.ts').z.infer<typeof StepFacts>
type Sent = { id: string; step: string; capturedAt?: string | undefined; offline: boolean }

/** The caller's visit under way, locked, with its steps. Refuses one that is not under way. */
export async function runningVisit(ctx: Ctx, id: string): Promise<{ row: VisitRow; steps: SopStep[] }> {
  const row = await lockVisit(ctx, id, 'visit.do')
  if (!row || row.ownerId !== memberOf(ctx)) throw notFound('visit')
  if (row.status !== 'in_progress') throw refuse('visit.not_under_way', { status: row.status })
  return { row, steps: await stepsKept(ctx, id) }
}

export function stepNamed(steps: SopStep[], key: string): SopStep {
  const step = steps.find((one) => one.key === key)
  if (!step) throw invalid('visit.step_unknown', { step: key })
  return step
}

export async function recordStep(ctx: Ctx, input: Sent & { result: Facts }) {
  const { row, steps } = await runningVisit(ctx, input.id)
  const step = stepNamed(steps, input.step)
  const { type, ...sent } = input.result
  const facts = 'answers' in sent ? { answers: answersTo(step.fields ?? [], sent.answers) } : sent
  if (step.type !== type) throw invalid('visit.step_wrong_type', { step: step.key, type: step.type })
  const person = await judgeFacts(ctx, row, step, input.result)
  const count = 'items' in input.result ? input.result.items.length : 1
  await saveStep(ctx, row.id, {
    key: step.key,
    type,
    status: 'done',
    count,
    facts: person ? { ...facts, person } : facts,
    capturedAt: input.capturedAt ?? null,
    offline: input.offline,
  })
  const next = input.result.type === 'next_step' ? { text: input.result.text, on: input.result.on } : undefined
  await saveProgress(ctx, row.id, await depth(ctx, row.id, steps), next)
  await emitStep(ctx, row, step, publicFacts(step, input.result))
  return await visit(ctx, { id: row.id })
}

/**
 * Refuses what the schema cannot see: too few lines, a missing answer, a day gone by, a contact of somebody else. Returns the name of the
 * contact chosen, kept with the step as it was called then.
 */
async function judgeFacts(ctx: Ctx, row: VisitRow, step: SopStep, result: Facts): Promise<string | undefined> {
  if ('items' in result && result.items.length < step.min)
    throw invalid('visit.step_too_few', { name: step.zh, min: step.min, have: result.items.length })
  if (result.type === 'form') {
    const missing = missingField(step.fields ?? [], result.answers)
    if (missing) throw invalid('visit.form_field_missing', { field: ctx.actor.locale === 'en' ? missing.en : missing.zh, key: missing.key })
    const wrong = wrongField(step.fields ?? [], result.answers)
    if (wrong) throw invalid('visit.form_field_wrong', { field: ctx.actor.locale === 'en' ? wrong.en : wrong.zh, key: wrong.key })
  }
  if (result.type === 'audio') {
    const file = await fileById(ctx, result.fileId)
    if (file?.subjectId !== row.id || file.purpose !== 'visit_recording') throw invalid('visit.recording_missing')
  }
  if (result.type === 'next_step' || result.type === 'payment_promise') {
    if (result.on < dayOf(ctx.now, await zone(ctx))) throw invalid('visit.next_day_in_past', { day: result.on })
  }
  if (result.type === 'decision_maker' && !result.contactId && !result.person) throw invalid('visit.person_missing')
  const contactId = 'contactId' in result ? result.contactId : null
  if (!contactId) return undefined
  const name = await viewContactOf(ctx, row.subjectId, contactId)
  if (name === undefined) throw invalid('visit.contact_elsewhere')
  return name
}

/** What later rooms may learn at once: figures, days and ids. Words a person said and names stay with the visit (`stepResultOf`). */
function publicFacts(step: SopStep, result: Facts): Record<string, unknown> {
  switch (result.type) {
    case 'form': {
      const wordless = (step.fields ?? []).filter((field) => field.kind !== 'text').map((field) => field.key)
      const answered = Object.keys(result.answers).filter((key) => result.answers[key] !== null && result.answers[key] !== '')
      return { answered, ...Object.fromEntries(wordless.filter((key) => key in result.answers).map((key) => [key, result.answers[key]])) }
    }
    case 'decision_maker':
      return { contactId: result.contactId ?? null, role: result.role }
    case 'next_step':
      return { on: result.on }
    case 'payment_promise':
      return { amountFen: result.amountFen, on: result.on, contactId: result.contactId ?? null, planItemId: result.planItemId ?? null }
    case 'statement_confirmed':
      return { confirmed: result.confirmed, asOf: result.asOf, balanceFen: result.balanceFen ?? null, contactId: result.contactId ?? null }
    case 'audio':
      return { seconds: result.seconds, fileId: result.fileId }
    case 'confirm':
      return {}
    case 'stock_count':
      return { items: result.items.map(({ productId, quantity }) => ({ productId: productId ?? null, quantity })) }
    case 'competitor_price':
      return { items: result.items.map(({ brand, product, priceFen }) => ({ brand, product, priceFen })) }
  }
}

export async function emitStep(ctx: Ctx, row: VisitRow, step: SopStep, facts: Record<string, unknown>): Promise<void> {
  await emit(ctx, 'visit.step_done', row.id, {
    visitId: row.id,
    memberId: row.ownerId,
    subjectType: row.subjectType,
    subjectId: row.subjectId,
    siteId: row.siteId,
    purpose: row.purpose,
    step: step.key,
    type: step.type,
    facts,
  })
}

export async function recordsOf(ctx: Ctx, visitId: string): Promise<StepRecord[]> {
  return (await stepRows(ctx, visitId)).map(({ stepKey, status, count }) => ({ key: stepKey, status, count }))
}

export async function depth(ctx: Ctx, visitId: string, steps: SopStep[]): Promise<number> {
  return workOf(steps, await recordsOf(ctx, visitId)).done
}

export async function stepNotPossible(ctx: Ctx, input: Sent & { reason: NotPossibleReason; note?: string | null | undefined }) {
  const { row, steps } = await runningVisit(ctx, input.id)
  const step = stepNamed(steps, input.step)
  if (step.type === 'check_in' || step.type === 'check_out') throw invalid('visit.step_must_be_done')
  await saveStep(ctx, row.id, {
    key: step.key,
    type: step.type,
    status: 'not_possible',
    count: 0,
    reason: input.reason,
    note: input.note || null,
    capturedAt: input.capturedAt ?? null,
    offline: input.offline,
  })
  await saveProgress(ctx, row.id, await depth(ctx, row.id, steps))
  await emit(ctx, 'visit.step_skipped', row.id, { memberId: row.ownerId, step: step.key, type: step.type, reason: input.reason })
  return await visit(ctx, { id: row.id })
}

/** Visit templates in force, with every step. */
export async function sopTemplates(ctx: Ctx) {
  const items = await templatesInForce(ctx)
  return {
    items: items.map((template) => ({
      ...template,
      steps: template.steps.map((step) => ({ ...step, fields: [...(step.fields ?? [])] })),
    })),
  }
}
