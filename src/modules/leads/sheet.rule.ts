// 表格. Bytes of a CSV file into rows with their physical lines; one bad row is told and the others go in.
import { type CsvError, parse } from 'csv-parse/sync'

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gb18030'

export interface SheetRow {
  /** Physical line on which the row begins; the heading is 1 (or where the first line with words stands). */
  line: number
  /** Cell by heading, trimmed; empty cells are left out. */
  cells: Record<string, string>
  /** A message key when the row cannot be read. */
  problem: 'import.row_unreadable' | 'import.row_too_long' | null
}

export type Sheet =
  | { ok: true; encoding: Encoding; headings: string[]; rows: SheetRow[] }
  | { ok: false; code: 'import.empty' | 'import.not_a_table' }

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

interface Parsed {
  line: number
  cells: string[]
}

/** Reads a CSV file (comma, semicolon or tab); the first row that is not blank holds the headings. */
export function readSheet(bytes: Uint8Array): Sheet {
  const { text, encoding } = decode(bytes)
  if (text.trim() === '') return { ok: false, code: 'import.empty' }
  if (text.includes('\u0000')) return { ok: false, code: 'import.not_a_table' }
  const { records, broken } = recordsOf(text, delimiterOf(text))
  const [head, ...body] = records
  if (!head || head.cells.filter((cell) => cell.trim() !== '').length === 0) return { ok: false, code: 'import.not_a_table' }
  const headings = head.cells.map((cell) => cell.trim())
  const rows: SheetRow[] = [
    ...body.map(({ line, cells }): SheetRow => {
      const named = Object.fromEntries(headings.flatMap((heading, i) => (heading && cells[i]?.trim() ? [[heading, cells[i].trim()]] : [])))
      const beyond = cells.slice(headings.length).some((cell) => cell.trim() !== '')
      return { line, cells: named, problem: beyond ? 'import.row_too_long' : null }
    }),
    ...broken.filter((line) => line > head.line).map((line): SheetRow => ({ line, cells: {}, problem: 'import.row_unreadable' })),
  ]
  return { ok: true, encoding, headings, rows: rows.sort((a, b) => a.line - b.line) }
}

function delimiterOf(text: string): string {
  const first = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? ''
  const count = (mark: string): number => first.split(mark).length
  return [',', '\t', ';', '，'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',')
}

// A quote that nobody closes would swallow the rest of the file: then its line is the bad one, and reading goes on below it.
function recordsOf(text: string, delimiter: string): { records: Parsed[]; broken: number[] } {
  const lines = text.split(/\r\n|\n|\r/)
  const records: Parsed[] = []
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

function readPart(text: string, delimiter: string, from: number): { records: Parsed[]; brokenAt: number | null } {
  const records: Parsed[] = []
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

/** Words by which a heading tells its field; the first field whose words fit takes the column. */
const HEADINGS: readonly [field: string, words: RegExp][] = [
  ['externalId', /外部.*(编号|id)|external.?id|^id$|编号|序号/i],
  ['company', /公司|企业|客户名|单位|店名|门店名|^名称$|company|account|business.?name/i],
  ['contactTitle', /职务|职位|头衔|title|position/i],
  ['legalPerson', /法人|法定代表|legal/i],
  ['contactName', /联系人|姓名|负责人|contact|^name$/i],
  ['phone', /电话|手机|联系方式|phone|mobile|^tel/i],
  ['email', /邮箱|邮件|e-?mail/i],
  ['usci', /信用代码|税号|usci|tax/i],
  ['lat', /纬度|^lat/i],
  ['lng', /经度|^(lng|lon)/i],
  ['datum', /坐标系|datum/i],
  ['address', /地址|address/i],
  ['province', /省|province/i],
  ['city', /城市|^市$|city/i],
  ['industry', /行业|industry/i],
  ['capital', /注册资本|资本|capital/i],
  ['staff', /人员|人数|规模|staff|size|employees/i],
  ['businessScope', /经营范围|scope/i],
  ['productLine', /产品线|product.?line/i],
  ['channel', /来源|渠道|source|channel/i],
  ['need', /需求|备注|说明|need|note|remark/i],
]

/** Which heading is read as which field; each column serves one field at most. */
export function guessMapping(headings: readonly string[]): Record<string, string> {
  const free = new Set(headings.filter((heading) => heading !== ''))
  const mapping: Record<string, string> = {}
  for (const [field, words] of HEADINGS) {
    const heading = [...free].find((one) => words.test(one))
    if (!heading) continue
    mapping[field] = heading
    free.delete(heading)
  }
  return mapping
}
