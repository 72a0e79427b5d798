// What is held on one person, found by what names them, and how it is blanked. The rooms say in which columns to look.
import type { Ctx } from './context.ts'
import { type Query, sql } from './db.ts'

export interface Person {
  type: 'contact' | 'member'
  id: string
  name: string
  phones: string[]
  emails: string[]
  /** The account of a contact; null for a member. */
  accountId: string | null
  /** Records in which the name means this person; null: everywhere in the company. */
  records: string[] | null
}

/** Rows of one table, for an export; `cut` when there were more than are given. */
export interface PersonRows {
  table: string
  rows: Record<string, unknown>[]
  cut: boolean
}

const ROWS_AT_MOST = 20_000

/** What stands where a person was named. */
export const BLANK = '■■■'

/** A phone as it is kept and as people type it: `13812342046`, `138 1234 2046`, `138-1234-2046`. */
export function waysToWrite(phone: string): string[] {
  const digits = phone.replace(/[^\d]/g, '').replace(/^86(?=1\d{10}$)/, '')
  const mobile = /^(1\d{2})(\d{4})(\d{4})$/.exec(digits)
  return mobile ? [digits, mobile.slice(1).join(' '), mobile.slice(1).join('-')] : [digits]
}

/** Words that are this person's alone, and the name, which others may share. */
function wordsOf(person: Person): { sure: string[]; shared: string[] } {
  const sure = [...person.phones.flatMap(waysToWrite), ...person.emails].filter((word) => word.length >= 5)
  return { sure: [...new Set(sure)], shared: person.name.length >= 2 ? [person.name] : [] }
}

const holding = (declared: string, word: string): Query<boolean> =>
  sql<boolean>`position(${word} in t.${sql.ref(columnOf(declared).column)}::text) > 0`

function within(person: Person, shared: boolean): Query<boolean> {
  if (!shared || person.records === null) return sql<boolean>`true`
  return sql<boolean>`exists (select 1 from unnest(${person.records}::text[]) r where position(r in to_jsonb(t)::text) > 0)`
}

/** Replaces what names the person in these columns of the tenant's rows; returns how many rows changed. */
export async function blank(ctx: Ctx, person: Person, table: string, columns: readonly string[]): Promise<number> {
  const { sure, shared } = wordsOf(person)
  let changed = 0
  for (const [words, isShared] of [[sure, false] as const, [shared, true] as const])
    for (const word of words)
      for (const column of columns)
        changed += await ctx.tx.run(sql`update ${sql.table(table)} t set ${sql.ref(columnOf(column).column)} = ${replaced(column, word)}
          where t.tenant_id = ${ctx.tenantId} and ${holding(column, word)} and ${within(person, isShared)}`)
  return changed
}

/** A column as a room declares it: `note`, or `card::jsonb`, which is blanked in its text. */
function columnOf(declared: string): { column: string; json: boolean } {
  const [column, type] = declared.split('::')
  return { column: column as string, json: type === 'jsonb' }
}

function replaced(declared: string, word: string): Query {
  const { column, json } = columnOf(declared)
  if (!json) return sql`replace(t.${sql.ref(column)}, ${word}, ${BLANK})`
  return sql`replace(t.${sql.ref(column)}::text, ${JSON.stringify(word).slice(1, -1)}, ${BLANK})::jsonb`
}

/** Rows of the tenant that name the person, for an export. */
export async function rowsNaming(ctx: Ctx, person: Person, table: string, columns: readonly string[]): Promise<PersonRows> {
  const { sure, shared } = wordsOf(person)
  const any = (words: string[]): Query<boolean> => {
    const hits = words.flatMap((word) => columns.map((column) => holding(column, word)))
    return hits.length > 0 ? sql<boolean>`(${sql.join(hits, sql` or `)})` : sql<boolean>`false`
  }
  return await rowsWhere(ctx, table, sql`${any(sure)} or (${any(shared)} and ${within(person, true)})`)
}

/** Rows of the tenant that are the person's by id, for an export. */
export const rowsBelonging = (ctx: Ctx, table: string, column: string, id: string): Promise<PersonRows> =>
  rowsWhere(ctx, table, sql`t.${sql.ref(column)} = ${id}`)

async function rowsWhere(ctx: Ctx, table: string, condition: Query): Promise<PersonRows> {
  const rows = await ctx.tx.rows<{ row: Record<string, unknown> }>(sql`select to_jsonb(t) - 'tenant_id' as row from ${sql.table(table)} t
    where t.tenant_id = ${ctx.tenantId} and (${condition}) limit ${ROWS_AT_MOST + 1}`)
  return { table, rows: rows.slice(0, ROWS_AT_MOST).map(({ row }) => row), cut: rows.length > ROWS_AT_MOST }
}

/** How many rows say by these columns that somebody else is called so, or has the name within a longer one. */
export async function namesakes(ctx: Ctx, person: Person, table: string, columns: readonly string[]): Promise<number> {
  const bears = sql.join(
    columns.map((column) => holding(column, person.name)),
    sql` or `,
  )
  const row = await ctx.tx.row<{ n: number }>(sql`select count(*)::int as n from ${sql.table(table)} t
    where t.tenant_id = ${ctx.tenantId} and t.id <> ${person.id} and (${bears})`)
  return row?.n ?? 0
}

/** The key of the person's values in events goes, and with it the values; kept answers that name them go too. */
export async function forgetPerson(ctx: Ctx, person: Person): Promise<number> {
  await ctx.tx.run(sql`delete from personal_key where tenant_id = ${ctx.tenantId} and person_id = ${person.id}`)
  const { sure, shared } = wordsOf(person)
  return await ctx.tx.run(sql`delete from idempotency_key where tenant_id = ${ctx.tenantId}
    and exists (select 1 from unnest(${[...sure, ...shared]}::text[]) w where position(w in answer::text) > 0)`)
}

/** Events cannot be changed: how many still name the person in words somebody typed. */
export async function eventsNaming(ctx: Ctx, person: Person): Promise<number> {
  const { sure, shared } = wordsOf(person)
  const row = await ctx.tx.row<{ n: number }>(sql`select count(*)::int as n from event t where t.tenant_id = ${ctx.tenantId}
    and (exists (select 1 from unnest(${sure}::text[]) w where position(w in t.payload::text) > 0)
      or (exists (select 1 from unnest(${shared}::text[]) w where position(w in t.payload::text) > 0) and ${within(person, true)}))`)
  return row?.n ?? 0
}
