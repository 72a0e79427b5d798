import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searchWords } from './search.rule.ts'

test('a company is searched by its core name, whatever stands around it', () => {
  assert.deepEqual(searchWords('苏州恒筑建材经营部'), { name: '苏州恒筑建材经营部', core: '恒筑建材经营部', digits: null, number: null })
  assert.equal(searchWords('　恒筑 ').core, '恒筑')
})

test('a phone from four digits on, with its spaces and dashes gone', () => {
  assert.equal(searchWords('138 1234-2046').digits, '13812342046')
  assert.equal(searchWords('+86 138 1234 2046').digits, '13812342046')
  assert.equal(searchWords('2046').digits, '2046')
  assert.equal(searchWords('204').digits, null)
})

test('a number of a record in any case', () => {
  assert.equal(searchWords('ht-2026-0001').number, 'HT-2026-0001')
  assert.equal(searchWords('xs-2026').number, 'XS-2026')
  assert.equal(searchWords('CT1').number, 'CT1')
  assert.equal(searchWords('恒筑').number, null)
})

test('signs that LIKE would read are taken literally', () => {
  assert.equal(searchWords('100%_\\').name, '100\\%\\_\\\\')
})
