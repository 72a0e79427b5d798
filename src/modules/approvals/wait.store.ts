// How long people took: what nobody was asked for does not count.
import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface WaitRow {
  flowKey: string
  stepId: string
  memberId: string | null
  name: string
  answered: number
  medianMinutes: number | null
  slowestMinutes: number | null
  open: number
  longestOpenMinutes: number | null
}

/** Answered since then, or waiting now; only approvals whose requester the reader's `approval.read` reaches. */
export function viewWaits(ctx: Ctx, since: string, by: 'step' | 'person'): Promise<WaitRow[]> {
  const person = by === 'person' ? sql`t.member_id` : sql`null::uuid`
  const step = by === 'step' ? sql`regexp_replace(t.step_id, '\\+.*$', '+')` : sql`''`
  const flow = by === 'step' ? sql`a.flow ->> 'key'` : sql`''`
  const now = ctx.now.toISOString()
  return ctx.tx.rows(sql<WaitRow>`select w.flow_key, w.step_id, w.member_id, coalesce(m.name, '') as name,
      count(*) filter (where w.answered)::int as answered,
      percentile_cont(0.5) within group (order by w.minutes) filter (where w.answered) as median_minutes,
      max(w.minutes) filter (where w.answered) as slowest_minutes,
      count(*) filter (where not w.answered)::int as open,
      max(w.minutes) filter (where not w.answered) as longest_open_minutes
    from (select ${flow} as flow_key, ${step} as step_id, ${person} as member_id, t.status <> 'open' as answered,
        (extract(epoch from coalesce(t.decided_at, ${now}::timestamptz) - t.opened_at) / 60)::float8 as minutes
      from approval_task t join approval_instance a on a.tenant_id = t.tenant_id and a.id = t.approval_id
      where t.tenant_id = ${ctx.tenantId} and not t.auto and t.opened_at is not null and ${inScope(ctx, 'approval.read', sql`a.requester_id`)}
        and ((t.status in ('approved', 'rejected', 'returned') and t.decided_at >= ${since}) or (t.status = 'open' and a.status = 'pending'))) w
      left join member m on m.tenant_id = ${ctx.tenantId} and m.id = w.member_id
    group by w.flow_key, w.step_id, w.member_id, m.name order by median_minutes desc nulls last, open desc, m.name`)
}
