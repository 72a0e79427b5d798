// A contact as a person: who it is, where the account's story runs, and how the contact is erased.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Person } from '#core/person.ts'

export async function contactAsPerson(ctx: Ctx, id: string): Promise<Person | undefined> {
  const row = await ctx.tx.row<{ name: string; phone: string | null; email: string | null; accountId: string }>(
    sql`select name, phone, email, account_id from contact where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
  if (!row) return undefined
  const some = (text: string | null): string[] => (text ? [text] : [])
  const { name, accountId } = row
  return { type: 'contact', id, name, phones: some(row.phone), emails: some(row.email), accountId, records: [id, accountId] }
}

export async function findContactsBy(ctx: Ctx, q: string) {
  return await ctx.tx.rows<{
    type: 'contact'
    id: string
    name: string
    place: string
    phone: string | null
    active: boolean
  }>(sql`select 'contact' as type, c.id, c.name, a.name as place, c.phone, false as active
    from contact c join account a on a.tenant_id = c.tenant_id and a.id = c.account_id
    where c.tenant_id = ${ctx.tenantId} and (position(${q} in c.name) > 0 or position(${q} in coalesce(c.phone, '')) > 0 or position(lower(${q}) in coalesce(c.email, '')) > 0)
    order by c.name, c.id limit 25`)
}

/** Leads, opportunities, quotations and contracts of these accounts. */
export async function linkedRecords(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.tx.rows<{ id: string }>(
    sql`select distinct subject_id as id from account_link where tenant_id = ${ctx.tenantId} and account_id = any(${ids}::uuid[])`,
  )
  return rows.map((row) => row.id)
}

/** The row stays where visits and facts point to it; who it was, and the keys to find them by, go. */
export async function eraseContact(ctx: Ctx, person: Person): Promise<number> {
  const keys = [...person.phones.map((phone) => `phone:${phone}`), ...person.emails.map((email) => `email:${email}`)]
  const gone = await ctx.tx.run(sql`delete from match_key where tenant_id = ${ctx.tenantId} and key = any(${keys}::text[])`)
  if (person.type !== 'contact') return gone
  return (
    gone +
    (await ctx.tx.run(sql`update contact set name = ${'已删除联系人'}, title = null, phone = null, email = null, wechat = null, note = null, custom = '{}', is_primary = false, version = version + 1
      where tenant_id = ${ctx.tenantId} and id = ${person.id}`))
  )
}
