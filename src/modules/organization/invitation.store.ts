// Invitations.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

type Reads = Pick<Ctx, 'tx' | 'tenantId'>

export interface InvitationRow {
  id: string
  name: string | null
  title: string | null
  departmentId: string
  department: string
  managerId: string | null
  roleIds: string[]
  createdBy: string
  createdByName: string | null
  createdAt: string
  expiresAt: string
  acceptedAt: string | null
  acceptedByName: string | null
  revokedAt: string | null
  company: string
}

const selected = (tenantId: string) => sql`select i.id, i.name, i.title, i.department_id, d.name as department, i.manager_id, i.role_ids,
    i.created_by, c.name as created_by_name, i.created_at, i.expires_at, i.accepted_at, a.name as accepted_by_name, i.revoked_at,
    (select t.name from tenant t where t.id = i.tenant_id) as company
  from invitation i join department d on d.tenant_id = i.tenant_id and d.id = i.department_id
  left join member c on c.tenant_id = i.tenant_id and c.id = i.created_by left join member a on a.tenant_id = i.tenant_id and a.id = i.accepted_by
  where i.tenant_id = ${tenantId}`

export const listInvitations = (ctx: Reads): Promise<InvitationRow[]> =>
  ctx.tx.rows(sql<InvitationRow>`${selected(ctx.tenantId)} order by i.created_at desc, i.id desc limit 100`)

export const invitationById = (ctx: Reads, id: string): Promise<InvitationRow | undefined> =>
  ctx.tx.row(sql<InvitationRow>`${selected(ctx.tenantId)} and i.id = ${id}`)

export const invitationByToken = (ctx: Reads, hash: Buffer): Promise<InvitationRow | undefined> =>
  ctx.tx.row(sql<InvitationRow>`${selected(ctx.tenantId)} and i.token_hash = ${hash}`)

export async function insertInvitation(
  ctx: Ctx,
  one: Pick<InvitationRow, 'id' | 'name' | 'title' | 'departmentId' | 'managerId' | 'roleIds' | 'createdBy' | 'expiresAt'> & {
    hash: Buffer
  },
): Promise<void> {
  await ctx.tx.run(sql`insert into invitation (tenant_id, id, token_hash, department_id, manager_id, role_ids, name, title, created_by, created_at, expires_at)
    values (${ctx.tenantId}, ${one.id}, ${one.hash}, ${one.departmentId}, ${one.managerId}, ${one.roleIds}::uuid[], ${one.name}, ${one.title},
      ${one.createdBy}, ${ctx.now.toISOString()}, ${one.expiresAt})`)
}

/** Of two who accept at the same moment one gets it: the other waits for this row and then sees that it is taken. */
export async function takeInvitation(ctx: Ctx, id: string, memberId: string): Promise<boolean> {
  const at = ctx.now.toISOString()
  const count = await ctx.tx.run(sql`update invitation set accepted_at = ${at}, accepted_by = ${memberId}
    where tenant_id = ${ctx.tenantId} and id = ${id} and accepted_at is null and revoked_at is null and expires_at > ${at}::timestamptz`)
  return count === 1
}

export async function closeInvitation(ctx: Ctx, id: string): Promise<void> {
  await ctx.tx.run(sql`update invitation set revoked_at = ${ctx.now.toISOString()} where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** The member that this user is here, disabled ones too. */
export async function memberOfUser(ctx: Pick<Ctx, 'tx' | 'tenantId'>, userId: string): Promise<string | undefined> {
  const row = await ctx.tx.row(sql<{ id: string }>`select id from member where tenant_id = ${ctx.tenantId} and user_id = ${userId}`)
  return row?.id
}
