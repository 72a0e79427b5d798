// Decide from a message: a signed link that works once.
import { Fen, Instant, optionalLine, PUBLIC, route, z } from '#core/contract.ts'
import { Card } from '#modules/approvals/approval.contract.ts'

const Token = z.string().min(20).max(200)
const LinkState = z.enum(['open', 'used', 'expired', 'ended', 'anew', 'sign_in'])

const refusals = [
  'decision.bad_link',
  'decision.used',
  'decision.expired',
  'decision.sign_in',
  'decision.second_factor',
  'decision.no_second_factor',
  'decision.not_yours',
  'approval.reason_needed',
  'approval.not_running',
  'approval.not_yours',
  'approval.no_approver',
  'approval.asked_anew',
  'approval.note_needed',
  'approval.file_needed',
  'approval.field_needed',
  'sign_in.second_factor_wrong',
  'sign_in.code_used',
  'identity.locked',
] as const

export const decisionContract = {
  decisionLink: route('GET', '/decision-links/{token}', PUBLIC, 'What a link in a message would decide; looking at it decides nothing', [
    'decision.bad_link',
  ])
    .input(z.object({ token: Token }))
    .output(
      z.object({
        state: LinkState,
        approvalId: z.string().nullable(),
        number: z.string().nullable(),
        title: z.string().nullable(),
        amountFen: Fen.nullable(),
        requesterName: z.string().nullable(),
        requestedAt: Instant.nullable(),
        answer: z.string().nullable(),
        /** All that is needed to decide, for the reader himself; who holds the link alone is not told it. */
        card: Card.nullable(),
        /** Beside the link: a code of the authenticator, or first of all an authenticator. */
        needs: z.enum(['nothing', 'code', 'authenticator']),
      }),
    ),
  decideByLink: route('POST', '/decision-links/{token}', PUBLIC, 'Decide by a link in a message, once', refusals)
    .input(
      z.object({
        token: Token,
        answer: z.enum(['approve', 'reject']),
        note: optionalLine(1000),
        code: z.string().trim().max(12).optional(),
      }),
    )
    .output(z.object({ approvalId: z.string(), status: z.string() })),
}
