// A phone says with every request which one it is.
import type { FastifyRequest } from 'fastify'
import type { Identity } from './identity.ts'
import type { Session } from './identity-sessions.ts'

const DEVICE_KEY = /^[0-9a-f-]{16,36}$/

/**
 * The companies for which this phone has to forget everything; null when it may go on. Signed in, the word of the session's own company
 * counts alone: no other ends what a person does here. Signed in nowhere, any company's word does, until the phone has wiped itself.
 */
export async function fromRevokedPhone(request: FastifyRequest, identity: Identity, session: Session | null): Promise<string[] | null> {
  const key = request.headers['x-device-key']
  if (typeof key !== 'string' || !DEVICE_KEY.test(key) || request.url.startsWith('/api/v1/device-wipes')) return null
  const revoking = await identity.revokingTenants(key)
  return (session ? revoking.includes(session.tenantId) : revoking.length > 0) ? revoking : null
}
