// API keys: a program signs in as a member by `Authorization: Bearer flk_…`. The text names tenant and key, so that the row is
// found under row security; its secret part is known to the program alone. Nothing is cached: a revoked key is dead at once.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Session } from './identity.ts'
import { port } from './port.ts'

/** The session of a key, or null where it is unknown, revoked, expired or its member is gone; organization plugs it. */
export const loadApiKey = port<[tenantId: string, keyId: string, secret: Buffer], Promise<Session | null>>('apiKey.load')

const FORM = /^flk_([A-Za-z0-9_-]{43})_([A-Za-z0-9_-]{43})$/
const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export const hashOfSecret = (secret: Buffer): Buffer => createHash('sha256').update(secret).digest()
export const isSecret = (secret: Buffer, hash: Buffer): boolean => timingSafeEqual(hashOfSecret(secret), hash)

/** A new key: the text to show once, and what is kept of it. */
export function makeApiKey(tenantId: string, keyId: string): { text: string; hash: Buffer; hint: string } {
  const secret = randomBytes(32)
  const text = `flk_${Buffer.concat([bytesOf(tenantId), bytesOf(keyId)]).toString('base64url')}_${secret.toString('base64url')}`
  return { text, hash: hashOfSecret(secret), hint: text.slice(-4) }
}

/** Tenant, key and secret of a key's text; null when it is none. */
export function readApiKey(text: string): { tenantId: string; keyId: string; secret: Buffer } | null {
  const found = FORM.exec(text)
  if (!found) return null
  const ids = Buffer.from(found[1] as string, 'base64url')
  return { tenantId: idOf(ids.subarray(0, 16)), keyId: idOf(ids.subarray(16)), secret: Buffer.from(found[2] as string, 'base64url') }
}

/** The session of an Authorization header. */
export async function sessionOfKey(header: string): Promise<Session | null> {
  const key = readApiKey(/^Bearer (\S+)$/i.exec(header.trim())?.[1] ?? '')
  return key && (await loadApiKey(key.tenantId, key.keyId, key.secret))
}
