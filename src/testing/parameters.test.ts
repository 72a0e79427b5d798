import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PolicySpec } from '#core/policies.ts'
import { rooms } from '../rooms.ts'

const specs = rooms.flatMap((room) => room.policies.map((spec) => spec as PolicySpec<unknown>))

/** The parameter sheet: id, where the field stands, its default, and the range a company may choose from. */
const sheet: { id: string; field: string; beside?: string; standard: unknown; range?: [low: number, high: number] }[] = [
  { id: 'lead.first_contact_hours', field: 'firstContactHours', standard: 24, range: [1, 240] },
  { id: 'lead.first_contact_hours, mode', field: 'mode', beside: 'firstContactHours', standard: 'calendar' },
  { id: 'lead.substantive_days', field: 'substantiveDays', standard: 15, range: [1, 180] },
  { id: 'lead.convert_days', field: 'convertDays', standard: 30, range: [1, 365] },
  { id: 'lead.warn_before', field: 'warnPercent', standard: 25 },
  { id: 'pool.daily_claim', field: 'dailyClaim', standard: 10 },
  { id: 'pool.holding_cap', field: 'holdingCap', beside: 'dailyClaim', standard: 80 },
  { id: 'pool.former_owner_cooldown', field: 'formerOwnerCooldownDays', standard: 7 },
  { id: 'visit.fence_radius_m', field: 'fenceRadiusM', standard: 300, range: [50, 3000] },
  { id: 'visit.min_minutes, deep', field: 'minMinutes.deep', standard: 15, range: [0, 240] },
  { id: 'visit.min_minutes, routine', field: 'minMinutes.routine', standard: 5, range: [0, 240] },
  { id: 'visit.min_minutes, dunning', field: 'minMinutes.dunning', standard: 5, range: [0, 240] },
  { id: 'visit.auto_checkout', field: 'autoCheckOut', standard: '20:00' },
  { id: 'opp.stalled_days', field: 'stalledDays', standard: 14, range: [3, 90] },
  { id: 'ar.remind', field: 'remindDays', standard: [-7, -3, 0, 3, 7, 15, 30, 60, 90] },
  { id: 'calendar.work_hours, days', field: 'weekdays', standard: [1, 2, 3, 4, 5] },
  { id: 'calendar.work_hours, from', field: 'workFrom', standard: '09:00' },
  { id: 'calendar.work_hours, to', field: 'workTo', standard: '18:00' },
  { id: 'account.idle_days', field: 'idleDays', standard: 90, range: [7, 730] },
  { id: 'visit.accuracy_gate_m', field: 'accuracyGateM', standard: 150, range: [20, 1000] },
  { id: 'position.raw_retention_days', field: 'rawRetentionDays', standard: 30, range: [1, 365] },
  { id: 'price.capital_rate', field: 'capitalRate', standard: 6, range: [0, 36] },
  { id: 'price.capital_rate, days of a year', field: 'capitalYearDays', standard: 365 },
  { id: 'quotation.valid_days', field: 'validDays', standard: 15, range: [1, 365] },
  { id: 'credit.freeze_overdue_days', field: 'freezeOverdueDays', standard: 90, range: [0, 365] },
  { id: 'credit grade A', field: 'gradeADays', standard: 7 },
  { id: 'credit grade B', field: 'gradeBDays', standard: 30 },
  { id: 'credit grade C', field: 'gradeCBelowDays', standard: 90 },
  { id: 'credit grade D', field: 'brokenPromises', standard: 2 },
  { id: 'credit grade, months', field: 'months', standard: 12 },
  { id: 'forecast.delivery_days', field: 'deliveryDays', standard: 7 },
  { id: 'forecast.acceptance_days', field: 'acceptanceDays', standard: 60 },
]

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], value)

function set(value: unknown, [key, ...rest]: string[], to: unknown): unknown {
  if (key === undefined) return to
  return { ...(value as object), [key]: set((value as Record<string, unknown>)[key], rest, to) }
}

function specWith(field: string, beside = field): PolicySpec<unknown> {
  const found = specs.filter((spec) => at(spec.defaults, field) !== undefined && at(spec.defaults, beside) !== undefined)
  assert.equal(found.length, 1, `${field} stands in ${found.length} policies: ${found.map((spec) => spec.id).join(', ')}`)
  return found[0] as PolicySpec<unknown>
}

for (const { id, field, beside, standard, range } of sheet) {
  test(`${id} is a policy field with the default and range of the sheet`, () => {
    const spec = specWith(field, beside)
    assert.deepEqual(at(spec.defaults, field), standard)
    if (!range) return
    const accepts = (value: number): boolean => spec.schema.safeParse(set(spec.defaults, field.split('.'), value)).success
    const [low, high] = range
    assert.deepEqual([accepts(low - 1), accepts(low), accepts(high), accepts(high + 1)], [false, true, true, false])
  })
}

test('stage weights are 20, 40, 60, 80 and 100, each from 0 to 100', () => {
  const spec = specWith('stages')
  const stages = at(spec.defaults, 'stages') as { weight: number }[]
  assert.deepEqual(
    stages.map((stage) => stage.weight),
    [20, 40, 60, 80, 100],
  )
  const accepts = (weight: number): boolean =>
    spec.schema.safeParse({
      ...(spec.defaults as object),
      stages: stages.map((stage, index) => (index === 0 ? { ...stage, weight } : stage)),
    }).success
  assert.deepEqual([accepts(-1), accepts(0), accepts(101)], [false, true, false])
})

test('commission pays 1.0, 1.5 and 2.0 % from 0, 80 and 100 %, in full or in excess', () => {
  const spec = specWith('tiers')
  assert.deepEqual(at(spec.defaults, 'tiers'), [
    { fromPercent: 0, ratePercent: 1 },
    { fromPercent: 80, ratePercent: 1.5 },
    { fromPercent: 100, ratePercent: 2 },
  ])
  for (const mode of ['full', 'excess']) assert.ok(spec.schema.safeParse({ ...(spec.defaults as object), mode }).success, mode)
})

test('every policy accepts its own defaults, names each of its fields in both languages, and has an id of its own', () => {
  const ids = specs.map((spec) => spec.id)
  assert.equal(new Set(ids).size, ids.length, 'two policies share an id')
  for (const spec of specs) {
    const parsed = spec.schema.safeParse(spec.defaults)
    assert.ok(parsed.success, `${spec.id}: ${JSON.stringify(parsed.error?.issues)}`)
    assert.deepEqual(parsed.data, spec.defaults, `${spec.id}: the schema drops or changes a default`)
    for (const key of Object.keys(spec.defaults as object)) {
      const words = spec.fields[key]
      assert.ok(words?.zh && words.en, `${spec.id}.${key} has no words`)
    }
    for (const key of Object.keys(spec.fields))
      assert.notEqual(at(spec.defaults, key), undefined, `${spec.id}.${key} is worded but is no field`)
  }
})
