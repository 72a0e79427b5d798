import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simplified } from './hanzi.ts'
import { normalPhone } from './phone.ts'

test('phones become E.164, whatever way they were typed', () => {
  const cases: [string, string | null][] = [
    ['13812342046', '+8613812342046'],
    ['+86 199-0000-0181', '+8619900000181'],
    ['１３８ １２３４ ２０４６', '+8613812342046'],
    ['0086 138 1234 2046', '+8613812342046'],
    ['0512-65551234', '+8651265551234'],
    ['(0512) 6555 1234', '+8651265551234'],
    ['无/13812342046', '+8613812342046'],
    ['13812342046、13900000000', '+8613812342046'],
    ['1381234204', null],
    ['', null],
    ['未知', null],
  ]
  for (const [raw, expected] of cases) assert.equal(normalPhone(raw), expected, raw)
  assert.equal(normalPhone('020 7946 0018', 'GB'), '+442079460018')
})

test('traditional characters become simplified', () => {
  assert.equal(simplified('蘇州恆築建材經營部'), '苏州恒筑建材经营部')
  assert.equal(simplified('苏州 ABC'), '苏州 ABC')
})
