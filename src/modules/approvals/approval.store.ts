// Approvals in the database: instances, who is asked, flows. Names of people are read beside (view… functions).

import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Holding } from '#core/room.ts'
import type { Card, Words } from './approval.contract.ts'
import type { Directory, Flow, FlowInstance, StepState } from './flow.rule.ts'

export interface Instance {
  id: string
  subjectType: string
  subjectId: string
  number: string
  title: string
  amountFen: number | null
  reason: Words
  flow: Flow
  state: FlowInstance
  status: FlowInstance['status']
  requesterId: string
  ownerId: string
  requestedAt: string
  decidedAt: string | null
  remindedAt: string | null
  version: number
}

const columns = sql`a.id, a.subject_type, a.subject_id, a.number, a.title, a.amount_fen, a.reason, a.flow, a.state, a.status, a.requester_id, a.owner_id,
  a.requested_at, a.decided_at, a.reminded_at, a.version`

export const loadInstance = (ctx: Ctx, id: string): Promise<Instance | undefined> =>
  ctx.tx.row<Instance>(sql`select ${columns} from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.id = ${id}`)

/** Held until the end of the transaction, so that two answers come one after the other. */
export const lockInstance = (ctx: Ctx, id: string): Promise<Instance | undefined> =>
  ctx.tx.row<Instance>(sql`select ${columns} from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.id = ${id} for update`)

export const newestOfSubject = (ctx: Ctx, subjectId: string): Promise<Instance | undefined> =>
  ctx.tx.row<Instance>(
    sql`select ${columns} from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.subject_id = ${subjectId} order by a.requested_at desc, a.id desc limit 1`,
  )

export async function insertInstance(ctx: Ctx, one: Omit<Instance, 'version' | 'remindedAt'>, card: Card): Promise<void> {
  await ctx.tx.run(sql`insert into approval_instance (tenant_id, id, subject_type, subject_id, number, title, amount_fen, reason, flow, state, card, status, requester_id, owner_id, requested_at, decided_at)
    values (${ctx.tenantId}, ${one.id}, ${one.subjectType}, ${one.subjectId}, ${one.number}, ${one.title}, ${one.amountFen}, ${JSON.stringify(one.reason)}::jsonb,
      ${JSON.stringify(one.flow)}::jsonb, ${JSON.stringify(one.state)}::jsonb, ${JSON.stringify(card)}::jsonb, ${one.status}, ${one.requesterId}, ${one.ownerId}, ${one.requestedAt}, ${one.decidedAt})`)
  await writeTasks(ctx, one.id, one.state)
}

/** Writes what the reducer made of it; the row is locked, so no version is compared here. */
export async function saveState(ctx: Ctx, id: string, state: FlowInstance): Promise<void> {
  const decidedAt = state.status === 'pending' ? null : ctx.now.toISOString()
  await ctx.tx.run(sql`update approval_instance set state = ${JSON.stringify(state)}::jsonb, status = ${state.status}, decided_at = ${decidedAt}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
  await writeTasks(ctx, id, state)
}

export async function markReminded(ctx: Ctx, id: string): Promise<void> {
  await ctx.tx.run(
    sql`update approval_instance set reminded_at = ${ctx.now.toISOString()} where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
}

async function writeTasks(ctx: Ctx, id: string, state: FlowInstance): Promise<void> {
  const rows = state.steps.flatMap((step: StepState) =>
    step.tasks.map((task) => ({
      step_id: step.id,
      member_id: task.memberId,
      status: task.status,
      decided_at: task.at,
      note: task.note,
      auto: task.auto,
    })),
  )
  await ctx.tx.run(sql`insert into approval_task as t (tenant_id, approval_id, round, step_id, member_id, status, opened_at, decided_at, note, auto)
    select ${ctx.tenantId}::uuid, ${id}::uuid, ${state.round}::int, r.step_id, r.member_id, r.status, case when r.status = 'waiting' then null else ${ctx.now.toISOString()}::timestamptz end, r.decided_at, r.note, r.auto
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(step_id text, member_id uuid, status text, decided_at timestamptz, note text, auto boolean)
    on conflict (tenant_id, approval_id, round, step_id, member_id) do update set status = excluded.status, decided_at = excluded.decided_at, note = excluded.note, auto = excluded.auto,
      opened_at = coalesce(t.opened_at, excluded.opened_at)`)
}

/** Running approvals that ask this member now or later; locked. */
export const lockAsking = (ctx: Ctx, memberId: string): Promise<Instance[]> =>
  ctx.tx.rows<Instance>(sql`select ${columns} from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.status = 'pending'
    and exists (select 1 from approval_task t where t.tenant_id = a.tenant_id and t.approval_id = a.id and t.member_id = ${memberId} and t.status in ('open', 'waiting')) order by a.id for update of a`)

/** The tasks of one who is asked no more. */
export async function dropTasks(ctx: Ctx, id: string, memberId: string): Promise<void> {
  await ctx.tx.run(
    sql`delete from approval_task where tenant_id = ${ctx.tenantId} and approval_id = ${id} and member_id = ${memberId} and status in ('open', 'waiting')`,
  )
}

export interface TaskRow {
  approvalId: string
  round: number
  stepId: string
  memberId: string
  name: string
  title: string
  openedAt: string | null
}

/** Who was asked, with names; of the newest round. */
export const viewTasks = (ctx: Ctx, ids: string[]): Promise<TaskRow[]> =>
  ctx.tx.rows<TaskRow>(sql`select t.approval_id, t.round, t.step_id, t.member_id, m.name, m.title, t.opened_at
    from approval_task t join member m on m.tenant_id = t.tenant_id and m.id = t.member_id
    where t.tenant_id = ${ctx.tenantId} and t.approval_id = any(${ids}::uuid[])`)

export interface PersonRow {
  id: string
  name: string
  title: string
}
export const viewPeople = (ctx: Ctx, ids: string[]): Promise<PersonRow[]> =>
  ctx.tx.rows<PersonRow>(sql`select id, name, title from member where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`)

export type Box = 'waiting' | 'done' | 'mine'

/** One page of a box. Waiting: the longest waiting first; the others newest first. */
export function listBox(
  ctx: Ctx,
  box: Box,
  memberId: string,
  before: (string | number | null)[] | null,
  limit: number,
): Promise<(Instance & { sortAt: string })[]> {
  const [at, id] = (before ?? [null, null]) as [string | null, string | null]
  if (box === 'mine')
    return ctx.tx.rows(sql`select ${columns}, a.requested_at as sort_at from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.requester_id = ${memberId}
      and (${at}::timestamptz is null or (a.requested_at, a.id) < (${at}::timestamptz, ${id}::uuid)) order by a.requested_at desc, a.id desc limit ${limit}`)
  if (box === 'waiting')
    return ctx.tx.rows(sql`select ${columns}, t.opened_at as sort_at from approval_task t join approval_instance a on a.tenant_id = t.tenant_id and a.id = t.approval_id
      where t.tenant_id = ${ctx.tenantId} and t.member_id = ${memberId} and t.status = 'open' and a.status = 'pending'
      and (${at}::timestamptz is null or (t.opened_at, a.id) > (${at}::timestamptz, ${id}::uuid)) order by t.opened_at, a.id limit ${limit}`)
  return ctx.tx.rows(sql`select * from (select distinct on (a.id) ${columns}, t.decided_at as sort_at from approval_task t join approval_instance a on a.tenant_id = t.tenant_id and a.id = t.approval_id
      where t.tenant_id = ${ctx.tenantId} and t.member_id = ${memberId} and t.status in ('approved', 'rejected', 'returned') order by a.id, t.decided_at desc) d
    where (${at}::timestamptz is null or (d.sort_at, d.id) < (${at}::timestamptz, ${id}::uuid)) order by d.sort_at desc, d.id desc limit ${limit}`)
}

export async function countBoxes(ctx: Ctx, memberId: string): Promise<{ waiting: number; mine: number }> {
  const row = await ctx.tx.row<{ waiting: number; mine: number }>(sql`select
    (select count(*) from approval_task t join approval_instance a on a.tenant_id = t.tenant_id and a.id = t.approval_id
      where t.tenant_id = ${ctx.tenantId} and t.member_id = ${memberId} and t.status = 'open' and a.status = 'pending')::int as waiting,
    (select count(*) from approval_instance where tenant_id = ${ctx.tenantId} and requester_id = ${memberId} and status = 'pending')::int as mine`)
  return row ?? { waiting: 0, mine: 0 }
}

/** The organization as approvers are found from it: people in office only. A missing manager is the head of the department. */
export async function viewDirectory(ctx: Ctx): Promise<Directory> {
  const people = await ctx.tx.rows<{ id: string; departmentId: string; managerId: string | null; roles: string[] }>(sql`
    select m.id, m.department_id, coalesce(m.manager_id, nullif(d.head_id, m.id)) as manager_id,
      array(select r.code from member_role mr join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id where mr.tenant_id = m.tenant_id and mr.member_id = m.id) as roles
    from member m join department d on d.tenant_id = m.tenant_id and d.id = m.department_id where m.tenant_id = ${ctx.tenantId} and m.disabled_at is null order by m.username`)
  const heads = await ctx.tx.rows<{ id: string; headId: string }>(
    sql`select id, head_id from department where tenant_id = ${ctx.tenantId} and head_id is not null`,
  )
  const roles: Record<string, string[]> = {}
  for (const person of people) for (const role of person.roles) roles[role] = [...(roles[role] ?? []), person.id]
  return {
    managerOf: Object.fromEntries(people.map((person) => [person.id, person.managerId])),
    roles,
    heads: Object.fromEntries(heads.map((head) => [head.id, head.headId])),
    departmentOf: Object.fromEntries(people.map((person) => [person.id, person.departmentId])),
  }
}

export interface FlowRow {
  key: string
  version: number
  steps: Flow['steps']
  cc: Flow['cc']
  effectiveAt: string
  authorName: string | null
}

/** The newest version of each flow that the tenant wrote itself and that is in force. */
export const viewFlows = (ctx: Ctx): Promise<FlowRow[]> =>
  ctx.tx.rows<FlowRow>(sql`select distinct on (f.key) f.key, f.version, f.steps, f.cc, f.effective_at, m.name as author_name
    from approval_flow f left join member m on m.tenant_id = f.tenant_id and m.id = f.author_id
    where f.tenant_id = ${ctx.tenantId} and f.effective_at <= ${ctx.now.toISOString()} order by f.key, f.version desc`)

export async function insertFlow(ctx: Ctx, flow: Flow, note: string | null): Promise<void> {
  const now = ctx.now.toISOString()
  await ctx.tx.run(sql`insert into approval_flow (tenant_id, key, version, steps, cc, effective_at, author_id, note, created_at)
    values (${ctx.tenantId}, ${flow.key}, ${flow.version}, ${JSON.stringify(flow.steps)}::jsonb, ${JSON.stringify(flow.cc ?? [])}::jsonb, ${now}, ${ctx.actor.memberId}, ${note}, ${now})`)
}

/** What waits for this member, for a hand-over. */
export async function approvalHoldings(ctx: Ctx, memberId: string): Promise<Holding[]> {
  return await ctx.tx.rows(sql<Holding>`select 'approval' as kind, a.id, a.title as name from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.status = 'pending'
    and exists (select 1 from approval_task t where t.tenant_id = a.tenant_id and t.approval_id = a.id and t.member_id = ${memberId} and t.status in ('open', 'waiting')) order by a.id`)
}

/** Whether the newest version of a flow, in force or not yet, asks the head of this department. */
export async function namesDepartment(ctx: Ctx, departmentId: string): Promise<boolean> {
  const rows = await ctx.tx.rows(sql<{ steps: Flow['steps'] }>`select distinct on (key) steps from approval_flow
    where tenant_id = ${ctx.tenantId} order by key, version desc`)
  return rows.some(({ steps }) =>
    steps.some((step) => step.approvers.some((one) => 'departmentId' in one && one.departmentId === departmentId)),
  )
}
