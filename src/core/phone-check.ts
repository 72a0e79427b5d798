// Does this phone belong to who says so? A code goes there, and comes back. Kept hashed, for five minutes, for five tries.
import { createHash, randomInt } from 'node:crypto'
import type pg from 'pg'
import { global, sql } from './db.ts'
import { allowCode } from './identity-limits.ts'
import { port } from './port.ts'
import { invalid } from './refuse.ts'

/** Carries a code to a phone; plugged in ports.ts. */
export const sendPhoneCode = port<[phone: string, code: string], Promise<void>>('phoneCheck.send')

const MINUTES = 5
const TRIES = 5

const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
// The phone itself stands nowhere: its hash finds the row.
const nameOf = (phone: string): string => `phone-check:${sha(phone)}`

/** Sends a code. Refuses `sign_in.code_too_often`. */
export async function startPhoneCheck(pool: pg.Pool, phone: string, ip: string): Promise<void> {
  const db = global(pool)
  await allowCode(db, phone, ip)
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const value = JSON.stringify({ hash: sha(`${phone}/${code}`), tries: 0 })
  await db.run(sql`insert into auth.verification (id, identifier, value, "expiresAt") values (${nameOf(phone)}, ${nameOf(phone)}, ${value}, now() + make_interval(mins => ${MINUTES}))
    on conflict (id) do update set value = excluded.value, "expiresAt" = excluded."expiresAt", "createdAt" = now(), "updatedAt" = now()`)
  await sendPhoneCode(phone, code)
}

/** Refuses `sign_up.code_wrong`: another code, too many tries, or too late. A right code serves once. */
export async function confirmPhoneCheck(pool: pg.Pool, phone: string, code: string): Promise<void> {
  const db = global(pool)
  // The try counts before anybody looks, so that many at once get no more tries than one after another.
  const row = await db.row<{ value: string }>(sql`update auth.verification
    set value = jsonb_set(value::jsonb, '{tries}', to_jsonb((value::jsonb ->> 'tries')::int + 1))::text
    where id = ${nameOf(phone)} and "expiresAt" > now() and (value::jsonb ->> 'tries')::int < ${TRIES} returning value`)
  const right = row && (JSON.parse(row.value) as { hash: string }).hash === sha(`${phone}/${code}`)
  if (!right) throw invalid('sign_up.code_wrong')
  const used = await db.run(sql`delete from auth.verification where id = ${nameOf(phone)}`)
  if (used === 0) throw invalid('sign_up.code_wrong')
}
