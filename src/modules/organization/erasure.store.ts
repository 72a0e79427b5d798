// Members as persons, and what was erased.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Person } from '#core/person.ts'

export interface FoundPerson {
  type: 'contact' | 'member'
  id: string
  name: string
  place: string
  phone: string | null
  /** Still works here: may be given out, not erased. */
  active: boolean
}

export async function memberPerson(ctx: Ctx, id: string): Promise<Person | undefined> {
  const row = await ctx.tx.row<{ name: string; phone: string | null; username: string }>(
    sql`select name, phone, username from member where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
  return row && { type: 'member', id, name: row.name, phones: row.phone ? [row.phone] : [], emails: [], accountId: null, records: null }
}

export async function isFormer(ctx: Ctx, id: string): Promise<boolean> {
  const row = await ctx.tx.row(sql`select 1 from member where tenant_id = ${ctx.tenantId} and id = ${id} and disabled_at is not null`)
  return row !== undefined
}

export async function findMembers(ctx: Ctx, q: string): Promise<FoundPerson[]> {
  return await ctx.tx.rows(sql`select 'member' as type, m.id, m.name, d.name as place, m.phone, m.disabled_at is null as active from member m
    join department d on d.tenant_id = m.tenant_id and d.id = m.department_id
    where m.tenant_id = ${ctx.tenantId} and (position(${q} in m.name) > 0 or position(${q} in coalesce(m.phone, '')) > 0)
      and not exists (select 1 from erasure e where e.tenant_id = m.tenant_id and e.person_id = m.id) order by m.name limit 25`)
}

/** The row stays, since records point to it; what says who it was goes. Returns the user, whose login goes with it. */
export async function blankMember(ctx: Ctx, id: string): Promise<string | undefined> {
  const before = await ctx.tx.row<{ userId: string }>(sql`select user_id from member where tenant_id = ${ctx.tenantId} and id = ${id}`)
  await ctx.tx.run(sql`update member set name = ${`已删除成员 ${id.slice(-4)}`}, username = ${`erased-${id.slice(-12)}`}, phone = null, title = '', version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
  await ctx.tx.run(
    sql`update policy_version set author_name = ${`已删除成员 ${id.slice(-4)}`} where tenant_id = ${ctx.tenantId} and author_id = ${id}`,
  )
  for (const table of ['device', 'directory_person'])
    await ctx.tx.run(sql`delete from ${sql.table(table)} where tenant_id = ${ctx.tenantId} and member_id = ${id}`)
  return before?.userId
}

export interface ErasureRow {
  id: string
  personType: 'contact' | 'member'
  personId: string
  reason: string
  changed: Record<string, number>
  kept: { what: string; count: number }[]
  by: string
}

export async function insertErasure(ctx: Ctx, row: ErasureRow): Promise<void> {
  await ctx.tx.run(sql`insert into erasure (tenant_id, id, person_type, person_id, reason, changed, kept, by_member, at)
    values (${ctx.tenantId}, ${row.id}, ${row.personType}, ${row.personId}, ${row.reason}, ${JSON.stringify(row.changed)}::jsonb, ${JSON.stringify(row.kept)}::jsonb,
      ${row.by}, ${ctx.now.toISOString()})`)
}

export async function newestErasures(ctx: Ctx): Promise<(Omit<ErasureRow, 'by' | 'personId'> & { byName: string; at: string })[]> {
  return await ctx.tx.rows(sql`select e.id, e.person_type, e.reason, e.changed, e.kept, m.name as by_name, e.at from erasure e
    join member m on m.tenant_id = e.tenant_id and m.id = e.by_member where e.tenant_id = ${ctx.tenantId} order by e.at desc, e.id desc limit 100`)
}

/** What a person's own fields are found by. */
export async function forgetCustomIndex(ctx: Ctx, person: Person): Promise<void> {
  await ctx.tx.run(sql`delete from custom_index where tenant_id = ${ctx.tenantId} 
    and (subject_id = ${person.id} or value = any(${[...person.phones, ...person.emails]}::text[]))`)
}
