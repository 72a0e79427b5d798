// 钉钉: work notices of an application, and the robot of a group. Written from open.dingtalk.com (发送工作通知, 自定义机器人).
import type { Outward, Reply } from '#core/outward.ts'
import type { ChannelAdapter, Outgoing, Sent, Setup, Trouble } from '#modules/notifications/index.ts'
import { dingtalkRobotSign } from './callback-cipher.adapter.ts'
import { beforeIt, byStatus, cut, failed, jsonOf, tokenCache } from './vendor-reply.adapter.ts'

const DOCUMENTED = 'https://oapi.dingtalk.com'
const MINUTE = 60_000
const JSON_TYPE = { 'content-type': 'application/json' }
const tokens = tokenCache()

const TROUBLES: Record<string, Trouble> = {
  '88': 'auth',
  '40014': 'auth',
  '40089': 'auth',
  '33012': 'notFound',
  '-1': 'transient',
  '310000': 'auth',
  '300005': 'auth',
  '400101': 'auth',
  '400102': 'auth',
  '400106': 'badRequest',
}
/** A robot that spoke too often is mute for ten minutes. */
const MUTED = new Set(['410100', '660026'])

function judge(reply: Reply, now: Date): Sent {
  const body = jsonOf(reply)
  if (body.errcode === undefined) return byStatus(reply)
  const code = String(body.errcode)
  if (MUTED.has(code)) return failed('rate', code, body.errmsg, new Date(now.getTime() + 10 * MINUTE))
  if (code === '90002' || code === '90018') return failed('rate', code, body.errmsg, new Date(now.getTime() + MINUTE))
  return failed(TROUBLES[code] ?? 'badRequest', code, body.errmsg)
}

async function tokenOf(outward: Outward, setup: Setup, now: Date): Promise<string | Sent> {
  const key = `${setup.tenantId}:${setup.version}`
  const kept = tokens.get(key, now)
  if (kept) return kept
  const query = new URLSearchParams({ appkey: setup.settings.appKey as string, appsecret: setup.secrets.appSecret as string })
  const reply = await outward.ask(`${outward.base('dingtalk', DOCUMENTED)}/gettoken?${query}`, { method: 'GET' })
  const body = jsonOf(reply)
  if (body.errcode !== 0 || typeof body.access_token !== 'string') return judge(reply, now)
  tokens.put(key, body.access_token, Number(body.expires_in), now)
  return body.access_token
}

/** Buttons lead to the decision's own page: a work notice carries links, not answers. */
function cardOf(message: Outgoing): Record<string, unknown> {
  const markdown = `### ${message.title}\n\n${cut(message.text, 1500)}`
  if (message.buttons.length > 0 && message.url)
    return {
      title: message.title,
      markdown,
      btn_orientation: '1',
      btn_json_list: message.buttons.map((button) => ({ title: button.text, action_url: `${message.url}?answer=${button.key}` })),
    }
  return { title: message.title, markdown, single_title: '打开', single_url: message.url ?? '' }
}

export const dingtalk: ChannelAdapter = {
  // The same words to the same person are taken once a day.
  remembersMs: 1440 * MINUTE,
  limits: { all: [{ ms: MINUTE, most: 5000 }], each: [{ ms: 1440 * MINUTE, most: 500 }] },
  async send({ services: { outward }, now }, setup, message): Promise<Sent> {
    const base = outward.base('dingtalk', DOCUMENTED)
    for (let tries = 1; ; tries += 1) {
      const token = await beforeIt(() => tokenOf(outward, setup, now))
      if (typeof token !== 'string') return token
      const reply = await outward.ask(`${base}/topapi/message/corpconversation/asyncsend_v2?access_token=${encodeURIComponent(token)}`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({
          agent_id: Number(setup.settings.agentId),
          userid_list: message.address,
          msg: { msgtype: 'action_card', action_card: cardOf(message) },
        }),
      })
      const body = jsonOf(reply)
      if (body.errcode === 0) return { ok: true, vendorId: String(body.task_id ?? '') || null }
      if (body.errcode !== 88 || String(body.sub_code) !== '40014' || tries > 1) return judge(reply, now)
      tokens.drop(`${setup.tenantId}:${setup.version}`)
    }
  },
}

export const dingtalkRobot: ChannelAdapter = {
  remembersMs: 60 * MINUTE,
  limits: { all: [{ ms: MINUTE, most: 20 }], each: [] },
  async send({ services: { outward }, now }, setup, message): Promise<Sent> {
    const query = new URLSearchParams({ access_token: setup.secrets.accessToken as string })
    if (setup.secrets.signSecret) {
      const timestamp = String(now.getTime())
      query.set('timestamp', timestamp)
      query.set('sign', dingtalkRobotSign(timestamp, setup.secrets.signSecret))
    }
    const link = message.url ? `\n\n[打开](${message.url})` : ''
    const reply = await outward.ask(`${outward.base('dingtalk', DOCUMENTED)}/robot/send?${query}`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({
        msgtype: 'markdown',
        markdown: { title: message.title, text: `${cut(message.text, 4000)}${link}` },
        msgUuid: message.key,
      }),
    })
    return jsonOf(reply).errcode === 0 ? { ok: true, delivered: true, vendorId: null } : judge(reply, now)
  },
}
