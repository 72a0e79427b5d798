import { dayOf, timeOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { csvText } from '#core/csv.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { emit, named, visiblePayload } from '#core/events.ts'
import { refuse } from '#core/refuse.ts'
import { replayDeadLetters as replay, deadLetters as waitingDead } from '#core/relay.ts'
import { verifyAudit } from '#core/seal.ts'
import { type AuditFilter, eventsPage } from './audit.store.ts'
import { zone } from './calendar.store.ts'
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

const MOST_EXPORTED = 20_000

/** More than fits is refused, so that a file is never silently cut. */
export async function exportAudit(ctx: Ctx, input: AuditFilter) {
  const rows = await eventsPage(ctx, input, null, MOST_EXPORTED + 1)
  if (rows.length > MOST_EXPORTED) throw refuse('audit.export_too_many', { most: MOST_EXPORTED })
  if (rows.length === 0) throw refuse('audit.export_none')
  const timeZone = await zone(ctx)
  const lines = rows.map((row) => [
    `${dayOf(row.at, timeZone)} ${timeOf(row.at, timeZone)}`,
    row.type,
    row.subjectType,
    row.subjectId,
    row.actorName ?? 'system',
    row.requestId,
    row.sealSeq,
    JSON.stringify(withoutBoxes(visiblePayload(ctx, row.type, row.payload))),
  ])
  await emit(ctx, 'audit.exported', ctx.tenantId, { count: lines.length, type: input.type ?? null, actorId: input.actorId ?? null })
  const csv = csvText([['at', 'type', 'subject_type', 'subject_id', 'actor', 'request_id', 'seal', 'payload'], ...lines])
  return { fileName: `audit-${dayOf(ctx.now, timeZone)}.csv`, rows: lines.length, csv }
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
