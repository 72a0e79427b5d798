// The link to another system's directory, and who is who.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface LinkRow {
  kind: 'wecom'
  corpId: string
  secret: Buffer
  roleId: string | null
  people: number
  syncedAt: string | null
  result: SyncResult | null
  version: number
}

export interface SyncResult {
  departments: { created: number; changed: number }
  members: { created: number; changed: number; disabled: number }
  waiting: { externalId: string; why: 'login_taken' | 'no_successor' | 'runs_the_company'; memberId: string | null }[]
}

export async function linkOf(ctx: Ctx): Promise<LinkRow | undefined> {
  return await ctx.tx.row(sql<LinkRow>`select kind, corp_id, secret, role_id, synced_at, result, version,
      (select count(*)::int from directory_person p where p.tenant_id = ${ctx.tenantId}) as people
    from directory_link where tenant_id = ${ctx.tenantId}`)
}

/** False when somebody changed it meanwhile; version 0 makes the link. */
export async function saveLink(
  ctx: Ctx,
  link: { kind: string; corpId: string; secret: Buffer; roleId: string | null; version: number },
): Promise<boolean> {
  const count = await ctx.tx.run(sql`insert into directory_link as l (tenant_id, kind, corp_id, secret, role_id)
    select ${ctx.tenantId}::uuid, ${link.kind}, ${link.corpId}, ${link.secret}::bytea, ${link.roleId}::uuid
    where ${link.version}::int = 0 or exists (select 1 from directory_link x where x.tenant_id = ${ctx.tenantId})
    on conflict (tenant_id) do update set kind = excluded.kind, corp_id = excluded.corp_id, secret = excluded.secret, role_id = excluded.role_id,
      version = l.version + 1 where l.version = ${link.version}::int`)
  return count === 1
}

export async function dropLink(ctx: Ctx): Promise<void> {
  for (const table of ['directory_link', 'directory_person', 'directory_department'])
    await ctx.tx.run(sql`delete from ${sql.table(table)} where tenant_id = ${ctx.tenantId}`)
}

export async function saveSync(ctx: Ctx, result: SyncResult): Promise<void> {
  await ctx.tx.run(sql`update directory_link set synced_at = ${ctx.now.toISOString()}, result = ${JSON.stringify(result)}::jsonb
    where tenant_id = ${ctx.tenantId}`)
}

export async function linkedPeople(ctx: Ctx): Promise<Map<string, string>> {
  const rows = await ctx.tx.rows<{ externalId: string; memberId: string }>(
    sql`select external_id, member_id from directory_person where tenant_id = ${ctx.tenantId}`,
  )
  return new Map(rows.map((row) => [row.externalId, row.memberId]))
}

export async function linkedDepartments(ctx: Ctx): Promise<Map<string, string>> {
  const rows = await ctx.tx.rows<{ externalId: string; departmentId: string }>(
    sql`select external_id, department_id from directory_department where tenant_id = ${ctx.tenantId}`,
  )
  return new Map(rows.map((row) => [row.externalId, row.departmentId]))
}

export async function savePerson(ctx: Ctx, externalId: string, memberId: string): Promise<void> {
  await ctx.tx.run(sql`insert into directory_person (tenant_id, external_id, member_id) values (${ctx.tenantId}, ${externalId}, ${memberId})
    on conflict (tenant_id, external_id) do update set member_id = excluded.member_id`)
}

export async function saveDepartment(ctx: Ctx, externalId: string, departmentId: string): Promise<void> {
  await ctx.tx.run(sql`insert into directory_department (tenant_id, external_id, department_id) values (${ctx.tenantId}, ${externalId}, ${departmentId})
    on conflict (tenant_id, external_id) do update set department_id = excluded.department_id`)
}
