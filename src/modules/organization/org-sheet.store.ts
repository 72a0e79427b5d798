import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { type MemberDetailRow, type MemberRow, memberColumns, memberTables } from './member.store.ts'

/** Everybody as a workbook of the organization names them; one alone when `id` is given. */
export async function membersForSheet(
  ctx: Ctx,
  id: string | null = null,
): Promise<(MemberRow & Pick<MemberDetailRow, 'version' | 'roleIds'> & { postId: string | null })[]> {
  return await ctx.tx.rows(sql`select ${memberColumns(ctx.tenantId)}, m.post_id, m.version,
      array(select mr.role_id from member_role mr where mr.tenant_id = ${ctx.tenantId} and mr.member_id = m.id) as role_ids
    from ${memberTables} where m.tenant_id = ${ctx.tenantId} and (${id}::uuid is null or m.id = ${id}) order by d.sort, m.username`)
}
