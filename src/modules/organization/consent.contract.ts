// What a person agreed to, by purpose and in which words. Refusing the track or the recording costs no one the visit.
import { Instant, MEMBER, route, Version, z } from '#core/contract.ts'
import { consentPurposes } from './consent.rule.ts'

export const ConsentPurpose = z.enum(consentPurposes)

export const consentContract = {
  consents: route('GET', '/me/consents', MEMBER, 'What I agreed to, by purpose, and what I am asked').output(
    z.object({
      version: Version,
      items: z.array(
        z.object({
          purpose: ConsentPurpose,
          given: z.boolean(),
          at: Instant.nullable(),
          /** Not answered yet in the words in force. */
          ask: z.boolean(),
          text: z.object({ zh: z.string(), en: z.string() }),
        }),
      ),
    }),
  ),
  setConsent: route('PUT', '/me/consents/{purpose}', MEMBER, 'Agree to a purpose, or no longer', ['consent.outdated'])
    .input(z.object({ purpose: ConsentPurpose, given: z.boolean(), version: Version.optional() }))
    .output(z.object({ ok: z.literal(true) })),
}
