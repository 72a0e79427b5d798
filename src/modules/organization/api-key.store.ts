import type { Ctx } from '#core/context.ts'
import { sql, type Tx } from '#core/db.ts'

export interface ApiKeyRow {
  id: string
  name: string
  memberId: string
  memberName: string
  permissions: string[]
  hint: string
  createdByName: string
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
  revokedAt: string | null
}

export async function listApiKeys(ctx: Ctx): Promise<ApiKeyRow[]> {
  return await ctx.tx.rows(sql`select k.id, k.name, k.member_id, m.name as member_name, k.permissions, k.hint, c.name as created_by_name, k.created_at, k.expires_at, k.last_used_at, k.revoked_at
    from api_key k join member m on m.tenant_id = k.tenant_id and m.id = k.member_id join member c on c.tenant_id = k.tenant_id and c.id = k.created_by
    where k.tenant_id = ${ctx.tenantId} order by k.created_at desc, k.id desc limit 500`)
}

export async function insertApiKey(
  ctx: Ctx,
  key: {
    id: string
    memberId: string
    name: string
    permissions: string[]
    hash: Buffer
    hint: string
    createdBy: string
    expiresAt: string | null
  },
): Promise<void> {
  await ctx.tx.run(sql`insert into api_key (tenant_id, id, member_id, name, permissions, secret_hash, hint, created_by, created_at, expires_at)
    values (${ctx.tenantId}, ${key.id}, ${key.memberId}, ${key.name}, ${key.permissions}::text[], ${key.hash}, ${key.hint}, ${key.createdBy}, ${ctx.now.toISOString()}, ${key.expiresAt})`)
}

/** Undefined when there is no such key; false when it was revoked before. */
export async function endApiKey(ctx: Ctx, id: string): Promise<{ name: string; fresh: boolean } | undefined> {
  return await ctx.tx.row(sql`with k as (select id, name, revoked_at from api_key where tenant_id = ${ctx.tenantId} and id = ${id} for update),
      u as (update api_key a set revoked_at = ${ctx.now.toISOString()} from k where a.tenant_id = ${ctx.tenantId} and a.id = k.id and k.revoked_at is null)
    select name, revoked_at is null as fresh from k`)
}

/** Ends whatever keys the member made, for whomever; what was ended. */
export async function endApiKeysBy(ctx: Ctx, memberId: string): Promise<{ id: string; name: string }[]> {
  return await ctx.tx.rows(sql`update api_key set revoked_at = ${ctx.now.toISOString()}
    where tenant_id = ${ctx.tenantId} and created_by = ${memberId} and revoked_at is null returning id, name`)
}

export interface LiveKey {
  id: string
  name: string
  memberId: string
  userId: string
  permissions: string[]
  secretHash: Buffer
  /** Its last use was noted more than a minute ago. */
  stale: boolean
}

/** A key that is neither revoked nor expired, of a member who still works here. */
export async function liveKey(tx: Tx, id: string, now: Date): Promise<LiveKey | undefined> {
  const at = now.toISOString()
  return await tx.row(sql`select k.id, k.name, k.member_id, m.user_id, k.permissions, k.secret_hash, coalesce(k.last_used_at < ${at}::timestamptz - interval '1 minute', true) as stale
    from api_key k join member m on m.tenant_id = k.tenant_id and m.id = k.member_id and m.disabled_at is null
    where k.tenant_id = ${tx.tenantId} and k.id = ${id} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${at})`)
}

export async function noteUse(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.run(sql`update api_key set last_used_at = ${now.toISOString()} where tenant_id = ${tx.tenantId} and id = ${id}`)
}
