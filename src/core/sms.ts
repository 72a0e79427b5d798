// Short messages. Without a provider they are printed where the server runs; with one they go by Alibaba Cloud's SMS (dysmsapi
// 2017-05-25, signature ACS3-HMAC-SHA256). "Accepted" is not "delivered", and a message is never sent twice: the API is not idempotent.
import { createHash, createHmac, randomBytes } from 'node:crypto'

/** A message by template: carriers in China let no other through. `text` is what the template says, for the console. */
export interface Sms {
  phone: string
  /** A one-time code, or a message of the outbox: a notice to a member, a letter to a customer. */
  template: 'code' | 'notice' | 'letter'
  params: Record<string, string>
  text: string
  /** A company's own signature, and the template approved for these very words; else the installation's. */
  sign?: string
  approvedAs?: string
}
/** Answers with the vendor's number of the message where there is one. What the vendor refused is an `SmsRefused`. */
export type SmsSender = (sms: Sms) => Promise<string | undefined>

/** The vendor said no, by its code. Any other error leaves open whether the message went out. */
export class SmsRefused extends Error {
  readonly code: string
  constructor(code: string, status: number) {
    super(`the SMS provider refused: ${status} ${code}`)
    this.code = code
  }
}

export interface AliyunSms {
  accessKeyId: string
  accessKeySecret: string
  signName: string
  /** Our template → the approved one at the vendor. */
  templates: Partial<Record<Sms['template'], string>>
  endpoint?: string
}

/** Prints the message with most of the number hidden; the one place where a code may be read. */
export function consoleSms(print: (line: string) => void = console.log): SmsSender {
  return async ({ phone, text }) => {
    print(`SMS → ${phone.slice(0, -8)}****${phone.slice(-4)}: ${text}`)
    return undefined
  }
}

const TIMEOUT_MS = 10_000
export const NO_TEMPLATE = 'no_template'

export function aliyunSms(config: AliyunSms, now: () => Date = () => new Date()): SmsSender {
  const endpoint = new URL(config.endpoint ?? 'https://dysmsapi.aliyuncs.com')
  return async ({ phone, template, params, sign, approvedAs }) => {
    const code = approvedAs ?? config.templates[template]
    if (!code) throw new SmsRefused(NO_TEMPLATE, 0)
    const query = {
      PhoneNumbers: phone.replace(/^\+86/, ''),
      SignName: sign ?? config.signName,
      TemplateCode: code,
      TemplateParam: JSON.stringify(params),
    }
    const nonce = randomBytes(16).toString('hex')
    const signed = signAcs3({ ...config, host: endpoint.host, action: 'SendSms', version: '2017-05-25', query, nonce, at: now() })
    const answer = await fetch(`${endpoint.origin}/?${signed.query}`, {
      method: 'POST',
      headers: signed.headers,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const told = (await answer.json().catch(() => ({}))) as { Code?: string; BizId?: string }
    if (told.Code === 'OK') return told.BizId
    // HTTP 200 is not success. The vendor's message may repeat number and code: only its error code goes on.
    if (typeof told.Code === 'string') throw new SmsRefused(told.Code.slice(0, 60), answer.status)
    throw new Error(`the SMS provider answered ${answer.status} without a code`)
  }
}

interface Acs3 {
  accessKeyId: string
  accessKeySecret: string
  host: string
  action: string
  version: string
  query: Record<string, string>
  nonce: string
  at: Date
}

const rfc3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Query and headers of a signed request without a body. */
export function signAcs3(one: Acs3): { query: string; headers: Record<string, string> } {
  const query = Object.entries(one.query)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${rfc3986(key)}=${rfc3986(value)}`)
    .join('&')
  const headers: Record<string, string> = {
    host: one.host,
    'x-acs-action': one.action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': one.at.toISOString().replace(/\.\d+Z$/, 'Z'),
    'x-acs-signature-nonce': one.nonce,
    'x-acs-version': one.version,
  }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const canonical = ['POST', '/', query, lines.join(''), names, sha256('')].join('\n')
  const signature = createHmac('sha256', one.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex')
  return {
    query,
    headers: { ...headers, authorization: `ACS3-HMAC-SHA256 Credential=${one.accessKeyId},SignedHeaders=${names},Signature=${signature}` },
  }
}

/** The sender this installation is configured for. */
export function smsFrom(env: NodeJS.ProcessEnv): SmsSender {
  const { SMS_ALIYUN_KEY_ID, SMS_ALIYUN_KEY_SECRET, SMS_SIGN_NAME, SMS_TEMPLATE_CODE, SMS_ENDPOINT } = env
  const { SMS_TEMPLATE_NOTICE: notice, SMS_TEMPLATE_LETTER: letter } = env
  if (!SMS_ALIYUN_KEY_ID) return consoleSms()
  if (!SMS_ALIYUN_KEY_SECRET || !SMS_SIGN_NAME || !SMS_TEMPLATE_CODE)
    throw new Error('SMS_ALIYUN_KEY_ID wants SMS_ALIYUN_KEY_SECRET, SMS_SIGN_NAME and SMS_TEMPLATE_CODE beside it')
  return aliyunSms({
    accessKeyId: SMS_ALIYUN_KEY_ID,
    accessKeySecret: SMS_ALIYUN_KEY_SECRET,
    signName: SMS_SIGN_NAME,
    templates: { code: SMS_TEMPLATE_CODE, ...(notice && { notice }), ...(letter && { letter }) },
    ...(SMS_ENDPOINT ? { endpoint: SMS_ENDPOINT } : {}),
  })
}
