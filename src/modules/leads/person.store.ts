// Persons in leads: the contact a lead came with is the same person as the contact of the account it became.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Person } from '#core/person.ts'

/** Raw leads of these leads and accounts. */
export async function submissionsOf(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.tx.rows<{ id: string }>(sql`select s.id from submission s where s.tenant_id = ${ctx.tenantId} and
      (s.lead_id = any(${ids}::uuid[]) or s.account_id = any(${ids}::uuid[]))
    union select l.id from lead l where l.tenant_id = ${ctx.tenantId} and l.account_id = any(${ids}::uuid[])`)
  return rows.map((row) => row.id)
}

/** Leads whose contact is this person, by phone or e-mail, or by name where the lead belongs to the account. */
export async function eraseOfLeads(ctx: Ctx, person: Person): Promise<number> {
  if (person.type !== 'contact') return 0
  return await ctx.tx.run(sql`update lead set contact_name = null, contact_title = null, contact_phone = null, contact_email = null, version = version + 1
    where tenant_id = ${ctx.tenantId} and (contact_phone = any(${person.phones}::text[]) or contact_email = any(${person.emails}::text[])
      or (contact_name = ${person.name} and id::text = any(${person.records ?? []}::text[])))`)
}
