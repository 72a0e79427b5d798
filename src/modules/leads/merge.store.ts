// What raw leads brought to the leads they were merged into: every SQL.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { MatchVerdict } from '#modules/accounts/matching.rule.ts'
import type { CustomValues } from '#modules/organization/index.ts'

export interface MergeRow {
  id: string
  leadId: string
  submissionId: string
  /** Facts that were unknown before, with what they became. */
  filled: { facts: Record<string, unknown>; custom: CustomValues; decides: boolean }
  verdict: MatchVerdict | null
}

export async function insertMerge(ctx: Ctx, merge: MergeRow): Promise<void> {
  await ctx.tx.run(sql`insert into lead_merge (tenant_id, id, lead_id, submission_id, filled, verdict, by_member, at)
    values (${ctx.tenantId}, ${merge.id}, ${merge.leadId}, ${merge.submissionId}, ${JSON.stringify(merge.filled)}::jsonb,
      ${merge.verdict && JSON.stringify(merge.verdict)}::jsonb, ${ctx.actor.memberId}, ${ctx.now.toISOString()})`)
}

/** The merge of this raw lead that stands. */
export async function openMergeOf(ctx: Ctx, submissionId: string): Promise<(MergeRow & { at: string }) | undefined> {
  return await ctx.tx.row(sql`select id, lead_id, submission_id, filled, verdict, at from lead_merge
    where tenant_id = ${ctx.tenantId} and submission_id = ${submissionId} and undone_at is null`)
}

export async function endMerge(ctx: Ctx, id: string): Promise<void> {
  await ctx.tx.run(
    sql`update lead_merge set undone_at = ${ctx.now.toISOString()}, undone_by = ${ctx.actor.memberId} where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
}
