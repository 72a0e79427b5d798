import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export const savePhone = (ctx: Ctx, id: string, phone: string | null): Promise<number> =>
  ctx.tx.run(sql`update member set phone = ${phone} where tenant_id = ${ctx.tenantId} and id = ${id}`)
