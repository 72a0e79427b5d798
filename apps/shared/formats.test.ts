import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as f from './formats.ts'

const HOUR = 3_600_000

test('money is written by where it stands', () => {
  assert.equal(f.money(16000000), '¥160,000.00')
  assert.equal(f.money(-1008000), '−¥10,080.00')
  assert.equal(f.money(0), '¥0.00')
  assert.equal(f.moneyShort(16000000), '¥160,000')
  assert.equal(f.moneyShort(-1008000), '−¥10,080')
  assert.equal(f.moneyShort(120), '¥1.20')
  assert.equal(f.moneyBoard(86000000, 'zh'), '¥86 万')
  assert.equal(f.moneyBoard(86000000, 'en'), '¥860k')
  assert.equal(f.moneyBoard(258800000, 'zh'), '¥258.8 万')
  assert.equal(f.moneyBoard(741000000, 'en'), '¥7.4M')
  assert.equal(f.moneyBoard(12000000000, 'zh'), '¥1.2 亿')
  assert.equal(f.moneyBoard(950000, 'zh'), '¥9,500')
})

test('percents have one decimal, their differences are points', () => {
  assert.equal(f.percent(0.663), '66.3%')
  assert.equal(f.percent(-0.016), '−1.6%')
  assert.equal(f.points(0.051, 'zh'), '+5.1 个点')
  assert.equal(f.points(-0.016, 'en'), '−1.6 pts')
})

test('durations say two units at most', () => {
  assert.equal(f.duration(102 * 60_000, 'zh'), '1 小时 42 分')
  assert.equal(f.duration(6 * HOUR + 5 * 60_000, 'zh'), '6 小时 05 分')
  assert.equal(f.duration(62 * HOUR, 'zh'), '2 天 14 小时')
  assert.equal(f.duration(62 * HOUR, 'en'), '2 d 14 h')
  assert.equal(f.duration(24 * HOUR, 'zh'), '1 天')
  assert.equal(f.duration(30_000, 'zh'), '不到 1 分')
  assert.equal(f.durationExact(19 * 60_000 + 51_000, 'zh'), '19 分 51 秒')
  assert.equal(f.stopwatch(402_000), '06:42')
  assert.equal(f.stopwatch(HOUR + 402_000), '1:06:42')
  assert.equal(f.stopwatch(-5), '00:00')
})

test('distances', () => {
  assert.equal(f.distance(64.4, 'zh'), '64 米')
  assert.equal(f.distance(5200, 'zh'), '5.2 公里')
  assert.equal(f.distance(323_000, 'en'), '323 km')
})

test('days and hours are those of the zone', () => {
  assert.deepEqual(f.inZone('2026-11-22T16:30:05.000Z', 'Asia/Shanghai'), { day: '2026-11-23', time: '00:30', second: '00:30:05' })
  assert.equal(f.dayShort('2026-11-23', '2026-11-23'), '11-23')
  assert.equal(f.dayShort('2027-09-10', '2026-11-23'), '27-09-10')
  assert.equal(f.daysBetween('2026-10-10', '2026-11-23'), 44)
  assert.equal(f.dayWords('2026-11-23', 'zh'), '11 月 23 日 周一')
  assert.equal(f.dayWords('2026-11-23', 'en'), 'Mon 23 Nov')
})

test('phones', () => {
  assert.equal(f.maskedPhone('+8613812342046'), '138****2046')
  assert.equal(f.maskedPhone('138****2046'), '138****2046')
  assert.equal(f.phone('+8619900000014'), '199 0000 0014')
})
