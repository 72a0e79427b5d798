// 表格. Records of a file into rows with their physical lines; one bad row is told and the others go in.
import type { CsvRecords } from '#core/csv.ts'

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'xlsx'

/** Longer than any field holds; a cell beyond it is a slip of the program that wrote the file. */
export const MOST_IN_CELL = 8000

export interface SheetRow {
  /** Physical line on which the row begins; the heading is 1 (or where the first line with words stands). */
  line: number
  /** Cell by heading, trimmed; empty cells are left out. */
  cells: Record<string, string>
  /** A message key when the row cannot be read. */
  problem: 'import.row_unreadable' | 'import.row_too_long' | 'import.row_garbled' | 'import.cell_too_long' | null
}

export type Sheet =
  | { ok: true; encoding: Encoding; headings: string[]; rows: SheetRow[] }
  | { ok: false; code: 'import.empty' | 'import.not_a_table' | 'import.file_too_large' }

/** The text of a file: by its byte order mark, else UTF-8 when it is valid, else GB18030. */
export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'utf-8-bom' }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'utf-16be' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    return { text: new TextDecoder('gb18030').decode(bytes), encoding: 'gb18030' }
  }
}

/** What keeps a text from being a table at all; null when its records can be read. */
export function noTable(text: string): 'import.empty' | 'import.not_a_table' | null {
  if (text.trim() === '') return 'import.empty'
  return text.includes('\u0000') ? 'import.not_a_table' : null
}

/** The records of a file as rows; the first row that is not blank holds the headings. */
export function sheetOf({ records, broken }: CsvRecords, encoding: Encoding): Sheet {
  const [head, ...body] = records
  if (!head || head.cells.filter((cell) => cell.trim() !== '').length === 0) return { ok: false, code: 'import.not_a_table' }
  const headings = head.cells.map((cell) => cell.trim())
  const rows: SheetRow[] = [
    ...body.map(({ line, cells }): SheetRow => {
      const named = Object.fromEntries(headings.flatMap((heading, i) => (heading && cells[i]?.trim() ? [[heading, cells[i].trim()]] : [])))
      return { line, cells: shortened(named), problem: problemOf(cells, headings.length) }
    }),
    ...broken.filter((line) => line > head.line).map((line): SheetRow => ({ line, cells: {}, problem: 'import.row_unreadable' })),
  ]
  return { ok: true, encoding, headings, rows: rows.sort((a, b) => a.line - b.line) }
}

function problemOf(cells: readonly string[], columns: number): SheetRow['problem'] {
  if (cells.some((cell) => cell.length > MOST_IN_CELL)) return 'import.cell_too_long'
  if (cells.some((cell) => cell.includes('\ufffd'))) return 'import.row_garbled'
  return cells.slice(columns).some((cell) => cell.trim() !== '') ? 'import.row_too_long' : null
}

// Ten million characters in one cell: enough of it is kept to find the row again.
const shortened = (cells: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(cells).map(([heading, cell]) => [heading, cell.length > MOST_IN_CELL ? `${cell.slice(0, 200)}…` : cell]),
  )

/** What a column of a table may be read as. Labels of both languages, the key and the aliases are headings that name it whole. */
export interface ImportField {
  key: string
  zh: string
  en: string
  /** Words within a heading that tell it; fields that come first take the column. */
  words?: RegExp
  /** Names under which other systems know it. */
  aliases?: readonly string[]
  /** Without such a column the table cannot be read. */
  required?: boolean
}

const bare = (text: string): string => text.toLowerCase().replace(/[\s*＊_-]/g, '')

/** Which heading is read as which field: as it was read the last time, by its whole name, by words within it. Each column serves one field. */
export function guessMapping(
  headings: readonly string[],
  fields: readonly ImportField[],
  remembered: ReadonlyMap<string, string> = new Map(),
): Record<string, string> {
  const free = new Set(headings.filter((heading) => heading !== ''))
  const mapping: Record<string, string> = {}
  const take = (field: ImportField, fits: (heading: string) => boolean): void => {
    if (mapping[field.key]) return
    const heading = [...free].find(fits)
    if (heading === undefined) return
    mapping[field.key] = heading
    free.delete(heading)
  }
  for (const field of fields) take(field, (heading) => remembered.get(heading) === field.key)
  for (const field of fields) {
    const names = new Set([field.zh, field.en, field.key, ...(field.aliases ?? [])].map(bare))
    take(field, (heading) => names.has(bare(heading)))
  }
  for (const field of fields) if (field.words) take(field, (heading) => field.words?.test(heading) ?? false)
  return mapping
}

export type Mapping = Record<string, string>
export type MappingFault = { code: 'import.unknown_column' | 'import.column_missing'; params: Record<string, string> }

/** A mapping as somebody gave it, with aliases resolved; a field or column that is not there, or a needed one left out, is told. */
export function checkMapping(
  headings: readonly string[],
  fields: readonly ImportField[],
  given: Mapping,
): { mapping: Mapping } | { fault: MappingFault } {
  const mapping: Mapping = {}
  for (const [name, heading] of Object.entries(given)) {
    const field = fields.find((one) => one.key === name) ?? fields.find((one) => one.aliases?.includes(name))
    if (!field) return { fault: { code: 'import.unknown_column', params: { column: name } } }
    if (!headings.includes(heading)) return { fault: { code: 'import.unknown_column', params: { column: heading } } }
    mapping[field.key] = heading
  }
  const missing = fields.find((field) => field.required && !mapping[field.key])
  if (missing)
    return { fault: { code: 'import.column_missing', params: { zh: missing.zh, en: missing.en, headings: headings.join('、') } } }
  return { mapping }
}

/** The cells of a row by field. */
export function cellsByField(mapping: Mapping, cells: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping).flatMap(([field, heading]) => (cells[heading] === undefined ? [] : [[field, cells[heading]]])),
  )
}
