// What slows a guesser down, kept in the database so that it holds over all processes: tries per login and per address (back-off that
// doubles), and how often something may be done in a while. Real time, not the tenant's clock.
import { createHash } from 'node:crypto'
import { type global, sql } from './db.ts'
import { Refusal, refuse } from './refuse.ts'

export type Db = ReturnType<typeof global>

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** After `free` failures the key waits 30 s, doubling up to 15 minutes; `forgetSeconds` after the last one it starts anew. */
interface Patience {
  free: number
  forgetSeconds: number
}
const OF_LOGIN: Patience = { free: 5, forgetSeconds: 86_400 }
// An office shares one address: honest slips must not lock it.
const OF_ADDRESS: Patience = { free: 30, forgetSeconds: 3600 }

/** An IPv6 subscriber has a whole /64 to try from. */
export function addressKey(ip: string): string {
  const net = ip.includes(':') && !ip.startsWith('::ffff:') ? ip.split(':').slice(0, 4).join(':') : ip.replace('::ffff:', '')
  return hashOf(`address ${net}`)
}

export interface Try {
  succeeded(): Promise<void>
}

/**
 * Counts the try before it is judged, so that a thousand at the same moment are no more than a thousand one after the other;
 * a success takes it back. Refuses `identity.locked`, which tells nothing of whether the login exists.
 */
export async function beginTry(db: Db, login: string, ip: string): Promise<Try> {
  const address = addressKey(ip)
  await count(db, address, OF_ADDRESS)
  await count(db, login, OF_LOGIN).catch(async (refusal: unknown) => {
    await forgive(db, address)
    throw refusal
  })
  return {
    async succeeded() {
      await db.run(sql`delete from auth.sign_in_failure where login_hash = ${login}`)
      await forgive(db, address)
    },
  }
}

/** The try was right, or was not judged at all: the address has nothing to answer for. */
async function forgive(db: Db, address: string): Promise<void> {
  await db.run(sql`update auth.sign_in_failure set failures = greatest(0, failures - 1),
    locked_until = case when failures - 1 >= ${OF_ADDRESS.free}::int then locked_until end where login_hash = ${address}`)
}

async function count(db: Db, key: string, { free, forgetSeconds }: Patience): Promise<void> {
  const counted = await db.row(sql`insert into auth.sign_in_failure as f (login_hash, failures, last_at) values (${key}, 1, now())
    on conflict (login_hash) do update set last_at = now(),
      failures = case when f.last_at < now() - make_interval(secs => ${forgetSeconds}::int) then 1 else f.failures + 1 end,
      locked_until = case when f.last_at >= now() - make_interval(secs => ${forgetSeconds}::int) and f.failures + 1 >= ${free}::int
        then now() + make_interval(secs => least(900, 30 * 2 ^ least(10, f.failures + 1 - ${free}::int))) end
    where f.locked_until is null or f.locked_until <= now() returning 1`)
  if (counted) return
  const row = await db.row<{ seconds: number }>(
    sql`select greatest(1, ceil(extract(epoch from locked_until - now())))::int as seconds from auth.sign_in_failure where login_hash = ${key}`,
  )
  throw refuse('identity.locked', { seconds: row?.seconds ?? 1 }, 429)
}

/** A code of an authenticator holds for three windows of 30 s; used ones are remembered longer than that. */
const CODE_MEMORY = '5 minutes'

export const usedCode = (userId: string, code: string): string => hashOf(`${userId} ${code}`)

/** True for the first who shows this code of this person. */
export async function spendOnce(db: Db, userId: string, code: string): Promise<boolean> {
  const first = await db.row(sql`with old as (delete from auth.used_code where at < now() - ${sql.lit(CODE_MEMORY)}::interval)
    insert into auth.used_code (user_id, code_hash) values (${userId}, ${usedCode(userId, code)}) on conflict do nothing returning 1`)
  return first !== undefined
}

/** Takes one of `limit` in `seconds`; null when granted, else the seconds until the next one. */
async function take(db: Db, what: string, limit: number, seconds: number): Promise<number | null> {
  const row = await db.row<{ used: number; wait: number }>(sql`insert into auth.allowance as a (key_hash, used, since)
    values (${hashOf(what)}, 1, now()) on conflict (key_hash) do update set
      used = case when a.since < now() - make_interval(secs => ${seconds}::int) then 1 else a.used + 1 end,
      since = case when a.since < now() - make_interval(secs => ${seconds}::int) then now() else a.since end
    returning used, greatest(1, ceil(${seconds}::int - extract(epoch from now() - since)))::int as wait`)
  return row && row.used > limit ? row.wait : null
}

/** A code costs money and rings somebody's phone: one a minute and ten a day to a number, thirty an hour from an address. */
export async function allowCode(db: Db, phone: string, ip: string): Promise<void> {
  for (const [what, limit, seconds] of [
    [`code minute ${phone}`, 1, 60],
    [`code day ${phone}`, 10, 86_400],
    [`code address ${addressKey(ip)}`, 30, 3600],
  ] as const) {
    const wait = await take(db, what, limit, seconds)
    if (wait) throw refuse('sign_in.code_too_often', { seconds: wait }, 429)
  }
}

/**
 * Guessing the token of a link or a company's code: a hundred misses an hour from an address. Taken before it is looked, so that many at
 * once get no more; whoever knew it gets it back: an office that comes in at nine shares one address.
 */
export async function looking<T>(db: Db, ip: string, look: () => Promise<T>): Promise<T> {
  const what = `link ${addressKey(ip)}`
  const wait = await take(db, what, 100, 3600)
  if (wait) throw refuse('identity.locked', { seconds: wait }, 429)
  let missed = false
  try {
    return await look()
  } catch (error) {
    missed = error instanceof Refusal && error.status === 404
    throw error
  } finally {
    if (!missed) await giveBack(db, what)
  }
}

async function giveBack(db: Db, what: string): Promise<void> {
  await db.run(sql`update auth.allowance set used = greatest(0, used - 1) where key_hash = ${hashOf(what)}`)
}

/** The carrier refused: the next try need not wait a minute for a message that never left. */
export const forgiveCode = (db: Db, phone: string): Promise<void> => giveBack(db, `code minute ${phone}`)
