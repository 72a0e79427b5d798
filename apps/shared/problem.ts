import { knows, t } from './i18n.ts'

/** RFC 9457 answer of the server: `code` is the refusal, `facts` fill its sentence, `requestId` helps support. */
export type ProblemBody = {
  status: number
  code?: string
  title?: string
  detail?: string
  facts?: Record<string, string | number>
  fields?: { path: string; code: string }[]
  requestId?: string
}

/** What a failed request throws. `body` is null when no answer came at all (offline). */
export type Problem = Error & { problem: ProblemBody | null }

export function problem(body: ProblemBody | null): Problem {
  return Object.assign(new Error(body?.code ?? body?.title ?? 'no answer'), { problem: body })
}

export function isProblem(value: unknown): value is Problem {
  return value instanceof Error && 'problem' in value
}

/** Whether the request never reached the server. */
export function isOffline(value: unknown): boolean {
  return (isProblem(value) && value.problem === null) || value instanceof TypeError
}

/** The sentence a person reads: of the refusal's code, else what the server wrote, else "not done" with the code for support. */
export function problemSentence(value: unknown): string {
  if (isOffline(value)) return t('shell.offline')
  const body = isProblem(value) ? value.problem : null
  if (body?.code && knows(body.code)) return t(body.code, body.facts)
  if (body?.detail) return body.detail
  return t('shell.failed', { id: body?.requestId?.slice(0, 8) ?? '0000' })
}
