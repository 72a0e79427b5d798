// 企业微信 as its documents describe it: tokens, application messages with duplicate check, cards that are updated once, group robots,
// and a finger that presses buttons.
import { randomBytes } from 'node:crypto'
import { tencentEncrypt, tencentSignature } from './callback-cipher.adapter.ts'
import { type FakeAsk, type FakeReply, loopback } from './loopback.fake.ts'

interface Card {
  task_id: string
  card_type: string
  main_title: { title: string; desc?: string }
  button_list: { text: string; key: string }[]
}
export interface WecomMessage {
  touser: string
  msgtype: string
  agentid: number
  template_card?: Card
  markdown?: { content: string }
  at: number
}

export interface WecomOptions {
  corpId: string
  appSecret: string
  agentId: number
  token: string
  encodingAesKey: string
  robotKey: string
  users: string[]
  now: () => number
  port?: number
}

const MINUTE = 60_000

export async function fakeWecom(options: WecomOptions) {
  const delivered: WecomMessage[] = []
  const dropped: WecomMessage[] = []
  const updates: { userids: string[]; response_code: string; button: { replace_name: string } }[] = []
  const group: { content: string; at: number }[] = []
  const codes = new Map<string, { user: string; taskId: string; used: boolean }>()
  const tasks = new Set<string>()
  let tokens: string[] = []
  let tokensAsked = 0
  let down: FakeReply | null = null
  let loses = false
  let beforeAnswer: ((path: string) => Promise<void>) | null = null

  const sendMessage = (body: WecomMessage & { enable_duplicate_check?: number; duplicate_check_interval?: number }): FakeReply => {
    if (body.agentid !== options.agentId)
      return { json: { errcode: 301002, errmsg: 'not allow operate another agent with this accesstoken' } }
    if (body.msgtype === 'markdown' && Buffer.byteLength(body.markdown?.content ?? '') > 2048)
      return { json: { errcode: 45002, errmsg: 'content size out of limit' } }
    const users = body.touser.split('|')
    const invalid = users.filter((user) => !options.users.includes(user)).map((user) => user.toLowerCase())
    const { template_card: card } = body
    if (card && (!/^[0-9A-Za-z_@-]{1,128}$/.test(card.task_id) || card.button_list.length > 6))
      return { json: { errcode: 42014, errmsg: 'invalid template_card' } }
    const same = JSON.stringify([body.touser, body.msgtype, body.markdown, card])
    const interval = Math.min(body.duplicate_check_interval ?? 1800, 14_400) * 1000
    const at = options.now()
    const msgid = randomBytes(12).toString('base64url')
    if (body.enable_duplicate_check === 1)
      if (
        delivered.some(
          (one) => at - one.at < interval && JSON.stringify([one.touser, one.msgtype, one.markdown, one.template_card]) === same,
        )
      )
        return { json: { errcode: 0, errmsg: 'ok', msgid } }
    if (card && tasks.has(card.task_id)) return { json: { errcode: 42015, errmsg: 'task_id repeated' } }
    if (card) tasks.add(card.task_id)
    const { msgtype, agentid, markdown } = body
    for (const user of users.filter((one) => options.users.includes(one))) {
      const message = { touser: user, msgtype, agentid, ...(card && { template_card: card }), ...(markdown && { markdown }), at }
      const recent = delivered.filter((one) => one.touser === user)
      const over =
        recent.filter((one) => at - one.at < MINUTE).length >= 30 || recent.filter((one) => at - one.at < 60 * MINUTE).length >= 1000
      // Over the limit of a member the answer is the same, and nothing arrives.
      ;(over ? dropped : delivered).push(message)
    }
    return { json: { errcode: 0, errmsg: 'ok', invaliduser: invalid.join('|'), msgid } }
  }

  const answer = async (ask: FakeAsk): Promise<FakeReply> => {
    if (down) return down
    const json = ask.body.length > 0 ? JSON.parse(ask.body.toString('utf8')) : {}
    if (ask.path === '/cgi-bin/gettoken') {
      tokensAsked += 1
      await beforeAnswer?.('gettoken')
      if (ask.query.get('corpid') !== options.corpId) return { json: { errcode: 40013, errmsg: 'invalid corpid' } }
      if (ask.query.get('corpsecret') !== options.appSecret) return { json: { errcode: 40001, errmsg: 'invalid credential' } }
      const token = randomBytes(16).toString('hex')
      tokens.push(token)
      return { json: { errcode: 0, errmsg: 'ok', access_token: token, expires_in: 7200 } }
    }
    if (ask.path === '/cgi-bin/webhook/send') {
      if (ask.query.get('key') !== options.robotKey) return { json: { errcode: 93000, errmsg: 'invalid webhook url' } }
      const at = options.now()
      if (group.filter((one) => at - one.at < MINUTE).length >= 20) return { json: { errcode: 45009, errmsg: 'api freq out of limit' } }
      group.push({ content: json.markdown.content, at })
      return loses ? { cut: true } : { json: { errcode: 0, errmsg: 'ok' } }
    }
    if (!tokens.includes(ask.query.get('access_token') ?? '')) return { json: { errcode: 40014, errmsg: 'invalid access_token' } }
    if (ask.path === '/cgi-bin/message/send') {
      const reply = sendMessage(json)
      await beforeAnswer?.('send')
      return loses ? { cut: true } : reply
    }
    if (ask.path === '/cgi-bin/message/update_template_card') {
      const code = codes.get(json.response_code)
      if (!code || code.used) return { json: { errcode: 42013, errmsg: 'invalid response_code' } }
      code.used = true
      updates.push(json)
      await beforeAnswer?.('update')
      return { json: { errcode: 0, errmsg: 'ok' } }
    }
    return { status: 404, text: '' }
  }
  const server = await loopback(answer, options.port ?? 0)

  const signed = (xml: string, how: { at?: number; receiver?: string; aesKey?: string } = {}) => {
    const encrypt = tencentEncrypt(how.aesKey ?? options.encodingAesKey, xml, how.receiver ?? options.corpId)
    const timestamp = String(Math.floor((how.at ?? options.now()) / 1000))
    const nonce = randomBytes(6).toString('hex')
    const signature = tencentSignature(options.token, timestamp, nonce, encrypt)
    return {
      query: new URLSearchParams({ msg_signature: signature, timestamp, nonce }),
      body: `<xml><ToUserName><![CDATA[${options.corpId}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt><AgentID>${options.agentId}</AgentID></xml>`,
      encrypt,
    }
  }

  return {
    url: server.url,
    delivered,
    dropped,
    updates,
    group,
    get tokensAsked() {
      return tokensAsked
    },
    signed,
    /** Every token handed out so far is stale at once. */
    forgetTokens: () => {
      tokens = []
    },
    /** Answers everything with this until told otherwise. */
    fail: (reply: FakeReply | null) => {
      down = reply
    },
    /** Takes messages, and the line breaks before it says so. */
    loseAnswers: (yes: boolean) => {
      loses = yes
    },
    /** Runs after a token was asked for, a message taken or a card updated, and before the answer leaves. */
    beforeAnswer: (act: ((path: string) => Promise<void>) | null) => {
      beforeAnswer = act
    },
    /** What the vendor sends when `user` presses a button of a card: query and body of the callback. */
    pressed(user: string, taskId: string, key: string, how: { at?: number; receiver?: string; aesKey?: string } = {}) {
      const responseCode = randomBytes(16).toString('base64url')
      codes.set(responseCode, { user, taskId, used: false })
      const created = Math.floor(options.now() / 1000)
      return signed(
        `<xml><ToUserName><![CDATA[${options.corpId}]]></ToUserName><FromUserName><![CDATA[${user}]]></FromUserName><CreateTime>${created}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[${key}]]></EventKey><TaskId><![CDATA[${taskId}]]></TaskId><CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[${responseCode}]]></ResponseCode><AgentID>${options.agentId}</AgentID></xml>`,
        how,
      )
    },
    stop: server.stop,
  }
}
