import { createHash, randomBytes } from 'node:crypto'
import { type Ctx, memberOf } from '#core/context.ts'
import { reading } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { asSystem } from '#core/jobs.ts'
import { policy } from '#core/policies.ts'
import { notFound, type Refusal, refuse } from '#core/refuse.ts'
import type { House, PublicCtx, RequestFacts } from '#core/routes.ts'
import { invitationPolicy } from './invitation.policy.ts'
import { invitationState } from './invitation.rule.ts'
import * as store from './invitation.store.ts'
import { mustBePlace } from './member.actions.ts'
import { insertMember } from './member.store.ts'
import { mustFitPlan } from './plan.actions.ts'
import { setRoles } from './role.store.ts'
import { isSeparated, mustBeSeparate } from './separation.actions.ts'

const OK = { ok: true } as const
const DAY_MS = 86_400_000
const openly = (ctx: Ctx): PublicCtx => ctx as unknown as PublicCtx

// The link says which company it is of; who guesses must guess 192 bits.
const tokenOf = (tenantId: string, secret: string): string => `${tenantId.replaceAll('-', '')}.${secret}`
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
const tenantOf = (token: string): string => token.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

function closed(row: store.InvitationRow, now: Date): Refusal | null {
  const state = invitationState(row, now)
  if (state === 'open') return null
  if (state === 'expired') return refuse('invitation.expired', { by: row.createdByName ?? row.company }, 410)
  if (state === 'revoked') return refuse('invitation.revoked', { by: row.createdByName ?? row.company }, 410)
  return refuse('invitation.accepted', {}, 410)
}

async function openInvitation(house: House, token: string, now: Date): Promise<store.InvitationRow & { tenantId: string }> {
  const tenantId = tenantOf(token)
  const row = await store.invitationByToken({ tx: reading(house.pool, tenantId), tenantId }, hashOf(token))
  if (!row) throw refuse('invitation.unknown', {}, 404)
  const refusal = closed(row, now)
  if (refusal) throw refusal
  return { ...row, tenantId }
}

export async function invitations(ctx: Ctx) {
  const rows = await store.listInvitations(ctx)
  return {
    items: rows.map((row) => ({ ...row, state: invitationState(row, ctx.now) })),
    may: { create: true },
  }
}

export async function createInvitation(
  ctx: Ctx,
  input: {
    name?: string | null | undefined
    title?: string | null | undefined
    departmentId: string
    managerId?: string | null | undefined
    roleIds: string[]
  },
) {
  await mustBePlace(ctx, input)
  const token = tokenOf(ctx.tenantId, randomBytes(24).toString('base64url'))
  const { linkDays } = await policy(ctx, invitationPolicy)
  const id = uuidv7()
  const expiresAt = new Date(ctx.now.getTime() + linkDays * DAY_MS).toISOString()
  await store.insertInvitation(ctx, {
    id,
    hash: hashOf(token),
    name: input.name || null,
    title: input.title || null,
    departmentId: input.departmentId,
    managerId: input.managerId ?? null,
    roleIds: input.roleIds,
    createdBy: memberOf(ctx),
    expiresAt,
  })
  await emit(ctx, 'invitation.created', id, { departmentId: input.departmentId, roleIds: input.roleIds })
  return { id, token: token as string | null, expiresAt }
}

export async function revokeInvitation(ctx: Ctx, input: { id: string }): Promise<typeof OK> {
  const row = await store.invitationById(ctx, input.id)
  if (!row) throw notFound('invitation')
  if (row.acceptedAt) throw refuse('invitation.accepted')
  if (row.revokedAt) throw refuse('invitation.revoked', { by: row.createdByName ?? row.company })
  await store.closeInvitation(ctx, input.id)
  await emit(ctx, 'invitation.revoked', input.id)
  return OK
}

export async function lookAtInvitation(ctx: Ctx, input: { token: string }, request: RequestFacts) {
  const { house, services, now } = openly(ctx)
  await services.identity.allowLook(request.ip)
  const row = await openInvitation(house, input.token, now)
  return {
    company: row.company,
    department: row.department,
    invitedBy: row.createdByName,
    name: row.name,
    expiresAt: row.expiresAt,
    signedInAs: request.session?.actor.name ?? null,
  }
}

/** Makes the member in one transaction with the invitation that is used up by it. */
async function enter(
  house: House,
  row: store.InvitationRow & { tenantId: string },
  user: { id: string; name: string; username: string },
  requestId: string,
): Promise<void> {
  const memberId = uuidv7()
  const { identity } = house.services()
  await identity.addMembership(user.id, row.tenantId, memberId)
  try {
    await asSystem(house, row.tenantId, requestId, async (ctx) => {
      const { departmentId, managerId, roleIds } = row
      if (!(await store.takeInvitation(ctx, row.id, memberId))) throw refuse('invitation.accepted', {}, 410)
      // Department or manager may be gone since the invitation was written.
      await mustBePlace(ctx, { departmentId, managerId, roleIds })
      await mustFitPlan(ctx, 'members', 1)
      await insertMember(ctx, {
        id: memberId,
        userId: user.id,
        name: user.name,
        username: user.username,
        phone: null,
        departmentId,
        managerId,
        title: row.title ?? '',
      })
      await setRoles(ctx, memberId, roleIds)
      if (await isSeparated(ctx)) await mustBeSeparate(ctx)
      await emit(ctx, 'invitation.accepted', row.id, { memberId })
      await emit(ctx, 'member.created', memberId, { departmentId, managerId, roleIds })
    })
  } catch (error) {
    await identity.endMembership(user.id, row.tenantId)
    throw error
  }
  identity.forget(row.tenantId)
}

export async function acceptInvitation(
  ctx: Ctx,
  input: { token: string; name: string; username: string; password: string; deviceName?: string | null | undefined },
  request: RequestFacts,
): Promise<typeof OK> {
  const { house, services, now } = openly(ctx)
  const { identity } = services
  await identity.allowLook(request.ip)
  const row = await openInvitation(house, input.token, now)
  const { name, username, password } = input
  const id = await identity.createUser({ name, username, password })
  try {
    await enter(house, row, { id, name, username }, request.requestId)
  } catch (error) {
    await identity.removeUser(id)
    throw error
  }
  const device = { ip: request.ip, userAgent: request.userAgent, deviceName: input.deviceName }
  const { cookie } = await identity.open(id, device, row.tenantId)
  await identity.noteTry(id, 'invitation', 'in', device)
  request.setHeader('set-cookie', cookie)
  return OK
}

/** Comes in with the account of this session, and goes on in the new company. A public route, for it acts in a company that the session is not of. */
export async function joinByInvitation(ctx: Ctx, input: { token: string }, request: RequestFacts): Promise<typeof OK> {
  const { house, services, now } = openly(ctx)
  const { identity } = services
  const { session } = request
  if (!session) throw refuse('identity.signed_out', {}, 401)
  if (session.boundTenantId) throw refuse('session.bound_to_company')
  await identity.allowLook(request.ip)
  const row = await openInvitation(house, input.token, now)
  const user = await identity.userOf(session.userId)
  if (await store.memberOfUser({ tx: reading(house.pool, row.tenantId), tenantId: row.tenantId }, user.id))
    throw refuse('invitation.member_already', { company: row.company })
  await enter(house, row, user, request.requestId)
  const { cookie } = await identity.switchTenant(session, row.tenantId)
  request.setHeader('set-cookie', cookie)
  return OK
}
