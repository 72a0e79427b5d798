// 短信: how a short message is worded and what it costs. Carriers count letters as they are kept (UTF-16); a long one is sent, and paid, in parts.

const ONE_PART = 70
/** Parts of a long message carry who follows whom: three letters less. */
const EACH_OF_MANY = 67
/** Longer ones the carriers refuse. */
const LONGEST = 500

export function smsParts(text: string): number {
  return text.length <= ONE_PART ? 1 : Math.ceil(text.length / EACH_OF_MANY)
}

/** A signature as carriers approve it: 2 to 12 letters, without brackets. */
export const isSmsSign = (text: string): boolean => /^[^\s【】[\]]{2,12}$/.test(text)

/** `【澄岭建材】话 链接 退订回T`: the words are cut where it would get too long, never the rest. */
export function smsText(one: { sign: string; text: string; url: string | null; foot: string | null }): string {
  const head = `【${one.sign}】`
  const tail = [one.url, one.foot].flatMap((part) => (part ? [` ${part}`] : [])).join('')
  const room = LONGEST - head.length - tail.length
  const words = one.text.replace(/\s+/g, ' ').trim()
  return `${head}${words.length > room ? `${cutAt(words, room - 1)}…` : words}${tail}`
}

/** The first `length` letters, no half of a pair at the end. */
const cutAt = (text: string, length: number): string => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
