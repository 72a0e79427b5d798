import type { Ctx } from '#core/context.ts'
import { memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { asSystem } from '#core/jobs.ts'
import { policy } from '#core/policies.ts'
import { notFound, refuse } from '#core/refuse.ts'
import type { PublicCtx, RequestFacts } from '#core/routes.ts'
import { dropApproval, mustAsk, requestApproval } from './change.actions.ts'
import { devicePolicy } from './device.policy.ts'
import { firstState, givesWay } from './device.rule.ts'
import * as store from './device.store.ts'
import { privacyMessages } from './privacy.messages.ts'

const OK = { ok: true } as const

const shown = ({ key: _k, confirmedAt: _c, approvalId: _a, memberId: _m, memberName: _n, ...row }: store.DeviceRow, current: boolean) => ({
  ...row,
  current,
})

/** The phone of this request; null at the desk. */
const keyOf = (request: RequestFacts): string | null => request.session?.device?.key ?? null

export async function registerDevice(
  ctx: Ctx,
  input: { key: string; name: string; platform: string; unsent: Record<string, number> },
  request: RequestFacts,
) {
  const memberId = memberOf(ctx)
  const all = await store.devicesOf(ctx, memberId)
  const known = all.find((row) => row.key === input.key)
  if (known?.state === 'revoked') throw refuse('device.revoked', {}, 401)
  const first = known ?? firstState(await policy(ctx, devicePolicy), all.length)
  const id = known?.id ?? uuidv7()
  if (known) await store.deviceSpoke(ctx, id, input)
  else {
    const confirmedWay = 'way' in first ? first.way : null
    await store.insertDevice(ctx, { ...input, id, memberId, state: first.state, confirmedWay })
    const asked = first.state === 'waiting' && (await mustAsk(ctx, { kind: 'device', id }))
    if (asked) await askForPhone(ctx, id, input.name, all)
    await emit(ctx, 'device.registered', id, { memberId, state: first.state, asked })
  }
  // The session belongs to this phone from now on: what becomes of the one becomes of the other.
  if (request.session && keyOf(request) !== input.key) {
    await ctx.services.identity.bindDevice(request.session, input.key)
    ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  }
  return { id, state: first.state as 'waiting' | 'active', others: all.filter((row) => row.id !== id).map((row) => shown(row, false)) }
}

async function askForPhone(ctx: Ctx, id: string, device: string, all: store.DeviceRow[]): Promise<void> {
  const active = all.filter((row) => row.state === 'active')
  const { approvalId } = await requestApproval(ctx, {
    subjectType: 'device_change',
    subjectId: id,
    reason: { key: 'device.change.reason', params: { name: ctx.actor.name, device } },
    ownerId: memberOf(ctx),
    facts: { unsent: active.reduce((sum, row) => sum + unsentOf(row), 0), others: active.length },
  })
  await store.saveDeviceApproval(ctx, id, approvalId)
}

export async function myDevices(ctx: Ctx, _input: unknown, request: RequestFacts) {
  return { items: (await store.devicesOf(ctx, memberOf(ctx))).map((row) => shown(row, row.key === keyOf(request))) }
}

export async function devices(ctx: Ctx, _input: unknown, request: RequestFacts) {
  const rows = await store.devicesInReach(ctx)
  const items = rows.map((row) => ({ ...shown(row, row.key === keyOf(request)), memberId: row.memberId, memberName: row.memberName }))
  return { items, ...(await policy(ctx, devicePolicy)) }
}

type Confirming = { id: string; loseUnsent: boolean }

export async function confirmMyDevice(ctx: Ctx, input: Confirming, request: RequestFacts): Promise<typeof OK> {
  const row = await store.deviceToChange(ctx, input.id, true)
  if (!row) throw notFound('device')
  if (request.session?.device?.state !== 'active' || keyOf(request) === row.key) throw refuse('device.not_by_this')
  if (row.approvalId) throw refuse('device.in_approval')
  return await confirmWaiting(ctx, row, input.loseUnsent, 'old_device')
}

export async function confirmDevice(ctx: Ctx, input: Confirming): Promise<typeof OK> {
  const row = await store.deviceToChange(ctx, input.id, false)
  if (!row) throw notFound('device')
  if (row.approvalId) throw refuse('device.in_approval')
  return await confirmWaiting(ctx, row, input.loseUnsent, 'manager')
}

export async function confirmWaiting(
  ctx: Ctx,
  row: store.DeviceRow,
  loseUnsent: boolean,
  way: 'old_device' | 'manager' | 'approval',
): Promise<typeof OK> {
  if (row.state !== 'waiting') throw refuse('device.not_waiting')
  const active = (await store.devicesOf(ctx, row.memberId)).filter((one) => one.state === 'active')
  const old = givesWay(
    await policy(ctx, devicePolicy),
    active.map((one) => ({ ...one, confirmedAt: one.confirmedAt ?? one.registeredAt })),
  )
  const left = old.find((one) => unsentOf(one) > 0)
  if (left && !loseUnsent) throw refuse('device.unsent', { name: left.name, count: unsentOf(left), kinds: kindWords(ctx, left.unsent) })
  await store.activate(ctx, row.id, way)
  await emit(ctx, 'device.confirmed', row.id, { memberId: row.memberId, way, gaveWay: old.map((one) => one.id) })
  for (const one of old) await revoke(ctx, one, 'replaced')
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  return OK
}

export const unsentOf = (row: store.DeviceRow): number => Object.values(row.unsent).reduce((sum, n) => sum + n, 0)

export function kindWords(ctx: Ctx, unsent: Record<string, number>): string {
  const words: Record<string, string> = privacyMessages[ctx.actor.locale === 'en' ? 'en' : 'zh']
  const kind = (key: string): string => words[`device.kind.${key}`] ?? words['device.kind.other'] ?? key
  return Object.entries(unsent)
    .filter(([, n]) => n > 0)
    .map(([key, n]) => `${kind(key)} ${n}`)
    .join(ctx.actor.locale === 'en' ? ', ' : '、')
}

export async function revokeMyDevice(ctx: Ctx, input: { id: string }): Promise<typeof OK> {
  // Before the phone is locked: an answer locks the approval first, too. Whoever may not revoke undoes this with his refusal.
  await dropApproval(ctx, input.id)
  return await revokeFound(ctx, await store.deviceToChange(ctx, input.id, true))
}

export async function revokeDevice(ctx: Ctx, input: { id: string }): Promise<typeof OK> {
  await dropApproval(ctx, input.id)
  return await revokeFound(ctx, await store.deviceToChange(ctx, input.id, false))
}

async function revokeFound(ctx: Ctx, row: store.DeviceRow | undefined): Promise<typeof OK> {
  if (!row) throw notFound('device')
  if (row.state !== 'revoked') await revoke(ctx, row, 'lost')
  return OK
}

/** Its sessions end, and whoever speaks from that phone is told to forget everything. Comes last: it stands in another database role. */
export async function revoke(ctx: Ctx, row: store.DeviceRow, reason: 'lost' | 'replaced' | 'left' | 'refused'): Promise<void> {
  await store.markRevoked(ctx, row.id, reason)
  await emit(ctx, 'device.revoked', row.id, { memberId: row.memberId, reason })
  await ctx.services.identity.revokeDevice(row.key, ctx.tenantId, reason)
}

/** The phones of a leaver hold what he may no longer see. */
export async function revokeDevicesOf(ctx: Ctx, memberId: string): Promise<void> {
  for (const row of await store.devicesOf(ctx, memberId)) {
    if (row.state === 'revoked') continue
    await dropApproval(ctx, row.id)
    await revoke(ctx, row, 'left')
  }
}

export async function deviceWiped(ctx: Ctx, input: { key: string }): Promise<typeof OK> {
  const { services, house } = ctx as unknown as PublicCtx // a public route: nobody is signed in on a wiped phone
  for (const tenantId of await services.identity.revokingTenants(input.key)) {
    await asSystem(house, tenantId, 'device-wipe', async (system) => {
      for (const id of await store.markWiped(system, input.key)) await emit(system, 'device.wiped', id)
    })
  }
  return OK
}

/** Acts of the field want a confirmed phone where the company binds phones; the desk will not do. */
export async function mustBeConfirmedPhone(ctx: Ctx, request: RequestFacts | undefined): Promise<void> {
  const { binding } = await policy(ctx, devicePolicy)
  if (binding && request?.session?.device?.state !== 'active') throw refuse('device.needed', {}, 403)
}
