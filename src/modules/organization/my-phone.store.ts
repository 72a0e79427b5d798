import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export const userIdsOf = (ctx: Pick<Ctx, 'tx' | 'tenantId'>, memberIds: readonly string[]): Promise<{ id: string; userId: string }[]> =>
  ctx.tx.rows(sql<{ id: string; userId: string }>`select id, user_id from member
    where tenant_id = ${ctx.tenantId} and id = any(${memberIds}::uuid[]) and disabled_at is null`)

export const savePhone = (ctx: Ctx, id: string, phone: string | null): Promise<number> =>
  ctx.tx.run(sql`update member set phone = ${phone} where tenant_id = ${ctx.tenantId} and id = ${id}`)
