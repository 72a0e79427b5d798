// The leads that a member holds, as a hand-over lists them.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Holding } from '#core/room.ts'
import { HELD } from './lead.store.ts'

export async function leadHoldings(ctx: Ctx, memberId: string): Promise<Holding[]> {
  return await ctx.tx.rows(
    sql<Holding>`select 'lead' as kind, l.id, l.company as name from lead l where l.tenant_id = ${ctx.tenantId} and l.owner_id = ${memberId} and ${HELD} order by l.id`,
  )
}
