// Changes that wait for their approval.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface PendingChange {
  id: string
  kind: 'role' | 'new_role' | 'policy'
  /** Id of the role, code of the new one, id of the rule. */
  target: string
  basedOn: number
  payload: Record<string, unknown>
  approvalId: string | null
  requesterId: string
  requesterName: string
  createdAt: string
}
const columns = sql`c.id, c.kind, c.target, c.based_on, c.payload, c.approval_id, c.requester_id, c.requester_name, c.created_at`

export const insertChange = async (ctx: Ctx, one: Omit<PendingChange, 'approvalId' | 'createdAt'>): Promise<void> => {
  await ctx.tx.run(sql`insert into pending_change (tenant_id, id, kind, target, based_on, payload, requester_id, requester_name, created_at)
    values (${ctx.tenantId}, ${one.id}, ${one.kind}, ${one.target}, ${one.basedOn}, ${JSON.stringify(one.payload)}::jsonb, ${one.requesterId}, ${one.requesterName}, ${ctx.now.toISOString()})`)
}

export async function saveChangeApproval(ctx: Ctx, id: string, approvalId: string): Promise<void> {
  await ctx.tx.run(sql`update pending_change set approval_id = ${approvalId} where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function endChange(ctx: Ctx, id: string, state: 'applied' | 'dropped'): Promise<void> {
  await ctx.tx.run(
    sql`update pending_change set state = ${state}, ended_at = ${ctx.now.toISOString()} where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
}

export const changeById = (ctx: Ctx, id: string): Promise<PendingChange | undefined> =>
  ctx.tx.row<PendingChange>(sql`select ${columns} from pending_change c where c.tenant_id = ${ctx.tenantId} and c.id = ${id}`)

/** What waits, by target. */
export const waitingChanges = (ctx: Ctx): Promise<PendingChange[]> =>
  ctx.tx.rows<PendingChange>(sql`select ${columns} from pending_change c where c.tenant_id = ${ctx.tenantId} and c.state = 'waiting'`)
