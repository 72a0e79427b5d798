// 钉钉 as its documents describe it: work notices, the same words once a day, and a robot that goes mute for ten minutes.
import { createHmac, randomBytes } from 'node:crypto'
import { loopback } from './loopback.fake.ts'

export interface DingtalkOptions {
  appKey: string
  appSecret: string
  agentId: number
  robotToken: string
  robotSecret: string
  now: () => number
}

const MINUTE = 60_000
const DAY = 1440 * MINUTE

export async function fakeDingtalk(options: DingtalkOptions) {
  const delivered: { user: string; card: Record<string, unknown>; at: number }[] = []
  const group: { title: string; text: string; at: number }[] = []
  const uuids = new Set<string>()
  let tokens: string[] = []
  let mutedUntil = 0
  const server = await loopback((ask) => {
    const json = ask.body.length > 0 ? JSON.parse(ask.body.toString('utf8')) : {}
    if (ask.path === '/gettoken') {
      if (ask.query.get('appkey') !== options.appKey || ask.query.get('appsecret') !== options.appSecret)
        return { json: { errcode: 40089, errmsg: '不合法的corpid或corpsecret' } }
      const token = randomBytes(16).toString('hex')
      tokens.push(token)
      return { json: { errcode: 0, errmsg: 'ok', access_token: token, expires_in: 7200 } }
    }
    if (ask.path === '/topapi/message/corpconversation/asyncsend_v2') {
      if (!tokens.includes(ask.query.get('access_token') ?? ''))
        return { json: { errcode: 88, sub_code: '40014', sub_msg: '不合法的access_token', errmsg: 'ding talk error' } }
      if (json.agent_id !== options.agentId) return { json: { errcode: 400002, errmsg: 'agent_id wrong' } }
      const { action_card: card } = json.msg
      if (json.msg.msgtype !== 'action_card' || !(card?.btn_json_list || (card?.single_title && card?.single_url)))
        return { json: { errcode: 400001, errmsg: 'msg wrong' } }
      const at = options.now()
      for (const user of String(json.userid_list).split(',')) {
        const same = delivered.some((one) => one.user === user && at - one.at < DAY && JSON.stringify(one.card) === JSON.stringify(card))
        if (!same) delivered.push({ user, card, at })
      }
      return { json: { errcode: 0, errmsg: 'ok', task_id: delivered.length + 1000, request_id: 'r' } }
    }
    if (ask.path === '/robot/send') {
      if (ask.query.get('access_token') !== options.robotToken) return { json: { errcode: 300005, errmsg: 'token is not exist' } }
      const timestamp = ask.query.get('timestamp') ?? ''
      const at = options.now()
      const sign = createHmac('sha256', options.robotSecret).update(`${timestamp}\n${options.robotSecret}`).digest('base64')
      if (ask.query.get('sign') !== sign || Math.abs(at - Number(timestamp)) > 60 * MINUTE)
        return { json: { errcode: 310000, errmsg: 'sign not match' } }
      if (at < mutedUntil) return { json: { errcode: 410100, errmsg: 'send too fast' } }
      if (uuids.has(json.msgUuid)) return { json: { errcode: 0, errmsg: 'ok' } }
      if (group.filter((one) => at - one.at < MINUTE).length >= 20) {
        mutedUntil = at + 10 * MINUTE
        return { json: { errcode: 410100, errmsg: 'send too fast' } }
      }
      uuids.add(json.msgUuid)
      group.push({ ...json.markdown, at })
      return { json: { errcode: 0, errmsg: 'ok' } }
    }
    return { status: 404, text: '<html>not found</html>' }
  })
  return {
    url: server.url,
    delivered,
    group,
    forgetTokens: () => {
      tokens = []
    },
    mute: (until: number) => {
      mutedUntil = until
    },
    stop: server.stop,
  }
}
