// 谁看过我: reading a person's track, positions or photos, and taking a full list of contacts, leaves a line that the person can read.
import type { Ctx } from '#core/context.ts'
import { memberOf } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { insertLook, type Look, looks } from './lookup.store.ts'

/** Looking again within these minutes is the same look. */
const QUIET_MINUTES = 10

/** Writes who looked, before the answer is given. Looking at oneself is nobody's business; the system looks at nobody. */
export async function noteLook(ctx: Ctx, look: Look): Promise<void> {
  const actorId = ctx.actor.memberId
  if (!actorId || look.personId === actorId) return
  if (ctx.tx.writes) return await insertLook(ctx.tx, actorId, ctx.now, look, QUIET_MINUTES)
  await ctx.services.aside(ctx.tenantId, (tx) => insertLook(tx, actorId, ctx.now, look, QUIET_MINUTES))
}

interface Page {
  cursor?: string | undefined
  limit: number
}

export async function myLooks(ctx: Ctx, input: Page) {
  return toPage(await looks(ctx, memberOf(ctx), fromCursor(input.cursor, 2), input.limit + 1), input.limit, (row) => [row.at, row.id])
}

export async function allLooks(ctx: Ctx, input: Page) {
  return toPage(await looks(ctx, null, fromCursor(input.cursor, 2), input.limit + 1), input.limit, (row) => [row.at, row.id])
}
