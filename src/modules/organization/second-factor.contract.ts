// My second factor, and how I signed in before.
import { Id, Instant, MEMBER, route, z } from '#core/contract.ts'
import { CompanyCode, OneTimeCode, Password } from './sign-in.contract.ts'

const OK = z.object({ ok: z.literal(true) })
const open = { beforeSecondFactor: true, waiting: true }

export const SignInTry = z.object({
  id: Id,
  at: Instant,
  way: z.enum(['password', 'code', 'company', 'second_factor', 'recovery', 'invitation']),
  /** In, halfway (the second factor was still to come), or refused. */
  outcome: z.enum(['in', 'half', 'refused']),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  deviceName: z.string().nullable(),
})

export const secondFactorContract = {
  security: route('GET', '/me/security', MEMBER, 'My second factor, company account and phone', [], open).output(
    z.object({
      secondFactor: z.object({ on: z.boolean(), recoveryLeft: z.int(), due: z.boolean() }),
      companyAccount: z.object({ kind: z.enum(['oidc', 'wecom', 'dingtalk', 'feishu']), linked: z.boolean() }).nullable(),
      bound: z.boolean(),
    }),
  ),
  startSecondFactor: route(
    'POST',
    '/me/second-factor',
    MEMBER,
    'Begin to set up the second factor; secret and recovery codes are told once',
    ['identity.wrong_password', 'second_factor.on_already'],
    { ...open, toldOnce: ['uri', 'secret', 'recoveryCodes'] },
  )
    .input(z.object({ password: Password }))
    .output(z.object({ uri: z.string().nullable(), secret: z.string().nullable(), recoveryCodes: z.array(z.string()).nullable() })),
  confirmSecondFactor: route(
    'POST',
    '/me/second-factor/confirm',
    MEMBER,
    'Turn the second factor on by a first code',
    ['sign_in.second_factor_wrong', 'second_factor.not_started', 'second_factor.on_already'],
    open,
  )
    .input(z.object({ code: OneTimeCode }))
    .output(OK),
  renewRecoveryCodes: route(
    'POST',
    '/me/second-factor/recovery-codes',
    MEMBER,
    'New recovery codes, told once; the old ones end',
    ['identity.wrong_password', 'second_factor.off'],
    { toldOnce: ['recoveryCodes'] },
  )
    .input(z.object({ password: Password }))
    .output(z.object({ recoveryCodes: z.array(z.string()).nullable() })),
  dropSecondFactor: route('POST', '/me/second-factor/off', MEMBER, 'Turn my second factor off', [
    'identity.wrong_password',
    'second_factor.off',
    'second_factor.required',
  ])
    .input(z.object({ password: Password }))
    .output(OK),
  resetSecondFactor: route(
    'POST',
    '/members/{id}/reset-second-factor',
    'member.manage',
    'Turn off the second factor of a member who lost the device',
    ['second_factor.off', 'member.shared_account'],
  )
    .input(z.object({ id: Id }))
    .output(OK),
  signInHistory: route('GET', '/me/sign-ins', MEMBER, 'The last 50 tries to sign in as me', [], open).output(
    z.object({ items: z.array(SignInTry) }),
  ),
  companies: route('GET', '/me/companies', MEMBER, 'The companies I belong to', [], open).output(
    z.object({ items: z.array(z.object({ tenantId: Id, code: z.string(), name: z.string(), current: z.boolean() })) }),
  ),
  switchCompany: route(
    'PUT',
    '/me/company',
    MEMBER,
    'Go on in another company I belong to',
    ['common.not_found', 'session.bound_to_company'],
    open,
  )
    .input(z.object({ company: CompanyCode }))
    .output(OK),
}
