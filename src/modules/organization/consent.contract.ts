// What a person agreed to, by purpose. Refusing the track or the recording costs no one the visit.
import { Instant, MEMBER, route, z } from '#core/contract.ts'

export const ConsentPurpose = z.enum(['check_in_position', 'track', 'recording', 'photo'])

export const consentContract = {
  consents: route('GET', '/me/consents', MEMBER, 'What I agreed to, by purpose').output(
    z.object({ items: z.array(z.object({ purpose: ConsentPurpose, given: z.boolean(), at: Instant.nullable() })) }),
  ),
  setConsent: route('PUT', '/me/consents/{purpose}', MEMBER, 'Agree to a purpose, or no longer')
    .input(z.object({ purpose: ConsentPurpose, given: z.boolean() }))
    .output(z.object({ ok: z.literal(true) })),
}
