// Secrets of a company (a vendor's key, a password) at rest: sealed with a key derived from the installation's secret, one per purpose.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const keyOf = (secret: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'fieldloop-vault', purpose, 32))

/** AES-256-GCM; `purpose` (say, tenant and channel) is part of the key: a box cannot be opened in another place. */
export function lock(secret: string, purpose: string, text: string): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, purpose), iv)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

/** Throws when the box was changed, or locked for something else. */
export function unlock(secret: string, purpose: string, box: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, purpose), box.subarray(0, 12))
  decipher.setAuthTag(box.subarray(12, 28))
  return Buffer.concat([decipher.update(box.subarray(28)), decipher.final()]).toString('utf8')
}
