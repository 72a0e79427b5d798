// A company signs itself up: a phone that answers, a name, a password.
import { line, PUBLIC, route, z } from '#core/contract.ts'
import { badPassword } from './sign-in.contract.ts'

const ok = z.object({ ok: z.literal(true) })
const phone = z.string().trim().min(6).max(30)

export const signUpContract = {
  sendSignUpCode: route('POST', '/sign-up/code', PUBLIC, 'Send a code to the phone that signs a company up', [
    'sign_up.phone_wrong',
    'sign_in.code_too_often',
  ])
    .input(z.object({ phone }))
    .output(ok),
  signUp: route('POST', '/sign-up', PUBLIC, 'Make a company with its first admin, on the trial plan, and sign in', [
    'sign_up.phone_wrong',
    'sign_up.code_wrong',
    'sign_up.phone_known',
    ...badPassword,
  ])
    .input(
      z.object({
        phone,
        code: z
          .string()
          .trim()
          .regex(/^\d{6}$/),
        company: line(60),
        name: line(40),
        password: z.string().min(1).max(200),
      }),
    )
    .output(ok),
}
