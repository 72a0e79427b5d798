import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Person } from '#core/person.ts'

/** A signed contract is kept for the years the law wants accounts kept, with who signed it; that is said, and not hidden. */
export async function signaturesOf(ctx: Ctx, person: Person): Promise<{ what: string; count: number }[]> {
  const row = await ctx.tx.row<{ n: number }>(sql`select count(*)::int as n from contract_signature where tenant_id = ${ctx.tenantId}
    and signer_name = ${person.name} and (${person.records}::text[] is null or contract_id::text = any(${person.records}::text[]))`)
  return [{ what: 'signatures', count: row?.n ?? 0 }]
}
