// What vendors' servers answer: parsed before it is judged, for HTTP 200 is not success, and not everything is JSON.
import type { Reply } from '#core/outward.ts'
import { Inside } from '#core/public-place.ts'
import type { Sent, Trouble } from '#modules/notifications/index.ts'

type Json = Record<string, unknown>

/** The body as an object; empty where it is none (a wrong path, a page of a firewall). */
export function jsonOf(reply: Reply): Json {
  try {
    const value: unknown = JSON.parse(reply.text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
  } catch {
    return {}
  }
}

export const failed = (trouble: Trouble, code: unknown, detail: unknown, notBefore?: Date): Sent => ({
  ok: false,
  trouble,
  detail: [code, detail].filter((one) => one !== undefined && one !== null && one !== '').join(' '),
  ...(notBefore && { notBefore }),
})

/** 503 says that nothing was done. Any other 5xx is a server or a gateway that does not know, as is a 200 that is not the vendor's. */
export function troubleOf(status: number): Trouble {
  if (status === 503) return 'transient'
  return status >= 500 || status === 200 || status === 0 ? 'interrupted' : 'badRequest'
}

/** An answer without the vendor's code: the status is all there is. */
export function byStatus(reply: Reply): Sent {
  if (reply.status === 429) return failed('rate', 429, '')
  return failed(troubleOf(reply.status), reply.status, reply.text.slice(0, 80))
}

/** A token asked for before the message: whatever becomes of that, the message has not left. */
export async function beforeIt(token: () => Promise<string | Sent>): Promise<string | Sent> {
  const said = await token().catch((error: unknown): Sent => {
    if (error instanceof Inside) throw error
    return failed('transient', (error as { code?: string }).code, (error as Error).message)
  })
  return typeof said === 'object' && !said.ok && said.trouble === 'interrupted' ? { ...said, trouble: 'transient' } : said
}

/** Tokens live two hours and belong to one set of settings; refreshed five minutes early. */
export function tokenCache() {
  const kept = new Map<string, { token: string; until: number }>()
  return {
    get: (key: string, now: Date): string | undefined => {
      const hit = kept.get(key)
      return hit && hit.until > now.getTime() ? hit.token : undefined
    },
    put: (key: string, token: string, seconds: number, now: Date): void =>
      void kept.set(key, { token, until: now.getTime() + Math.max(0, seconds - 300) * 1000 }),
    drop: (key: string): void => void kept.delete(key),
  }
}

/** Cut to `bytes` of UTF-8 at a whole character. */
export function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let kept = ''
  let size = 0
  for (const letter of text) {
    size += Buffer.byteLength(letter)
    if (size > bytes - 3) break
    kept += letter
  }
  return `${kept}…`
}
