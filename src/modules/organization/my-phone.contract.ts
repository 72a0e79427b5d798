// My phone: what codes go to, and by which I sign in.
import { MEMBER, route, z } from '#core/contract.ts'
import { Phone } from './member.contract.ts'
import { OneTimeCode, Password } from './sign-in.contract.ts'

const OK = z.object({ ok: z.literal(true) })

export const myPhoneContract = {
  sendMyPhoneCode: route('POST', '/me/phone/code', MEMBER, 'Send a code to my new phone', [
    'sign_up.phone_wrong',
    'sign_in.code_too_often',
    'sign_up.sms_failed',
  ])
    .input(z.object({ phone: Phone }))
    .output(OK),
  setMyPhone: route('PUT', '/me/phone', MEMBER, 'My new phone, proved by the code that went to it and by my password', [
    'sign_up.phone_wrong',
    'sign_up.code_wrong',
    'member.phone_taken',
    'identity.wrong_password',
    'identity.locked',
  ])
    .input(z.object({ phone: Phone, code: OneTimeCode, password: Password }))
    .output(OK),
}
