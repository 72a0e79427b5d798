// Signing on the screen: an agreed electronic signature of both parties in turn, sealed with the installation's certificate.
import { byId, Id, Instant, line, MEMBER, optionalLine, route, z } from '#core/contract.ts'
import { Party } from './contract.contract.ts'

export const signingContract = {
  beginSigning: route('POST', '/contracts/{id}/signing', 'contract.write', 'Fix the document and open it for signing', [
    'common.not_found',
    'contract.not_possible_now',
  ])
    .input(byId)
    .output(z.object({ documentFileId: Id, documentSha256: z.string() })),
  stopSigning: route('POST', '/contracts/{id}/signing/stop', 'contract.write', 'Stop signing; the contract is approved again', [
    'common.not_found',
    'contract.not_possible_now',
  ])
    .input(byId)
    .output(z.object({ ok: z.literal(true) })),
  /**
   * Way `screen`: no message channel is set up, so the code comes back to be read out from this screen, and the audit page says so.
   * The code holds ten minutes of real time and works once.
   */
  signingCode: route('POST', '/contracts/{id}/signing/code', MEMBER, 'Make the one-time code a party types before signing', [
    'common.not_found',
    'contract.not_possible_now',
    'contract.party_signed',
    'contract.not_your_party',
  ])
    .input(byId.extend({ party: Party }))
    .output(z.object({ way: z.enum(['screen', 'sms']), code: z.string().nullable(), expiresAt: Instant })),
  /** `image`: a PNG as data URL, drawn on the screen. The second signature makes the contract effective in the same transaction. */
  sign: route('POST', '/contracts/{id}/sign', MEMBER, 'Sign for one party', [
    'common.not_found',
    'contract.not_possible_now',
    'contract.party_signed',
    'contract.not_your_party',
    'contract.code_wrong',
    'contract.code_expired',
    'contract.signature_empty',
    'file.wrong_type',
    'file.unreadable_image',
  ])
    .input(
      byId.extend({
        party: Party,
        signerName: line(40),
        signerTitle: optionalLine(40),
        code: z
          .string()
          .trim()
          .regex(/^\d{6}$/),
        image: z.string().max(400_000).startsWith('data:image/png;base64,'),
      }),
    )
    .output(z.object({ status: z.enum(['signing', 'effective']), signedFileId: Id.nullable() })),
}
