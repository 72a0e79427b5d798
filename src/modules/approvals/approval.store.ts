// Approvals in the database: instances, who is asked, flows. Names of people are read beside (view… functions).

import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Holding } from '#core/room.ts'
import type { Card, Words } from './approval.contract.ts'
import { carriedFlow, carriedState } from './carry.rule.ts'
import type { Directory, Flow } from './flow.rule.ts'
import { type Away, type FlowInstance, nextDue } from './instance.rule.ts'

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
  /** What the subject's room said the record was at submission. */
  print: string | null
  version: number
}

export const instanceColumns = sql`a.id, a.subject_type, a.subject_id, a.number, a.title, a.amount_fen, a.reason, a.flow, a.state, a.status, a.requester_id, a.owner_id,
  a.requested_at, a.decided_at, a.reminded_at, a.print, a.version`

/** A row as it is worked on: what was written in an older shape is read as today's. */
export const carriedRow = <T extends Instance>(row: T): T => ({ ...row, flow: carriedFlow(row.flow), state: carriedState(row.state) })
const one = async (found: Promise<Instance | undefined>): Promise<Instance | undefined> => {
  const row = await found
  return row && carriedRow(row)
}

export const loadInstance = (ctx: Ctx, id: string): Promise<Instance | undefined> =>
  one(ctx.tx.row<Instance>(sql`select ${instanceColumns} from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.id = ${id}`))

/** Held until the end of the transaction, so that two answers come one after the other. */
export const lockInstance = (ctx: Ctx, id: string): Promise<Instance | undefined> =>
  one(
    ctx.tx.row<Instance>(
      sql`select ${instanceColumns} from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.id = ${id} for update`,
    ),
  )

export const newestOfSubject = (ctx: Ctx, subjectId: string): Promise<Instance | undefined> =>
  one(
    ctx.tx.row<Instance>(
      sql`select ${instanceColumns} from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.subject_id = ${subjectId} order by a.requested_at desc, a.id desc limit 1`,
    ),
  )

export const lockRunningOf = (ctx: Ctx, subjectId: string): Promise<Instance | undefined> =>
  one(
    ctx.tx.row<Instance>(
      sql`select ${instanceColumns} from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.subject_id = ${subjectId} and a.status = 'pending' for update`,
    ),
  )

export async function insertInstance(ctx: Ctx, one: Omit<Instance, 'version' | 'remindedAt'>, card: Card): Promise<void> {
  await ctx.tx.run(sql`insert into approval_instance (tenant_id, id, subject_type, subject_id, number, title, amount_fen, reason, flow, state, card, status, requester_id, owner_id, requested_at, decided_at, due_at, print)
    values (${ctx.tenantId}, ${one.id}, ${one.subjectType}, ${one.subjectId}, ${one.number}, ${one.title}, ${one.amountFen}, ${JSON.stringify(one.reason)}::jsonb,
      ${JSON.stringify(one.flow)}::jsonb, ${JSON.stringify(one.state)}::jsonb, ${JSON.stringify(card)}::jsonb, ${one.status}, ${one.requesterId}, ${one.ownerId}, ${one.requestedAt}, ${one.decidedAt}, ${nextDue(one.state)}, ${one.print})`)
  await writeTasks(ctx, one.id, one.state)
}

/** Writes what the reducer made of it; the row is locked, so no version is compared here. */
export async function saveState(ctx: Ctx, id: string, state: FlowInstance): Promise<void> {
  const decidedAt = state.status === 'pending' ? null : ctx.now.toISOString()
  await ctx.tx.run(sql`update approval_instance set state = ${JSON.stringify(state)}::jsonb, status = ${state.status}, decided_at = ${decidedAt}, due_at = ${nextDue(state)}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
  await writeTasks(ctx, id, state)
}

export async function markReminded(ctx: Ctx, id: string): Promise<void> {
  await ctx.tx.run(
    sql`update approval_instance set reminded_at = ${ctx.now.toISOString()} where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
}

/** One row for each person asked, by how often the step was opened; what an earlier opening left unanswered is closed. */
async function writeTasks(ctx: Ctx, id: string, state: FlowInstance): Promise<void> {
  const rows = state.steps.flatMap((step) =>
    step.tasks.map((task) => ({
      round: step.state === 'later' || step.state === 'skipped' ? step.pass + 1 : Math.max(step.pass, 1),
      step_id: step.id,
      member_id: task.memberId,
      by_id: task.by ?? null,
      status: task.status,
      opened_at: task.openedAt ?? (task.status === 'waiting' ? null : ctx.now.toISOString()),
      decided_at: task.at,
      note: task.note,
      auto: task.auto,
    })),
  )
  if (rows.length === 0) return
  const text = JSON.stringify(rows)
  await ctx.tx.run(sql`insert into approval_task as t (tenant_id, approval_id, round, step_id, member_id, status, opened_at, decided_at, note, auto, by_id)
    select ${ctx.tenantId}::uuid, ${id}::uuid, r.round, r.step_id, r.member_id, r.status, r.opened_at, r.decided_at, r.note, r.auto, r.by_id
    from jsonb_to_recordset(${text}::jsonb) as r(round int, step_id text, member_id uuid, status text, opened_at timestamptz, decided_at timestamptz, note text, auto boolean, by_id uuid)
    on conflict (tenant_id, approval_id, round, step_id, member_id) do update set status = excluded.status, decided_at = excluded.decided_at, note = excluded.note, auto = excluded.auto,
      by_id = excluded.by_id, opened_at = case when excluded.status = 'open' or t.opened_at is null then excluded.opened_at else t.opened_at end`)
  const returned = state.log.at(-1)
  const by = returned?.act === 'return' ? (returned.forId ?? returned.memberId) : null
  await ctx.tx.run(sql`update approval_task t set decided_at = ${ctx.now.toISOString()}, note = case when t.member_id = ${by} and t.step_id = ${returned?.stepId ?? null} then ${returned?.note ?? ''} else t.note end,
      status = case when t.member_id = ${by} and t.step_id = ${returned?.stepId ?? null} then 'returned' else 'not_needed' end
    from (select r.step_id, max(r.round) as round from jsonb_to_recordset(${text}::jsonb) as r(step_id text, round int) group by r.step_id) n
    where t.tenant_id = ${ctx.tenantId} and t.approval_id = ${id} and t.step_id = n.step_id and t.round < n.round and t.status in ('open', 'waiting')`)
}

/** Copies are told once, and stay in their box. */
export async function insertCopies(ctx: Ctx, id: string, members: string[]): Promise<void> {
  if (members.length === 0) return
  await ctx.tx.run(sql`insert into approval_copy (tenant_id, approval_id, member_id, at) select ${ctx.tenantId}::uuid, ${id}::uuid, m.id, ${ctx.now.toISOString()}::timestamptz
    from unnest(${members}::uuid[]) as m(id) on conflict do nothing`)
}

/** Who is away now, and who stands in. */
export async function viewAway(ctx: Ctx): Promise<Away> {
  const now = ctx.now.toISOString()
  const rows = await ctx.tx.rows<{ memberId: string; delegateId: string | null }>(
    sql`select member_id, delegate_id from leave where tenant_id = ${ctx.tenantId} and from_at <= ${now} and ${now} < to_at`,
  )
  return Object.fromEntries(rows.map((row) => [row.memberId, row.delegateId]))
}

/** Running approvals that ask this member now or later; locked. */
export const lockAsking = async (ctx: Ctx, memberId: string): Promise<Instance[]> =>
  (
    await ctx.tx.rows<Instance>(sql`select ${instanceColumns} from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.status = 'pending'
    and exists (select 1 from approval_task t where t.tenant_id = a.tenant_id and t.approval_id = a.id and t.member_id = ${memberId} and t.status in ('open', 'waiting')) order by a.id for update of a`)
  ).map(carriedRow)

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
  byName: string | null
}

/** Who was asked, with names. */
export const viewTasks = (ctx: Ctx, ids: string[]): Promise<TaskRow[]> =>
  ctx.tx.rows<TaskRow>(sql`select t.approval_id, t.round, t.step_id, t.member_id, m.name, m.title, t.opened_at, b.name as by_name
    from approval_task t join member m on m.tenant_id = t.tenant_id and m.id = t.member_id
      left join member b on b.tenant_id = t.tenant_id and b.id = t.by_id
    where t.tenant_id = ${ctx.tenantId} and t.approval_id = any(${ids}::uuid[])`)

export interface PersonRow {
  id: string
  name: string
  title: string
}
export const viewPeople = (ctx: Ctx, ids: string[]): Promise<PersonRow[]> =>
  ctx.tx.rows<PersonRow>(sql`select id, name, title from member where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`)

/** The organization as approvers are found from it: people in office only. A missing manager is the head of the department. */
export async function viewDirectory(ctx: Ctx): Promise<Directory> {
  const people = await ctx.tx.rows<{ id: string; departmentId: string; managerId: string | null; roles: string[]; able: boolean }>(sql`
    select m.id, m.department_id, coalesce(m.manager_id, nullif(d.head_id, m.id)) as manager_id,
      array(select r.code from member_role mr join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id where mr.tenant_id = m.tenant_id and mr.member_id = m.id) as roles,
      exists (select 1 from member_role mr join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id
        where mr.tenant_id = m.tenant_id and mr.member_id = m.id and (r.code = 'admin' or r.permissions ? 'approval.decide')) as able
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
    able: people.flatMap((person) => (person.able ? [person.id] : [])),
  }
}

/** Running approvals whose clock has something to do; locked, and those another sweep holds are left to it. */
export const lockDue = async (ctx: Ctx, batch: number): Promise<Instance[]> =>
  (
    await ctx.tx.rows<Instance>(sql`select ${instanceColumns} from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.due_at <= ${ctx.now.toISOString()}
      and a.status = 'pending' order by a.due_at, a.id limit ${batch} for update skip locked`)
  ).map(carriedRow)

export interface Untold {
  approvalId: string
  stepId: string
  memberId: string
  round: number
}

/** Open tasks of people who went on leave after they were asked, whose delegate was not told yet; in the order in which answers lock. */
export const untoldStandIns = (ctx: Ctx, batch: number): Promise<Untold[]> =>
  ctx.tx.rows(sql<Untold>`select t.approval_id, t.step_id, t.member_id, t.round from approval_task t
      join leave l on l.tenant_id = t.tenant_id and l.member_id = t.member_id and l.delegate_id is not null
    where t.tenant_id = ${ctx.tenantId} and t.status = 'open' and l.from_at <= ${ctx.now.toISOString()} and ${ctx.now.toISOString()} < l.to_at and t.opened_at < l.from_at
      and t.stand_in_id is null order by t.approval_id, t.step_id, t.member_id limit ${batch}`)

/** Who was told; himself where nobody may stand in. False: it was answered, or another sweep told, in between. */
export async function markStandIn(ctx: Ctx, one: Untold, standInId: string): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`update approval_task set stand_in_id = ${standInId} where tenant_id = ${ctx.tenantId} and approval_id = ${one.approvalId}
    and round = ${one.round} and step_id = ${one.stepId} and member_id = ${one.memberId} and status = 'open' and stand_in_id is null`)
  return count === 1
}

/** What waits for this member, for a hand-over. */
export async function approvalHoldings(ctx: Ctx, memberId: string): Promise<Holding[]> {
  return await ctx.tx.rows(sql<Holding>`select 'approval' as kind, a.id, a.title as name from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.status = 'pending'
    and exists (select 1 from approval_task t where t.tenant_id = a.tenant_id and t.approval_id = a.id and t.member_id = ${memberId} and t.status in ('open', 'waiting')) order by a.id`)
}

/** Whether the newest version of a flow, in force or not yet, asks the head of this department. */
export async function namesDepartment(ctx: Ctx, departmentId: string): Promise<boolean> {
  const row = await ctx.tx.row(sql`select 1 from (select distinct on (key) steps from approval_flow
    where tenant_id = ${ctx.tenantId} order by key, version desc) f where position(${departmentId} in f.steps::text) > 0 limit 1`)
  return row !== undefined
}
