import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseYuan, percentOf, spread, sumFen, timesQuantity, yuan, yuanShort, yuanWhole } from './money.ts'

test('money is written the way the house writes it', () => {
  assert.equal(yuan(16_000_000), '¥160,000.00')
  assert.equal(yuan(5), '¥0.05')
  assert.equal(yuan(0), '¥0.00')
  assert.equal(yuan(-1_008_000), '−¥10,080.00')
  assert.equal(yuanWhole(16_000_049), '¥160,000')
  assert.equal(yuanWhole(16_000_050), '¥160,001')
  assert.equal(yuanWhole(-1_008_000), '−¥10,080')
  assert.equal(yuanShort(86_000_000), '¥86 万')
  assert.equal(yuanShort(86_550_000), '¥86.6 万')
  assert.equal(yuanShort(12_000_000_000), '¥1.2 亿')
  assert.equal(yuanShort(999_999_600_00), '¥10 亿')
  assert.equal(yuanShort(9_999_9600_00), '¥1 亿')
  assert.equal(yuanShort(999_900), '¥9,999')
  assert.equal(yuanShort(-86_000_000), '−¥86 万')
  assert.equal(yuanShort(86_000_000, 'en'), '¥860k')
  assert.equal(yuanShort(120_000_000, 'en'), '¥1.2M')
  assert.equal(yuanShort(50_000, 'en'), '¥500')
})

test('what people type becomes fen, and what is no amount becomes null', () => {
  const cases: [string, number | null][] = [
    ['160000', 16_000_000],
    ['¥160,000.00', 16_000_000],
    ['１２３４．５', 123_450],
    ['86万', 86_000_000],
    ['1.2 亿', 12_000_000_000],
    ['-5', -500],
    ['−5', -500],
    ['0.01', 1],
    ['0.010', 1],
    ['0.001', null],
    ['', null],
    ['abc', null],
    ['1.2.3', null],
    ['-0', 0],
    ['99999999999999999', null],
  ]
  for (const [text, fen] of cases) assert.equal(parseYuan(text), fen, text)
})

test('percent rounds half away from zero, to the fen', () => {
  assert.equal(percentOf(20_000_000, 1.5), 300_000)
  assert.equal(percentOf(19_999_999, 1), 200_000)
  assert.equal(percentOf(50, 1), 1)
  assert.equal(percentOf(49, 1), 0)
  assert.equal(percentOf(-50, 1), -1)
  assert.equal(percentOf(100_000, 33.333), 33_333)
  assert.equal(timesQuantity(1_005, 0.5), 503)
  assert.throws(() => percentOf(0.5, 10), RangeError)
  assert.throws(() => percentOf(1, Number.NaN), RangeError)
})

test('spread gives the missing fen to the largest remainders, the earlier first', () => {
  assert.deepEqual(spread(10_000_000, [1, 1, 1]), [3_333_334, 3_333_333, 3_333_333])
  assert.deepEqual(spread(100, [1, 2, 3]), [17, 33, 50])
  assert.deepEqual(spread(-100, [1, 2, 3]), [-17, -33, -50])
  assert.deepEqual(spread(0, [0, 0]), [0, 0])
  assert.deepEqual(spread(0, []), [])
  assert.throws(() => spread(1, [0, 0]), RangeError)
  assert.throws(() => spread(1, [1, -1]), RangeError)
})

test('spread always adds up, and no part is off by a whole fen', () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 2_000_000_000 }), { minLength: 1, maxLength: 30 })
    .filter((list) => list.some((w) => w > 0))
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }), weights, (total, list) => {
      const parts = spread(total, list)
      assert.equal(sumFen(parts), total)
      const whole = list.reduce((sum, weight) => sum + weight, 0)
      parts.forEach((part, index) => {
        const exact = (total / whole) * (list[index] ?? 0)
        assert.ok(Math.abs(part - exact) < 1 + 1e-3, `${part} against ${exact}`)
      })
    }),
  )
})

test('a reversal is the exact opposite', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e11 }), fc.integer({ min: 0, max: 10_000 }), (fen, hundredths) => {
      assert.equal(percentOf(-fen, hundredths / 100) + percentOf(fen, hundredths / 100), 0)
    }),
  )
})
