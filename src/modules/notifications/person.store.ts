// Where a member is found, and what was sent there: given out with the person, and gone with the person.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { type Person, type PersonRows, rowsBelonging } from '#core/person.ts'

const FOUND_BY = ['channel_address', 'push_subscription', 'message_choice', 'message_hours']

export async function exportRecipient(ctx: Ctx, person: Person): Promise<PersonRows[]> {
  const parts: PersonRows[] = []
  if (person.type === 'member')
    for (const table of [...FOUND_BY, 'notification', 'message']) parts.push(await rowsBelonging(ctx, table, 'member_id', person.id))
  return parts
}

export async function eraseRecipient(ctx: Ctx, person: Person): Promise<number> {
  if (person.type !== 'member') return 0
  let gone = 0
  for (const table of FOUND_BY)
    gone += await ctx.tx.run(sql`delete from ${sql.table(table)} where tenant_id = ${ctx.tenantId} and member_id = ${person.id}`)
  // The row stays: it is what makes a message go once.
  const blanked = sql`update message set address = null where tenant_id = ${ctx.tenantId} and member_id = ${person.id} and address is not null`
  return gone + (await ctx.tx.run(blanked))
}
