// The same frame in two visits: what a reused photo is compared with.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { cardJoins, reach } from './visit.store.ts'

export interface TwinRow {
  photoId: string
  visitId: string
  fileId: string
  subjectName: string
  ownerName: string
  capturedAt: string
}

/** Photos of other visits that are the very frame of one of this visit's, the oldest of each; only visits within reach. */
export async function viewTwins(ctx: Ctx, visitId: string): Promise<TwinRow[]> {
  return await ctx.tx.rows(sql<TwinRow>`select distinct on (mine.id) mine.id as photo_id, v.id as visit_id, twin.file_id,
      coalesce(a.name, l.company) as subject_name, o.name as owner_name, twin.captured_at
    from visit_photo mine
    join visit_photo twin on twin.tenant_id = mine.tenant_id and twin.original_sha256 = mine.original_sha256 and twin.visit_id <> mine.visit_id
    join visit v on v.tenant_id = twin.tenant_id and v.id = twin.visit_id ${cardJoins}
    where mine.tenant_id = ${ctx.tenantId} and mine.visit_id = ${visitId} and ${reach(ctx)}
    order by mine.id, twin.recorded_at`)
}
