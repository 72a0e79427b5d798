import { type Actor, type Ctx, memberOf } from '#core/context.ts'
import { reading } from '#core/db.ts'
import { emit } from '#core/events.ts'
import type { Session } from '#core/identity.ts'
import { policy } from '#core/policies.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import type { House, RequestFacts } from '#core/routes.ts'
import { companySignInRow } from './company-sign-in.store.ts'
import { memberDetail, memberStanding } from './member.store.ts'
import { secondFactorPolicy } from './second-factor.policy.ts'
import { isSecondFactorDue } from './second-factor.rule.ts'

const OK = { ok: true } as const
const userOf = (ctx: Ctx): string => ctx.actor.userId as string

/** Plugged into identity: whether the company already insists for this member. */
export async function mustHaveSecondFactor(house: House, tenantId: string, actor: Actor): Promise<boolean> {
  const ctx = { tx: reading(house.pool, tenantId), tenantId, now: house.clock.now() }
  const value = await house.services().policies.get(ctx, secondFactorPolicy)
  if (value.requiredFor === 'nobody') return false
  const standing = await memberStanding(ctx, actor.memberId as string)
  return standing ? isSecondFactorDue({ roles: actor.roles, ...standing }, value, ctx.now) : false
}

export async function security(ctx: Ctx, _input: unknown, request: RequestFacts) {
  const { identity } = ctx.services
  const provider = await companySignInRow(ctx)
  const session = request.session as Session
  return {
    secondFactor: { ...(await identity.secondFactorState(userOf(ctx))), due: session.secondFactorDue },
    companyAccount: provider?.enabled ? { kind: provider.kind, linked: await identity.companyAccountOf(userOf(ctx), provider.id) } : null,
    bound: session.boundTenantId !== null,
  }
}

export async function startSecondFactor(ctx: Ctx, input: { password: string }, request: RequestFacts) {
  return await ctx.services.identity.startSecondFactor(request.session as Session, request.cookie, input.password)
}

export async function confirmSecondFactor(ctx: Ctx, input: { code: string }, request: RequestFacts): Promise<typeof OK> {
  const device = { ip: request.ip, userAgent: request.userAgent }
  const { cookies } = await ctx.services.identity.confirmSecondFactor(request.session as Session, request.cookie, input.code, device)
  request.setHeader('set-cookie', cookies)
  await emit(ctx, 'member.second_factor_on', memberOf(ctx))
  return OK
}

export async function renewRecoveryCodes(ctx: Ctx, input: { password: string }, request: RequestFacts) {
  const recoveryCodes = await ctx.services.identity.newRecoveryCodes(request.cookie, input.password)
  await emit(ctx, 'member.recovery_codes_renewed', memberOf(ctx))
  return { recoveryCodes }
}

/** Who must have it turns it off only to set up another device: the company's rule would lock him out at once. */
export async function dropSecondFactor(ctx: Ctx, input: { password: string }): Promise<typeof OK> {
  const { identity } = ctx.services
  if (!(await identity.checkPassword(userOf(ctx), input.password))) throw invalid('identity.wrong_password')
  const standing = await memberStanding(ctx, memberOf(ctx))
  if (standing && isSecondFactorDue({ roles: ctx.actor.roles, ...standing }, await policy(ctx, secondFactorPolicy), ctx.now))
    throw refuse('second_factor.required')
  if (!(await identity.dropSecondFactor(userOf(ctx)))) throw refuse('second_factor.off')
  await emit(ctx, 'member.second_factor_off', memberOf(ctx))
  return OK
}

export async function resetSecondFactor(ctx: Ctx, input: { id: string }): Promise<typeof OK> {
  const member = await memberDetail(ctx, input.id)
  if (!member) throw notFound('member')
  const { identity } = ctx.services
  // The account opens other companies' doors too: their administrators did not agree to this one's word.
  if (!(await identity.onlyIn(member.userId, ctx.tenantId))) throw refuse('member.shared_account', { name: member.name })
  if (!(await identity.dropSecondFactor(member.userId))) throw refuse('second_factor.off')
  await identity.revokeAll(member.userId)
  await emit(ctx, 'member.second_factor_reset', member.id)
  return OK
}

export async function signInHistory(ctx: Ctx) {
  return { items: await ctx.services.identity.history(userOf(ctx)) }
}

export async function companies(ctx: Ctx, _input: unknown, request: RequestFacts) {
  return { items: await ctx.services.identity.memberships(request.session as Session) }
}

export async function switchCompany(ctx: Ctx, input: { company: string }, request: RequestFacts): Promise<typeof OK> {
  const { identity } = ctx.services
  const session = request.session as Session
  const to = (await identity.memberships(session)).find((one) => one.code === input.company)
  if (!to) throw session.boundTenantId ? refuse('session.bound_to_company') : notFound('company')
  const { cookie } = await identity.switchTenant(session, to.tenantId)
  request.setHeader('set-cookie', cookie)
  return OK
}
