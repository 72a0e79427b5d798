import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSheet } from './sheet.actions.ts'
import { checkMapping, decode, guessMapping, type ImportField, MOST_IN_CELL } from './sheet.rule.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const rowsOf = async (text: string) => {
  const sheet = await readSheet(utf8(text))
  assert.ok(sheet.ok)
  return sheet.rows
}

test('the encoding is found: UTF-8 with and without mark, UTF-16LE, GB18030', () => {
  const gb = Uint8Array.from([0xb9, 0xab, 0xcb, 0xbe]) // 公司
  assert.deepEqual(decode(gb), { text: '公司', encoding: 'gb18030' })
  assert.equal(decode(utf8('公司')).encoding, 'utf-8')
  assert.deepEqual(decode(Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8('公司')])), { text: '公司', encoding: 'utf-8-bom' })
  assert.deepEqual(decode(Uint8Array.from([0xff, 0xfe, ...Buffer.from('公司', 'utf16le')])), { text: '公司', encoding: 'utf-16le' })
})

test('a row’s line is the physical line on which it begins: blank lines and line breaks inside quotes count', async () => {
  const rows = await rowsOf('公司,地址\n甲,苏州\n\n乙,"上海\n浦东"\n丙,南京\n')
  assert.deepEqual(
    rows.map((row) => [row.line, row.cells]),
    [
      [2, { 公司: '甲', 地址: '苏州' }],
      [4, { 公司: '乙', 地址: '上海\n浦东' }],
      [6, { 公司: '丙', 地址: '南京' }],
    ],
  )
})

test('a quote that nobody closes is told with its line, and the rows below go in', async () => {
  const rows = await rowsOf('公司,地址\r\n甲,苏州\r\n"乙,上海\r\n丙,南京\r\n丁,杭州\r\n')
  assert.deepEqual(
    rows.map((row) => [row.line, row.cells.公司 ?? null, row.problem]),
    [
      [2, '甲', null],
      [3, null, 'import.row_unreadable'],
      [4, '丙', null],
      [5, '丁', null],
    ],
  )
})

test('a stray quote inside a cell and a row with too many cells are told; a short row is not held against anybody', async () => {
  const rows = await rowsOf('公司,地址\n甲"乙"x,"苏"州"\n丙,南京,多一格\n丁\n戊,无锡,\n')
  assert.deepEqual(
    rows.map((row) => [row.line, row.problem]),
    [
      [2, 'import.row_unreadable'],
      [3, 'import.row_too_long'],
      [4, null],
      [5, null],
    ],
  )
})

test('empty files and files that are no table are refused as such', async () => {
  assert.deepEqual(await readSheet(utf8(' \n\n')), { ok: false, code: 'import.empty' })
  assert.deepEqual(await readSheet(Uint8Array.from([0x50, 0x4b, 0, 0, 0x14, 0])), { ok: false, code: 'import.not_a_table' })
})

const fields: ImportField[] = [
  { key: 'company', zh: '公司名称', en: 'Company', words: /公司|company/i, required: true },
  { key: 'contactName', zh: '联系人', en: 'Contact', words: /联系人|contact/i, aliases: ['contact'] },
  { key: 'phone', zh: '电话', en: 'Phone', words: /电话|mobile/i },
]

test('headings are guessed: as they were read before, by their whole name, by words in them; one column for one field', () => {
  assert.deepEqual(guessMapping(['公司联系人', '公司 电话', '公司名称*'], fields), {
    company: '公司名称*',
    contactName: '公司联系人',
    phone: '公司 电话',
  })
  assert.deepEqual(guessMapping(['Company', 'Contact name', 'Mobile'], fields), {
    company: 'Company',
    contactName: 'Contact name',
    phone: 'Mobile',
  })
  assert.deepEqual(guessMapping(['甲', '电话'], fields, new Map([['甲', 'company']])), { company: '甲', phone: '电话' })
})

test('a mapping to a column or field that is not there, and one without a needed column, is told by name', () => {
  assert.deepEqual(checkMapping(['a', 'b'], fields, { company: 'a', contact: 'b' }), { mapping: { company: 'a', contactName: 'b' } })
  const faults = [{ company: 'c' }, { nothing: 'a' }, { phone: 'a' }].map((given) => checkMapping(['a', 'b'], fields, given as never))
  assert.deepEqual(
    faults.map((one) => ('fault' in one ? [one.fault.code, one.fault.params.column ?? one.fault.params.zh] : null)),
    [
      ['import.unknown_column', 'c'],
      ['import.unknown_column', 'nothing'],
      ['import.column_missing', '公司名称'],
    ],
  )
})

test('a garbled row and a cell of ten million characters are told, and the rest is read', async () => {
  const garbled = Buffer.concat([Buffer.from('公司,电话\n甲,1\n乙'), Buffer.from([0xff, 0xff]), Buffer.from(',2\n丙,3\n')])
  const sheet = await readSheet(garbled)
  assert.ok(sheet.ok)
  assert.ok(sheet.rows.some((row) => row.problem === 'import.row_garbled'))
  const rows = await rowsOf(`公司,说明\n甲,${'长'.repeat(10_000_000)}\n乙,短\n`)
  assert.deepEqual(
    rows.map((row) => [row.line, row.problem]),
    [
      [2, 'import.cell_too_long'],
      [3, null],
    ],
  )
  assert.ok((rows[0]?.cells.说明?.length ?? 0) < MOST_IN_CELL)
})
