// Web push (RFC 8030, 8291, 8292) to each of a person's browsers. The topic makes a push service keep one message per key.
import webpush from 'web-push'
import { type ChannelAdapter, type Outgoing, pushKey, type Sent } from '#modules/notifications/index.ts'
import { failed, troubleOf } from './vendor-reply.adapter.ts'

const DAY_S = 86_400

export const push: ChannelAdapter = {
  remembersMs: DAY_S * 1000,
  limits: { all: [{ ms: 60_000, most: 600 }], each: [{ ms: 60_000, most: 30 }] },
  async send({ services, now }, { settings }, message: Outgoing): Promise<Sent> {
    const key = await pushKey(services)
    const contact = settings.contact?.includes('@') ? `mailto:${settings.contact}` : settings.contact
    const payload = JSON.stringify({ id: message.id, title: message.title, text: message.text.slice(0, 1200), url: message.url })
    const gone: string[] = []
    let taken = 0
    let last: Sent | null = null
    for (const browser of message.browsers) {
      const details = webpush.generateRequestDetails(
        { endpoint: browser.endpoint, keys: { p256dh: browser.p256dh, auth: browser.auth } },
        payload,
        {
          vapidDetails: { subject: contact as string, ...key },
          TTL: DAY_S,
          urgency: message.buttons.length > 0 ? 'high' : 'normal',
          topic: message.key.replace(/-/g, '').slice(0, 32),
        },
      )
      const headers = Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)]))
      delete headers['Content-Length']
      const reply = await services.outward.ask(browser.endpoint, { method: 'POST', headers, body: details.body as Buffer })
      if (reply.status === 404 || reply.status === 410) gone.push(browser.id)
      else if (reply.status >= 200 && reply.status < 300) taken += 1
      else last = judged(reply.status, reply.headers['retry-after'], now)
    }
    if (taken > 0 || (last === null && gone.length > 0)) return { ok: true, vendorId: null, gone }
    return last ?? failed('notFound', undefined, 'no browser')
  },
}

function judged(status: number, retryAfter: string | undefined, now: Date): Sent {
  if (status === 429) {
    const seconds = Number(retryAfter)
    return failed('rate', status, '', Number.isFinite(seconds) && seconds > 0 ? new Date(now.getTime() + seconds * 1000) : undefined)
  }
  if (status === 401 || status === 403) return failed('auth', status, '')
  return failed(troubleOf(status), status, '')
}
