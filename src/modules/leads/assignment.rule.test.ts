import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AssignmentFacts, type AssignmentPolicy, assign, assignmentDefaults, type Rep } from './assignment.rule.ts'

const rep = (memberId: string, more: Partial<Rep>): Rep => ({
  memberId,
  departmentId: null,
  level: 'regular',
  skills: {},
  regions: [],
  industries: [],
  productLines: [],
  holding: 0,
  assignedToday: 0,
  lastAssignedAt: null,
  conversion: null,
  absent: false,
  ...more,
})
const team = [
  rep('U07', { level: 'senior', skills: { ka: 5, smb: 3 }, regions: ['苏州', '无锡', '常州', '南通'] }),
  rep('U08', { level: 'senior', skills: { ka: 5 }, regions: ['上海'] }),
  rep('U09', { level: 'senior', skills: { ka: 4 }, regions: ['南京', '扬州', '镇江'] }),
  rep('U10', { level: 'senior', skills: { dealer: 5 }, regions: ['杭州', '嘉兴', '湖州', '绍兴'] }),
  rep('U11', { level: 'newcomer', skills: { smb: 2 }, regions: ['宁波', '温州', '金华'] }),
  rep('U12', { level: 'senior', skills: { ka: 4 }, regions: ['安徽'] }),
]
const lead = (more: Partial<AssignmentFacts>): AssignmentFacts => ({
  segment: 'smb',
  grade: 'B',
  province: null,
  city: null,
  industry: null,
  channelKind: 'form',
  productLine: null,
  ...more,
})
const teamWith = (memberId: string, more: Partial<Rep>) =>
  team.map((entry) => (entry.memberId === memberId ? { ...entry, ...more } : entry))

test('R1.2.2 KA goes to seniors of the region, SMB to newcomers, dealers to who knows them', () => {
  const cases: [Partial<AssignmentFacts>, string | null, string | null][] = [
    [{ segment: 'ka', city: '苏州' }, 'U07', 'ka_to_senior'],
    [{ segment: 'ka', city: '上海' }, 'U08', 'ka_to_senior'],
    [{ segment: 'ka', city: '合肥' }, 'U12', 'ka_to_senior'],
    [{ segment: 'smb', city: '宁波' }, 'U11', 'smb_to_newcomer'],
    [{ segment: 'smb', city: '苏州' }, 'U07', 'smb_in_region'],
    [{ segment: 'dealer', city: '杭州' }, 'U10', 'dealer_by_skill'],
    [{ segment: 'ka', city: '成都' }, null, null],
    [{ segment: 'ka' }, null, null],
    [{ segment: 'dealer', city: '苏州' }, null, null],
  ]
  for (const [facts, memberId, ruleId] of cases) {
    const verdict = assign(lead(facts), team, assignmentDefaults)
    assert.deepEqual([verdict.memberId, verdict.ruleId], [memberId, ruleId], JSON.stringify(facts))
  }
})

test('the absent and the full are passed over, and the trace says so', () => {
  for (const [more, obstacle] of [
    [{ absent: true }, 'absent'],
    [{ holding: 80 }, 'holding_cap'],
    [{ assignedToday: 10 }, 'daily_cap'],
  ] as const) {
    const verdict = assign(lead({ segment: 'ka', city: '苏州' }), teamWith('U07', more), assignmentDefaults)
    assert.equal(verdict.memberId, null)
    assert.deepEqual(verdict.trace[0]?.reps[0], { memberId: 'U07', obstacles: [obstacle], rank: verdict.trace[0]?.reps[0]?.rank })
  }
  assert.equal(
    assign(lead({ segment: 'ka', city: '苏州' }), teamWith('U07', { holding: 79, assignedToday: 9 }), assignmentDefaults).memberId,
    'U07',
  )
})

test('the trace names the rows tried, what they missed, and who stood beside the chosen', () => {
  const { trace } = assign(lead({ segment: 'smb', city: '苏州' }), team, assignmentDefaults)
  assert.deepEqual(
    trace.map((row) => [row.ruleId, row.missedBy, row.chosen]),
    [
      ['ka_to_senior', 'segment', null],
      ['smb_to_newcomer', null, null],
      ['dealer_by_skill', 'segment', null],
      ['smb_in_region', null, 'U07'],
    ],
  )
  assert.deepEqual(trace[1]?.reps.find((entry) => entry.memberId === 'U11')?.obstacles, ['region'])
})

test('strategies: best, round robin, least loaded, weighted by conversion', () => {
  const only = (strategy: AssignmentPolicy['rules'][number]['strategy']): AssignmentPolicy => ({
    ...assignmentDefaults,
    dailyCap: 1000,
    rules: [{ id: 'all', label: { zh: '全部', en: 'All' }, lead: {}, rep: {}, strategy }],
  })
  const pair = [
    rep('a', { skills: { smb: 3 }, holding: 5, lastAssignedAt: '2026-11-20T00:00:00.000Z', conversion: 0.2 }),
    rep('b', { skills: { smb: 3 }, holding: 9, lastAssignedAt: '2026-11-19T00:00:00.000Z', conversion: 0.4, industries: ['decoration'] }),
  ]
  assert.equal(assign(lead({ industry: 'decoration' }), pair, only('best')).memberId, 'b')
  assert.equal(assign(lead({}), pair, only('best')).memberId, 'a')
  assert.equal(assign(lead({}), pair, only('round_robin')).memberId, 'b')
  assert.equal(assign(lead({}), pair, only('least_loaded')).memberId, 'a')
  const given = { a: 0, b: 0 }
  for (let count = 0; count < 300; count += 1) {
    const chosen = assign(
      lead({}),
      pair.map((entry) => ({ ...entry, assignedToday: given[entry.memberId as 'a' | 'b'] })),
      only('weighted'),
    ).memberId
    given[chosen as 'a' | 'b'] += 1
  }
  assert.deepEqual(given, { a: 100, b: 200 })
})
