// Policies: every number a tenant may want different, typed, versioned, effective-dated, audited.
import type * as z from 'zod'
import type { Ctx } from './context.ts'
import { sql, type Tx } from './db.ts'
import { emit } from './events.ts'
import { invalid, refuse } from './refuse.ts'

/** A policy as its room declares it. `schema` also draws the console's page (ranges, units by `describe`). */
export interface PolicySpec<T> {
  id: string
  schema: z.ZodType<T>
  defaults: T
  /** Chinese and English title of the policy and of each field. */
  title: { zh: string; en: string }
  fields: Record<string, { zh: string; en: string }>
}

export function definePolicy<T>(spec: PolicySpec<T>): PolicySpec<T> {
  return spec
}

export interface PolicyVersion<T = unknown> {
  version: number
  value: T
  effectiveAt: string
  authorName: string
  note: string | null
  createdAt: string
}

/** Reads policies with a cache of 3 s per tenant; a change in this process drops the entry at once. */
export interface Policies {
  get<T>(ctx: Pick<Ctx, 'tx' | 'tenantId' | 'now'>, spec: PolicySpec<T>): Promise<T>
  /** Every version, newest first: rules that treat a change specially (24 h grace) read these. */
  history<T>(ctx: Pick<Ctx, 'tx' | 'tenantId'>, spec: PolicySpec<T>): Promise<PolicyVersion<T>[]>
  forget(tenantId: string): void
  specs(): PolicySpec<unknown>[]
}

export function createPolicies(specs: PolicySpec<unknown>[]): Policies {
  const cache = new Map<string, { until: number; byPolicy: Map<string, PolicyVersion[]> }>()
  const all = async (tx: Tx, tenantId: string): Promise<Map<string, PolicyVersion[]>> => {
    const hit = cache.get(tenantId)
    if (hit && hit.until > performance.now()) return hit.byPolicy
    const rows = await tx.rows<
      PolicyVersion & { policy: string }
    >(sql`select policy, version, value, effective_at, author_name, note, created_at
      from policy_version where tenant_id = ${tenantId} order by policy, effective_at desc, version desc`)
    const byPolicy = new Map<string, PolicyVersion[]>()
    for (const { policy, ...version } of rows) byPolicy.set(policy, [...(byPolicy.get(policy) ?? []), version])
    cache.set(tenantId, { until: performance.now() + 3000, byPolicy })
    return byPolicy
  }
  return {
    async get(ctx, spec) {
      const now = ctx.now.toISOString()
      const inForce = (await all(ctx.tx, ctx.tenantId)).get(spec.id)?.find((version) => version.effectiveAt <= now)
      return inForce ? { ...spec.defaults, ...(inForce.value as typeof spec.defaults) } : spec.defaults
    },
    async history(ctx, spec) {
      return ((await all(ctx.tx, ctx.tenantId)).get(spec.id) ?? []) as PolicyVersion<never>[]
    },
    forget: (tenantId) => void cache.delete(tenantId),
    specs: () => specs,
  }
}

/** The policy in force for this tenant at the clock of the request. */
export function policy<T>(ctx: Ctx, spec: PolicySpec<T>): Promise<T> {
  return ctx.services.policies.get(ctx, spec)
}

/**
 * Sets a new version, in force from `effectiveAt` (default: now). Refuses values outside the schema, a version that
 * would take effect in the past, and a change made on top of a version that is no longer the newest.
 */
export async function setPolicy(
  ctx: Ctx,
  spec: PolicySpec<unknown>,
  input: {
    value: unknown
    effectiveAt?: string | null
    note?: string | null
    basedOn: number
    /** Whose words it is, where somebody else's yes sets it. */
    author?: { memberId: string; name: string }
  },
): Promise<PolicyVersion> {
  const author = input.author ?? ctx.actor
  const { value, effectiveAt, version } = await judgePolicy(ctx, spec, input)
  const now = ctx.now.toISOString()
  await ctx.tx.run(sql`insert into policy_version (tenant_id, policy, version, value, effective_at, author_id, author_name, note, created_at)
    values (${ctx.tenantId}, ${spec.id}, ${version}, ${JSON.stringify(value)}::jsonb, ${effectiveAt}, ${author.memberId}, ${author.name}, ${input.note ?? null}, ${now})`)
  await emit(ctx, 'policy.changed', ctx.tenantId, { policy: spec.id, version, value, effectiveAt })
  ctx.services.policies.forget(ctx.tenantId)
  ctx.afterCommit(() => ctx.services.policies.forget(ctx.tenantId))
  return { version, value, effectiveAt, authorName: author.name, note: input.note ?? null, createdAt: now }
}

/** What `setPolicy` would write; refuses what it would refuse. */
export async function judgePolicy(
  ctx: Ctx,
  spec: PolicySpec<unknown>,
  input: { value: unknown; effectiveAt?: string | null; basedOn: number },
): Promise<{ value: unknown; effectiveAt: string; version: number }> {
  const parsed = spec.schema.safeParse(input.value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw invalid('policy.value_invalid', {
      field: issue?.path.join('.') ?? '',
      reason: issue?.code ?? '',
      policy: spec.id,
      issues: parsed.error.issues.map((i) => ({ path: i.path, code: i.code })),
    })
  }
  const now = ctx.now.toISOString()
  const effectiveAt = input.effectiveAt ?? now
  if (effectiveAt < now) throw invalid('policy.effective_in_past', { effectiveAt })
  const newest = await ctx.tx.row<{ version: number }>(
    sql`select max(version) as version from policy_version where tenant_id = ${ctx.tenantId} and policy = ${spec.id}`,
  )
  const version = (newest?.version ?? 0) + 1
  if (input.basedOn !== version - 1) throw refuse('policy.changed_meanwhile', { policy: spec.id })
  return { value: parsed.data, effectiveAt, version }
}
