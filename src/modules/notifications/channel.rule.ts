// 消息渠道: the ways out of the app, what each needs to be set up, and how much a vendor takes.
import { isSmsSign } from './sms.rule.ts'

export const channels = ['email', 'push', 'sms', 'wecom', 'wecom_robot', 'dingtalk', 'dingtalk_robot', 'feishu', 'feishu_robot'] as const
export type Channel = (typeof channels)[number]

/** A robot speaks to one group; every other channel to a person. */
export const isGroup = (channel: Channel): boolean => channel.endsWith('_robot')
export const personalChannels = channels.filter((channel) => !isGroup(channel))

export type Mode = 'now' | 'digest' | 'off'

/** What a channel does with a kind nobody chose for: mail gathers, a text message costs and stays silent. */
export function defaultMode(channel: Channel, urgent: boolean): Mode {
  if (channel === 'sms') return 'off'
  if (channel === 'email') return urgent ? 'now' : 'digest'
  return 'now'
}

export type Field = { name: string; secret?: true; optional?: true; kind?: 'number' | 'choice'; choices?: string[] }

/** Settings of each channel, in the order of the form. Secrets are sealed and never shown again. */
export const channelFields: Record<Channel, Field[]> = {
  email: [
    { name: 'host' },
    { name: 'port', kind: 'number' },
    { name: 'encryption', kind: 'choice', choices: ['tls', 'starttls', 'none'] },
    { name: 'from' },
    { name: 'user', optional: true },
    { name: 'password', secret: true, optional: true },
  ],
  push: [{ name: 'contact' }],
  sms: [{ name: 'sign' }],
  wecom: [
    { name: 'corpId' },
    { name: 'agentId', kind: 'number' },
    { name: 'appSecret', secret: true },
    { name: 'token', secret: true, optional: true },
    { name: 'encodingAesKey', secret: true, optional: true },
  ],
  wecom_robot: [
    { name: 'kinds', optional: true },
    { name: 'key', secret: true },
  ],
  dingtalk: [{ name: 'appKey' }, { name: 'agentId', kind: 'number' }, { name: 'appSecret', secret: true }],
  dingtalk_robot: [
    { name: 'kinds', optional: true },
    { name: 'accessToken', secret: true },
    { name: 'signSecret', secret: true, optional: true },
  ],
  feishu: [{ name: 'appId' }, { name: 'appSecret', secret: true }, { name: 'encryptKey', secret: true, optional: true }],
  feishu_robot: [
    { name: 'kinds', optional: true },
    { name: 'hookId', secret: true },
    { name: 'signSecret', secret: true, optional: true },
  ],
}

export type Settings = Record<string, string>

/** The first field that is missing or makes no sense; null when the channel can be used. */
export function settingsFault(channel: Channel, settings: Settings, secrets: Settings): { field: string; why: 'missing' | 'wrong' } | null {
  for (const field of channelFields[channel]) {
    const value = (field.secret ? secrets : settings)[field.name]?.trim() ?? ''
    if (value === '') {
      if (!field.optional) return { field: field.name, why: 'missing' }
    } else if (!fits(field, value)) return { field: field.name, why: 'wrong' }
  }
  return null
}

function fits(field: Field, value: string): boolean {
  if (field.kind === 'number') return /^\d{1,9}$/.test(value) && (field.name !== 'port' || (Number(value) > 0 && Number(value) < 65_536))
  if (field.kind === 'choice') return field.choices?.includes(value) ?? false
  if (field.name === 'encodingAesKey') return /^[A-Za-z0-9]{43}$/.test(value)
  if (field.name === 'contact') return isEmail(value) || /^https:\/\/\S+$/.test(value)
  if (field.name === 'from') return isEmail(/<([^<>]+)>\s*$/.exec(value)?.[1] ?? value)
  if (field.name === 'sign') return isSmsSign(value)
  return !/[\r\n]/.test(value)
}

/** Good enough to send to: the mail server judges the rest. */
export const isEmail = (text: string): boolean => /^[^\s@<>"',;]{1,64}@[^\s@<>"',;]+\.[^\s@<>"',;.]{2,}$/.test(text) && text.length <= 200

/** Does this look like an address of the channel? Vendors' user ids are 1 to 64 letters, digits and a few signs. */
export function isAddress(channel: Channel, text: string): boolean {
  if (channel === 'email') return isEmail(text)
  if (channel === 'sms') return /^\+?\d{5,20}$/.test(text)
  return /^[A-Za-z0-9_.@-]{1,64}$/.test(text)
}
