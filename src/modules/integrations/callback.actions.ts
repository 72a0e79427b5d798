// 供应商回调: what vendors send us. Judged over the raw bytes before it is read, taken once, answered in the vendor's own way.
import type { Ctx } from '#core/context.ts'
import type { House } from '#core/routes.ts'
import { insertMessages, memberAt, type Setup, sendSoon, setupOf } from '#modules/notifications/index.ts'
import * as cipher from './callback-cipher.adapter.ts'
import { decideByButton, refusedText } from './decision.actions.ts'
import { noteOutcome, receiveOnce } from './decision.store.ts'
import { inTenant } from './member-act.actions.ts'

export interface CallbackRequest {
  method: string
  query: Record<string, string>
  headers: Record<string, string>
  body: string
  requestId: string
}
export interface CallbackAnswer {
  status: number
  type: 'text/plain' | 'application/json'
  body: string
}

/** How old or early a callback may be: the vendors try again within seconds to minutes, a thief comes later. */
const FRESH_MS = 10 * 60_000

const text = (body: string, status = 200): CallbackAnswer => ({ status, type: 'text/plain', body })
const json = (body: unknown, status = 200): CallbackAnswer => ({ status, type: 'application/json', body: JSON.stringify(body) })
/** One answer for everything that is not genuine: what was wrong with it is nobody's business. */
const forged = (): CallbackAnswer => text('forbidden', 403)

const fresh = (ms: number, now: Date): boolean => Number.isFinite(ms) && Math.abs(now.getTime() - ms) <= FRESH_MS

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Takes a callback of a vendor for one company. */
export async function receiveCallback(house: House, vendor: string, tenantId: string, request: CallbackRequest): Promise<CallbackAnswer> {
  if (!UUID.test(tenantId) || (vendor !== 'wecom' && vendor !== 'feishu')) return text('not found', 404)
  const setup = await inTenant(house, tenantId, request.requestId, (ctx) => setupOf(ctx, vendor))
  if (!setup) return text('not found', 404)
  return vendor === 'wecom' ? await fromWecom(house, setup, request) : await fromFeishu(house, setup, request)
}

interface Pressed {
  vendor: 'wecom' | 'feishu'
  vendorName: string
  /** The vendor's key of this very message: the second time it is known. */
  key: string
  user: string
  messageId: string
  button: string
  responseCode: string | null
}

/** Decides once. Told again, it changes nothing and says what was said. */
async function press(house: House, tenantId: string, requestId: string, pressed: Pressed): Promise<string | null> {
  const take = async (ctx: Ctx, work: (memberId: string) => Promise<string>): Promise<string | null> => {
    if (!(await receiveOnce(ctx, pressed.vendor, pressed.key, 'received'))) return null
    const memberId = await memberAt(ctx, pressed.vendor, pressed.user)
    if (!memberId) {
      await noteOutcome(ctx, pressed.vendor, pressed.key, 'unknown_user')
      return null
    }
    const said = await work(memberId)
    await noteOutcome(ctx, pressed.vendor, pressed.key, said)
    if (pressed.responseCode) await updateCard(ctx, memberId, pressed, said)
    return said
  }
  if (!UUID.test(pressed.messageId)) return null
  const act = { messageId: pressed.messageId, key: pressed.button, vendor: pressed.vendorName }
  try {
    return await inTenant(house, tenantId, requestId, (ctx) =>
      take(ctx, async (memberId) => (await decideByButton(ctx, { ...act, memberId })).text),
    )
  } catch (error) {
    const refused = refusedText(error)
    if (refused === null) throw error
    // Nothing of the refused decision stands; that it was asked, and what the card shall say, does.
    return await inTenant(house, tenantId, requestId, (ctx) => take(ctx, async () => refused))
  }
}

/** The card says what became of it, at once; the outbox carries that, with its attempts and limits. */
async function updateCard(ctx: Ctx, memberId: string, pressed: Pressed, said: string): Promise<void> {
  await insertMessages(ctx, [
    {
      channel: pressed.vendor,
      cause: `card:${pressed.key}`,
      recipient: memberId,
      memberId,
      address: null,
      eventType: 'notification.card',
      message: 'notification.card',
      params: { update: { responseCode: pressed.responseCode, text: said }, text: said },
      link: null,
      urgent: true,
      state: 'waiting',
      notBefore: ctx.now.toISOString(),
    },
  ])
  ctx.afterCommit(() => sendSoon(ctx.tenantId))
}

async function fromWecom(house: House, setup: Setup, request: CallbackRequest): Promise<CallbackAnswer> {
  const { token, encodingAesKey } = setup.secrets
  if (!token || !encodingAesKey) return text('not found', 404)
  const { msg_signature: signature = '', timestamp = '', nonce = '', echostr } = request.query
  const encrypted = request.method === 'GET' ? (echostr ?? '') : (cipher.xmlText(request.body, 'Encrypt') ?? '')
  if (!encrypted || !cipher.same(signature, cipher.tencentSignature(token, timestamp, nonce, encrypted))) return forged()
  if (!fresh(Number(timestamp) * 1000, house.clock.now())) return forged()
  const opened = cipher.tencentDecrypt(encodingAesKey, encrypted)
  if (!opened || opened.receiver !== setup.settings.corpId) return forged()
  if (request.method === 'GET') return text(opened.message)
  const of = (name: string): string => cipher.xmlText(opened.message, name) ?? ''
  if (of('Event') === 'template_card_event')
    await press(house, setup.tenantId, request.requestId, {
      vendor: 'wecom',
      vendorName: '企业微信',
      key: of('MsgId') || `${of('FromUserName')}:${of('CreateTime')}:${of('TaskId')}:${of('EventKey')}`,
      user: of('FromUserName'),
      messageId: of('TaskId'),
      button: of('EventKey'),
      responseCode: of('ResponseCode') || null,
    })
  return text('')
}

interface FeishuEvent {
  type?: string
  challenge?: string
  encrypt?: string
  header?: { event_id?: string; event_type?: string; app_id?: string }
  event?: { operator?: { open_id?: string; user_id?: string }; action?: { value?: { id?: string; act?: string } } }
}

const parse = (body: string | null): FeishuEvent | null => {
  try {
    const value: unknown = JSON.parse(body ?? '')
    return typeof value === 'object' && value !== null ? (value as FeishuEvent) : null
  } catch {
    return null
  }
}

async function fromFeishu(house: House, setup: Setup, request: CallbackRequest): Promise<CallbackAnswer> {
  const { encryptKey } = setup.secrets
  if (!encryptKey) return text('not found', 404)
  const outer = parse(request.body)
  const event = outer?.encrypt ? parse(cipher.feishuDecrypt(encryptKey, outer.encrypt)) : null
  if (!event) return forged()
  // The handshake is not signed; that it could be decrypted is its proof, and it changes nothing.
  if (event.type === 'url_verification') return json({ challenge: event.challenge ?? '' })
  const {
    'x-lark-request-timestamp': timestamp = '',
    'x-lark-request-nonce': nonce = '',
    'x-lark-signature': signature = '',
  } = request.headers
  if (!cipher.same(signature, cipher.feishuSignature(timestamp, nonce, encryptKey, request.body))) return forged()
  if (!fresh(Number(timestamp) * 1000, house.clock.now())) return forged()
  if (event.header?.app_id !== undefined && event.header.app_id !== setup.settings.appId) return forged()
  const { operator, action } = event.event ?? {}
  if (event.header?.event_type !== 'card.action.trigger' || !event.header.event_id || !action?.value?.id) return json({})
  // A person is kept by one of the two ids; which one is the company's choice.
  const users = [operator?.open_id, operator?.user_id].filter((one) => one !== undefined && one !== '')
  const known = await inTenant(house, setup.tenantId, request.requestId, async (ctx) => {
    for (const user of users) if (await memberAt(ctx, 'feishu', user as string)) return user as string
    return null
  })
  const said = known
    ? await press(house, setup.tenantId, request.requestId, {
        vendor: 'feishu',
        vendorName: '飞书',
        key: event.header.event_id,
        user: known,
        messageId: action.value.id,
        button: action.value.act ?? '',
        responseCode: null,
      })
    : null
  return json(said ? { toast: { type: 'info', content: said } } : {})
}
