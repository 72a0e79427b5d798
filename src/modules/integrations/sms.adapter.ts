// 短信, by whatever carries the codes (core/sms.ts). Carriers know no key of ours, so nothing is sent twice by itself.

import { port } from '#core/port.ts'
import { NO_TEMPLATE, type Sms, SmsRefused } from '#core/sms.ts'
import { type ChannelAdapter, type Sent, smsText, type Trouble } from '#modules/notifications/index.ts'
import { failed } from './vendor-reply.adapter.ts'

/** Carries a short message and answers with the vendor's number of it; plugged in ports.ts. */
export const carrySms = port<[sms: Sms], Promise<string | undefined>>('integrations.carrySms')

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export const sms: ChannelAdapter = {
  remembersMs: 0,
  limits: {
    all: [{ ms: MINUTE, most: 600 }],
    // What carriers in China let through to one number.
    each: [
      { ms: MINUTE, most: 1 },
      { ms: HOUR, most: 5 },
      { ms: 24 * HOUR, most: 10 },
    ],
  },
  async send(_tools, { settings }, message): Promise<Sent> {
    const sign = settings.sign as string
    const { text, foot, approved } = message
    // A reader of the company opens the app; a customer has none.
    const url = foot === null ? message.url : null
    const whole = smsText({ sign, text, url, foot })
    try {
      const vendorId = await carrySms({
        phone: message.address ?? '',
        template: foot === null ? 'notice' : 'letter',
        params: approved.as ? approved.facts : { text: whole.slice(whole.indexOf('】') + 1) },
        text: whole,
        sign,
        ...(approved.as && { approvedAs: approved.as }),
      })
      return { ok: true, vendorId: vendorId ?? null }
    } catch (error) {
      if (!(error instanceof SmsRefused)) throw error
      return refused(error)
    }
  },
}

const TROUBLES: Record<string, Trouble> = {
  'isv.BUSINESS_LIMIT_CONTROL': 'rate',
  'isv.MOBILE_NUMBER_ILLEGAL': 'notFound',
  'isv.SMS_TEMPLATE_ILLEGAL': 'badRequest',
  'isv.SMS_SIGNATURE_ILLEGAL': 'badRequest',
  'isv.AMOUNT_NOT_ENOUGH': 'quota',
  SignatureDoesNotMatch: 'auth',
  'InvalidAccessKeyId.NotFound': 'auth',
  SignatureNonceUsed: 'transient',
  [NO_TEMPLATE]: 'badRequest',
}

function refused({ code }: SmsRefused): Sent {
  const trouble = TROUBLES[code] ?? 'badRequest'
  // The limit is the number's own: others still get theirs.
  return { ...failed(trouble, code, ''), ...(trouble === 'rate' && { alone: true as const }) }
}
