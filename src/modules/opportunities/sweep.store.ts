import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { StalledPolicy } from './stalled.rule.ts'

export interface StalledRow {
  id: string
  number: string
  name: string
  ownerId: string
  stage: string
  stageSince: string
  lastSubstantiveAt: string | null
}

/** Marks open opportunities that have stood still past their limit and were not marked yet; hours, so that summer time bends nothing. */
export const markStalled = (ctx: Ctx, limits: StalledPolicy, batch: number): Promise<StalledRow[]> =>
  ctx.tx.rows<StalledRow>(sql`update opportunity o set stalled_since = ${ctx.now.toISOString()} from (
      select id from opportunity where tenant_id = ${ctx.tenantId} and closed_at is null and stalled_since is null
        and greatest(stage_since, coalesce(last_substantive_at, stage_since))
          + make_interval(hours => 24 * coalesce((${JSON.stringify(limits.byStage)}::jsonb ->> stage)::int, ${limits.stalledDays}::int)) <= ${ctx.now.toISOString()}::timestamptz
      order by id limit ${batch} for update skip locked) due
    where o.tenant_id = ${ctx.tenantId} and o.id = due.id
    returning o.id, o.number, o.name, o.owner_id, o.stage, o.stage_since, o.last_substantive_at`)
