// 查重: the keys under which leads and accounts are found again. Every SQL on keys.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'

export interface Keyed {
  subjectType: 'lead' | 'account'
  subjectId: string
  keys: readonly string[]
}

/** The insert of keys, so that a room may put it into a statement of its own. */
export function keysSql(ctx: Ctx, list: readonly Keyed[]): Query {
  const rows = list.flatMap((one) => one.keys.map((key) => ({ key, subject_type: one.subjectType, subject_id: one.subjectId })))
  return sql`insert into match_key (tenant_id, key, subject_type, subject_id)
    select ${ctx.tenantId}::uuid, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(key text, subject_type text, subject_id uuid) on conflict do nothing`
}

export async function insertKeys(ctx: Ctx, list: readonly Keyed[]): Promise<void> {
  if (list.length > 0) await ctx.tx.run(keysSql(ctx, list))
}

/** The keys of a record as they are now. */
export async function replaceKeys(ctx: Ctx, keyed: Keyed): Promise<void> {
  await ctx.tx.run(
    sql`delete from match_key where tenant_id = ${ctx.tenantId} and subject_id = ${keyed.subjectId} and key <> all(${keyed.keys}::text[])`,
  )
  await insertKeys(ctx, [keyed])
}

/** The records are no more. */
export async function dropKeys(ctx: Ctx, subjectIds: readonly string[]): Promise<void> {
  await ctx.tx.run(sql`delete from match_key where tenant_id = ${ctx.tenantId} and subject_id = any(${subjectIds}::uuid[])`)
}

/** Accounts that share a key, as matching sees them. */
export interface AccountCandidate {
  id: string
  name: string
  /** Of the first person to call. */
  phone: string | null
  phones: string[]
  usci: string | null
  email: string | null
  region: string | null
  ownerId: string
  ownerName: string
}

export async function accountCandidates(ctx: Ctx, keys: readonly string[]): Promise<AccountCandidate[]> {
  return await ctx.tx.rows(sql<AccountCandidate>`select a.id, a.name, p.phone,
      array(select c.phone from contact c where c.tenant_id = ${ctx.tenantId} and c.account_id = a.id and c.phone is not null) as phones, a.usci, p.email, coalesce(a.city, a.province) as region, a.owner_id, m.name as owner_name
    from (select distinct subject_id from match_key where tenant_id = ${ctx.tenantId} and key = any(${keys}::text[]) and subject_type = 'account' limit 50) k
      join account a on a.tenant_id = ${ctx.tenantId} and a.id = k.subject_id join member m on m.tenant_id = ${ctx.tenantId} and m.id = a.owner_id
      left join lateral (select c.phone, c.email from contact c where c.tenant_id = ${ctx.tenantId} and c.account_id = a.id
        order by c.is_primary desc, c.created_at limit 1) p on true`)
}
