// 导入: a table of leads. Each row's fate is told; the same file again brings nothing.
import type { Ctx } from '#core/context.ts'
import { asSystem, type JobHost } from '#core/jobs.ts'
import type { Say } from '#core/messages.ts'
import { invalid } from '#core/refuse.ts'
import { type CustomField, fieldsOf, readCell, referenced } from '#modules/organization/index.ts'
import type { RawFacts } from './arrival.actions.ts'
import type { Answer, Incoming } from './batch.actions.ts'
import { channelNamed } from './channel.actions.ts'
import { backToSavepoint, savepoint } from './import.store.ts'
import { receiveSubmissions } from './intake.actions.ts'
import { importFields } from './intake.contract.ts'
import { readSheet } from './sheet.actions.ts'
import { guessMapping, type Sheet, type SheetRow } from './sheet.rule.ts'

type Field = (typeof importFields)[number] | `custom.${string}`
type Reason = { code: string; params: Record<string, unknown> }
export interface ImportedRow {
  line: number
  fate: 'created' | 'merged' | 'duplicate' | 'review' | 'rejected'
  reason: Reason | null
  company: string | null
  leadId: string | null
  number: string | null
  grade: 'A' | 'B' | 'C' | null
  ownerName: string | null
}

const CHUNK = 200
const MOST_ROWS = 50_000

/** Names under which other systems know our fields. */
const ALIASES: Record<string, Field> = {
  name: 'company',
  size: 'staff',
  contact: 'contactName',
  note: 'need',
  external_id: 'externalId',
  source: 'channel',
  tax_id: 'usci',
}

/** Headings by field: as given, or guessed. Refuses a mapping to a column that is not there, and a table without companies. */
function mappingOf(
  sheet: Sheet & { ok: true },
  own: readonly CustomField[],
  given?: Record<string, string>,
): Partial<Record<Field, string>> {
  const mapping: Partial<Record<Field, string>> = {}
  for (const [name, heading] of Object.entries(given ?? guessMapping(sheet.headings, own))) {
    const field = ALIASES[name] ?? importFields.find((one) => one === name) ?? ownField(own, name)
    if (!field) throw invalid('import.unknown_column', { column: name })
    if (!sheet.headings.includes(heading)) throw invalid('import.unknown_column', { column: heading })
    mapping[field] = heading
  }
  if (!mapping.company) throw invalid('import.no_company_column', { headings: sheet.headings.join('、') })
  return mapping
}

const ownField = (own: readonly CustomField[], name: string): Field | undefined =>
  own.some((field) => name === `custom.${field.key}`) ? (name as `custom.${string}`) : undefined

const numeric = (text: string | undefined): number | null =>
  text === undefined || text === '' || Number.isNaN(Number(text)) ? null : Number(text)

/** Cells by field as facts; texts stay texts, intake reads them. */
function factsOfCells(cells: Partial<Record<Field, string>>, own: readonly CustomField[]): RawFacts {
  const { lat, lng, externalId: _id, channel: _channel, company = '', ...rest } = cells
  const custom = Object.fromEntries(
    own.flatMap((field): [string, unknown][] => {
      const cell = cells[`custom.${field.key}`]
      return cell === undefined ? [] : [[field.key, readCell(field, cell)]]
    }),
  )
  return { ...rest, company, lat: numeric(lat), lng: numeric(lng), custom }
}

/** A kept raw lead as facts: a form's own fields, or a row's cells by the headings it came under. */
export function factsOfRaw(raw: Record<string, unknown>, own: readonly CustomField[]): RawFacts {
  if (typeof raw.company === 'string') return raw as unknown as RawFacts
  const headings = Object.keys(raw)
  const guessed = guessMapping(headings, own) as Partial<Record<Field, string>>
  const cells = Object.fromEntries(Object.entries(guessed).map(([field, heading]) => [field, String(raw[String(heading)] ?? '')]))
  return factsOfCells(cells as Partial<Record<Field, string>>, own)
}

interface Table {
  sheet: Sheet & { ok: true }
  mapping: Partial<Record<Field, string>>
  rows: SheetRow[]
  /** The company's own fields a column may be read as. */
  own: readonly CustomField[]
}

/** Reads a file; refuses what is no table of leads. */
export function readTable(bytes: Uint8Array, own: readonly CustomField[], mapping?: Record<string, string>): Table {
  const sheet = readSheet(bytes)
  if (!sheet.ok) throw invalid(sheet.code)
  if (sheet.rows.length > MOST_ROWS) throw invalid('import.too_many_rows', { rows: sheet.rows.length, limit: MOST_ROWS })
  return { sheet, mapping: mappingOf(sheet, own, mapping), rows: sheet.rows, own }
}

/** Some rows of a table through intake. */
export async function importRows(ctx: Ctx, table: Table, rows: readonly SheetRow[], dry: boolean): Promise<ImportedRow[]> {
  const fallback = await channelNamed(ctx, 'import')
  if (!fallback) throw new Error('the channel of imports is missing')
  const read: { row: SheetRow; incoming: Incoming | null }[] = []
  for (const row of rows) {
    if (row.problem || Object.keys(row.cells).length === 0) {
      read.push({ row, incoming: null })
      continue
    }
    const cells: Partial<Record<Field, string>> = {}
    for (const [field, heading] of Object.entries(table.mapping) as [Field, string][])
      if (row.cells[heading] !== undefined) cells[field] = row.cells[heading]
    const channel = (cells.channel && (await channelNamed(ctx, cells.channel))) || fallback
    read.push({
      row,
      incoming: {
        channel,
        externalId: cells.externalId || null,
        raw: row.cells,
        facts: await named(ctx, table.own, factsOfCells(cells, table.own)),
      },
    })
  }
  const arrivals = read.flatMap(({ incoming }) => (incoming ? [incoming] : []))
  const answers = arrivals.length > 0 ? await receiveSubmissions(ctx, arrivals, { to: 'rules', bulk: true, dry }) : []
  let next = 0
  return read.map(({ row, incoming }) => {
    const company = (table.mapping.company && row.cells[table.mapping.company]) || null
    return incoming ? imported(row, company, answers[next++] as Answer) : unread(row, company)
  })
}

/** A cell names a member, an account, a lead or an opportunity in words; one whole match is meant. */
async function named(ctx: Ctx, own: readonly CustomField[], facts: RawFacts): Promise<RawFacts> {
  const custom = { ...facts.custom }
  for (const field of own) {
    const cell = custom[field.key]
    if (!field.reference || typeof cell !== 'string') continue
    const exact = (await referenced(ctx, field.reference, { q: cell })).filter((one) => one.name === cell)
    if (exact.length === 1) custom[field.key] = exact[0]?.id
  }
  return { ...facts, custom }
}

/** Fields a column of a table may fill: files do not come in cells. */
export const importable = async (ctx: Ctx): Promise<CustomField[]> =>
  (await fieldsOf(ctx, 'lead')).filter((field) => !field.retired && field.type !== 'file')

const unread = (row: SheetRow, company: string | null): ImportedRow => ({
  line: row.line,
  fate: 'rejected',
  reason: { code: row.problem ?? 'lead.no_company', params: { line: row.line } },
  company,
  leadId: null,
  number: null,
  grade: null,
  ownerName: null,
})

const FATES = { accepted: 'created', merged: 'merged', in_review: 'review', rejected: 'rejected', failed: 'rejected' } as const

function imported(row: SheetRow, company: string | null, answer: Answer): ImportedRow {
  const again = answer.replay && (answer.fate === 'accepted' || answer.fate === 'merged')
  return {
    line: row.line,
    fate: again ? 'duplicate' : FATES[answer.fate],
    reason: again ? { code: 'intake.same_row', params: {} } : answer.reason,
    company,
    leadId: answer.leadId,
    number: answer.number,
    grade: answer.grade,
    ownerName: answer.ownerName,
  }
}

/** Thrown to undo a dry run; caught where it was begun. */
class Undo extends Error {}

/**
 * `bin/fieldloop import leads`: in chunks, each a transaction of its own; a dry run is one transaction that is undone.
 * Returns every row's fate, `reason` in words.
 */
export async function importLeads(
  house: JobHost & { say: Say },
  tenantId: string,
  bytes: Uint8Array,
  options: { mapping?: Record<string, string> | undefined; commit: boolean; onProgress?: (done: number, total: number) => void },
): Promise<{ line: number; fate: string; reason: string | null }[]> {
  const own = await asSystem(house, tenantId, 'import', importable)
  const table = tableInWords(house.say, bytes, own, options.mapping)
  const done: ImportedRow[] = []
  const step = async (ctx: Ctx, from: number): Promise<void> => {
    done.push(...(await importRows(ctx, table, table.rows.slice(from, from + CHUNK), !options.commit)))
    options.onProgress?.(done.length, table.rows.length)
  }
  if (options.commit) {
    for (let from = 0; from < table.rows.length; from += CHUNK) await asSystem(house, tenantId, 'import', (ctx) => step(ctx, from))
  } else {
    await asSystem(house, tenantId, 'import', async (ctx) => {
      for (let from = 0; from < table.rows.length; from += CHUNK) await step(ctx, from)
      throw new Undo()
    }).catch((error) => {
      if (!(error instanceof Undo)) throw error
    })
  }
  return done.map(({ line, fate, reason }) => ({ line, fate, reason: reason && house.say('zh-CN', reason.code, reason.params) }))
}

function tableInWords(say: Say, bytes: Uint8Array, own: readonly CustomField[], mapping?: Record<string, string>): Table {
  try {
    return readTable(bytes, own, mapping)
  } catch (error) {
    const { code, data } = error as { code?: string; data?: Record<string, unknown> }
    throw typeof code === 'string' ? new Error(say('zh-CN', code, data)) : error
  }
}

/** The same over the API: everything or nothing, and a dry run leaves nothing. */
export async function importFile(ctx: Ctx, input: { file: File; commit: boolean; mapping?: string | undefined }) {
  const bytes = new Uint8Array(await input.file.arrayBuffer())
  const table = readTable(bytes, await importable(ctx), mappingFrom(input.mapping))
  const rows: ImportedRow[] = []
  if (!input.commit) await savepoint(ctx)
  for (let from = 0; from < table.rows.length; from += CHUNK)
    rows.push(...(await importRows(ctx, table, table.rows.slice(from, from + CHUNK), !input.commit)))
  if (!input.commit) await backToSavepoint(ctx)
  const counts = { created: 0, merged: 0, duplicate: 0, review: 0, rejected: 0 }
  for (const row of rows) counts[row.fate] += 1
  return {
    committed: input.commit,
    encoding: table.sheet.encoding,
    mapping: table.mapping as Record<string, string>,
    headings: table.sheet.headings,
    counts,
    rows: input.commit ? rows : rows.map((row) => (row.fate === 'created' ? { ...row, leadId: null, number: null } : row)),
  }
}

function mappingFrom(text: string | undefined): Record<string, string> | undefined {
  if (!text) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    if (parsed && typeof parsed === 'object' && Object.values(parsed).every((one) => typeof one === 'string'))
      return parsed as Record<string, string>
  } catch {}
  throw invalid('import.unknown_column', { column: text.slice(0, 60) })
}
