// A phone is a way in, so whoever sets it says who he is: the person by a code and the password, an administrator only below himself.
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { normalPhone } from '#core/phone.ts'
import { confirmPhoneCheck, startPhoneCheck } from '#core/phone-check.ts'
import { invalid } from '#core/refuse.ts'
import type { RequestFacts } from '#core/routes.ts'
import type { MemberDetailRow } from './member.store.ts'
import { savePhone, userIdsOf } from './my-phone.store.ts'

const OK = { ok: true } as const

function phoneIn(typed: string): string {
  const phone = normalPhone(typed)
  if (!phone) throw invalid('sign_up.phone_wrong', { phone: typed })
  return phone
}

export async function sendMyPhoneCode(ctx: Ctx, input: { phone: string }, request: RequestFacts): Promise<typeof OK> {
  await startPhoneCheck(ctx.services.identity.pool, phoneIn(input.phone), request.ip)
  return OK
}

/** The password too: a stolen session must not turn the codes to the thief's phone. Whether a number is taken is told to who holds it alone. */
export async function setMyPhone(
  ctx: Ctx,
  input: { phone: string; code: string; password: string },
  request: RequestFacts,
): Promise<typeof OK> {
  const userId = ctx.actor.userId as string
  const { identity } = ctx.services
  const phone = phoneIn(input.phone)
  if (!(await identity.provePassword(userId, input.password, request.ip))) throw invalid('identity.wrong_password')
  await confirmPhoneCheck(identity.pool, phone, input.code)
  await savePhone(ctx, memberOf(ctx), phone)
  await emit(ctx, 'member.phone_changed', memberOf(ctx))
  await identity.setPhone(userId, phone, true)
  return OK
}

/** By an administrator; `mayHelp` refuses whose way in is not his to change. */
export async function changePhone(ctx: Ctx, member: MemberDetailRow, typed: string | null, mayHelp: () => Promise<unknown>): Promise<void> {
  const phone = typed ? phoneIn(typed) : null
  if (phone === (member.phone && normalPhone(member.phone))) return
  await mayHelp()
  await savePhone(ctx, member.id, phone)
  await emit(ctx, 'member.phone_changed', member.id)
  await ctx.services.identity.setPhone(member.userId, phone, false)
}

/** Phones that answered a code, by member: what somebody else wrote down for a person is nobody's to write to. */
export async function provenPhones(
  ctx: Pick<Ctx, 'tx' | 'tenantId' | 'services'>,
  memberIds: readonly string[],
): Promise<Map<string, string>> {
  const users = await userIdsOf(ctx, memberIds)
  const phones = await ctx.services.identity.provenPhones(users.map((one) => one.userId))
  return new Map(users.flatMap(({ id, userId }) => (phones.has(userId) ? [[id, phones.get(userId) as string] as const] : [])))
}
