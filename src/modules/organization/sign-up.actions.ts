// 自助开通: whoever holds a phone makes a company with himself as its first admin.
import { randomInt } from 'node:crypto'
import type { Ctx } from '#core/context.ts'
import { mustBeGoodPassword } from '#core/passwords.ts'
import { normalPhone } from '#core/phone.ts'
import { confirmPhoneCheck, startPhoneCheck } from '#core/phone-check.ts'
import { invalid, Refusal, refuse } from '#core/refuse.ts'
import type { PublicCtx, RequestFacts } from '#core/routes.ts'
import { bornRoles } from './street.actions.ts'
import { createTenant } from './tenant.actions.ts'

const OK = { ok: true } as const
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

function phoneIn(typed: string): string {
  const phone = normalPhone(typed)
  if (!phone) throw invalid('sign_up.phone_wrong', { phone: typed })
  return phone
}

/** The answer is the same whether the phone is known or not. */
export async function sendSignUpCode(ctx: Ctx, input: { phone: string }, request: RequestFacts): Promise<typeof OK> {
  const { services } = ctx as unknown as PublicCtx
  await startPhoneCheck(services.identity.pool, phoneIn(input.phone), request.ip)
  return OK
}

export interface SignUpInput {
  phone: string
  code: string
  company: string
  name: string
  password: string
}

export async function signUp(ctx: Ctx, input: SignUpInput, request: RequestFacts): Promise<typeof OK> {
  const { services, house } = ctx as unknown as PublicCtx
  const phone = phoneIn(input.phone)
  // Before the code is used up: a better password may be typed with the same code.
  mustBeGoodPassword(input.password, [phone])
  await confirmPhoneCheck(services.identity.pool, phone, input.code)
  const code = `c${Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`
  try {
    await createTenant(house, {
      code,
      name: input.company,
      plan: 'trial',
      admin: { name: input.name, username: `${code}.admin`, phone, password: input.password },
      roles: bornRoles(),
    })
  } catch (error) {
    // Who holds the phone may know that it signs in already.
    if (error instanceof Refusal && error.code === 'identity.login_taken') throw refuse('sign_up.phone_known')
    throw error
  }
  const { cookies } = await services.identity.signIn({
    login: phone,
    password: input.password,
    ip: request.ip,
    userAgent: request.userAgent,
  })
  request.setHeader('set-cookie', cookies)
  return OK
}
