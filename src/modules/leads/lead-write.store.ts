// Leads as they change. Every update names what it does.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { LeadDetailRow, LeadRow } from './lead.store.ts'

/** A lead just taken: the taker's name is known to him. */
export type Taken = Omit<LeadRow, 'ownerName' | 'holdUntil'> & { lastOwnerId: string | null }

/** Takes a waiting lead: of many who try at once exactly one gets its row back, the others undefined. */
export async function takeFromPool(ctx: Ctx, leadId: string, memberId: string, usedMs: number): Promise<Taken | undefined> {
  const now = ctx.now.toISOString()
  return await ctx.tx.row(sql<Taken>`update lead l
    set state = 'assigned', owner_id = ${memberId}, held_since = ${now}, hold_mode = 'claim', first_contact_at = null, last_substantive_at = null,
      convert_used_ms = ${usedMs}::bigint - l.convert_extra_ms, extended_until = null, protected = false, protected_reason = null, warned = 0, pooled_at = null, updated_at = ${now},
      version = l.version + 1
    where l.tenant_id = ${ctx.tenantId} and l.id = ${leadId} and l.state = 'pooled' and l.owner_id is null
    returning l.id, l.number, l.company, l.grade, l.points, l.segment, l.state, l.channel_id, l.channel_kind, l.province, l.city, l.industry, l.capital_fen, l.staff, l.contact_name,
      l.contact_title, l.contact_phone, l.contact_email, l.decision_maker, l.owner_id, l.pool_id, l.pool_reason, l.pooled_at, l.received_at, l.held_since, l.first_contact_at,
      l.last_substantive_at, l.convert_used_ms, l.convert_extra_ms, l.extended_until, l.protected, l.warned, l.last_activity_at, l.lat, l.lng, l.custom, l.version, l.last_owner_id`)
}

/** Who took it, and when, for the one who came too late. */
export async function takenBy(
  ctx: Ctx,
  leadId: string,
): Promise<{ state: string; ownerName: string | null; heldSince: string | null } | undefined> {
  return await ctx.tx.row(sql`select l.state, m.name as owner_name, l.held_since from lead l left join member m on m.tenant_id = l.tenant_id and m.id = l.owner_id
    where l.tenant_id = ${ctx.tenantId} and l.id = ${leadId}`)
}

/** Gives a lead to a member; whoever held it has been told to end. */
export async function giveTo(
  ctx: Ctx,
  leadId: string,
  to: { memberId: string; mode: string; usedMs: number; assignment: object },
): Promise<void> {
  const now = ctx.now.toISOString()
  await ctx.tx.run(sql`update lead set state = 'assigned', owner_id = ${to.memberId}, held_since = ${now}, hold_mode = ${to.mode}, first_contact_at = null, last_substantive_at = null,
      convert_used_ms = ${to.usedMs}::bigint - convert_extra_ms, extended_until = null, protected = false, protected_reason = null, warned = 0, pooled_at = null, pool_reason = null,
      assignment = ${JSON.stringify(to.assignment)}::jsonb, updated_at = ${now}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${leadId}`)
}

export interface Returned {
  leadId: string
  poolId: string
  reason: string
}

/** Back to the pool, many at once. The last owner is kept: he waits before he may claim it back. */
export async function returnToPool(ctx: Ctx, list: readonly Returned[]): Promise<void> {
  if (list.length === 0) return
  const now = ctx.now.toISOString()
  const rows = list.map((one) => ({ id: one.leadId, pool_id: one.poolId, reason: one.reason }))
  await ctx.tx.run(sql`update lead l set state = 'pooled', last_owner_id = l.owner_id, owner_id = null, held_since = null, hold_mode = null, pool_id = r.pool_id, pool_reason = r.reason,
      pooled_at = ${now}, extended_until = null, protected = false, protected_reason = null, warned = 0, updated_at = ${now}, version = l.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, pool_id uuid, reason text) where l.tenant_id = ${ctx.tenantId} and l.id = r.id`)
}

/** What a follow-up does to the clocks. */
export async function markFollowUp(
  ctx: Ctx,
  leadId: string,
  clocks: { state: string; firstContactAt: string | null; lastSubstantiveAt: string | null; lastActivityAt: string; moved: boolean },
): Promise<void> {
  await ctx.tx.run(sql`update lead set state = ${clocks.state}, first_contact_at = ${clocks.firstContactAt}, last_substantive_at = ${clocks.lastSubstantiveAt},
      last_activity_at = greatest(last_activity_at, ${clocks.lastActivityAt}), warned = case when ${clocks.moved}::boolean then 0 else warned end, updated_at = ${ctx.now.toISOString()},
      version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${leadId}`)
}

export async function setExtension(ctx: Ctx, leadId: string, extension: { until: string | null; extraMs: number }): Promise<void> {
  await ctx.tx.run(sql`update lead set extended_until = ${extension.until}, convert_extra_ms = convert_extra_ms + ${extension.extraMs}::bigint, warned = 0,
      updated_at = ${ctx.now.toISOString()}, version = version + 1 where tenant_id = ${ctx.tenantId} and id = ${leadId}`)
}

export async function setProtection(ctx: Ctx, leadId: string, on: boolean, reason: string | null): Promise<void> {
  await ctx.tx.run(sql`update lead set protected = ${on}, protected_reason = ${reason}, warned = 0, updated_at = ${ctx.now.toISOString()}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${leadId}`)
}

export async function countProtected(ctx: Ctx, ownerId: string): Promise<number> {
  const row = await ctx.tx.row<{ n: number }>(
    sql`select count(*) as n from lead where tenant_id = ${ctx.tenantId} and owner_id = ${ownerId} and protected and state in ('assigned', 'contacted', 'nurturing')`,
  )
  return row?.n ?? 0
}

export async function setInvalid(ctx: Ctx, leadId: string, reason: string): Promise<void> {
  await ctx.tx.run(sql`update lead set state = 'invalid', invalid_reason = ${reason}, pooled_at = null, pool_reason = null, updated_at = ${ctx.now.toISOString()}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${leadId}`)
}

export async function setConverted(ctx: Ctx, leadId: string, to: { accountId: string; opportunityId: string | null }): Promise<void> {
  const now = ctx.now.toISOString()
  await ctx.tx.run(sql`update lead set state = 'converted', converted_at = ${now}, account_id = ${to.accountId}, opportunity_id = ${to.opportunityId}, pooled_at = null, pool_reason = null,
      protected = false, warned = 0, updated_at = ${now}, version = version + 1 where tenant_id = ${ctx.tenantId} and id = ${leadId}`)
}

/** Where the lead is, once somebody knows. */
export async function setPlace(ctx: Ctx, leadId: string, place: { siteId: string; lat: number | null; lng: number | null }): Promise<void> {
  await ctx.tx.run(sql`update lead set site_id = ${place.siteId}, lat = ${place.lat}, lng = ${place.lng}, updated_at = ${ctx.now.toISOString()}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${leadId}`)
}

export type FactColumns = Pick<
  LeadDetailRow,
  | 'company'
  | 'core'
  | 'province'
  | 'city'
  | 'address'
  | 'industry'
  | 'capitalFen'
  | 'staff'
  | 'usci'
  | 'legalPerson'
  | 'businessScope'
  | 'contactName'
  | 'contactTitle'
  | 'contactPhone'
  | 'contactEmail'
  | 'decisionMaker'
  | 'need'
  | 'productLine'
  | 'custom'
  | 'points'
  | 'grade'
  | 'segment'
>

/** Facts and the rating they give. False when somebody else changed the lead meanwhile (`version` given). */
export async function saveFacts(
  ctx: Ctx,
  leadId: string,
  f: FactColumns,
  more: { version?: number; sources?: number } = {},
): Promise<boolean> {
  const now = ctx.now.toISOString()
  const count =
    await ctx.tx.run(sql`update lead set company = ${f.company}, core = ${f.core}, province = ${f.province}, city = ${f.city}, address = ${f.address}, industry = ${f.industry},
      capital_fen = ${f.capitalFen}, staff = ${f.staff}, usci = ${f.usci}, legal_person = ${f.legalPerson}, business_scope = ${f.businessScope}, contact_name = ${f.contactName},
      contact_title = ${f.contactTitle}, contact_phone = ${f.contactPhone}, contact_email = ${f.contactEmail}, decision_maker = ${f.decisionMaker}, need = ${f.need},
      product_line = ${f.productLine}, custom = ${JSON.stringify(f.custom)}::jsonb, points = ${f.points}, grade = ${f.grade}, segment = ${f.segment}, rated_at = ${now}, source_count = source_count + ${more.sources ?? 0}::int,
      updated_at = ${now}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${leadId} and (${more.version ?? null}::int is null or version = ${more.version ?? null})`)
  return count === 1
}
