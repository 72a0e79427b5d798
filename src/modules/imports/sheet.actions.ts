// A file that was brought: its bytes into a table.
import { csvRecords } from '#core/csv.ts'
import { readWorkbook } from '#core/workbook.ts'
import { decode, noTable, type Sheet, sheetOf } from './sheet.rule.ts'

/** Reads a CSV file of any of the encodings, or an Excel file; the first row that is not blank holds the headings. */
export async function readSheet(bytes: Uint8Array): Promise<Sheet> {
  if (startsLike(bytes, 'PK')) return await readBook(bytes)
  // an .xls of before 2007
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) return { ok: false, code: 'import.not_a_table' }
  const { text, encoding } = decode(bytes)
  const code = noTable(text)
  return code ? { ok: false, code } : sheetOf(csvRecords(text), encoding)
}

async function readBook(bytes: Uint8Array): Promise<Sheet> {
  const book = await readWorkbook(bytes)
  if (!book.ok) return { ok: false, code: book.fault === 'too_large' ? 'import.file_too_large' : 'import.not_a_table' }
  if (book.rows.length === 0) return { ok: false, code: 'import.empty' }
  return sheetOf({ records: book.rows, broken: [] }, 'xlsx')
}

const startsLike = (bytes: Uint8Array, text: string): boolean => [...text].every((sign, index) => bytes[index] === sign.charCodeAt(0))
