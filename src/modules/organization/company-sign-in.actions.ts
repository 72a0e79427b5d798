import type { Ctx } from '#core/context.ts'
import { reading } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { type CompanyProvider, isPublicIssuer, type ProviderKind } from '#core/identity-presets.ts'
import { uuidv7 } from '#core/ids.ts'
import { invalid, refuse } from '#core/refuse.ts'
import type { PublicCtx, RequestFacts } from '#core/routes.ts'
import * as store from './company-sign-in.store.ts'
import { meOf } from './member.store.ts'

type AppPage = 'console' | 'm'

/** The page of the app that the provider sends people back to. */
export const returnPage = (origin: string, app: AppPage, company: string): string => `${origin}/${app}/sign-in/${company}`

export async function companySignIn(ctx: Ctx, _input: unknown, request: RequestFacts) {
  const row = await store.companySignInRow(ctx)
  const { tenant } = await meOf(ctx, ctx.actor.memberId as string)
  return {
    current: row
      ? {
          kind: row.kind,
          clientId: row.clientId,
          issuer: row.issuer,
          agentId: row.agentId,
          enabled: row.enabled,
          version: row.version,
        }
      : null,
    redirectUris: (['console', 'm'] as const).map((app) => returnPage(request.origin, app, tenant.code)),
  }
}

export async function setCompanySignIn(
  ctx: Ctx,
  input: {
    version: number
    kind: ProviderKind
    clientId: string
    clientSecret?: string | null | undefined
    issuer?: string | null | undefined
    agentId?: string | null | undefined
    enabled: boolean
  },
) {
  const before = await store.companySignInRow(ctx)
  if ((before?.version ?? 0) !== input.version) throw refuse('common.stale')
  const issuer = input.issuer || null
  if (input.kind === 'oidc' ? !isPublicIssuer(issuer ?? '') : issuer !== null && !isPublicIssuer(issuer))
    throw invalid('company_sign_in.issuer_not_public', { field: 'issuer' })
  if (input.kind === 'wecom' && !input.agentId) throw invalid('company_sign_in.agent_needed', { field: 'agentId' })
  // Another provider: what was linked at the old one leads nowhere, and its secret must not be sent to the new one.
  const same = before && before.kind === input.kind && before.issuer === issuer && before.clientId === input.clientId
  if (!input.clientSecret && !same) throw invalid('company_sign_in.secret_needed', { field: 'clientSecret' })
  const { secret } = ctx.services
  const saved = await store.saveCompanySignIn(ctx, {
    id: same ? before.id : uuidv7(),
    kind: input.kind,
    clientId: input.clientId,
    secretSealed: input.clientSecret ? store.sealSecret(secret, input.clientSecret, ctx.tenantId) : (before?.secretSealed as string),
    issuer,
    agentId: input.agentId || null,
    enabled: input.enabled,
    version: input.version,
  })
  if (!saved) throw refuse('common.stale')
  await emit(ctx, 'company_sign_in.changed', ctx.tenantId, { kind: input.kind, enabled: input.enabled })
  return { ok: true as const, version: input.version + 1 }
}

/** The provider of a tenant with its secret, if it is switched on. */
export async function providerOf(house: PublicCtx['house'], tenantId: string): Promise<CompanyProvider | null> {
  const row = await store.companySignInRow({ tx: reading(house.pool, tenantId), tenantId })
  if (!row?.enabled) return null
  const clientSecret = store.openSecret(house.services().secret, row.secretSealed, tenantId)
  return { id: row.id, tenantId, kind: row.kind, clientId: row.clientId, clientSecret, issuer: row.issuer, agentId: row.agentId }
}

/** No such company and a company without a provider are told in the same words. */
export async function providerByCode(house: PublicCtx['house'], code: string): Promise<CompanyProvider> {
  const tenant = await store.tenantByCode(house.pool, code)
  const provider = tenant ? await providerOf(house, tenant.id) : null
  if (!provider) throw refuse('sign_in.no_company_sign_in', {}, 404)
  return provider
}
