import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSheet } from './sheet.actions.ts'
import { decode, guessMapping } from './sheet.rule.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const rowsOf = (text: string) => {
  const sheet = readSheet(utf8(text))
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

test('a row’s line is the physical line on which it begins: blank lines and line breaks inside quotes count', () => {
  const rows = rowsOf('公司,地址\n甲,苏州\n\n乙,"上海\n浦东"\n丙,南京\n')
  assert.deepEqual(
    rows.map((row) => [row.line, row.cells]),
    [
      [2, { 公司: '甲', 地址: '苏州' }],
      [4, { 公司: '乙', 地址: '上海\n浦东' }],
      [6, { 公司: '丙', 地址: '南京' }],
    ],
  )
})

test('a quote that nobody closes is told with its line, and the rows below go in', () => {
  const rows = rowsOf('公司,地址\r\n甲,苏州\r\n"乙,上海\r\n丙,南京\r\n丁,杭州\r\n')
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

test('a stray quote inside a cell and a row with too many cells are told; a short row is not held against anybody', () => {
  const rows = rowsOf('公司,地址\n甲"乙"x,"苏"州"\n丙,南京,多一格\n丁\n戊,无锡,\n')
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

test('empty files and files that are no table are refused as such', () => {
  assert.deepEqual(readSheet(utf8(' \n\n')), { ok: false, code: 'import.empty' })
  assert.deepEqual(readSheet(Uint8Array.from([0x50, 0x4b, 0, 0, 0x14, 0])), { ok: false, code: 'import.not_a_table' })
})

test('headings are guessed in Chinese and English, one column for one field', () => {
  assert.deepEqual(guessMapping(['公司名称', '地址', '人员规模', '联系人', '电话']), {
    company: '公司名称',
    contactName: '联系人',
    phone: '电话',
    address: '地址',
    staff: '人员规模',
  })
  assert.deepEqual(guessMapping(['Company', 'Contact name', 'Mobile', 'City', 'lat', 'lng', 'datum']), {
    company: 'Company',
    contactName: 'Contact name',
    phone: 'Mobile',
    lat: 'lat',
    lng: 'lng',
    datum: 'datum',
    city: 'City',
  })
})
