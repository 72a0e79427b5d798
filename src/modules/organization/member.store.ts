// Members, departments, roles: every SQL on who belongs where.
import type pg from 'pg'
import type { Actor, Ctx, Scope } from '#core/context.ts'
import { reading, sql, type Tx } from '#core/db.ts'

/** The acting member with the widest scope per permission and the members within reach; null when gone or disabled. */
export async function actorOf(pool: pg.Pool, tenantId: string, memberId: string, userId: string): Promise<Actor | null> {
  return await loadMember(reading(pool, tenantId), memberId, userId)
}

export async function loadMember(tx: Tx, memberId: string, userId: string | null): Promise<Actor | null> {
  const row = await tx.row<{
    name: string
    departmentId: string
    locale: 'zh-CN' | 'en'
    roles: { code: string; permissions: Record<string, Scope> }[]
    department: string[]
    subtree: string[]
  }>(sql`
    with recursive me as (select * from member where tenant_id = ${tx.tenantId} and id = ${memberId} and disabled_at is null),
    below as (
      select d.id from department d, me where d.tenant_id = ${tx.tenantId} and (d.id = me.department_id or d.head_id = me.id)
      union select d.id from department d join below b on d.parent_id = b.id where d.tenant_id = ${tx.tenantId})
    select me.name, me.department_id, me.locale,
      coalesce((select jsonb_agg(jsonb_build_object('code', r.code, 'permissions', r.permissions)) from member_role mr join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id
        where mr.tenant_id = ${tx.tenantId} and mr.member_id = me.id), '[]') as roles,
      array(select m.id from member m where m.tenant_id = ${tx.tenantId} and m.department_id = me.department_id) as department,
      array(select m.id from member m where m.tenant_id = ${tx.tenantId} and m.department_id in (select id from below)) as subtree
    from me`)
  if (!row) return null
  return {
    kind: 'member',
    userId,
    memberId,
    name: row.name,
    departmentId: row.departmentId,
    roles: row.roles.map((role) => role.code),
    permissions: widest(row.roles.map((role) => role.permissions)),
    reach: { department: row.department, subtree: row.subtree },
    locale: row.locale,
  }
}

const WIDTH: Record<Scope, number> = { own: 0, department: 1, subtree: 2, all: 3 }
function widest(roles: Record<string, Scope>[]): Record<string, Scope> {
  const result: Record<string, Scope> = {}
  for (const permissions of roles) {
    for (const [permission, scope] of Object.entries(permissions)) {
      const before = result[permission]
      if (!before || WIDTH[scope] > WIDTH[before]) result[permission] = scope
    }
  }
  return result
}

export async function meOf(ctx: Ctx, memberId: string) {
  const row = await ctx.tx.row<{
    memberId: string
    name: string
    title: string
    department: string
    locale: 'zh-CN' | 'en'
    tenant: { id: string; code: string; name: string; timeZone: string; demo: boolean }
  }>(sql`
    select m.id as member_id, m.name, m.title, d.name as department, m.locale,
      (select jsonb_build_object('id', t.id, 'code', t.code, 'name', t.name, 'timeZone', t.time_zone, 'demo', t.demo) from tenant t where t.id = m.tenant_id) as tenant
    from member m join department d on d.tenant_id = m.tenant_id and d.id = m.department_id
    where m.tenant_id = ${ctx.tenantId} and m.id = ${memberId}`)
  if (!row) throw new Error('the acting member has no row')
  return row
}

export async function saveLocale(ctx: Ctx, memberId: string, locale: string): Promise<void> {
  await ctx.tx.run(sql`update member set locale = ${locale} where tenant_id = ${ctx.tenantId} and id = ${memberId}`)
}

export interface NewMember {
  id: string
  userId: string
  name: string
  username: string
  phone: string | null
  departmentId: string
  managerId: string | null
  title: string
}

export async function insertMember(ctx: Ctx, member: NewMember): Promise<void> {
  await ctx.tx.run(sql`insert into member (tenant_id, id, user_id, name, username, phone, department_id, manager_id, title, created_at)
    values (${ctx.tenantId}, ${member.id}, ${member.userId}, ${member.name}, ${member.username}, ${member.phone}, ${member.departmentId}, ${member.managerId}, ${member.title}, ${ctx.now.toISOString()})`)
}

export async function insertDepartment(
  ctx: Ctx,
  department: { id: string; parentId: string | null; name: string; sort: number },
): Promise<void> {
  await ctx.tx.run(
    sql`insert into department (tenant_id, id, parent_id, name, sort) values (${ctx.tenantId}, ${department.id}, ${department.parentId}, ${department.name}, ${department.sort})`,
  )
}

export async function setDepartmentHead(ctx: Ctx, departmentId: string, headId: string | null): Promise<void> {
  await ctx.tx.run(sql`update department set head_id = ${headId} where tenant_id = ${ctx.tenantId} and id = ${departmentId}`)
}

export async function insertRole(
  ctx: Ctx,
  role: { id: string; code: string; name: string; permissions: Record<string, Scope> },
): Promise<void> {
  await ctx.tx.run(
    sql`insert into role (tenant_id, id, code, name, permissions) values (${ctx.tenantId}, ${role.id}, ${role.code}, ${role.name}, ${JSON.stringify(role.permissions)}::jsonb)`,
  )
}

export async function giveRole(ctx: Ctx, memberId: string, roleId: string): Promise<void> {
  await ctx.tx.run(
    sql`insert into member_role (tenant_id, member_id, role_id) values (${ctx.tenantId}, ${memberId}, ${roleId}) on conflict do nothing`,
  )
}

export interface MemberRow {
  id: string
  name: string
  username: string
  title: string
  departmentId: string
  department: string
  managerId: string | null
  disabledAt: string | null
  roles: string[]
}

export async function listMembers(ctx: Ctx): Promise<MemberRow[]> {
  return await ctx.tx.rows(sql`select m.id, m.name, m.username, m.title, m.department_id, d.name as department, m.manager_id, m.disabled_at,
      array(select r.code from member_role mr join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id where mr.tenant_id = ${ctx.tenantId} and mr.member_id = m.id order by r.code) as roles
    from member m join department d on d.tenant_id = m.tenant_id and d.id = m.department_id
    where m.tenant_id = ${ctx.tenantId} order by d.sort, m.username limit 2000`)
}

export async function listDepartments(ctx: Ctx): Promise<{ id: string; parentId: string | null; name: string; headId: string | null }[]> {
  return await ctx.tx.rows(sql`select id, parent_id, name, head_id from department where tenant_id = ${ctx.tenantId} order by sort, name`)
}
