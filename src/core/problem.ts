// A refusal over HTTP: RFC 9457 problem+json in the caller's language.
import type { ORPCError } from '@orpc/client'
import type { FastifyReply } from 'fastify'
import { type InputIssue, inputError } from './input-error.ts'
import type { Say } from './messages.ts'
import { isKnown, type RequestFacts } from './routes.ts'

/** An error on its way through the codec, until the caller's language is known. */
export class ProblemSeed {
  readonly error: ORPCError<string, unknown>
  constructor(error: ORPCError<string, unknown>) {
    this.error = error
  }
}

export function problem(error: ORPCError<string, unknown>, facts: RequestFacts, say: Say): Record<string, unknown> {
  const issues = error.code === 'BAD_REQUEST' ? (error.data as { issues?: unknown[] } | undefined)?.issues : undefined
  if (issues) {
    const errors = issues.map((issue) => inputError(issue as InputIssue, facts.locale, say))
    const first = errors[0]
    const field = first?.field ?? ''
    return problemBody(
      422,
      'common.bad_input',
      say(facts.locale, 'common.bad_input', { field, reason: first?.message ?? '' }),
      { field },
      { errors },
    )
  }
  if (error.code === 'BAD_REQUEST') return problemBody(400, 'common.unreadable', say(facts.locale, 'common.unreadable'), {})
  if (!isKnown(error))
    return problemBody(500, 'common.bug', say(facts.locale, 'common.bug', { requestId: facts.requestId.slice(0, 8) }), {
      requestId: facts.requestId,
    })
  const params = (error.data ?? {}) as Record<string, unknown>
  return problemBody(error.status, error.code, say(facts.locale, error.code, params), params)
}

function problemBody(
  status: number,
  code: string,
  detail: string,
  params: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { type: `/problems/${code}`, title: code, status, detail, code, params, ...more }
}

/** Answers with a problem outside oRPC. */
export function sendProblem(
  reply: FastifyReply,
  status: number,
  code: string,
  params: Record<string, unknown>,
  facts: RequestFacts,
  say: Say,
): void {
  void reply
    .status(status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(status, code, say(facts.locale, code, params), params)))
}
