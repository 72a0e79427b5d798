// 飞书: interactive cards of an application, and the robot of a group. Written from open.feishu.cn (发送消息, 自定义机器人).
import type { Outward, Reply } from '#core/outward.ts'
import type { ChannelAdapter, Outgoing, Sent, Setup, Trouble } from '#modules/notifications/index.ts'
import { feishuRobotSign } from './callback-cipher.adapter.ts'
import { beforeIt, byStatus, cut, failed, jsonOf, tokenCache } from './vendor-reply.adapter.ts'

const DOCUMENTED = 'https://open.feishu.cn'
const MINUTE = 60_000
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const STALE = new Set([99991661, 99991663, 99991668])
const tokens = tokenCache()

const TROUBLES: Record<number, Trouble> = {
  10003: 'auth',
  10014: 'auth',
  99991661: 'auth',
  99991663: 'auth',
  230002: 'notFound',
  230013: 'notFound',
  19001: 'auth',
  19021: 'auth',
  19022: 'auth',
  19024: 'rejectedByPolicy',
}
const RATE = new Set([230020, 99991400, 11232])

function judge(reply: Reply, now: Date): Sent {
  const body = jsonOf(reply)
  const code = body.code as number | undefined
  if (code === undefined) return byStatus(reply)
  if (RATE.has(code)) {
    const wait = Number(reply.headers['x-ogw-ratelimit-reset']) || 1
    return failed('rate', code, body.msg, new Date(now.getTime() + wait * 1000))
  }
  return failed(TROUBLES[code] ?? 'badRequest', code, body.msg)
}

async function tokenOf(outward: Outward, setup: Setup, now: Date): Promise<string | Sent> {
  const key = `${setup.tenantId}:${setup.version}`
  const kept = tokens.get(key, now)
  if (kept) return kept
  const reply = await outward.ask(`${outward.base('feishu', DOCUMENTED)}/open-apis/auth/v3/tenant_access_token/internal`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ app_id: setup.settings.appId, app_secret: setup.secrets.appSecret }),
  })
  const body = jsonOf(reply)
  if (body.code !== 0 || typeof body.tenant_access_token !== 'string') return judge(reply, now)
  tokens.put(key, body.tenant_access_token, Number(body.expire), now)
  return body.tenant_access_token
}

const plain = (content: string) => ({ tag: 'plain_text', content })

/** Card 2.0: buttons answer where the callback's key is known, and lead to the page where it is not. */
function cardOf(message: Outgoing, setup: Setup): Record<string, unknown> {
  const answers = Boolean(setup.secrets.encryptKey)
  const buttons = message.buttons.map((button) => ({
    tag: 'button',
    text: plain(button.text),
    type: button.key === 'agree' ? 'primary' : 'default',
    behaviors: [
      answers
        ? { type: 'callback', value: { id: message.id, act: button.key } }
        : { type: 'open_url', default_url: `${message.url}?answer=${button.key}` },
    ],
  }))
  const open = message.url
    ? [{ tag: 'button', text: plain('打开'), type: 'text', behaviors: [{ type: 'open_url', default_url: message.url }] }]
    : []
  return {
    schema: '2.0',
    header: { title: plain(message.title) },
    body: { elements: [{ tag: 'markdown', content: cut(message.text, 8000) }, ...buttons, ...open] },
  }
}

/** An `ou_…` is an open_id, anything else a user_id. */
const idTypeOf = (address: string): string => (address.startsWith('ou_') ? 'open_id' : 'user_id')

export const feishu: ChannelAdapter = {
  // One message per uuid and hour.
  remembersMs: 60 * MINUTE,
  limits: {
    all: [
      { ms: 1000, most: 50 },
      { ms: MINUTE, most: 1000 },
    ],
    each: [{ ms: 1000, most: 5 }],
  },
  async send({ services: { outward }, now }, setup, message): Promise<Sent> {
    const address = message.address ?? ''
    for (let tries = 1; ; tries += 1) {
      const token = await beforeIt(() => tokenOf(outward, setup, now))
      if (typeof token !== 'string') return token
      const reply = await outward.ask(
        `${outward.base('feishu', DOCUMENTED)}/open-apis/im/v1/messages?receive_id_type=${idTypeOf(address)}`,
        {
          method: 'POST',
          headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
          body: JSON.stringify({
            receive_id: address,
            msg_type: 'interactive',
            content: JSON.stringify(cardOf(message, setup)),
            uuid: message.key,
          }),
        },
      )
      const body = jsonOf(reply)
      if (body.code === 0) return { ok: true, vendorId: (body.data as { message_id?: string } | undefined)?.message_id ?? null }
      if (!STALE.has(body.code as number) || tries > 1) return judge(reply, now)
      tokens.drop(`${setup.tenantId}:${setup.version}`)
    }
  },
}

export const feishuRobot: ChannelAdapter = {
  remembersMs: 0,
  limits: {
    all: [
      { ms: 1000, most: 5 },
      { ms: MINUTE, most: 100 },
    ],
    each: [],
  },
  async send({ services: { outward }, now }, setup, message): Promise<Sent> {
    const timestamp = String(Math.floor(now.getTime() / 1000))
    const signed = setup.secrets.signSecret ? { timestamp, sign: feishuRobotSign(timestamp, setup.secrets.signSecret) } : {}
    const text = cut(message.url ? `${message.text}\n${message.url}` : message.text, 15_000)
    const reply = await outward.ask(
      `${outward.base('feishu', DOCUMENTED)}/open-apis/bot/v2/hook/${encodeURIComponent(setup.secrets.hookId as string)}`,
      {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({ ...signed, msg_type: 'text', content: { text } }),
      },
    )
    return jsonOf(reply).code === 0 ? { ok: true, delivered: true, vendorId: null } : judge(reply, now)
  },
}
