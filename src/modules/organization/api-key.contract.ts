// Keys for programs: each acts as one member and may no more than it was given.
import { Id, Instant, line, May, route, z } from '#core/contract.ts'

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  memberId: Id,
  memberName: z.string(),
  permissions: z.array(z.string()),
  /** Its last four characters. */
  hint: z.string(),
  createdByName: z.string(),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  may: May,
})

export const apiKeyContract = {
  apiKeys: route('GET', '/api-keys', 'api_key.manage', 'Keys of programs, the newest first').output(z.object({ items: z.array(ApiKey) })),
  createApiKey: route(
    'POST',
    '/api-keys',
    'api_key.manage',
    'A new key; its text is told once. Send it as Authorization: Bearer …',
    ['api_key.beyond_yours', 'api_key.reach_beyond', 'api_key.in_the_past', 'member.unknown_place'],
    { toldOnce: ['key'] },
  )
    .input(
      z.object({
        name: line(60),
        /** Whose records and reach the key has. */
        memberId: Id,
        permissions: z.array(z.string().max(60)).min(1).max(200),
        expiresAt: Instant.nullish(),
      }),
    )
    .output(z.object({ id: Id, key: z.string().nullable() })),
  revokeApiKey: route('POST', '/api-keys/{id}/revoke', 'api_key.manage', 'From now on the key opens nothing', ['api_key.revoked_already'])
    .input(z.object({ id: Id }))
    .output(z.object({ ok: z.literal(true) })),
}
