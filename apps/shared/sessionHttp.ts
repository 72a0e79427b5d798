import { holdClock, noteServerTime } from './clock.ts'
import { deviceHeader } from './device.ts'
import { adoptLanguage, language, setZone } from './i18n.ts'
import { problem, problemOf } from './problem.ts'
import { type Me, SECOND_FACTOR_ASKED, type SessionPort } from './session.ts'

async function ask(method: 'GET' | 'POST' | 'DELETE', path: '/me' | '/session', body?: unknown): Promise<Response> {
  const sentAt = Date.now()
  let answer: Response
  try {
    answer = await fetch(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...deviceHeader(),
        'accept-language': language() === 'zh' ? 'zh-CN' : 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  } catch {
    throw problem(null)
  }
  const now = answer.headers.get('x-server-now')
  if (now) noteServerTime(now, sentAt)
  return answer
}

async function me(): Promise<Me | null> {
  const answer = await ask('GET', '/me')
  if (answer.status === 401) {
    await problemOf(answer) // a revoked phone hears of it here
    return null
  }
  if (!answer.ok) throw await problemOf(answer)
  const found = (await answer.json()) as Me
  setZone(found.tenant.timeZone)
  holdClock(found.clockFixed ? found.now : null)
  await adoptLanguage(found.locale === 'en' ? 'en' : 'zh')
  return found
}

/** The session over HTTP, before any room's client is loaded. */
export const httpSession: SessionPort = {
  load: me,
  async signIn(input) {
    const answer = await ask('POST', '/session', input)
    if (!answer.ok) throw await problemOf(answer)
    const { next } = (await answer.json()) as { next: 'in' | 'second_factor' }
    if (next === 'second_factor') throw problem({ status: 401, code: SECOND_FACTOR_ASKED })
    const found = await me()
    // The cookie was refused (third-party frame, cookies off): the same as a session that ended.
    if (!found) throw problem({ status: 401, code: 'identity.signed_out' })
    return found
  },
  async signOut() {
    const answer = await ask('DELETE', '/session')
    if (!answer.ok && answer.status !== 401) throw await problemOf(answer)
  },
}
