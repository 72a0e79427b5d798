// A phone says with every request which one it is.
import type { FastifyRequest } from 'fastify'
import type { Identity } from './identity.ts'

const DEVICE_KEY = /^[0-9a-f-]{16,36}$/

/** Whoever is signed in, or nobody: a revoked phone hears nothing else until it has wiped itself. */
export async function fromRevokedPhone(request: FastifyRequest, identity: Identity): Promise<boolean> {
  const key = request.headers['x-device-key']
  if (typeof key !== 'string' || !DEVICE_KEY.test(key) || request.url.startsWith('/api/v1/device-wipes')) return false
  return (await identity.revokingTenants(key)).length > 0
}
