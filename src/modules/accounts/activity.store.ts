// 跟进记录: every SQL on what was done with a lead or an account.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { FollowUpKind } from './followup.rule.ts'

export interface ActivityRow {
  id: string
  kind: FollowUpKind
  at: string
  memberId: string | null
  memberName: string | null
  text: string | null
  answered: boolean | null
  durationS: number | null
  measuredBy: 'system' | 'self' | null
  nextStep: string | null
  nextOn: string | null
  validVisit: boolean | null
  visitId: string | null
  contact: boolean
  substantive: boolean
  reason: string
  acceptedBy: string | null
}
export interface NewActivity extends Omit<ActivityRow, 'memberName'> {
  subjectType: 'lead' | 'account'
  subjectId: string
}

const columns =
  sql.raw(`v.id, v.kind, v.at, v.member_id, m.name as member_name, v.text, v.answered, v.duration_s, v.measured_by, v.next_step, v.next_on, v.valid_visit, v.visit_id,
  v.contact, v.substantive, v.reason, v.accepted_by`)

export async function insertActivities(ctx: Ctx, list: readonly NewActivity[]): Promise<void> {
  if (list.length === 0) return
  const rows = list.map((v) => ({
    id: v.id,
    subject_type: v.subjectType,
    subject_id: v.subjectId,
    kind: v.kind,
    at: v.at,
    member_id: v.memberId,
    text: v.text,
    answered: v.answered,
    duration_s: v.durationS,
    measured_by: v.measuredBy,
    next_step: v.nextStep,
    next_on: v.nextOn,
    valid_visit: v.validVisit,
    visit_id: v.visitId,
    contact: v.contact,
    substantive: v.substantive,
    reason: v.reason,
    accepted_by: v.acceptedBy,
  }))
  await ctx.tx.run(sql`insert into activity (tenant_id, created_at, id, subject_type, subject_id, kind, at, member_id, text, answered, duration_s, measured_by, next_step, next_on,
      valid_visit, visit_id, contact, substantive, reason, accepted_by)
    select ${ctx.tenantId}::uuid, ${ctx.now.toISOString()}::timestamptz, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, subject_type text, subject_id uuid, kind text,
      at timestamptz, member_id uuid, text text, answered boolean, duration_s int, measured_by text, next_step text, next_on date, valid_visit boolean, visit_id uuid, contact boolean,
      substantive boolean, reason text, accepted_by uuid)`)
}

/** Of one or several subjects, the newest first; `since` cuts to one holding. */
export async function activitiesOf(
  ctx: Ctx,
  subjectIds: readonly string[],
  since: string | null = null,
  limit = 300,
): Promise<ActivityRow[]> {
  return await ctx.tx.rows(sql<ActivityRow>`select ${columns} from activity v left join member m on m.tenant_id = v.tenant_id and m.id = v.member_id
    where v.tenant_id = ${ctx.tenantId} and v.subject_id = any(${subjectIds}::uuid[]) and (${since}::timestamptz is null or v.at >= ${since})
    order by v.at desc, v.id desc limit ${limit}`)
}

export async function activitiesByIds(ctx: Ctx, ids: readonly string[]): Promise<ActivityRow[]> {
  return await ctx.tx.rows(sql<ActivityRow>`select ${columns} from activity v left join member m on m.tenant_id = v.tenant_id and m.id = v.member_id
    where v.tenant_id = ${ctx.tenantId} and v.id = any(${ids}::uuid[])`)
}

/** A manager accepts a call that only its caller vouches for. */
export async function acceptActivity(ctx: Ctx, id: string, by: string): Promise<void> {
  await ctx.tx.run(
    sql`update activity set accepted_by = ${by}, substantive = true, reason = 'call_accepted' where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
}
