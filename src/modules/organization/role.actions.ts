import type { Ctx, Scope } from '#core/context.ts'
import { isUniqueViolation } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { mustAsk, propose } from './change.actions.ts'
import { waitingChanges } from './change.store.ts'
import * as store from './role.store.ts'
import { street } from './street.actions.ts'

/** The admin's role holds everything: else a company could lock itself out. */
const withMay = (role: store.RoleRow, waitingApprovalId: string | null) => ({
  ...role,
  waitingApprovalId,
  may: { edit: role.code !== 'admin' },
})

export async function roles(ctx: Ctx) {
  const waiting = await waitingChanges(ctx)
  const waitsFor = (id: string) => waiting.find((one) => one.kind === 'role' && one.target === id)?.approvalId ?? null
  return { items: (await store.listRoles(ctx)).map((role) => withMay(role, waitsFor(role.id))), may: { create: true } }
}

export async function permissions(_ctx: Ctx) {
  const items = street().flatMap((room) =>
    Object.entries(room.permissions).map(([key, { zh, en }]) => ({ key, zh, en, room: room.name, roomTitle: room.title })),
  )
  return { items }
}

function mustKnow(permissions: Record<string, Scope>): void {
  const known = new Set(street().flatMap((room) => Object.keys(room.permissions)))
  const unknown = Object.keys(permissions).find((key) => !known.has(key))
  if (unknown) throw invalid('role.unknown_permission', { permission: unknown })
}

export async function createRole(ctx: Ctx, input: { code: string; name: string; permissions: Record<string, Scope> }) {
  mustKnow(input.permissions)
  if (await mustAsk(ctx, { kind: 'role', id: input.code })) {
    if ((await store.listRoles(ctx)).some((role) => role.code === input.code)) throw refuse('role.code_taken', { code: input.code })
    const { approvalId } = await propose(ctx, { kind: 'new_role', target: input.code, basedOn: 0, payload: input })
    return { id: null, approvalId }
  }
  const id = uuidv7()
  try {
    await store.insertRole(ctx, { id, ...input })
  } catch (error) {
    if (isUniqueViolation(error, 'role_code')) throw refuse('role.code_taken', { code: input.code })
    throw error
  }
  await emit(ctx, 'role.created', id, { code: input.code, permissions: input.permissions })
  return { id, approvalId: null }
}

export async function changeRole(ctx: Ctx, input: { id: string; version: number; name: string; permissions: Record<string, Scope> }) {
  mustKnow(input.permissions)
  const before = (await store.listRoles(ctx)).find((role) => role.id === input.id)
  if (!before) throw notFound('role')
  if (before.code === 'admin') throw refuse('role.admin_fixed')
  if (await mustAsk(ctx, { kind: 'role', id: input.id })) {
    if (before.version !== input.version) throw refuse('common.stale')
    const payload = { name: input.name, permissions: input.permissions }
    const { approvalId } = await propose(ctx, { kind: 'role', target: input.id, basedOn: input.version, payload })
    return withMay(before, approvalId)
  }
  if (!(await store.updateRole(ctx, input))) throw refuse('common.stale')
  await emit(ctx, 'role.changed', input.id, { code: before.code, before: before.permissions, after: input.permissions })
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  return withMay({ ...before, name: input.name, permissions: input.permissions, version: input.version + 1 }, null)
}
