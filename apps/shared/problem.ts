import { hearDevice } from './device.ts'
import { knows, t } from './i18n.ts'
import { wentElsewhere } from './session.ts'

/** RFC 9457 answer of the server. `code` is the refusal, `params` fill its sentence, `detail` is that sentence as the server says it. */
export type ProblemBody = {
  status: number
  code?: string
  title?: string
  detail?: string
  params?: Record<string, string | number>
  /** what is wrong with the input, field by field */
  errors?: { path: string; code: string; message: string }[]
  /** of the answer's header: what support asks for */
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
  return isProblem(value) && value.problem === null
}

/** The sentence a person reads: of the refusal's code, else what the server wrote, else "not done" with the code for support. */
export function problemSentence(value: unknown): string {
  if (isOffline(value)) return t('shell.offline')
  const body = isProblem(value) ? value.problem : null
  // The app's own sentence first: it follows the language at once, the server's stays in that of the request.
  if (body?.code && knows(body.code)) return t(body.code, { requestId: body.requestId?.slice(0, 8) ?? '', ...body.params })
  if (body?.detail) return body.detail
  return t('shell.failed', { id: body?.requestId?.slice(0, 8) ?? '—' })
}

/** The same for something that could not be loaded: there is nothing typed to keep. */
export function failedSentence(value: unknown): string {
  const body = isProblem(value) ? value.problem : null
  if (!isOffline(value) && (!body || body.status >= 500)) return t('shell.error.body', { id: body?.requestId?.slice(0, 8) ?? '—' })
  return problemSentence(value)
}

/** Reads the problem of an answer that was not ok. */
export async function problemOf(answer: Response): Promise<Problem> {
  const body = (await answer.json().catch(() => ({}))) as Partial<ProblemBody>
  hearDevice(body.code, body.params)
  if (body.code === 'session.other_company') wentElsewhere()
  return problem({ ...body, status: answer.status, requestId: answer.headers.get('x-request-id') ?? undefined })
}
