// Changes of roles and rules that somebody else must agree to first: kept aside, approved, then made.
import { type Ctx, memberOf, type Scope } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { type PolicySpec, policy, setPolicy as setVersion } from '#core/policies.ts'
import { port } from '#core/port.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { changeControlPolicy } from './change.policy.ts'
import { changedFields, waitsForApproval } from './change.rule.ts'
import { changeById, endChange, insertChange, type PendingChange, saveChangeApproval, waitingChanges } from './change.store.ts'
import { listDepartments } from './department.store.ts'
import { organizationMessages } from './organization.messages.ts'
import { insertRole, listRoles, updateRole } from './role.store.ts'
import { isSeparated, mustBeSeparate } from './separation.actions.ts'
import { street } from './street.actions.ts'

interface Asked {
  subjectType: string
  subjectId: string
  reason: { key: string; params: Record<string, string | number | boolean | null> }
  ownerId: string
  note?: string | null
  facts: Record<string, string | number | boolean | null>
}
/** Asks for an approval; approvals stands later in the street. */
export const requestApproval = port<[ctx: Ctx, asked: Asked], Promise<{ approvalId: string; status: string }>>(
  'organization.requestApproval',
)

/** What it was asked for is gone: a running approval of that subject is void. */
export const dropApproval = port<[ctx: Ctx, subjectId: string], Promise<void>>('organization.dropApproval')

/** Whether this change must be agreed to first. The system (the demo, the command line) is not asked. */
export async function mustAsk(ctx: Ctx, change: { kind: 'role' | 'policy' | 'device'; id: string }): Promise<boolean> {
  if (ctx.actor.kind === 'system') return false
  return waitsForApproval(change, await policy(ctx, changeControlPolicy), changeControlPolicy.id)
}

/** Keeps the change aside and asks. Refuses change.waiting where another one of the same thing waits already. */
export async function propose(
  ctx: Ctx,
  change: Pick<PendingChange, 'kind' | 'target' | 'basedOn' | 'payload'>,
  note?: string | null,
): Promise<{ approvalId: string }> {
  const other = (await waitingChanges(ctx)).find((one) => one.kind === change.kind && one.target === change.target)
  if (other) throw refuse('change.waiting', { name: other.requesterName })
  const id = uuidv7()
  await insertChange(ctx, { ...change, id, requesterId: memberOf(ctx), requesterName: ctx.actor.name })
  const name = await nameOf(ctx, change)
  const { approvalId } = await requestApproval(ctx, {
    subjectType: change.kind === 'policy' ? 'policy_change' : 'role_change',
    subjectId: id,
    reason: { key: `change.reason.${change.kind}`, params: { name } },
    ownerId: memberOf(ctx),
    note: note ?? null,
    facts: { target: change.target },
  })
  await saveChangeApproval(ctx, id, approvalId)
  await emit(ctx, 'change.proposed', id, { kind: change.kind, target: change.target, approvalId })
  return { approvalId }
}

const specOf = (id: string): PolicySpec<unknown> | undefined =>
  street()
    .flatMap((room) => room.policies)
    .find((spec) => spec.id === id)

async function nameOf(ctx: Ctx, change: Pick<PendingChange, 'kind' | 'target' | 'payload'>): Promise<string> {
  const title = specOf(change.target)?.title
  if (title) return ctx.actor.locale === 'en' ? title.en : title.zh
  const role = change.kind === 'role' ? (await listRoles(ctx)).find((one) => one.id === change.target) : undefined
  return role?.name ?? String(change.payload.name ?? change.target)
}

/** The version the thing has now: another one than the change was made on voids the approval. */
async function versionNow(ctx: Ctx, change: PendingChange): Promise<number> {
  const spec = change.kind === 'policy' ? specOf(change.target) : undefined
  if (spec) return (await ctx.services.policies.history(ctx, spec)).reduce((newest, one) => Math.max(newest, one.version), 0)
  const found = (await listRoles(ctx)).find((role) => (change.kind === 'role' ? role.id : role.code) === change.target)
  return found?.version ?? -1
}

/** What is there now, beside what it would be. */
async function valuesOf(ctx: Ctx, change: PendingChange): Promise<{ before: Record<string, unknown>; after: Record<string, unknown> }> {
  const spec = change.kind === 'policy' ? specOf(change.target) : undefined
  if (spec) return { before: (await policy(ctx, spec)) as Record<string, unknown>, after: change.payload.value as Record<string, unknown> }
  const role = (await listRoles(ctx)).find((one) => one.id === change.target)
  const names = new Map((await listDepartments(ctx)).map((one) => [one.id, one.name]))
  const rights = (one: Pick<RolePayload, 'name' | 'permissions' | 'departments'> | undefined): Record<string, unknown> =>
    one ? { name: one.name, ...scopesInWords(ctx, one, names) } : {}
  return { before: rights(role), after: rights(change.payload as unknown as RolePayload) }
}

/** `本部门及下级`, `指定部门：苏沪、浙江`. */
function scopesInWords(
  ctx: Ctx,
  role: Pick<RolePayload, 'permissions' | 'departments'>,
  names: Map<string, string>,
): Record<string, string> {
  const words: Record<string, string> = organizationMessages[ctx.actor.locale === 'en' ? 'en' : 'zh']
  return Object.fromEntries(
    Object.entries(role.permissions).map(([key, scope]) => {
      const chosen = (role.departments?.[key] ?? []).map((id) => names.get(id) ?? '—').join(ctx.actor.locale === 'en' ? ', ' : '、')
      return [key, [words[`scope.${scope}`] ?? scope, chosen].filter(Boolean).join(ctx.actor.locale === 'en' ? ': ' : '：')]
    }),
  )
}

async function card(ctx: Ctx, id: string) {
  const change = await changeById(ctx, id)
  if (!change) throw notFound('change')
  const { before, after } = await valuesOf(ctx, change)
  const name = await nameOf(ctx, change)
  const shown = (value: unknown): string =>
    value === null ? '—' : typeof value === 'object' ? JSON.stringify(value).slice(0, 300) : String(value)
  const words = (key: string, params: Record<string, string | number | boolean | null> = {}) => ({ key, params })
  return {
    number: change.kind === 'policy' ? change.target : (before.name as string) || name,
    title: name,
    accountId: null,
    accountLevel: null,
    amountFen: null,
    link: change.kind === 'policy' ? `/rules/${change.target}` : '/organization',
    subtitle: words(`change.reason.${change.kind}`, { name }),
    alarm: null,
    figures: [],
    waterfall: null,
    lines: [],
    facts: changedFields(before, after).map((field) => ({
      key: field.key,
      label: words('change.field', { field: fieldName(ctx, change.target, field.key) }),
      title: words('change.to', { value: shown(field.after) }),
      detail: words('change.from', { value: shown(field.before) }),
      tone: 'warn' as const,
      link: null,
    })),
    consequence: words('change.consequence'),
  }
}

/** A field of a rule, or a permission, in the reader's language. */
function fieldName(ctx: Ctx, target: string, key: string): string {
  const permission = street()
    .flatMap((room) => Object.entries(room.permissions))
    .find(([known]) => known === key)?.[1]
  const found = specOf(target)?.fields[key] ?? permission
  return found ? found[ctx.actor.locale === 'en' ? 'en' : 'zh'] : key
}

interface RolePayload {
  name: string
  permissions: Record<string, Scope>
  departments?: Record<string, string[]>
  code: string
}

/** Runs in the deciding transaction: what was agreed to is done now, by the words of who proposed it. */
async function decided(ctx: Ctx, id: string, outcome: { status: string }): Promise<void> {
  const change = await changeById(ctx, id)
  if (!change) throw notFound('change')
  if (outcome.status !== 'approved') return await endChange(ctx, id, 'dropped')
  await endChange(ctx, id, 'applied')
  if (change.kind === 'policy') return await applyPolicy(ctx, change)
  const { name, permissions, departments = {}, code } = change.payload as unknown as RolePayload
  if (change.kind === 'new_role') {
    const roleId = uuidv7()
    await insertRole(ctx, { id: roleId, code, name, permissions, departments })
    await emit(ctx, 'role.created', roleId, { code, permissions, departments })
    return
  }
  const before = (await listRoles(ctx)).find((role) => role.id === change.target)
  const next = { id: change.target, version: change.basedOn, name, permissions, departments }
  if (!before || !(await updateRole(ctx, next))) throw refuse('common.stale')
  if (await isSeparated(ctx)) await mustBeSeparate(ctx)
  await emit(ctx, 'role.changed', change.target, { code: before.code, before: before.permissions, after: permissions, departments })
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
}

async function applyPolicy(ctx: Ctx, change: PendingChange): Promise<void> {
  const spec = specOf(change.target)
  if (!spec) throw notFound('policy')
  const { value, effectiveAt, note } = change.payload as { value: unknown; effectiveAt: string | null; note: string | null }
  const now = ctx.now.toISOString()
  const from = effectiveAt && effectiveAt > now ? effectiveAt : now
  const author = { memberId: change.requesterId, name: change.requesterName }
  await setVersion(ctx, spec, { value, effectiveAt: from, note, basedOn: change.basedOn, author })
}

const step = (flow: string) => ({
  key: flow,
  version: 1,
  steps: [
    { kind: 'approve' as const, id: 'gm', mode: 'any' as const, approvers: [{ kind: 'role' as const, role: 'gm' }] },
    { kind: 'end' as const, id: 'end' },
  ],
})
const print = async (ctx: Ctx, id: string): Promise<string> => {
  const change = await changeById(ctx, id)
  return String(change ? await versionNow(ctx, change) : -2)
}
const target = { key: 'target', zh: '改的是哪一项', en: 'What is changed', type: 'text' as const }

/** What approvals asks of a change; registered in ports.ts. */
export const roleChange = { type: 'role_change', flow: () => step('role'), card, decided, print, factSpecs: [target] }
export const policyChange = { type: 'policy_change', flow: () => step('policy'), card, decided, print, factSpecs: [target] }

/** The approval that a change of this thing waits for; null where none does. */
export async function waitingFor(ctx: Ctx, kind: 'role' | 'policy', targetId: string): Promise<string | null> {
  return (await waitingChanges(ctx)).find((one) => one.kind === kind && one.target === targetId)?.approvalId ?? null
}
