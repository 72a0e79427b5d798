import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { policy } from '#core/policies.ts'
import { refuse } from '#core/refuse.ts'
import { consentPurposes, consentState, consentText, type Purpose } from './consent.rule.ts'
import { insertConsent, newestConsents } from './consent.store.ts'
import { consentPolicy } from './privacy.policy.ts'

export async function consents(ctx: Ctx) {
  const texts = await policy(ctx, consentPolicy)
  const newest = new Map((await newestConsents(ctx, memberOf(ctx))).map((row) => [row.purpose, row]))
  return {
    version: texts.version,
    items: consentPurposes.map((purpose) => ({
      purpose,
      ...consentState(newest.get(purpose), texts.version),
      at: newest.get(purpose)?.at ?? null,
      text: consentText(texts, purpose),
    })),
  }
}

/** `version`: the words the person read; others than those in force are refused. */
export async function setConsent(
  ctx: Ctx,
  input: { purpose: Purpose; given: boolean; version?: number | undefined },
): Promise<{ ok: true }> {
  const memberId = memberOf(ctx)
  const { version } = await policy(ctx, consentPolicy)
  if (input.given && input.version !== undefined && input.version !== version) throw refuse('consent.outdated')
  await insertConsent(ctx, memberId, input.purpose, input.given, version)
  await emit(ctx, input.given ? 'consent.given' : 'consent.withdrawn', memberId, { purpose: input.purpose, version })
  return { ok: true }
}

/** Did this member agree to the purpose in the words in force (and not take it back)? Nobody asked yet means no. */
export async function hasConsent(ctx: Ctx, memberId: string, purpose: Purpose): Promise<boolean> {
  const { version } = await policy(ctx, consentPolicy)
  const answer = (await newestConsents(ctx, memberId)).find((row) => row.purpose === purpose)
  return consentState(answer, version).given
}
