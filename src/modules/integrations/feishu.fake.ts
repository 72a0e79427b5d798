// 飞书 as its documents describe it: tenant tokens, cards with one message per uuid, a robot that checks its signature, and a finger on a button.
import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { loopback } from './loopback.fake.ts'

export interface FeishuOptions {
  appId: string
  appSecret: string
  encryptKey: string
  hookId: string
  robotSecret: string
  users: string[]
  now: () => number
}

export async function fakeFeishu(options: FeishuOptions) {
  const delivered: { to: string; card: Record<string, unknown>; at: number }[] = []
  const group: { text: string; at: number }[] = []
  const uuids = new Map<string, string>()
  let tokens: string[] = []
  const server = await loopback((ask) => {
    const json = ask.body.length > 0 ? JSON.parse(ask.body.toString('utf8')) : {}
    if (ask.path === '/open-apis/auth/v3/tenant_access_token/internal') {
      if (json.app_id !== options.appId || json.app_secret !== options.appSecret) return { json: { code: 10003, msg: 'invalid param' } }
      const token = `t-${randomBytes(12).toString('hex')}`
      tokens.push(token)
      return { json: { code: 0, msg: 'ok', tenant_access_token: token, expire: 7200 } }
    }
    if (ask.path === '/open-apis/im/v1/messages') {
      const token = String(ask.headers.authorization).replace(/^Bearer /, '')
      if (!tokens.includes(token)) return { status: 400, json: { code: 99991663, msg: 'Invalid access token' } }
      if (!['open_id', 'user_id'].includes(ask.query.get('receive_id_type') ?? ''))
        return { status: 400, json: { code: 99992402, msg: 'field validation failed' } }
      if (!options.users.includes(json.receive_id))
        return { status: 400, json: { code: 230013, msg: 'Bot has NO availability to this user' } }
      const at = options.now()
      const known = uuids.get(json.uuid)
      if (known) return { json: { code: 0, msg: 'success', data: { message_id: known } } }
      if (delivered.filter((one) => one.to === json.receive_id && at - one.at < 1000).length >= 5)
        return { status: 400, headers: { 'x-ogw-ratelimit-reset': '2' }, json: { code: 230020, msg: 'rate limit' } }
      if (String(json.uuid).length > 50 || json.msg_type !== 'interactive') return { status: 400, json: { code: 230001, msg: 'param' } }
      const id = `om_${randomBytes(8).toString('hex')}`
      uuids.set(json.uuid, id)
      delivered.push({ to: json.receive_id, card: JSON.parse(json.content), at })
      return { json: { code: 0, msg: 'success', data: { message_id: id } } }
    }
    if (ask.path === `/open-apis/bot/v2/hook/${options.hookId}`) {
      const sign = createHmac('sha256', `${json.timestamp}\n${options.robotSecret}`).update('').digest('base64')
      const at = options.now()
      if (json.sign !== sign || Math.abs(at - Number(json.timestamp) * 1000) > 3_600_000)
        return { json: { code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' } }
      if (group.filter((one) => at - one.at < 60_000).length >= 100 || group.filter((one) => at - one.at < 1000).length >= 5)
        return { json: { code: 11232, msg: 'frequency limited' } }
      group.push({ text: json.content.text, at })
      return { json: { code: 0, StatusCode: 0, msg: 'success' } }
    }
    if (ask.path.startsWith('/open-apis/bot/v2/hook/'))
      return { json: { code: 19001, msg: 'param invalid: incoming webhook access token invalid' } }
    return { status: 404, text: '404 page not found' }
  })

  const encrypted = (body: unknown): string => {
    const iv = randomBytes(16)
    const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(options.encryptKey).digest(), iv)
    const bytes = Buffer.concat([iv, cipher.update(JSON.stringify(body), 'utf8'), cipher.final()])
    return JSON.stringify({ encrypt: bytes.toString('base64') })
  }
  const signed = (body: string, at = options.now()) => {
    const timestamp = String(Math.floor(at / 1000))
    const nonce = randomBytes(6).toString('hex')
    const signature = createHash('sha256').update(`${timestamp}${nonce}${options.encryptKey}${body}`).digest('hex')
    return {
      body,
      headers: { 'x-lark-request-timestamp': timestamp, 'x-lark-request-nonce': nonce, 'x-lark-signature': signature },
    }
  }
  return {
    url: server.url,
    delivered,
    group,
    encrypted,
    forgetTokens: () => {
      tokens = []
    },
    pressed: (user: string, id: string, act: string, at?: number) =>
      signed(
        encrypted({
          schema: '2.0',
          header: { event_id: randomBytes(12).toString('hex'), event_type: 'card.action.trigger', app_id: options.appId },
          event: {
            operator: { open_id: 'ou_unknown', user_id: user },
            token: 'c-1',
            action: { tag: 'button', value: { id, act } },
            context: {},
          },
        }),
        at,
      ),
    stop: server.stop,
  }
}
