// A file that was brought: its bytes into a table.
import { csvRecords } from '#core/csv.ts'
import { decode, noTable, type Sheet, sheetOf } from './sheet.rule.ts'

/** Reads a CSV file of any of the encodings; the first row that is not blank holds the headings. */
export function readSheet(bytes: Uint8Array): Sheet {
  const { text, encoding } = decode(bytes)
  const code = noTable(text)
  return code ? { ok: false, code } : sheetOf(csvRecords(text), encoding)
}
