// How a request flows: route (who, input, permission) → action (one transaction of one tenant) → rule → store + emit.
// There is one way to write a route: contract + action, bound here.
import { createHash } from 'node:crypto'
import { ORPCError } from '@orpc/client'
import { implement } from '@orpc/server'
import type pg from 'pg'
import { opens } from './access.ts'
import type { Clock } from './clock.ts'
import type { Ctx, Services } from './context.ts'
import { MEMBER, PUBLIC, type RouteMeta } from './contract.ts'
import { isDataException, isLostRace, reading, sql, type Tx, writing } from './db.ts'
import type { Session } from './identity.ts'
import { unkeepable } from './plain-text.ts'
import { forbidden, invalid, Refusal, refuse } from './refuse.ts'
import type { Procedure, Room } from './room.ts'
import { mayAct } from './standing.ts'

/** What HTTP knows of a request. */
export interface RequestFacts {
  session: Session | null
  requestId: string
  idempotencyKey: string | null
  locale: 'zh-CN' | 'en'
  ip: string
  userAgent: string
  /** As the browser sees this server, `https://crm.example.cn`: where providers and links lead back to. */
  origin: string
  cookie: string
  /** Response headers an action may set (sign-in cookies, file names). */
  setHeader: (name: string, value: string | string[]) => void
}

export interface House {
  pool: pg.Pool
  clock: Clock
  services: () => Services
}

/** A public route has no tenant: its actions get this instead and open what they need. */
export interface PublicCtx {
  now: Date
  services: Services
  house: House
}

/** oRPC router of all rooms. Middleware stands before parsing, so that a stranger learns nothing of input shapes. */
export function routerOf(house: House, rooms: Room[]): Record<string, unknown> {
  return Object.fromEntries(
    rooms.map((room) => [
      room.name,
      Object.fromEntries(Object.entries(room.contract).map(([name, procedure]) => [name, boundProcedure(house, room, name, procedure)])),
    ]),
  )
}

function boundProcedure(house: House, room: Room, name: string, procedure: Procedure): unknown {
  const action = room.actions[name]
  if (!action) throw new Error(`${room.name}.${name} has a contract but no action`)
  const meta = procedure['~orpc'].meta as RouteMeta
  const { method = 'POST', path = '' } = procedure['~orpc'].route
  // The library parses first unless told otherwise; the guard below comes before it.
  return implement(procedure, { initialInputValidationIndex: 1 })
    .$context<RequestFacts>()
    .use(({ context, next }) => {
      mayCall(context, meta)
      return next()
    })
    .handler(async ({ input, context }) => {
      refuseUnkeepable(input)
      if (meta.permission === PUBLIC) {
        const ctx: PublicCtx = { now: house.clock.now(), services: house.services(), house }
        return (await action(ctx as unknown as Ctx, input, context)) as never
      }
      if (context.session) mayAct(await house.services().standings.of(context.session.tenantId), method !== 'GET' && !meta.evenReadOnly)
      return (await answer(
        house,
        context,
        `${method} ${path}`,
        method,
        (ctx) => action(ctx, input, context),
        input,
        meta.toldOnce,
      )) as never
    })
}

function refuseUnkeepable(input: unknown): void {
  const path = unkeepable(input)
  if (path) throw new ORPCError('BAD_REQUEST', { data: { issues: [{ path, code: 'unkeepable' }] } })
}

/** Refuses a stranger (401) and a member without the permission (403); a key does nothing that is a person's own. */
export function mayCall(facts: RequestFacts, meta: RouteMeta): void {
  if (meta.permission === PUBLIC) return
  if (!facts.session) throw refuse('identity.signed_out', {}, 401)
  if (facts.session.key && meta.permission === MEMBER) throw refuse('identity.key_not_here', {}, 403)
  if (facts.session.secondFactorDue && !meta.beforeSecondFactor) throw refuse('identity.second_factor_due', {}, 403)
  if (facts.session.device?.state === 'waiting' && !meta.waiting) throw refuse('device.waiting', {}, 403)
  if (!opens(facts.session.actor, meta.permission)) throw forbidden(meta.permission)
}

/** Runs an action for a session: a GET on reading statements, everything else in one transaction. */
export async function answer<T>(
  house: House,
  facts: RequestFacts,
  routeName: string,
  method: string,
  act: (ctx: Ctx) => Promise<T>,
  input: unknown,
  toldOnce: readonly string[] = [],
): Promise<T> {
  const session = facts.session as Session
  const after: (() => void)[] = []
  const ctxOf = (tx: Tx): Ctx => ({
    tx,
    tenantId: session.tenantId,
    actor: session.actor,
    now: house.clock.now(),
    // The audit trail tells a program from the person it acts as.
    requestId: session.key ? `key:${session.key.id}/${facts.requestId}` : facts.requestId,
    afterCommit: (work) => void after.push(work),
    services: house.services(),
  })
  if (method === 'GET') return await readFrom(input, () => act(ctxOf(reading(house.pool, session.tenantId))))
  const once =
    method === 'POST' && facts.idempotencyKey
      ? { key: facts.idempotencyKey, member: session.actor.memberId as string, route: routeName, hash: hashOf(input) }
      : null
  const attempt = async (): Promise<T> => {
    after.length = 0
    const result = await writing(house.pool, session.tenantId, async (tx) => {
      const result = await act(ctxOf(tx))
      if (once) keepAnswer(tx, once, withheld(result, toldOnce))
      return result
    })
    for (const work of after) work()
    return result
  }
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      const stored = once && (error instanceof Refusal || isLostRace(error)) ? await storedAnswer<T>(house, session.tenantId, once) : null
      if (stored) return stored.answer
      // Whoever lost to another that did the same is judged again: now the action sees what stands, and says so in words.
      if (isLostRace(error)) {
        if (tries < TRIES) continue
        throw refuse('common.raced')
      }
      after.length = 0 // what the refused transaction wanted done did not happen
      const keep = error instanceof Refusal ? error.keep : undefined
      if (keep) await writing(house.pool, session.tenantId, (tx) => keep(ctxOf(tx)))
      for (const work of after) work()
      throw error
    }
  }
}

const TRIES = 3

/** A cursor is opaque, but anybody can make one up: values that its list cannot compare with are the caller's fault. */
async function readFrom<T>(input: unknown, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if ((input as { cursor?: string } | undefined)?.cursor && isDataException(error)) throw invalid('common.bad_cursor')
    throw error
  }
}

interface Once {
  key: string
  member: string
  route: string
  hash: Buffer
}

// A file in the input says nothing as JSON: its name, type and size tell it from another.
const shapeOf = (_key: string, value: unknown): unknown =>
  value instanceof Blob ? { file: value instanceof File ? value.name : '', type: value.type, size: value.size } : value
const hashOf = (input: unknown): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(input, shapeOf) ?? '')
    .digest()

const withheld = (result: unknown, toldOnce: readonly string[]): unknown =>
  toldOnce.length > 0 ? { ...(result as object), ...Object.fromEntries(toldOnce.map((field) => [field, null])) } : result

function keepAnswer(tx: Tx, once: Once, result: unknown): void {
  tx.send(sql`insert into idempotency_key (tenant_id, member_id, key, route, request_hash, answer)
    values (${tx.tenantId}, ${once.member}, ${once.key}, ${once.route}, ${once.hash}, ${JSON.stringify(result ?? null)}::jsonb)`)
}

/** The answer given before under this key; refuses a key that was used for something else. */
async function storedAnswer<T>(house: House, tenantId: string, once: Once): Promise<{ answer: T } | null> {
  const row = await reading(house.pool, tenantId).row<{
    route: string
    requestHash: Buffer
    answer: T
  }>(sql`select route, request_hash, answer
    from idempotency_key where tenant_id = ${tenantId} and member_id = ${once.member} and key = ${once.key}`)
  if (!row) return null
  if (row.route !== once.route || !row.requestHash.equals(once.hash)) throw refuse('common.idempotency_key_reused', {}, 422)
  return { answer: row.answer }
}

/** True for what a person may be told; anything else is a bug: 500, logged, never a stack to the user. */
export const isKnown = (error: unknown): error is ORPCError<string, unknown> =>
  error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR'
