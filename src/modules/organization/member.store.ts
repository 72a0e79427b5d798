// Members, departments, roles: every SQL on who belongs where.
import type pg from 'pg'
import type { Actor, Ctx, Scope } from '#core/context.ts'
import { reading, sql, type Tx } from '#core/db.ts'
import { street } from './street.actions.ts'

/** The acting member with the widest scope per permission and the members within reach; null when gone or disabled. */
export async function actorOf(pool: pg.Pool, tenantId: string, memberId: string, userId: string): Promise<Actor | null> {
  return await loadMember(reading(pool, tenantId), memberId, userId)
}

export async function loadMember(tx: Tx, memberId: string, userId: string | null): Promise<Actor | null> {
  const row = await tx.row<{
    name: string
    departmentId: string
    locale: 'zh-CN' | 'en'
    roles: HeldRole[]
    department: string[]
    subtree: string[]
  }>(sql`
    with recursive me as (select * from member where tenant_id = ${tx.tenantId} and id = ${memberId} and disabled_at is null),
    below as (
      select d.id from department d, me where d.tenant_id = ${tx.tenantId} and (d.id = me.department_id or d.head_id = me.id)
      union select d.id from department d join below b on d.parent_id = b.id where d.tenant_id = ${tx.tenantId})
    select me.name, me.department_id, me.locale,
      coalesce((select jsonb_agg(jsonb_build_object('code', r.code, 'permissions', r.permissions, 'departments', r.departments)) from member_role mr join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id
        where mr.tenant_id = ${tx.tenantId} and mr.member_id = me.id), '[]') as roles,
      array(select m.id from member m where m.tenant_id = ${tx.tenantId} and m.department_id = me.department_id) as department,
      array(select m.id from member m where m.tenant_id = ${tx.tenantId} and m.department_id in (select id from below)) as subtree
    from me`)
  if (!row) return null
  const roles = row.roles.map((role) => ({ ...role, permissions: permissionsOf(role) }))
  return {
    kind: 'member',
    userId,
    memberId,
    name: row.name,
    departmentId: row.departmentId,
    roles: row.roles.map((role) => role.code),
    permissions: widest(roles.map((role) => role.permissions)),
    reach: { department: row.department, subtree: row.subtree, custom: await customReach(tx, memberId, roles, row) },
    locale: row.locale,
  }
}

export interface HeldRole {
  code: string
  permissions: Record<string, Scope>
  departments: Record<string, string[]>
}

/** What a role allows: the admin's holds every permission there is, those of later versions too. */
export function permissionsOf(role: Pick<HeldRole, 'code' | 'permissions'>): Record<string, Scope> {
  if (role.code !== 'admin') return role.permissions
  return Object.fromEntries(street().flatMap((room) => Object.keys(room.permissions).map((key) => [key, 'all' as const])))
}

/** Whom permissions with chosen departments reach: these departments, all below them, and whatever another role adds. */
async function customReach(
  tx: Tx,
  memberId: string,
  roles: HeldRole[],
  reach: { department: string[]; subtree: string[] },
): Promise<Record<string, string[]>> {
  const keys = new Set(roles.flatMap((role) => Object.keys(role.permissions).filter((key) => role.permissions[key] === 'custom')))
  if (keys.size === 0) return {}
  const chosen = [...new Set(roles.flatMap((role) => Object.values(role.departments).flat()))]
  const rows = await tx.rows<{ root: string; id: string }>(sql`with recursive below as (
      select d.id as root, d.id from department d where d.tenant_id = ${tx.tenantId} and d.id = any(${chosen}::uuid[])
      union select b.root, d.id from department d join below b on d.parent_id = b.id where d.tenant_id = ${tx.tenantId})
    select b.root, m.id from below b join member m on m.tenant_id = ${tx.tenantId} and m.department_id = b.id`)
  const people = Map.groupBy(rows, (row) => row.root)
  const of = (role: HeldRole, key: string): string[] => {
    const scope = role.permissions[key]
    if (scope === 'custom') return (role.departments[key] ?? []).flatMap((root) => (people.get(root) ?? []).map((row) => row.id))
    return scope === 'department' || scope === 'subtree' ? reach[scope] : []
  }
  return Object.fromEntries([...keys].map((key) => [key, [...new Set([memberId, ...roles.flatMap((role) => of(role, key))])]]))
}

const WIDTH: Record<Scope, number> = { own: 0, department: 1, subtree: 2, custom: 3, all: 4 }
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
    tenant: { id: string; code: string; name: string; timeZone: string; demo: boolean; state: 'active' | 'read_only' | 'closed' }
  }>(sql`
    select m.id as member_id, m.name, m.title, d.name as department, m.locale,
      (select jsonb_build_object('id', t.id, 'code', t.code, 'name', t.name, 'timeZone', t.time_zone, 'demo', t.demo, 'state', t.state) from tenant t where t.id = m.tenant_id) as tenant
    from member m join department d on d.tenant_id = m.tenant_id and d.id = m.department_id
    where m.tenant_id = ${ctx.tenantId} and m.id = ${memberId}`)
  if (!row) throw new Error('the acting member has no row')
  return row
}

/** Since when a member is one, and whether of a demonstration: what the second factor is asked by. */
export async function memberStanding(
  ctx: Pick<Ctx, 'tx' | 'tenantId'>,
  memberId: string,
): Promise<{ memberSince: string; demo: boolean } | undefined> {
  return await ctx.tx.row(sql<{ memberSince: string; demo: boolean }>`select m.created_at as member_since, t.demo
    from member m join tenant t on t.id = m.tenant_id where m.tenant_id = ${ctx.tenantId} and m.id = ${memberId}`)
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

/** Undefined fields stay as they are; a null manager means none. False when somebody changed the member meanwhile. */
export async function updateMember(
  ctx: Ctx,
  change: {
    id: string
    version: number
    name?: string | undefined
    title?: string | undefined
    departmentId?: string | undefined
    managerId?: string | null | undefined
  },
): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`update member set name = coalesce(${change.name ?? null}, name), title = coalesce(${change.title ?? null}, title),
      department_id = coalesce(${change.departmentId ?? null}::uuid, department_id),
      manager_id = case when ${change.managerId !== undefined}::boolean then ${change.managerId ?? null}::uuid else manager_id end, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${change.id} and version = ${change.version}`)
  return count === 1
}

/** Whoever reported to the leaver reports to the successor; the successor himself to whom the leaver reported to. */
export async function passReports(ctx: Ctx, from: string, to: string): Promise<void> {
  await ctx.tx.run(sql`update member set version = version + 1, manager_id = case when id = ${to}::uuid
      then (select l.manager_id from member l where l.tenant_id = ${ctx.tenantId} and l.id = ${from}) else ${to}::uuid end
    where tenant_id = ${ctx.tenantId} and manager_id = ${from}`)
}

export async function setDisabled(ctx: Ctx, memberId: string, at: string | null): Promise<void> {
  await ctx.tx.run(sql`update member set disabled_at = ${at}, version = version + 1 where tenant_id = ${ctx.tenantId} and id = ${memberId}`)
}

export interface MemberRow {
  id: string
  name: string
  username: string
  title: string
  departmentId: string
  department: string
  managerId: string | null
  managerName: string | null
  disabledAt: string | null
  roles: string[]
}

export const memberColumns = (
  tenantId: string,
) => sql`m.id, m.name, m.username, m.title, m.department_id, d.name as department, m.manager_id,
  b.name as manager_name, m.disabled_at, array(select r.code from member_role mr join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id
    where mr.tenant_id = ${tenantId} and mr.member_id = m.id order by r.code) as roles`
export const memberTables = sql`member m join department d on d.tenant_id = m.tenant_id and d.id = m.department_id
  left join member b on b.tenant_id = m.tenant_id and b.id = m.manager_id`

export async function listMembers(ctx: Ctx): Promise<MemberRow[]> {
  return await ctx.tx.rows(sql<MemberRow>`select ${memberColumns(ctx.tenantId)} from ${memberTables}
    where m.tenant_id = ${ctx.tenantId} order by d.sort, m.username limit 2000`)
}

export interface MemberDetailRow extends MemberRow {
  userId: string
  phone: string | null
  roleIds: string[]
  reports: { id: string; name: string }[]
  createdAt: string
  version: number
}

export async function memberDetail(ctx: Ctx, id: string): Promise<MemberDetailRow | undefined> {
  return await ctx.tx.row(sql<MemberDetailRow>`select ${memberColumns(ctx.tenantId)}, m.user_id, m.phone, m.created_at, m.version,
      array(select mr.role_id from member_role mr where mr.tenant_id = ${ctx.tenantId} and mr.member_id = m.id) as role_ids,
      coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) order by r.username) from member r
        where r.tenant_id = ${ctx.tenantId} and r.manager_id = m.id and r.disabled_at is null), '[]') as reports
    from ${memberTables} where m.tenant_id = ${ctx.tenantId} and m.id = ${id}`)
}

export interface MemberRef {
  id: string
  name: string
  title: string
  departmentId: string
  managerId: string | null
  disabledAt: string | null
  roles: string[]
}

/** The member, disabled ones too; undefined when there is none. */
export async function memberById(ctx: Pick<Ctx, 'tx' | 'tenantId'>, id: string): Promise<MemberRef | undefined> {
  return (await membersByIds(ctx, [id]))[0]
}

export async function membersByIds(ctx: Pick<Ctx, 'tx' | 'tenantId'>, ids: string[]): Promise<MemberRef[]> {
  return await ctx.tx.rows(sql<MemberRef>`select m.id, m.name, m.title, m.department_id, m.manager_id, m.disabled_at,
      array(select r.code from member_role mr join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id
        where mr.tenant_id = ${ctx.tenantId} and mr.member_id = m.id order by r.code) as roles
    from member m where m.tenant_id = ${ctx.tenantId} and m.id = any(${ids}::uuid[])`)
}

/** Names by id; ids that are nobody's are left out. */
export async function memberNames(ctx: Pick<Ctx, 'tx' | 'tenantId'>, ids: readonly (string | null)[]): Promise<Record<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return {}
  return Object.fromEntries((await membersByIds(ctx, wanted)).map((member) => [member.id, member.name]))
}

/** Ids of everybody who has not been disabled. */
export async function activeMembers(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<string[]> {
  const rows = await ctx.tx.rows(
    sql<{ id: string }>`select id from member where tenant_id = ${ctx.tenantId} and disabled_at is null order by username`,
  )
  return rows.map((row) => row.id)
}

/** Active members who have the role, by username. */
export async function membersWithRole(ctx: Pick<Ctx, 'tx' | 'tenantId'>, roleCode: string): Promise<string[]> {
  const rows = await ctx.tx.rows(sql<{ id: string }>`select m.id from member m
    join member_role mr on mr.tenant_id = m.tenant_id and mr.member_id = m.id join role r on r.tenant_id = m.tenant_id and r.id = mr.role_id
    where m.tenant_id = ${ctx.tenantId} and r.code = ${roleCode} and m.disabled_at is null order by m.username`)
  return rows.map((row) => row.id)
}

/** Active members who hold the permission in any scope, by username. */
export async function membersWithPermission(ctx: Pick<Ctx, 'tx' | 'tenantId'>, permission: string): Promise<MemberRef[]> {
  const rows = await ctx.tx.rows(sql<{ id: string }>`select m.id from member m where m.tenant_id = ${ctx.tenantId} and m.disabled_at is null
    and exists (select 1 from member_role mr join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id
      where mr.tenant_id = ${ctx.tenantId} and mr.member_id = m.id and (r.code = 'admin' or r.permissions ? ${permission})) order by m.username`)
  const ids = rows.map((row) => row.id)
  const byId = new Map((await membersByIds(ctx, ids)).map((member) => [member.id, member]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The member he reports to; null for who reports to nobody. A disabled manager is passed over to his own. */
export async function managerOf(ctx: Pick<Ctx, 'tx' | 'tenantId'>, memberId: string): Promise<string | null> {
  return (await managersAbove(ctx, memberId))[0] ?? null
}

/** Active managers above a member, nearest first. */
export async function managersAbove(ctx: Pick<Ctx, 'tx' | 'tenantId'>, memberId: string): Promise<string[]> {
  const rows = await ctx.tx.rows(sql<{ id: string }>`with recursive up as (
      select m.manager_id as id, 1 as step from member m where m.tenant_id = ${ctx.tenantId} and m.id = ${memberId}
      union all select m.manager_id, up.step + 1 from up join member m on m.tenant_id = ${ctx.tenantId} and m.id = up.id where up.step < 20)
    select up.id from up join member m on m.tenant_id = ${ctx.tenantId} and m.id = up.id where m.disabled_at is null order by up.step`)
  return rows.map((row) => row.id)
}

/** The head of the member's department, or of the nearest one above that has an active head who is not himself. */
export async function departmentHeadOf(ctx: Pick<Ctx, 'tx' | 'tenantId'>, memberId: string): Promise<string | null> {
  const row = await ctx.tx.row(sql<{ headId: string }>`with recursive up as (
      select d.id, d.parent_id, d.head_id, 1 as step from member m join department d on d.tenant_id = m.tenant_id and d.id = m.department_id
        where m.tenant_id = ${ctx.tenantId} and m.id = ${memberId}
      union all select d.id, d.parent_id, d.head_id, up.step + 1 from up join department d on d.tenant_id = ${ctx.tenantId} and d.id = up.parent_id where up.step < 20)
    select up.head_id from up join member h on h.tenant_id = ${ctx.tenantId} and h.id = up.head_id
    where h.disabled_at is null and h.id <> ${memberId} order by up.step limit 1`)
  return row?.headId ?? null
}

/** Active members: what a plan counts. */
export async function countActive(ctx: Ctx): Promise<number> {
  const row = await ctx.tx.row(
    sql<{ n: number }>`select count(*)::int as n from member where tenant_id = ${ctx.tenantId} and disabled_at is null`,
  )
  return row?.n ?? 0
}
