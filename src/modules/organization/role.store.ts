// Roles and who has them.
import type { Ctx, Scope } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { HeldRole } from './member.store.ts'

export interface RoleRow {
  id: string
  code: string
  name: string
  permissions: Record<string, Scope>
  /** Chosen departments by permission, for the scope `custom`. */
  departments: Record<string, string[]>
  members: number
  version: number
}

export async function listRoles(ctx: Ctx): Promise<RoleRow[]> {
  return await ctx.tx.rows(sql<RoleRow>`select r.id, r.code, r.name, r.permissions, r.departments, r.version,
      (select count(*)::int from member_role mr join member m on m.tenant_id = mr.tenant_id and m.id = mr.member_id
        where mr.tenant_id = ${ctx.tenantId} and mr.role_id = r.id and m.disabled_at is null) as members
    from role r where r.tenant_id = ${ctx.tenantId} order by r.code`)
}

export async function insertRole(
  ctx: Ctx,
  role: { id: string; code: string; name: string; permissions: Record<string, Scope>; departments?: Record<string, string[]> },
): Promise<void> {
  await ctx.tx.run(sql`insert into role (tenant_id, id, code, name, permissions, departments)
    values (${ctx.tenantId}, ${role.id}, ${role.code}, ${role.name}, ${JSON.stringify(role.permissions)}::jsonb, ${JSON.stringify(role.departments ?? {})}::jsonb)`)
}

/** False when somebody changed it meanwhile. */
export async function updateRole(
  ctx: Ctx,
  role: { id: string; version: number; name: string; permissions: Record<string, Scope>; departments: Record<string, string[]> },
): Promise<boolean> {
  const count = await ctx.tx.run(sql`update role set name = ${role.name}, permissions = ${JSON.stringify(role.permissions)}::jsonb,
      departments = ${JSON.stringify(role.departments)}::jsonb, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${role.id} and version = ${role.version}`)
  return count === 1
}

export async function giveRole(ctx: Ctx, memberId: string, roleId: string): Promise<void> {
  await ctx.tx.run(
    sql`insert into member_role (tenant_id, member_id, role_id) values (${ctx.tenantId}, ${memberId}, ${roleId}) on conflict do nothing`,
  )
}

export async function takeRole(ctx: Ctx, memberId: string, code: string): Promise<void> {
  await ctx.tx.run(sql`delete from member_role mr using role r where mr.tenant_id = ${ctx.tenantId} and mr.member_id = ${memberId}
    and r.tenant_id = mr.tenant_id and r.id = mr.role_id and r.code = ${code}`)
}

/** The member has exactly these roles afterwards. */
export async function setRoles(ctx: Ctx, memberId: string, roleIds: string[]): Promise<void> {
  await ctx.tx.run(sql`delete from member_role where tenant_id = ${ctx.tenantId} and member_id = ${memberId}`)
  for (const roleId of roleIds) await giveRole(ctx, memberId, roleId)
}

/** Active members with one of these roles, by role. */
export async function holdersOf(ctx: Ctx, codes: readonly string[]): Promise<{ code: string; id: string; name: string }[]> {
  return await ctx.tx.rows(sql`select r.code, m.id, m.name from member_role mr
    join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id join member m on m.tenant_id = mr.tenant_id and m.id = mr.member_id
    where mr.tenant_id = ${ctx.tenantId} and r.code = any(${codes}::text[]) and m.disabled_at is null order by r.code, m.username`)
}

/** Every active member with what each of the own roles allows. */
export async function rolesOfMembers(ctx: Ctx): Promise<{ id: string; name: string; roles: HeldRole[] }[]> {
  return await ctx.tx.rows(sql`select m.id, m.name, jsonb_agg(jsonb_build_object('code', r.code, 'permissions', r.permissions)) as roles
    from member_role mr join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id join member m on m.tenant_id = mr.tenant_id and m.id = mr.member_id
    where mr.tenant_id = ${ctx.tenantId} and m.disabled_at is null group by m.id, m.name, m.username order by m.username`)
}
