// Recorded facts, what is under way towards missing ones, the people around an opportunity.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import type { Words } from '#modules/approvals/approval.contract.ts'
import type { FactName, RecordedFact } from './gate.rule.ts'

export interface FactRow {
  opportunityId: string
  fact: FactName
  at: string
  proofKind: string
  proofId: string
  value: number | null
  detail: Record<string, unknown>
  recordedBy: string | null
  recordedByName: string | null
}

/** Facts that stand, of many opportunities in one statement. */
export const viewFacts = (ctx: Ctx, ids: string[]): Promise<FactRow[]> =>
  ctx.tx.rows<FactRow>(sql`select f.opportunity_id, f.fact, f.at, f.proof_kind, f.proof_id, f.value, f.detail, f.recorded_by, m.name as recorded_by_name
    from opportunity_fact f left join member m on m.tenant_id = f.tenant_id and m.id = f.recorded_by
    where f.tenant_id = ${ctx.tenantId} and f.opportunity_id = any(${ids}::uuid[]) and f.revoked_at is null order by f.at`)

export const asFact = (row: FactRow): RecordedFact => ({
  fact: row.fact,
  at: row.at,
  proof: { kind: row.proofKind, id: row.proofId },
  ...(row.value === null ? {} : { value: row.value }),
})

export interface NewFact {
  at: string
  proof: { kind: string; id: string }
  value?: number | null
  detail?: Record<string, unknown>
}

/** Writes a fact; the same proof again replaces what it said. */
export async function upsertFact(ctx: Ctx, opportunityId: string, fact: FactName, one: NewFact): Promise<void> {
  await ctx.tx.run(sql`insert into opportunity_fact (tenant_id, id, opportunity_id, fact, at, proof_kind, proof_id, value, detail, recorded_by, recorded_at)
    values (${ctx.tenantId}, ${uuidv7()}, ${opportunityId}, ${fact}, ${one.at}, ${one.proof.kind}, ${one.proof.id}, ${one.value ?? null}, ${JSON.stringify(one.detail ?? {})}::jsonb, ${ctx.actor.memberId}, ${ctx.now.toISOString()})
    on conflict (tenant_id, opportunity_id, fact, proof_id) do update set at = excluded.at, value = excluded.value, detail = excluded.detail, recorded_by = excluded.recorded_by,
      recorded_at = excluded.recorded_at, revoked_at = null`)
}

/** Facts that this record proved stand no longer. Returns the opportunities touched. */
export async function revokeFacts(ctx: Ctx, proofId: string): Promise<{ opportunityId: string; fact: FactName }[]> {
  return await ctx.tx.rows(sql`update opportunity_fact set revoked_at = ${ctx.now.toISOString()} where tenant_id = ${ctx.tenantId} and proof_id = ${proofId} and revoked_at is null
    returning opportunity_id, fact`)
}

export interface Progress {
  fact: FactName
  words: Words
  act: string | null
  link: string | null
}

export async function putProgress(ctx: Ctx, opportunityId: string, one: Progress): Promise<void> {
  await ctx.tx.run(sql`insert into opportunity_progress (tenant_id, opportunity_id, fact, words, act, link, at)
    values (${ctx.tenantId}, ${opportunityId}, ${one.fact}, ${JSON.stringify(one.words)}::jsonb, ${one.act}, ${one.link}, ${ctx.now.toISOString()})
    on conflict (tenant_id, opportunity_id, fact) do update set words = excluded.words, act = excluded.act, link = excluded.link, at = excluded.at`)
}

export async function dropProgress(ctx: Ctx, opportunityId: string, fact: FactName): Promise<void> {
  await ctx.tx.run(
    sql`delete from opportunity_progress where tenant_id = ${ctx.tenantId} and opportunity_id = ${opportunityId} and fact = ${fact}`,
  )
}

export const progressOf = (ctx: Ctx, opportunityId: string): Promise<Progress[]> =>
  ctx.tx.rows<Progress>(
    sql`select fact, words, act, link from opportunity_progress where tenant_id = ${ctx.tenantId} and opportunity_id = ${opportunityId}`,
  )

export interface TeamRow {
  memberId: string
  name: string
  title: string
  role: string
  addedAt: string
}
export const viewTeam = (ctx: Ctx, opportunityId: string): Promise<TeamRow[]> =>
  ctx.tx.rows<TeamRow>(sql`select t.member_id, m.name, m.title, t.role, t.added_at from opportunity_member t join member m on m.tenant_id = t.tenant_id and m.id = t.member_id
    where t.tenant_id = ${ctx.tenantId} and t.opportunity_id = ${opportunityId} order by t.added_at, m.name`)

/** False when he is in it already. */
export async function addToTeam(ctx: Ctx, opportunityId: string, memberId: string, role: string): Promise<boolean> {
  const added = await ctx.tx.run(sql`insert into opportunity_member (tenant_id, opportunity_id, member_id, role, added_by, added_at)
    values (${ctx.tenantId}, ${opportunityId}, ${memberId}, ${role}, ${ctx.actor.memberId}, ${ctx.now.toISOString()}) on conflict do nothing`)
  return added > 0
}
export async function takeFromTeam(ctx: Ctx, opportunityId: string, memberId: string): Promise<boolean> {
  return (
    (await ctx.tx.run(
      sql`delete from opportunity_member where tenant_id = ${ctx.tenantId} and opportunity_id = ${opportunityId} and member_id = ${memberId}`,
    )) > 0
  )
}

export interface CommentRow {
  id: string
  authorId: string
  authorName: string
  text: string
  pinned: boolean
  at: string
}
/** Pinned first, then the newest. */
export const viewComments = (ctx: Ctx, opportunityId: string): Promise<CommentRow[]> =>
  ctx.tx.rows<CommentRow>(sql`select c.id, c.author_id, m.name as author_name, c.text, c.pinned, c.at from opportunity_comment c join member m on m.tenant_id = c.tenant_id and m.id = c.author_id
    where c.tenant_id = ${ctx.tenantId} and c.opportunity_id = ${opportunityId} order by c.pinned desc, c.at desc, c.id desc limit 100`)

export async function insertComment(
  ctx: Ctx,
  opportunityId: string,
  one: { id: string; authorId: string; text: string; pinned: boolean },
): Promise<void> {
  await ctx.tx.run(sql`insert into opportunity_comment (tenant_id, id, opportunity_id, author_id, text, pinned, at)
    values (${ctx.tenantId}, ${one.id}, ${opportunityId}, ${one.authorId}, ${one.text}, ${one.pinned}, ${ctx.now.toISOString()})`)
}

export interface ContactRow {
  id: string
  name: string
  title: string | null
  role: string | null
  phone: string | null
}
export const viewContacts = (ctx: Ctx, accountId: string): Promise<ContactRow[]> =>
  ctx.tx.rows<ContactRow>(
    sql`select c.id, c.name, c.title, c.role, c.phone from contact c where c.tenant_id = ${ctx.tenantId} and c.account_id = ${accountId} order by c.is_primary desc, c.created_at, c.id limit 200`,
  )

/** When a visit ended, for a fact that dates from it. */
export async function viewVisitEnd(ctx: Ctx, visitId: string): Promise<string | null> {
  const row = await ctx.tx.row<{ at: string | null }>(
    sql`select v.check_out_at as at from visit v where v.tenant_id = ${ctx.tenantId} and v.id = ${visitId}`,
  )
  return row?.at ?? null
}
