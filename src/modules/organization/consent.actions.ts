import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { ConsentPurpose } from './consent.contract.ts'
import { insertConsent, newestConsents } from './consent.store.ts'

export type Purpose = (typeof ConsentPurpose.options)[number]

export async function consents(ctx: Ctx) {
  const newest = new Map((await newestConsents(ctx, memberOf(ctx))).map((row) => [row.purpose, row]))
  return {
    items: ConsentPurpose.options.map((purpose) => ({
      purpose,
      given: newest.get(purpose)?.given ?? false,
      at: newest.get(purpose)?.at ?? null,
    })),
  }
}

export async function setConsent(ctx: Ctx, input: { purpose: Purpose; given: boolean }): Promise<{ ok: true }> {
  const memberId = memberOf(ctx)
  await insertConsent(ctx, memberId, input.purpose, input.given)
  await emit(ctx, input.given ? 'consent.given' : 'consent.withdrawn', memberId, { purpose: input.purpose })
  return { ok: true }
}

/** Did this member agree to the purpose (and not take it back)? Nobody asked yet means no. */
export async function hasConsent(ctx: Ctx, memberId: string, purpose: Purpose): Promise<boolean> {
  return (await newestConsents(ctx, memberId)).some((row) => row.purpose === purpose && row.given)
}
