import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface Quarantined {
  id: string
  key: string
  name: string
  sha256: string
  size: number
  purpose: string
  subjectType: string
  subjectId: string
  virus: string
}

export async function insertQuarantined(ctx: Ctx, file: Quarantined): Promise<void> {
  await ctx.tx.run(sql`insert into quarantined_file (tenant_id, id, key, name, sha256, size, purpose, subject_type, subject_id, virus, by_member, at)
    values (${ctx.tenantId}, ${file.id}, ${file.key}, ${file.name}, ${file.sha256}, ${file.size}, ${file.purpose}, ${file.subjectType}, ${file.subjectId},
      ${file.virus}, ${ctx.actor.memberId}, ${ctx.now.toISOString()})`)
}

export async function newestQuarantined(
  ctx: Pick<Ctx, 'tx' | 'tenantId'>,
): Promise<{ id: string; name: string; size: number; virus: string; byName: string | null; at: string }[]> {
  return await ctx.tx.rows(sql`select q.id, q.name, q.size, q.virus, m.name as by_name, q.at from quarantined_file q
    left join member m on m.tenant_id = q.tenant_id and m.id = q.by_member where q.tenant_id = ${ctx.tenantId} order by q.at desc, q.id desc limit 50`)
}
