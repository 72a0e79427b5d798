// Flows in the database, and the cases a draft is tried on.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { carriedFlow, carriedSteps } from './carry.rule.ts'
import type { Flow } from './flow.rule.ts'
import type { FlowInstance } from './instance.rule.ts'

export interface FlowRow extends Flow {
  effectiveAt: string
  authorName: string | null
  note: string | null
}
type Row = Omit<FlowRow, 'same' | 'clock'> & { settings: Pick<Flow, 'same' | 'clock'> }

const flowOf = ({ settings, ...row }: Row): FlowRow => ({ ...row, ...settings, steps: carriedSteps(row.steps) })
const columns = sql`f.key, f.version, f.steps, f.cc, f.settings, f.effective_at, f.note, m.name as author_name`
const joined = sql`approval_flow f left join member m on m.tenant_id = f.tenant_id and m.id = f.author_id`

/** The newest version of each flow that the tenant wrote itself and that is in force. */
export async function viewFlows(ctx: Ctx): Promise<FlowRow[]> {
  const rows = await ctx.tx.rows<Row>(sql`select distinct on (f.key) ${columns} from ${joined}
    where f.tenant_id = ${ctx.tenantId} and f.effective_at <= ${ctx.now.toISOString()} order by f.key, f.version desc`)
  return rows.map(flowOf)
}

export async function viewFlowVersions(ctx: Ctx, key: string): Promise<FlowRow[]> {
  const rows = await ctx.tx.rows<Row>(
    sql`select ${columns} from ${joined} where f.tenant_id = ${ctx.tenantId} and f.key = ${key} order by f.version desc limit 100`,
  )
  return rows.map(flowOf)
}

export async function insertFlow(ctx: Ctx, flow: Flow, note: string | null): Promise<void> {
  const now = ctx.now.toISOString()
  const settings = { same: flow.same, clock: flow.clock }
  await ctx.tx.run(sql`insert into approval_flow (tenant_id, key, version, steps, cc, settings, effective_at, author_id, note, created_at)
    values (${ctx.tenantId}, ${flow.key}, ${flow.version}, ${JSON.stringify(flow.steps)}::jsonb, ${JSON.stringify(flow.cc ?? [])}::jsonb, ${JSON.stringify(settings)}::jsonb,
      ${now}, ${ctx.actor.memberId}, ${note}, ${now})`)
}

export interface PastCase {
  id: string
  number: string
  title: string
  amountFen: number | null
  requesterId: string
  requesterName: string
  ownerId: string
  requestedAt: string
  facts: FlowInstance['facts']
  flow: Flow
}

/** The last cases of a flow, newest first, with the facts and the flow they ran on. */
export async function viewCases(ctx: Ctx, key: string, limit: number): Promise<PastCase[]> {
  const rows =
    await ctx.tx.rows<PastCase>(sql`select a.id, a.number, a.title, a.amount_fen, a.requester_id, m.name as requester_name, a.owner_id, a.requested_at, a.state -> 'facts' as facts, a.flow
    from approval_instance a join member m on m.tenant_id = a.tenant_id and m.id = a.requester_id
    where a.tenant_id = ${ctx.tenantId} and a.flow ->> 'key' = ${key} order by a.requested_at desc, a.id desc limit ${limit}`)
  return rows.map((row) => ({ ...row, flow: carriedFlow(row.flow) }))
}

export const viewRoles = (ctx: Ctx): Promise<{ code: string; name: string; holders: number }[]> =>
  ctx.tx.rows(sql`select r.code, r.name, count(m.id)::int as holders from role r
      left join member_role mr on mr.tenant_id = r.tenant_id and mr.role_id = r.id
      left join member m on m.tenant_id = mr.tenant_id and m.id = mr.member_id and m.disabled_at is null
    where r.tenant_id = ${ctx.tenantId} group by r.code, r.name order by r.code`)

/** Approvers as they may be named: departments with a head are found by id. */
export const viewNames = (ctx: Ctx, ids: string[]): Promise<{ id: string; name: string }[]> =>
  ctx.tx.rows(sql`select id, name from member where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])
    union all select id, name from department where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`)
