// 企业微信: messages of an application with buttons, and the robot of a group. Written from developer.work.weixin.qq.com
// (发送应用消息, 更新模版卡片消息, 消息推送配置说明).
import type { Outward, Reply } from '#core/outward.ts'
import type { ChannelAdapter, Outgoing, Sent, Setup, Trouble } from '#modules/notifications/index.ts'
import { beforeIt, byStatus, cut, failed, jsonOf, tokenCache } from './vendor-reply.adapter.ts'

const DOCUMENTED = 'https://qyapi.weixin.qq.com'
/** The longest that the vendor looks for doubles. */
const REMEMBERS_S = 14_400
const MINUTE = 60_000
const tokens = tokenCache()
const JSON_TYPE = { 'content-type': 'application/json' }

async function tokenOf(outward: Outward, base: string, setup: Setup, now: Date): Promise<string | Sent> {
  const key = `${setup.tenantId}:${setup.version}`
  const kept = tokens.get(key, now)
  if (kept) return kept
  const query = new URLSearchParams({ corpid: setup.settings.corpId as string, corpsecret: setup.secrets.appSecret as string })
  const reply = await outward.ask(`${base}/cgi-bin/gettoken?${query}`, { method: 'GET' })
  const body = jsonOf(reply)
  if (body.errcode !== 0 || typeof body.access_token !== 'string') return judge(reply, body)
  tokens.put(key, body.access_token, Number(body.expires_in), now)
  return body.access_token
}

/** A call with the token of one application; refreshed once when the vendor calls it stale. */
async function withToken(
  outward: Outward,
  setup: Setup,
  now: Date,
  call: (base: string, token: string) => Promise<Reply>,
): Promise<{ reply: Reply; code: number | undefined } | Sent> {
  const base = outward.base('wecom', DOCUMENTED)
  for (let tries = 1; ; tries += 1) {
    const token = await beforeIt(() => tokenOf(outward, base, setup, now))
    if (typeof token !== 'string') return token
    const reply = await call(base, token)
    const code = jsonOf(reply).errcode as number | undefined
    if ((code !== 40014 && code !== 42001) || tries > 1) return { reply, code }
    tokens.drop(`${setup.tenantId}:${setup.version}`)
  }
}

const TROUBLES: Record<number, Trouble> = {
  40001: 'auth',
  40013: 'auth',
  40014: 'auth',
  42001: 'auth',
  60020: 'auth',
  40003: 'notFound',
  60111: 'notFound',
  81013: 'notFound',
  45033: 'transient',
  [-1]: 'transient',
  93000: 'auth',
}

function judge(reply: Reply, body = jsonOf(reply), now?: Date): Sent {
  const code = body.errcode as number | undefined
  if (code === undefined) return byStatus(reply)
  if (code === 45009) return failed('rate', code, body.errmsg, now && new Date(now.getTime() + MINUTE))
  return failed(TROUBLES[code] ?? 'badRequest', code, body.errmsg)
}

/** A card with buttons where the answer can come back, else words with a link. What is sent carries its key: the vendor drops doubles by content. */
function bodyOf(message: Outgoing, setup: Setup): Record<string, unknown> {
  const url = message.url ? `${message.url}${message.url.includes('?') ? '&' : '?'}m=${message.id}` : null
  const head = {
    touser: message.address,
    agentid: Number(setup.settings.agentId),
    enable_duplicate_check: 1,
    duplicate_check_interval: REMEMBERS_S,
  }
  if (message.buttons.length > 0 && url && setup.secrets.token && setup.secrets.encodingAesKey)
    return {
      ...head,
      msgtype: 'template_card',
      template_card: {
        card_type: 'button_interaction',
        source: { desc: '外勤闭环' },
        main_title: { title: message.title, desc: cut(message.text, 400) },
        card_action: { type: 1, url },
        task_id: message.id,
        button_list: message.buttons.map((button) => ({ text: button.text, style: button.key === 'agree' ? 1 : 2, key: button.key })),
      },
    }
  const link = url ? `\n[打开](${url})` : ''
  return { ...head, msgtype: 'markdown', markdown: { content: `${cut(message.text, 2048 - Buffer.byteLength(link))}${link}` } }
}

export const wecom: ChannelAdapter = {
  remembersMs: REMEMBERS_S * 1000,
  limits: {
    all: [{ ms: MINUTE, most: 10_000 }],
    // Over these the vendor says yes and drops the message.
    each: [
      { ms: MINUTE, most: 30 },
      { ms: 60 * MINUTE, most: 1000 },
    ],
  },
  async send({ services: { outward }, now }, setup, message): Promise<Sent> {
    const { update } = message
    const path = update ? 'update_template_card' : 'send'
    const body = update
      ? {
          userids: [message.address],
          agentid: Number(setup.settings.agentId),
          response_code: update.responseCode,
          button: { replace_name: update.text },
        }
      : bodyOf(message, setup)
    const said = await withToken(outward, setup, now, (base, token) =>
      outward.ask(`${base}/cgi-bin/message/${path}?access_token=${encodeURIComponent(token)}`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify(body),
      }),
    )
    if ('ok' in said) return said
    const answer = jsonOf(said.reply)
    if (said.code !== 0) return judge(said.reply, answer, now)
    const invalid = String(answer.invaliduser ?? '').split('|')
    if (invalid.includes((message.address ?? '').toLowerCase())) return failed('notFound', undefined, 'invaliduser')
    return { ok: true, vendorId: typeof answer.msgid === 'string' ? answer.msgid : null }
  },
}

export const wecomRobot: ChannelAdapter = {
  remembersMs: 0,
  limits: { all: [{ ms: MINUTE, most: 20 }], each: [] },
  async send({ services: { outward }, now }, setup, message): Promise<Sent> {
    const base = outward.base('wecom', DOCUMENTED)
    const link = message.url ? `\n[打开](${message.url})` : ''
    const reply = await outward.ask(`${base}/cgi-bin/webhook/send?key=${encodeURIComponent(setup.secrets.key as string)}`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ msgtype: 'markdown', markdown: { content: `${cut(message.text, 4096 - Buffer.byteLength(link))}${link}` } }),
    })
    const body = jsonOf(reply)
    return body.errcode === 0 ? { ok: true, delivered: true, vendorId: null } : judge(reply, body, now)
  },
}
