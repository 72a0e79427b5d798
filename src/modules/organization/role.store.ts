// Roles and who has them.
import type { Ctx, Scope } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface RoleRow {
  id: string
  code: string
  name: string
  permissions: Record<string, Scope>
  members: number
  version: number
}

export async function listRoles(ctx: Ctx): Promise<RoleRow[]> {
  return await ctx.tx.rows(sql<RoleRow>`select r.id, r.code, r.name, r.permissions, r.version,
      (select count(*)::int from member_role mr join member m on m.tenant_id = mr.tenant_id and m.id = mr.member_id
        where mr.tenant_id = ${ctx.tenantId} and mr.role_id = r.id and m.disabled_at is null) as members
    from role r where r.tenant_id = ${ctx.tenantId} order by r.code`)
}

export async function insertRole(
  ctx: Ctx,
  role: { id: string; code: string; name: string; permissions: Record<string, Scope> },
): Promise<void> {
  await ctx.tx.run(sql`insert into role (tenant_id, id, code, name, permissions)
    values (${ctx.tenantId}, ${role.id}, ${role.code}, ${role.name}, ${JSON.stringify(role.permissions)}::jsonb)`)
}

/** False when somebody changed it meanwhile. */
export async function updateRole(
  ctx: Ctx,
  role: { id: string; version: number; name: string; permissions: Record<string, Scope> },
): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`update role set name = ${role.name}, permissions = ${JSON.stringify(role.permissions)}::jsonb, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${role.id} and version = ${role.version}`)
  return count === 1
}

export async function giveRole(ctx: Ctx, memberId: string, roleId: string): Promise<void> {
  await ctx.tx.run(
    sql`insert into member_role (tenant_id, member_id, role_id) values (${ctx.tenantId}, ${memberId}, ${roleId}) on conflict do nothing`,
  )
}

/** The member has exactly these roles afterwards. */
export async function setRoles(ctx: Ctx, memberId: string, roleIds: string[]): Promise<void> {
  await ctx.tx.run(sql`delete from member_role where tenant_id = ${ctx.tenantId} and member_id = ${memberId}`)
  for (const roleId of roleIds) await giveRole(ctx, memberId, roleId)
}

/** Active members with the role `admin` other than this one. */
export async function otherAdmins(ctx: Ctx, memberId: string): Promise<number> {
  const row = await ctx.tx.row(sql<{ n: number }>`select count(*)::int as n from member_role mr
    join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id join member m on m.tenant_id = mr.tenant_id and m.id = mr.member_id
    where mr.tenant_id = ${ctx.tenantId} and r.code = 'admin' and m.disabled_at is null and m.id <> ${memberId}`)
  return row?.n ?? 0
}
