// The company's own provider: any OpenID Connect one, WeCom, DingTalk or Feishu.
import { line, optionalLine, route, Version, z } from '#core/contract.ts'

export const ProviderKind = z.enum(['oidc', 'wecom', 'dingtalk', 'feishu'])

export const companySignInContract = {
  companySignIn: route('GET', '/company-sign-in', 'member.manage', 'The company’s own sign-in, without its secret').output(
    z.object({
      current: z
        .object({
          kind: ProviderKind,
          clientId: z.string(),
          issuer: z.string().nullable(),
          agentId: z.string().nullable(),
          enabled: z.boolean(),
          version: Version,
        })
        .nullable(),
      /** What the provider must be told to send people back to. */
      redirectUris: z.array(z.string()),
    }),
  ),
  setCompanySignIn: route('PUT', '/company-sign-in', 'member.manage', 'Set the company’s own sign-in', [
    'common.stale',
    'company_sign_in.secret_needed',
    'company_sign_in.issuer_not_public',
    'company_sign_in.agent_needed',
  ])
    .input(
      z.object({
        /** 0 when there was none. */
        version: Version,
        kind: ProviderKind,
        clientId: line(200),
        /** Left out, the kept one stays. */
        clientSecret: optionalLine(400),
        issuer: optionalLine(300),
        agentId: optionalLine(40),
        enabled: z.boolean(),
      }),
    )
    .output(z.object({ ok: z.literal(true), version: Version })),
}
