// 暂缓: a visit or an approval under way defers the recycle to the minute it ends. Every SQL on holds.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import type { PoolSubject } from './pool.store.ts'

/** Places a hold until an instant; returns its id. */
export async function placeHold(
  ctx: Ctx,
  hold: { subjectType: PoolSubject; subjectId: string; until: Date | string; reason: string },
): Promise<string> {
  const id = uuidv7()
  const until = typeof hold.until === 'string' ? hold.until : hold.until.toISOString()
  await ctx.tx.run(sql`insert into hold (tenant_id, id, subject_type, subject_id, until, reason, placed_by, placed_at)
    values (${ctx.tenantId}, ${id}, ${hold.subjectType}, ${hold.subjectId}, ${until}, ${hold.reason}, ${ctx.actor.memberId}, ${ctx.now.toISOString()})`)
  return id
}

/** Lifts a record's open holds of one reason (or all): the clocks act again from this minute on. Returns how many. */
export async function liftHold(ctx: Ctx, lift: { subjectId: string; reason?: string; id?: string }): Promise<number> {
  return await ctx.tx.run(sql`update hold set lifted_at = ${ctx.now.toISOString()}
    where tenant_id = ${ctx.tenantId} and subject_id = ${lift.subjectId} and lifted_at is null
      and (${lift.reason ?? null}::text is null or reason = ${lift.reason ?? null}) and (${lift.id ?? null}::uuid is null or id = ${lift.id ?? null})`)
}

/** Until when a record is held, if it is. */
export async function holdUntil(ctx: Ctx, subjectId: string): Promise<string | null> {
  const row = await ctx.tx.row(sql<{ until: string | null }>`select max(until) as until from hold
    where tenant_id = ${ctx.tenantId} and subject_id = ${subjectId} and lifted_at is null and until > ${ctx.now.toISOString()}`)
  return row?.until ?? null
}
