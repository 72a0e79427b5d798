import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { csvRecords, csvText } from './csv.ts'

test('a text that a spreadsheet would run is text; numbers stay numbers', () => {
  const text = csvText([
    ['=cmd|calc', '+86 139', '-1', '@sum', '\tx', 'a=b', null, -5],
    ['说"好"', 'a,b', 'a\nb', '', 0],
  ])
  assert.equal(text, '\uFEFF"\'=cmd|calc","\'+86 139","\'-1","\'@sum","\'\tx","a=b",,-5\r\n"说""好""","a,b","a\nb","",0\r\n')
})

test('what is written is read again, cell by cell', () => {
  const cell = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => /^[^=+\-@\s]/.test(text) && !/[\r\n]/.test(text) && text.trim() !== '')
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
      const records = csvRecords(csvText(rows).slice(1).replaceAll('\r\n', '\n')).records.map((record) => record.cells)
      assert.deepEqual(records, rows)
    }),
  )
})
