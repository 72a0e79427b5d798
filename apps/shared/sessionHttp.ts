import { noteServerTime } from './clock.ts'
import { setZone } from './i18n.ts'
import { type ProblemBody, problem } from './problem.ts'
import type { Me, SessionPort } from './session.ts'

const PATH = '/api/v1/session'

async function ask(method: 'GET' | 'POST' | 'DELETE', body?: unknown): Promise<Response> {
  const sentAt = Date.now()
  let answer: Response
  try {
    answer = await fetch(PATH, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  } catch {
    throw problem(null)
  }
  const now = answer.headers.get('x-server-time')
  if (now) noteServerTime(now, sentAt)
  return answer
}

async function meOf(answer: Response): Promise<Me> {
  if (!answer.ok) {
    const body = (await answer.json().catch(() => ({}))) as Partial<ProblemBody>
    throw problem({ ...body, status: answer.status })
  }
  const me = (await answer.json()) as Me
  setZone(me.zone)
  return me
}

/** The session over HTTP: GET who is there (401 nobody), POST sign in, DELETE sign out. */
export const httpSession: SessionPort = {
  async load() {
    const answer = await ask('GET')
    return answer.status === 401 ? null : meOf(answer)
  },
  async signIn(input) {
    return meOf(await ask('POST', input))
  },
  async signOut() {
    await ask('DELETE')
  },
}
