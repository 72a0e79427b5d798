// Events: one row in the same transaction as what it tells. That row is the audit entry, the timeline entry and the
// source of notices. emit computes no hash; a sealer chains committed rows later (seal.ts), a relay carries them
// outward (relay.ts).
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Ctx } from './context.ts'
import { type Query, sql } from './db.ts'
import { uuidv7 } from './ids.ts'

export interface Event {
  id: string
  at: string
  type: string
  subjectType: string
  subjectId: string
  actorId: string | null
  payload: Record<string, unknown>
}

/** What a room says about an event type it emits (generated page EVENTS.md). */
export interface EventSpec {
  /** One English sentence: when it happens. */
  when: string
  /** Payload fields that only holders of a permission may see: `{ costFen: 'field.cost' }`. */
  hidden?: Record<string, string>
  /**
   * Names of members shown with the event: never stored, but read when it is shown, so that no event holds the name of somebody who has
   * been erased. From the name to the payload's field with the member's id; `actor`: who did it.
   */
  names?: Record<string, string>
}

/** A reaction runs in the transaction of the event, one level deep, as part of the listening room. */
export type Reaction = (ctx: Ctx, event: Event) => Promise<void>

const specs = new Map<string, EventSpec & { room: string }>()
const reactions = new Map<string, { room: string; react: Reaction }[]>()

/** Called by main.ts for every room's door. */
export function registerEvents(room: string, events: Record<string, EventSpec>): void {
  for (const [type, spec] of Object.entries(events)) specs.set(type, { ...spec, room })
}
export function registerReactions(room: string, list: Record<string, Reaction>): void {
  for (const [type, react] of Object.entries(list)) {
    const others = (reactions.get(type) ?? []).filter((entry) => entry.room !== room)
    reactions.set(type, [...others, { room, react }])
  }
}

/** Values of a person inside a payload, encrypted under that person's key. */
export interface Personal {
  of: string
  values: Record<string, string>
}

/**
 * Records that something happened to `subjectId`. The subject type is the first word of `type` (`lead.claimed`).
 * Payloads name ids and changed fields; personal values that must stay go into `personal`.
 */
export async function emit(
  ctx: Ctx,
  type: string,
  subjectId: string,
  payload: Record<string, unknown> = {},
  personal?: Personal,
): Promise<Event> {
  if (!specs.has(type)) throw new Error(`event ${type} is not declared at a room's door`)
  const listeners = reactions.get(type)
  if (ctx.reacting && listeners?.length)
    throw new Error(`${type} has reactions and was emitted while reacting to ${ctx.reacting}: reactions are one level deep`)
  const event: Event = {
    id: uuidv7(),
    at: ctx.now.toISOString(),
    type,
    subjectType: type.slice(0, type.indexOf('.')),
    subjectId,
    actorId: ctx.actor.memberId,
    payload: personal ? { ...payload, personal: { of: personal.of, box: await seal(ctx, personal) } } : payload,
  }
  ctx.tx.send(sql`
    with e as (insert into event (tenant_id, id, at, type, subject_type, subject_id, actor_id, request_id, payload)
      values (${ctx.tenantId}, ${event.id}, ${event.at}, ${type}, ${event.subjectType}, ${subjectId}, ${event.actorId}, ${ctx.requestId}, ${JSON.stringify(withoutNames(type, event.payload))}::jsonb)),
    s as (insert into event_to_seal (tenant_id, event_id) values (${ctx.tenantId}, ${event.id}))
    insert into event_to_relay (tenant_id, event_id) values (${ctx.tenantId}, ${event.id})`)
  ctx.afterCommit(() => ctx.services.live.nudge(ctx.tenantId))
  if (listeners) for (const { react } of listeners) await react({ ...ctx, reacting: type }, event)
  return event
}

export interface EventToWrite {
  type: string
  subjectId: string
  payload?: Record<string, unknown>
  at?: string
  actorId?: string | null
}

/** Many events of bulk work (imports, demo) in one statement; reactions do not run. */
export async function emitMany(ctx: Ctx, list: readonly EventToWrite[]): Promise<void> {
  if (list.length > 0) ctx.tx.send(sql`with ${eventsSql(ctx, list)} select 1`)
}

/** The same as CTEs (`told`, `told_event`, `to_seal`, `to_relay`), for a store whose own insert stands in the same statement. */
export function eventsSql(ctx: Ctx, list: readonly EventToWrite[]): Query {
  const rows = list.map((e) => ({
    id: uuidv7(),
    at: e.at ?? ctx.now.toISOString(),
    type: e.type,
    subject_type: e.type.slice(0, e.type.indexOf('.')),
    subject_id: e.subjectId,
    actor_id: e.actorId === undefined ? ctx.actor.memberId : e.actorId,
    payload: withoutNames(e.type, e.payload ?? {}),
  }))
  for (const row of rows) if (!specs.has(row.type)) throw new Error(`event ${row.type} is not declared at a room's door`)
  return sql`told as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, at timestamptz, type text, subject_type text, subject_id uuid, actor_id uuid, payload jsonb)),
    told_event as (insert into event (tenant_id, id, at, type, subject_type, subject_id, actor_id, request_id, payload)
      select ${ctx.tenantId}::uuid, id, at, type, subject_type, subject_id, actor_id, ${ctx.requestId}, payload from told),
    to_seal as (insert into event_to_seal (tenant_id, event_id) select ${ctx.tenantId}::uuid, id from told),
    to_relay as (insert into event_to_relay (tenant_id, event_id) select ${ctx.tenantId}::uuid, id from told)`
}

/** Events of the given subjects, newest first, with fields hidden from this actor taken out. */
export async function timelineOf(
  ctx: Ctx,
  subjectIds: string[],
  limit = 100,
  before?: string,
): Promise<(Event & { actorName: string | null })[]> {
  const rows = await ctx.tx.rows<Event & { actorName: string | null }>(sql`
    select e.id, e.at, e.type, e.subject_type, e.subject_id, e.actor_id, e.payload, m.name as actor_name
    from event e left join member m on m.tenant_id = e.tenant_id and m.id = e.actor_id
    where e.tenant_id = ${ctx.tenantId} and e.subject_id = any(${subjectIds}::uuid[]) and (${before ?? null}::timestamptz is null or e.at < ${before ?? null}::timestamptz)
    order by e.at desc, e.id desc limit ${limit}`)
  return (await named(ctx, rows)).map((event) => ({ ...event, payload: visiblePayload(ctx, event.type, event.payload) }))
}

function withoutNames(type: string, payload: Record<string, unknown>): Record<string, unknown> {
  const names = specs.get(type)?.names
  return names ? Object.fromEntries(Object.entries(payload).filter(([field]) => !(field in names))) : payload
}

/** Events as they are shown: with the names of members as they are now. Old events that still hold a name keep it. */
export async function named<E extends Pick<Event, 'type' | 'actorId' | 'payload'>>(
  ctx: Pick<Ctx, 'tx' | 'tenantId'>,
  events: E[],
): Promise<E[]> {
  const idOf = (event: E, field: string): unknown => (field === 'actor' ? event.actorId : event.payload[field])
  const wanted = events.flatMap((event) => Object.values(specs.get(event.type)?.names ?? {}).map((field) => idOf(event, field)))
  const ids = [...new Set(wanted.filter((id) => typeof id === 'string'))]
  if (ids.length === 0) return events
  const rows = await ctx.tx.rows<{ id: string; name: string }>(
    sql`select id, name from member where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`,
  )
  const nameOf = new Map(rows.map((row) => [row.id, row.name]))
  return events.map((event) => {
    const names = Object.entries(specs.get(event.type)?.names ?? {}).map(
      ([as, field]) => [as, nameOf.get(String(idOf(event, field)))] as const,
    )
    return { ...event, payload: { ...Object.fromEntries(names.filter(([, name]) => name !== undefined)), ...event.payload } }
  })
}

/** The payload without what the actor may not see. */
export function visiblePayload(ctx: Pick<Ctx, 'actor'>, type: string, payload: Record<string, unknown>): Record<string, unknown> {
  const hidden = specs.get(type)?.hidden
  if (!hidden || ctx.actor.kind === 'system') return payload
  return Object.fromEntries(
    Object.entries(payload).filter(([field]) => !hidden[field] || ctx.actor.permissions[hidden[field]] !== undefined),
  )
}

async function keyOf(ctx: Ctx, personId: string): Promise<Buffer> {
  const fresh = randomBytes(32)
  await ctx.tx.run(
    sql`insert into personal_key (tenant_id, person_id, key) values (${ctx.tenantId}, ${personId}, ${fresh}) on conflict do nothing`,
  )
  const row = await ctx.tx.row<{ key: Buffer }>(
    sql`select key from personal_key where tenant_id = ${ctx.tenantId} and person_id = ${personId}`,
  )
  if (!row) throw new Error('a personal key vanished while it was being used')
  return row.key
}

async function seal(ctx: Ctx, personal: Personal): Promise<string> {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await keyOf(ctx, personal.of), iv)
  const body = Buffer.concat([cipher.update(JSON.stringify(personal.values), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
}

/** Opens a `personal` box; null when the person was erased. */
export async function openPersonal(ctx: Ctx, personal: { of: string; box: string }): Promise<Record<string, string> | null> {
  const row = await ctx.tx.row<{ key: Buffer }>(
    sql`select key from personal_key where tenant_id = ${ctx.tenantId} and person_id = ${personal.of}`,
  )
  if (!row) return null
  const bytes = Buffer.from(personal.box, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', row.key, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'))
}
