// What an undone import takes away again, while nobody has worked on it. Nothing else removes a lead.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { dropKeys, dropSites } from '#modules/accounts/index.ts'
import { indexCustom } from '#modules/organization/index.ts'
import { dropHoldings } from '#modules/pools/index.ts'

/** Those of these leads that nobody contacted, claimed, moved, exempted or merged anything into; locked. */
export async function untouchedLeads(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.tx.rows(sql<{ id: string }>`select id from lead where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])
    and state in ('pooled', 'assigned') and coalesce(hold_mode, 'rule') = 'rule' and last_owner_id is null and first_contact_at is null
    and last_activity_at is null and source_count = 1 and not protected and extended_until is null
    and not exists (select 1 from submission s where s.tenant_id = lead.tenant_id and s.candidate_id = lead.id and s.state = 'in_review') for update`)
  return new Set(rows.map(({ id }) => id))
}

/** With its keys, places, holdings and index rows. */
export async function removeLeads(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await dropKeys(ctx, ids)
  await dropSites(ctx, ids)
  await dropHoldings(ctx, 'lead', ids)
  indexCustom(
    ctx,
    'lead',
    ids.map((id) => ({ id, values: {} })),
  )
  await ctx.tx.run(sql`delete from lead_merge where tenant_id = ${ctx.tenantId} and lead_id = any(${ids}::uuid[])`)
  await ctx.tx.run(sql`delete from lead where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`)
}

/** Raw leads that no lead rests on any more; those a person has decided on meanwhile stay. Returns which are gone. */
export async function removeSubmissions(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.tx.rows(
    sql<{
      id: string
    }>`delete from submission s where s.tenant_id = ${ctx.tenantId} and s.id = any(${ids}::uuid[]) and s.resolved_at is null returning s.id`,
  )
  return new Set(rows.map(({ id }) => id))
}
