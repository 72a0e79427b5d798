// The key pair by which push services know this installation (VAPID, RFC 8292): made once, kept sealed beside the signer of documents.
import { createECDH } from 'node:crypto'
import type { Ctx, Services } from '#core/context.ts'
import { lock, unlock } from '#core/vault.ts'

const KEY = 'installation/push.key'
const PURPOSE = 'push'

export interface PushKey {
  publicKey: string
  privateKey: string
}

export async function pushKey(services: Pick<Services, 'objects' | 'secret'>): Promise<PushKey> {
  const kept = await services.objects.get(KEY).catch(() => null)
  if (kept) return JSON.parse(unlock(services.secret, PURPOSE, Buffer.from(kept))) as PushKey
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  // A private key may begin with zeros that the curve leaves out.
  const made = {
    publicKey: pair.getPublicKey().toString('base64url'),
    privateKey: Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
      .subarray(-32)
      .toString('base64url'),
  }
  await services.objects.put(KEY, lock(services.secret, PURPOSE, JSON.stringify(made)))
  // Another process may have been a moment earlier or later: what is kept in the end is what everybody uses.
  return JSON.parse(unlock(services.secret, PURPOSE, Buffer.from(await services.objects.get(KEY)))) as PushKey
}

export const pushPublicKey = async (ctx: Pick<Ctx, 'services'>): Promise<string> => (await pushKey(ctx.services)).publicKey
