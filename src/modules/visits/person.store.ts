// What visits hold on persons: who was met stands in the steps; where a rep was, and what he photographed, is the rep's own data.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { type Person, type PersonRows, rowsBelonging } from '#core/person.ts'
import { removeFiles } from '#modules/files/index.ts'

export async function visitIdsOf(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.tx.rows<{ id: string }>(
    sql`select id from visit where tenant_id = ${ctx.tenantId} and subject_id = any(${ids}::uuid[])`,
  )
  return rows.map((row) => row.id)
}

const OWN: readonly [table: string, column: string][] = [
  ['duty', 'member_id'],
  ['visit', 'owner_id'],
  ['visit_position', 'member_id'],
  ['visit_photo', 'member_id'],
]

/** Where a rep was and what he photographed. */
export async function exportRep(ctx: Ctx, person: Person): Promise<PersonRows[]> {
  const parts: PersonRows[] = []
  if (person.type === 'member') for (const [table, column] of OWN) parts.push(await rowsBelonging(ctx, table, column, person.id))
  return parts
}

/** A former rep: positions go, and the photos, which carry the name; that the visit was made, and counted, stays. */
export async function eraseRep(ctx: Ctx, person: Person): Promise<number> {
  if (person.type !== 'member') return 0
  const positions = await ctx.tx.run(sql`delete from visit_position where tenant_id = ${ctx.tenantId} and member_id = ${person.id}`)
  const photos = await ctx.tx.rows<{ fileId: string }>(
    sql`update visit_photo set lat = null, lng = null, accuracy_m = null where tenant_id = ${ctx.tenantId} and member_id = ${person.id} returning file_id`,
  )
  return (
    positions +
    (await removeFiles(
      ctx,
      photos.map((photo) => photo.fileId),
      'erasure',
    ))
  )
}
