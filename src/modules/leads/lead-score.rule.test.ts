import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Row } from './lead-columns.rule.ts'
import { learn, score } from './lead-score.rule.ts'

/** The same throws for the same seed. */
function dice(seed: number) {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
const oneOf = <T>(roll: () => number, list: readonly T[]): T => list[Math.floor(roll() ** 1.6 * list.length)] as T
const SOURCES = {
  google: 0.2,
  direct: -0.3,
  'olark chat': -0.6,
  organic: 0.1,
  reference: 2.6,
  welingak: 3.2,
  bing: 0,
  fb: -0.5,
  press: -0.2,
}
const ORIGINS = { 'landing page': 0, api: 0.1, 'add form': 1.2, import: -0.4 }
const OCCUPATIONS = { unemployed: 0, student: 0.2, working: 2.8, business: 0.5, housewife: 0.6 }
const LAST = {
  'email opened': 0.4,
  'sms sent': 1.9,
  olark: -1.2,
  'page visited': -0.5,
  converted: -1,
  'email bounced': -1.6,
  unsubscribed: -1.1,
}
const keyOf = <T extends object>(roll: () => number, of: T): keyof T => oneOf(roll, Object.keys(of) as (keyof T)[])

type Lead = { row: Row; converted: boolean; chance: number }

/** Web leads as forms and visits give them: words, figures, gaps, a column of ids, columns that say nothing, two that speak together. */
function webLeads(seed: number, count: number): Lead[] {
  const roll = dice(seed)
  const gauss = () => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll())
  const gap = <T>(value: T, share: number): T | null | string => (roll() < share ? oneOf(roll, ['Select', '', null] as const) : value)
  return Array.from({ length: count }, (_, n) => {
    const source = keyOf(roll, SOURCES)
    const origin = keyOf(roll, ORIGINS)
    const occupation = keyOf(roll, OCCUPATIONS)
    const last = keyOf(roll, LAST)
    const city = oneOf(roll, ['mumbai', 'thane', 'other', 'tier ii'])
    const visits = Math.max(0, Math.round(3 + 3 * gauss()))
    const seconds = roll() < 0.25 ? 0 : Math.max(5, Math.round(Math.exp(6 + gauss())))
    const views = Math.max(1, visits / Math.max(1, Math.round(1 + roll() * 3)))
    const strength =
      -3.2 +
      SOURCES[source] +
      ORIGINS[origin] +
      OCCUPATIONS[occupation] +
      LAST[last] +
      1.5 * Math.tanh((Math.log1p(seconds) - 5.2) / 0.9) * (origin === 'landing page' ? 1.6 : 0.6) -
      (visits > 9 ? 0.8 : 0)
    const chance = 1 / (1 + Math.exp(-1.25 * strength))
    const row = {
      number: 600_000 + n,
      uid: `lead-${Math.floor(roll() * 1e9)}`,
      source,
      origin,
      occupation,
      last,
      city: gap(city, 0.3),
      visits: gap(visits, 0.02),
      seconds,
      views: Math.round(views * 100) / 100,
      magazine: 'no',
      specialization: gap(oneOf(roll, ['finance', 'hr', 'marketing', 'operations', 'retail', 'media']), 0.3),
    }
    return { row, converted: roll() < chance, chance }
  })
}

/** Chance that a converted lead stands before one that was not. */
function auc(list: readonly { score: number; converted: boolean }[]): number {
  const sorted = list.toSorted((a, b) => a.score - b.score)
  let [rankSum, positives, at] = [0, 0, 0]
  while (at < sorted.length) {
    let end = at
    while (end < sorted.length && sorted[end]?.score === sorted[at]?.score) end += 1
    for (let one = at; one < end; one += 1)
      if (sorted[one]?.converted) {
        rankSum += (at + 1 + end) / 2
        positives += 1
      }
    at = end
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (list.length - positives))
}

function calibrationError(list: readonly { score: number; converted: boolean }[]): number {
  const bins = Array.from({ length: 10 }, () => ({ n: 0, score: 0, converted: 0 }))
  for (const one of list) {
    const bin = bins[Math.min(9, Math.floor(one.score * 10))] as (typeof bins)[number]
    bin.n += 1
    bin.score += one.score
    bin.converted += one.converted ? 1 : 0
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.score - bin.converted), 0) / list.length
}

const lift = (list: readonly { score: number; converted: boolean }[]): number => {
  const top = list.toSorted((a, b) => b.score - a.score).slice(0, Math.floor(list.length / 10))
  const share = (some: readonly { converted: boolean }[]) => some.filter((one) => one.converted).length / some.length
  return share(top) / share(list)
}

test('on leads it has not seen it is nearly as good as whoever knows the truth, calibrated, and quick', (t) => {
  for (const seed of [11, 12, 13]) {
    const known = webLeads(seed, 6500)
    const fresh = webLeads(seed + 100, 2700)
    const began = performance.now()
    const model = learn(
      known.map((lead) => lead.row),
      known.map((lead) => lead.converted),
    )
    const seconds = (performance.now() - began) / 1000
    const told = fresh.map(({ row, converted }) => ({ score: score(model, row).score, converted }))
    const best = fresh.map(({ chance, converted }) => ({ score: chance, converted }))
    const [got, possible, error, gain] = [auc(told), auc(best), calibrationError(told), lift(told)]
    t.diagnostic(
      `seed ${seed}: AUC ${got.toFixed(3)} of ${possible.toFixed(3)}, ECE ${error.toFixed(3)}, lift ${gain.toFixed(2)} of ${lift(best).toFixed(2)}, ${seconds.toFixed(1)} s`,
    )
    assert.ok(got > possible - 0.006 && got > 0.88, `AUC ${got} of ${possible}`)
    assert.ok(error <= 0.03, `ECE ${error}`)
    assert.ok(gain > lift(best) * 0.96, `lift ${gain} of ${lift(best)}`)
    assert.ok(seconds < 30, `${seconds} s`)
  }
})

test('the same rows teach the same, the order of columns does not matter, and a lead is scored by itself', () => {
  const leads = webLeads(5, 800)
  const rows = leads.map((lead) => lead.row)
  const converted = leads.map((lead) => lead.converted)
  const model = learn(rows, converted)
  const turned = rows.map((row) => Object.fromEntries(Object.entries(row).reverse()))
  assert.deepEqual(learn(turned, converted), model)
  const one = rows[7] as Row
  assert.deepEqual(score(model, one), score(structuredClone(model), { ...one, uid: 'x', magazine: 'yes' }))
})

test('reasons name columns and values, the strongest first; ids and columns of one value are never among them', () => {
  const leads = webLeads(6, 3000)
  const model = learn(
    leads.map((lead) => lead.row),
    leads.map((lead) => lead.converted),
  )
  const { reasons, score: chance } = score(model, {
    source: 'welingak',
    occupation: 'working',
    last: 'sms sent',
    seconds: 1500,
    origin: 'add form',
  })
  assert.ok(chance > 0.9, String(chance))
  assert.ok(reasons.some((one) => one.column === 'source' && one.value === 'welingak' && one.weight > 0.5))
  const said = new Set(leads.flatMap(({ row }) => score(model, row).reasons.flatMap((one) => one.column.split(' × '))))
  assert.ok(!said.has('uid') && !said.has('magazine'), [...said].join())
})

test('hardly any leads, one kind only, unknown words and columns: a sober number, never an error', () => {
  const { score: nothing } = score(learn([], []), { any: 'thing' })
  assert.ok(nothing > 0.4 && nothing < 0.6)
  const few = learn([{ a: 'x' }, { a: 'y' }, { a: 'x' }], [true, true, true])
  const { score: sure } = score(few, { a: 'never seen', b: 3 })
  assert.ok(sure > 0.5 && sure < 1)
  const strange = learn(
    Array.from({ length: 60 }, (_, n) => ({ a: n % 3 === 0 ? null : n % 2 ? '__proto__' : 'constructor', b: n })),
    Array.from({ length: 60 }, (_, n) => n % 2 === 0),
  )
  assert.ok(Number.isFinite(score(strange, { a: 'toString', b: 'no number' }).score))
})
