import { holds } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { z } from '#core/contract.ts'
import { judgePolicy, type PolicySpec, type PolicyVersion, setPolicy as setVersion } from '#core/policies.ts'
import { invalid, refuse } from '#core/refuse.ts'
import type { Room } from '#core/room.ts'
import { mustAsk, propose, waitingFor } from './change.actions.ts'
import { fieldsOf } from './field.actions.ts'
import { customFacts, type FieldSubject, factFits, fieldSubjects } from './field.rule.ts'
import { separationPolicy } from './separation.policy.ts'
import { street } from './street.actions.ts'

interface Place {
  room: Room
  spec: PolicySpec<unknown>
}

function placeOf(id: string): Place {
  for (const room of street()) {
    const spec = room.policies.find((policy) => policy.id === id)
    if (spec) return { room, spec }
  }
  throw refuse('policy.unknown', { policy: id }, 404)
}

async function lineOf(ctx: Ctx, { room, spec }: Place) {
  const history = await ctx.services.policies.history(ctx, spec)
  const now = ctx.now.toISOString()
  const inForce = history.find((version) => version.effectiveAt <= now)
  return {
    id: spec.id,
    room: room.name,
    roomTitle: room.title,
    title: spec.title,
    version: inForce?.version ?? 0,
    effectiveAt: inForce?.effectiveAt ?? null,
    authorName: inForce?.authorName ?? null,
    upcoming: history.filter((version) => version.effectiveAt > now).length,
  }
}

export async function policies(ctx: Ctx) {
  const places = street().flatMap((room) => room.policies.map((spec) => ({ room, spec: spec as PolicySpec<unknown> })))
  const items: Awaited<ReturnType<typeof lineOf>>[] = []
  for (const place of places) items.push(await lineOf(ctx, place))
  return { items }
}

export async function policyDetail(ctx: Ctx, input: { id: string }) {
  const place = placeOf(input.id)
  const { spec } = place
  const history = await ctx.services.policies.history(ctx, spec)
  const now = ctx.now.toISOString()
  return {
    ...(await lineOf(ctx, place)),
    schema: schemaOf(spec),
    fields: Object.entries(spec.fields).map(([key, words]) => ({ key, ...words })),
    defaults: spec.defaults,
    value: await ctx.services.policies.get(ctx, spec),
    newestVersion: history.reduce((newest, version) => Math.max(newest, version.version), 0),
    next: history.filter((version) => version.effectiveAt > now).reverse(),
    waitingApprovalId: await waitingFor(ctx, 'policy', spec.id),
    may: { write: holds(ctx.actor, 'policy.write') },
  }
}

/** The JSON schema of a policy's value; also printed in docs/RULES.md. */
export function schemaOf(spec: PolicySpec<unknown>): Record<string, unknown> {
  return z.toJSONSchema(spec.schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>
}

export async function policyHistory(ctx: Ctx, input: { id: string }): Promise<{ items: PolicyVersion[] }> {
  return { items: await ctx.services.policies.history(ctx, placeOf(input.id).spec) }
}

export async function setPolicy(
  ctx: Ctx,
  input: { id: string; value: Record<string, unknown>; effectiveAt?: string | null; note?: string | null; basedOn: number },
): Promise<PolicyVersion & { approvalId: string | null }> {
  if (input.id === separationPolicy.id) throw refuse('separation.own_page')
  const { spec } = placeOf(input.id)
  await knownFacts(ctx, spec.id, input.value)
  if (!(await mustAsk(ctx, { kind: 'policy', id: spec.id }))) return { ...(await setVersion(ctx, spec, input)), approvalId: null }
  const judged = await judgePolicy(ctx, spec, input)
  const note = input.note ?? null
  const payload = { value: judged.value, effectiveAt: input.effectiveAt ?? null, note }
  const { approvalId } = await propose(ctx, { kind: 'policy', target: spec.id, basedOn: input.basedOn, payload }, note)
  return { ...judged, authorName: ctx.actor.name, note, createdAt: ctx.now.toISOString(), approvalId }
}

/** A rule that names a custom field names one in use, of a type it can judge, with options that are there. */
async function knownFacts(ctx: Ctx, policyId: string, value: unknown): Promise<void> {
  const asked = customFacts(value)
  const subject = policyId.split('.')[0] as FieldSubject
  if (asked.length === 0) return
  const fields = fieldSubjects.includes(subject) ? await fieldsOf(ctx, subject, true) : []
  const stray = asked.find((one) => !factFits(fields, one))
  if (stray) throw invalid('policy.custom_field_unknown', { fact: stray.fact })
}
