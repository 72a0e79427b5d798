// 表格. Records of a CSV file into rows with their physical lines; one bad row is told and the others go in.
import type { CsvRecords } from '#core/csv.ts'

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
      const beyond = cells.slice(headings.length).some((cell) => cell.trim() !== '')
      return { line, cells: named, problem: beyond ? 'import.row_too_long' : null }
    }),
    ...broken.filter((line) => line > head.line).map((line): SheetRow => ({ line, cells: {}, problem: 'import.row_unreadable' })),
  ]
  return { ok: true, encoding, headings, rows: rows.sort((a, b) => a.line - b.line) }
}

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
export function guessMapping(
  headings: readonly string[],
  own: readonly { key: string; zh: string; en: string }[] = [],
): Record<string, string> {
  const free = new Set(headings.filter((heading) => heading !== ''))
  const mapping: Record<string, string> = {}
  // The company's own fields go by their whole name, before words are searched for.
  for (const { key, zh, en } of own) {
    const heading = [...free].find(
      (one) => [zh, en.toLowerCase(), key, `custom.${key}`].includes(one) || one.toLowerCase() === en.toLowerCase(),
    )
    if (!heading) continue
    mapping[`custom.${key}`] = heading
    free.delete(heading)
  }
  for (const [field, words] of HEADINGS) {
    const heading = [...free].find((one) => words.test(one))
    if (!heading) continue
    mapping[field] = heading
    free.delete(heading)
  }
  return mapping
}
