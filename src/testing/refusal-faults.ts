// What a refusal must be: problem+json, in words of the language asked for, about the field that was spoilt.
import { fieldMessages } from '../fields.messages.ts'
import type { World } from './world.ts'

export type Locale = 'zh' | 'en'
export type Call = Awaited<ReturnType<World['browser']>>
export type Got = Awaited<ReturnType<Call>>
export interface Asked {
  method: string
  path: string
  body?: string | Buffer | undefined
  type?: string | undefined
}

const han = /\p{Script=Han}/u

export function send(call: Call, asked: Asked, locale: Locale): Promise<Got> {
  const type = asked.body !== undefined && asked.type ? { 'content-type': asked.type } : undefined
  const headers = { 'accept-language': locale === 'zh' ? 'zh-CN' : 'en', ...type }
  return call(asked.method as 'POST', asked.path, asked.body === undefined ? undefined : Buffer.from(asked.body), headers)
}

/** What is wrong with a refusal; empty when it is one, as problem+json, in words of the language asked for. */
export function faultsOf({ status, body, headers }: Got, locale: Locale): string[] {
  if (status < 400 || status >= 500) return [`answered ${status} ${body?.code ?? ''}`]
  const faults: string[] = []
  if (!String(headers['content-type']).startsWith('application/problem+json')) faults.push(`is ${headers['content-type']}`)
  const text = typeof body?.detail === 'string' ? body.detail : ''
  const fits = locale === 'zh' ? han.test(text) : text !== '' && !han.test(quoteless(text))
  if (!fits || text === body.code) faults.push(`is worded: ${text}`)
  return faults
}
// Names that people gave stay as they are in a sentence of another language.
const quoteless = (text: string): string => text.replace(/[‘'"“「][^’'"”」]*[’'"”」]/g, '')

/** What is wrong with the way a schema's refusal names the field that was spoilt. */
export function namingFaults(body: Got['body'], path: readonly (string | number)[], locale: Locale): string[] {
  if (body?.code !== 'common.bad_input') return [`is refused as ${body?.code}`]
  const spoilt = path.join('.')
  const told = (body.errors as { path: string }[]).find((error) => spoilt.startsWith(error.path) || error.path.startsWith(spoilt))
  if (!told) return [`names ${body.errors[0]?.path} instead`]
  const top = path.find((step) => typeof step === 'string') as string
  const words = (fieldMessages[locale] as Record<string, string>)[`field.${top}`] as string
  return body.detail.includes(words) && (locale === 'en' || han.test(words)) ? [] : [`does not name the field: ${body.detail}`]
}

/** Eight at a time. */
export async function inLanes<T>(list: readonly T[], work: (one: T, at: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    for (let at = next++; at < list.length; at = next++) await work(list[at] as T, at)
  }
  await Promise.all(Array.from({ length: 8 }, lane))
}
