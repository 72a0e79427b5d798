import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { emit, named, visiblePayload } from '#core/events.ts'
import { replayDeadLetters as replay, deadLetters as waitingDead } from '#core/relay.ts'
import { verifyAudit } from '#core/seal.ts'
import { type AuditFilter, eventsPage } from './audit.store.ts'
import { publishedHeads, street } from './street.actions.ts'

export async function auditEvents(ctx: Ctx, input: AuditFilter & { cursor?: string | undefined; limit: number }) {
  const rows = await named(ctx, await eventsPage(ctx, input, fromCursor(input.cursor, 2), input.limit + 1))
  const seen = rows.map((row) => ({ ...row, payload: withoutBoxes(visiblePayload(ctx, row.type, row.payload)) }))
  return toPage(seen, input.limit, (row) => [row.at, row.id])
}

/** Personal values stay encrypted in the audit list: it says that there are some, and whose. */
function withoutBoxes(payload: Record<string, unknown>): Record<string, unknown> {
  const personal = payload.personal as { of: string } | undefined
  return personal ? { ...payload, personal: { of: personal.of } } : payload
}

export async function auditTypes(_ctx: Ctx) {
  const items = street().flatMap((room) => Object.entries(room.events).map(([type, { when }]) => ({ type, room: room.name, when })))
  return { items: items.sort((a, b) => a.type.localeCompare(b.type)) }
}

export async function auditVerdict(ctx: Ctx) {
  const heads = await publishedHeads(ctx.tenantId)
  return { ...(await verifyAudit(ctx.tx, heads)), publishedHeads: heads.length }
}

export async function deadLetters(ctx: Ctx) {
  return { items: await waitingDead(ctx) }
}

export async function replayDeadLetters(ctx: Ctx, input: { eventIds: string[] }) {
  const replayed = await replay(ctx, input.eventIds)
  if (replayed > 0) await emit(ctx, 'dead_letter.replayed', ctx.tenantId, { events: input.eventIds })
  return { replayed }
}
