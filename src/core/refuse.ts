// A sentence refused: the one way a room says no. Over HTTP it becomes RFC 9457 problem+json; the words live in
// the room's messages under the same code, in Chinese and English.
import { ORPCError } from '@orpc/client'
import type { Ctx } from './context.ts'

export type RefusalParams = Record<string, unknown>

/** Thrown by `refuse`. `code` is a message key, `data` its parameters, `status` the HTTP status. */
export class Refusal extends ORPCError<string, RefusalParams> {
  /** What must stay although the transaction is rolled back (the attempt that was refused): run in a transaction of its own. */
  keep?: (ctx: Ctx) => Promise<void>
}

/** `throw refuse('lead.already_claimed', { by })`. Status 409 unless said otherwise. */
export function refuse(code: string, params: RefusalParams = {}, status = 409): Refusal {
  return new Refusal(code, { status, data: params, message: code })
}

/** A refusal that leaves a trace: `throw keeping(refuse(…), (ctx) => keepAttempt(ctx, …))`. */
export function keeping(refusal: Refusal, keep: (ctx: Ctx) => Promise<void>): Refusal {
  refusal.keep = keep
  return refusal
}

/** A foreign id and a missing one look the same. */
export const notFound = (what: string): Refusal => refuse('common.not_found', { what }, 404)

/** The caller lacks the permission, or its scope does not reach the record. */
export const forbidden = (permission: string): Refusal => refuse('common.forbidden', { permission }, 403)

/** Bad input that a schema cannot see; names the field and the fix. */
export const invalid = (code: string, params: RefusalParams = {}): Refusal => refuse(code, params, 422)
