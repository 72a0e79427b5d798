// Text of a CSV file (comma, semicolon or tab) into records with their physical lines; a broken one is told and reading goes on below it.
import { type CsvError, parse } from 'csv-parse/sync'

export interface CsvRecord {
  /** Physical line on which the record begins; the first is 1. */
  line: number
  cells: string[]
}

export interface CsvRecords {
  /** Without the blank ones. */
  records: CsvRecord[]
  /** Physical lines on which a record begins that cannot be read. */
  broken: number[]
}

/** Every record of a text; the mark between cells is the one its first line uses most. */
export function csvRecords(text: string): CsvRecords {
  return recordsOf(text, delimiterOf(text))
}

type Cell = string | number | null

/**
 * A table as a CSV file that spreadsheets open as it is: UTF-8 with its mark, CRLF, every text quoted. A text that a spreadsheet
 * would run as a formula (it begins with = + - @, a tab or a return) gets an apostrophe before it; numbers stay numbers.
 */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell): string => {
    if (value === null) return ''
    if (typeof value === 'number') return String(value)
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
    return `"${safe.replaceAll('"', '""')}"`
  }
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function delimiterOf(text: string): string {
  const first = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? ''
  const count = (mark: string): number => first.split(mark).length
  return [',', '\t', ';', '，'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',')
}

// A quote that nobody closes would swallow the rest of the file: then its line is the bad one, and reading goes on below it.
function recordsOf(text: string, delimiter: string): CsvRecords {
  const lines = text.split(/\r\n|\n|\r/)
  const records: CsvRecord[] = []
  const broken: number[] = []
  let from = 0
  while (from < lines.length) {
    const part = lines.slice(from).join('\n')
    const read = readPart(part, delimiter, from)
    records.push(...read.records)
    if (read.brokenAt === null) break
    broken.push(read.brokenAt + 1)
    from = read.brokenAt + 1
  }
  return { records, broken }
}

function readPart(text: string, delimiter: string, from: number): { records: CsvRecord[]; brokenAt: number | null } {
  const records: CsvRecord[] = []
  let brokenAt: number | null = null
  let next = from
  const keep = (entry: { raw: string; record: string[] }): null => {
    const begins = next + leadingBlankLines(entry.raw)
    next += linesIn(entry.raw)
    if (entry.record.some((cell) => cell.trim() !== '')) records.push({ line: begins + 1, cells: entry.record })
    return null
  }
  try {
    parse(text, {
      delimiter,
      record_delimiter: ['\n'],
      relax_column_count: true,
      raw: true,
      bom: true,
      skip_empty_lines: false,
      on_record: keep as never,
    })
  } catch (error) {
    if (typeof (error as CsvError).code !== 'string') throw error
    brokenAt = next
  }
  return { records, brokenAt }
}

const linesIn = (raw: string): number => (raw.match(/\n/g) ?? []).length
const leadingBlankLines = (raw: string): number => /^\n*/.exec(raw)?.[0].length ?? 0
