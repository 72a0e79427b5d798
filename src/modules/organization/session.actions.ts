import type { Ctx } from '#core/context.ts'
import { memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { invalid, notFound } from '#core/refuse.ts'
import type { RequestFacts } from '#core/routes.ts'
import { meOf, saveLocale } from './member.store.ts'

const OK = { ok: true } as const

export async function signOut(ctx: Ctx, _input: unknown, request: RequestFacts): Promise<typeof OK> {
  if (request.session) await ctx.services.identity.signOut(request.session)
  request.setHeader('set-cookie', 'fieldloop.session_token=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax')
  return OK
}

export async function me(ctx: Ctx, _input: unknown, request: RequestFacts) {
  const row = await meOf(ctx, memberOf(ctx))
  return {
    ...row,
    roles: ctx.actor.roles,
    permissions: ctx.actor.permissions,
    secondFactorDue: request.session?.secondFactorDue ?? false,
    now: ctx.now.toISOString(),
    clockFixed: process.env.FIELDLOOP_CLOCK !== undefined,
  }
}

export async function changePassword(ctx: Ctx, input: { current: string; next: string }, request: RequestFacts): Promise<typeof OK> {
  const userId = ctx.actor.userId as string
  const { identity } = ctx.services
  if (!(await identity.checkPassword(userId, input.current))) throw invalid('identity.wrong_password')
  await identity.setPassword(userId, input.next)
  await identity.revokeAll(userId, request.session?.sessionId)
  await emit(ctx, 'member.password_changed', memberOf(ctx))
  return OK
}

export async function setLocale(ctx: Ctx, input: { locale: 'zh-CN' | 'en' }): Promise<typeof OK> {
  await saveLocale(ctx, memberOf(ctx), input.locale)
  ctx.services.identity.forget(ctx.tenantId)
  return OK
}

export async function sessions(
  ctx: Ctx,
  _input: unknown,
  request: RequestFacts,
): Promise<{ items: Awaited<ReturnType<Ctx['services']['identity']['sessions']>> }> {
  return { items: await ctx.services.identity.sessions(ctx.actor.userId as string, request.session?.sessionId ?? '') }
}

export async function revokeSession(ctx: Ctx, input: { id: string }): Promise<typeof OK> {
  if (!(await ctx.services.identity.revoke(ctx.actor.userId as string, input.id))) throw notFound('session')
  return OK
}
