import { holds } from '#core/access.ts'
import { isSecret, makeApiKey } from '#core/api-key.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { reading, writing } from '#core/db.ts'
import { emit } from '#core/events.ts'
import type { Session } from '#core/identity.ts'
import { uuidv7 } from '#core/ids.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import type { House } from '#core/routes.ts'
import * as store from './api-key.store.ts'
import { loadMember, memberById } from './member.store.ts'

export async function apiKeys(ctx: Ctx) {
  const items = await store.listApiKeys(ctx)
  return { items: items.map((key) => ({ ...key, may: { revoke: key.revokedAt === null } })) }
}

export async function createApiKey(
  ctx: Ctx,
  input: { name: string; memberId: string; permissions: string[]; expiresAt?: string | null | undefined },
) {
  const member = await memberById(ctx, input.memberId)
  if (!member) throw invalid('member.unknown_place')
  // Nobody hands on what he may not do himself; and a key makes no keys.
  const beyond = input.permissions.find((permission) => permission === 'api_key.manage' || !holds(ctx.actor, permission))
  if (beyond) throw refuse('api_key.beyond_yours', { permission: beyond }, 403)
  if (input.expiresAt && Date.parse(input.expiresAt) <= ctx.now.getTime()) throw invalid('api_key.in_the_past')
  const id = uuidv7()
  const { text, hash, hint } = makeApiKey(ctx.tenantId, id)
  const permissions = [...new Set(input.permissions)].sort()
  const { name, memberId, expiresAt = null } = input
  await store.insertApiKey(ctx, { id, memberId, name, permissions, hash, hint, createdBy: memberOf(ctx), expiresAt })
  await emit(ctx, 'api_key.created', id, { name, memberId, permissions, expiresAt })
  return { id, key: text }
}

export async function revokeApiKey(ctx: Ctx, input: { id: string }): Promise<{ ok: true }> {
  const key = await store.endApiKey(ctx, input.id)
  if (!key) throw notFound('api_key')
  if (!key.fresh) throw refuse('api_key.revoked_already')
  await emit(ctx, 'api_key.revoked', input.id, { name: key.name })
  return { ok: true }
}

/** Plugged into `loadApiKey`: the member's session, narrowed to what the key allows. */
export async function sessionOfApiKey(house: House, tenantId: string, keyId: string, secret: Buffer): Promise<Session | null> {
  const tx = reading(house.pool, tenantId)
  const now = house.clock.now()
  const key = await store.liveKey(tx, keyId, now)
  if (!key || !isSecret(secret, key.secretHash)) return null
  const actor = await loadMember(tx, key.memberId, key.userId)
  if (!actor) return null
  if (key.stale) await writing(house.pool, tenantId, (own) => store.noteUse(own, key.id, now))
  const permissions = Object.fromEntries(Object.entries(actor.permissions).filter(([permission]) => key.permissions.includes(permission)))
  return {
    boundTenantId: tenantId,
    secondFactorDue: false,
    device: null,
    sessionId: `key:${key.id}`,
    token: '',
    userId: key.userId,
    tenantId,
    actor: { ...actor, permissions },
    key: { id: key.id, name: key.name },
  }
}
