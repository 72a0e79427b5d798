// How vendors sign and encrypt what they send back. WeCom and DingTalk share one cipher; Feishu has its own.
// Written from developer.work.weixin.qq.com (回调配置), open.dingtalk.com (事件订阅), open.feishu.cn (事件订阅 · 加密).
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const BLOCK = 32

const keyOf = (encodingAesKey: string): Buffer => Buffer.from(`${encodingAesKey}=`, 'base64')

export const tencentSignature = (token: string, timestamp: string, nonce: string, encrypted: string): string =>
  createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex')

/** random16 + length + message + receiver, PKCS#7 to 32 bytes. */
export function tencentEncrypt(encodingAesKey: string, message: string, receiver: string, random: Buffer = randomBytes(16)): string {
  const key = keyOf(encodingAesKey)
  const body = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const plain = Buffer.concat([random, length, body, Buffer.from(receiver)])
  const pad = BLOCK - (plain.length % BLOCK)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString('base64')
}

/** The message and whom it is for; null when it was not encrypted with this key. */
export function tencentDecrypt(encodingAesKey: string, encrypted: string): { message: string; receiver: string } | null {
  try {
    const key = keyOf(encodingAesKey)
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    const padded = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()])
    const pad = padded.at(-1) ?? 0
    if (pad < 1 || pad > BLOCK) return null
    const plain = padded.subarray(0, padded.length - pad)
    const length = plain.readUInt32BE(16)
    if (20 + length > plain.length) return null
    return { message: plain.subarray(20, 20 + length).toString('utf8'), receiver: plain.subarray(20 + length).toString('utf8') }
  } catch {
    return null
  }
}

/** Over the raw bytes, as they came. */
export const feishuSignature = (timestamp: string, nonce: string, encryptKey: string, rawBody: string): string =>
  createHash('sha256').update(`${timestamp}${nonce}${encryptKey}${rawBody}`).digest('hex')

export function feishuDecrypt(encryptKey: string, encrypted: string): string | null {
  try {
    const bytes = Buffer.from(encrypted, 'base64')
    const key = createHash('sha256').update(encryptKey).digest()
    const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, 16))
    return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

/** DingTalk's robot: milliseconds, the secret is the key. */
export const dingtalkRobotSign = (timestamp: string, secret: string): string =>
  createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')

/** Feishu's robot: seconds, time and secret are the key, and nothing is signed. */
export const feishuRobotSign = (timestamp: string, secret: string): string =>
  createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')

/** In constant time: how much of a guess was right is not told. */
export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Text of one element of the flat XML that WeCom sends. */
export function xmlText(xml: string, name: string): string | null {
  const match = new RegExp(`<${name}>(?:<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|([^<]*))</${name}>`).exec(xml)
  return match ? (match[1] ?? match[2] ?? '') : null
}
