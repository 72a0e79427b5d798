import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { asSystem } from '#core/jobs.ts'
import { notFound, refuse } from '#core/refuse.ts'
import type { PublicCtx, RequestFacts } from '#core/routes.ts'
import { providerByCode, returnPage } from './company-sign-in.actions.ts'
import { companySignInRow, openSecret } from './company-sign-in.store.ts'
import { meOf } from './member.store.ts'

const OK = { ok: true } as const
type AppPage = 'console' | 'm'

/** A public route has no tenant: its actions get this instead. */
const openly = (ctx: Ctx): PublicCtx => ctx as unknown as PublicCtx
const deviceOf = (request: RequestFacts, deviceName?: string | null) => ({ ip: request.ip, userAgent: request.userAgent, deviceName })

export async function signIn(
  ctx: Ctx,
  input: { login: string; password: string; deviceName?: string | null | undefined },
  request: RequestFacts,
) {
  const { cookies, next } = await openly(ctx).services.identity.signIn({ ...input, ...deviceOf(request, input.deviceName) })
  request.setHeader('set-cookie', cookies)
  return { ...OK, next }
}

export async function requestCode(ctx: Ctx, input: { phone: string }, request: RequestFacts): Promise<typeof OK> {
  await openly(ctx).services.identity.requestCode(input.phone, request.ip)
  return OK
}

export async function signInByCode(
  ctx: Ctx,
  input: { phone: string; code: string; deviceName?: string | null | undefined },
  request: RequestFacts,
) {
  const { cookies, next } = await openly(ctx).services.identity.signInByCode({ ...input, ...deviceOf(request, input.deviceName) })
  request.setHeader('set-cookie', cookies)
  return { ...OK, next }
}

export async function resetPasswordByCode(
  ctx: Ctx,
  input: { phone: string; code: string; password: string },
  request: RequestFacts,
): Promise<typeof OK> {
  const { house, services } = openly(ctx)
  const userId = await services.identity.resetByCode({ ...input, ...deviceOf(request) })
  for (const { tenantId, memberId } of await services.identity.membersOf(userId))
    await asSystem(house, tenantId, request.requestId, (within) => emit(within, 'member.password_changed', memberId, { by: 'code' }))
  return OK
}

export async function secondFactorSignIn(ctx: Ctx, input: { code: string; deviceName?: string | null | undefined }, request: RequestFacts) {
  const { identity } = openly(ctx).services
  const { cookies, next } = await identity.secondFactor({
    code: input.code,
    cookie: request.cookie,
    ...deviceOf(request, input.deviceName),
  })
  request.setHeader('set-cookie', cookies)
  return { ...OK, next }
}

export async function departToCompany(ctx: Ctx, input: { company: string; app: AppPage }, request: RequestFacts) {
  const { house, services } = openly(ctx)
  await services.identity.allowLook(request.ip)
  const provider = await providerByCode(house, input.company)
  const { url, cookies } = await services.identity.departToCompany(provider, returnPage(request.origin, input.app, input.company))
  request.setHeader('set-cookie', cookies)
  return { url }
}

export async function departToLink(ctx: Ctx, input: { app: AppPage }, request: RequestFacts) {
  const row = await companySignInRow(ctx)
  if (!row?.enabled) throw refuse('sign_in.no_company_sign_in', {}, 404)
  const clientSecret = openSecret(ctx.services.secret, row.secretSealed, ctx.tenantId)
  const { tenant } = await meOf(ctx, memberOf(ctx))
  const { url, cookies } = await ctx.services.identity.departToLink(
    { ...row, clientSecret, tenantId: ctx.tenantId },
    returnPage(request.origin, input.app, tenant.code),
    request.cookie,
  )
  request.setHeader('set-cookie', cookies)
  return { url }
}

export async function unlinkCompanyAccount(ctx: Ctx): Promise<typeof OK> {
  const row = await companySignInRow(ctx)
  if (!row || !(await ctx.services.identity.unlinkCompany(ctx.actor.userId as string, row.id))) throw notFound('company account')
  await emit(ctx, 'member.company_account_unlinked', memberOf(ctx))
  return OK
}

export async function returnFromCompany(
  ctx: Ctx,
  input: { company: string; app: AppPage; code: string; state: string },
  request: RequestFacts,
) {
  const { house, services } = openly(ctx)
  const provider = await providerByCode(house, input.company)
  const { session } = request
  const { cookies, linked } = await services.identity.returnFromCompany(provider, returnPage(request.origin, input.app, input.company), {
    code: input.code,
    state: input.state,
    cookie: request.cookie,
    session,
    ...deviceOf(request),
  })
  request.setHeader('set-cookie', cookies)
  if (linked && session)
    await asSystem(house, session.tenantId, request.requestId, (within) =>
      emit({ ...within, actor: session.actor }, 'member.company_account_linked', session.actor.memberId as string),
    )
  return { ...OK, linked }
}
