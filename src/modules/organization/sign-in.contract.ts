// Ways in besides the password: a code by SMS, the second factor, the company's own provider.
import { line, MEMBER, PUBLIC, route, z } from '#core/contract.ts'
import { Phone } from './member.contract.ts'

export const OneTimeCode = z
  .string()
  .trim()
  .regex(/^[0-9]{6}$/)
export const DeviceName = z.string().max(80).nullish()
export const Password = z.string().min(1).max(200)
export const SignInAnswer = z.object({
  ok: z.literal(true),
  /** In, or the second factor is asked for. */
  next: z.enum(['in', 'second_factor']),
})
const OK = z.object({ ok: z.literal(true) })
const AppPage = z.enum(['console', 'm'])
export const CompanyCode = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{1,30}$/)

const wrongCode = ['sign_in.code_wrong', 'sign_in.code_used', 'sign_in.code_expired', 'identity.locked'] as const
export const badPassword = [
  'identity.password_short',
  'identity.password_long',
  'identity.password_known',
  'identity.password_own',
] as const

export const signInContract = {
  requestCode: route('POST', '/session/codes', PUBLIC, 'Send a one-time code to a phone; the answer is the same whether it is known', [
    'sign_in.code_too_often',
  ])
    .input(z.object({ phone: Phone }))
    .output(OK),
  signInByCode: route('POST', '/session/by-code', PUBLIC, 'Sign in with a one-time code', wrongCode)
    .input(z.object({ phone: Phone, code: OneTimeCode, deviceName: DeviceName }))
    .output(SignInAnswer),
  resetPasswordByCode: route('POST', '/session/password', PUBLIC, 'Set a new password with a one-time code; every device is signed out', [
    ...wrongCode,
    ...badPassword,
  ])
    .input(z.object({ phone: Phone, code: OneTimeCode, password: Password }))
    .output(OK),
  secondFactorSignIn: route(
    'POST',
    '/session/second-factor',
    PUBLIC,
    'Finish signing in with a code of the authenticator or a recovery code',
    ['sign_in.second_factor_wrong', 'sign_in.recovery_wrong', 'sign_in.code_used', 'sign_in.challenge_gone', 'identity.locked'],
  )
    .input(z.object({ code: line(20), deviceName: DeviceName }))
    .output(SignInAnswer),
  departToCompany: route('POST', '/session/company', PUBLIC, 'Where to go to sign in with the company’s own provider', [
    'sign_in.no_company_sign_in',
    'sign_in.company_unreachable',
    'identity.locked',
  ])
    .input(z.object({ company: CompanyCode, app: AppPage }))
    .output(z.object({ url: z.string() })),
  departToLink: route('POST', '/me/company-account', MEMBER, 'Where to go to link my account at the company’s provider', [
    'sign_in.no_company_sign_in',
    'sign_in.company_unreachable',
  ])
    .input(z.object({ app: AppPage }))
    .output(z.object({ url: z.string() })),
  unlinkCompanyAccount: route('DELETE', '/me/company-account', MEMBER, 'Unlink my account at the company’s provider', [
    'common.not_found',
  ]).output(OK),
  returnFromCompany: route('POST', '/session/company/return', PUBLIC, 'Back from the company’s provider: signed in, or linked', [
    'sign_in.no_company_sign_in',
    'sign_in.company_unreachable',
    'sign_in.company_unknown_account',
    'sign_in.company_account_taken',
    'sign_in.company_again',
  ])
    .input(z.object({ company: CompanyCode, app: AppPage, code: line(2000), state: line(400) }))
    .output(z.object({ ok: z.literal(true), linked: z.boolean() })),
}
