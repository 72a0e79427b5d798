import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gradeOf, type RatingFacts, type RatingPolicy, rate, ratingDefaults } from './rating.rule.ts'

const yuan = (amount: number) => amount * 100
const blank: RatingFacts = { province: null, industry: null, capitalFen: null, staff: null, decisionMakerKnown: false, channelKind: 'form' }

// The points of the demo's table are all multiples of five; a tenant whose decision maker is worth 14 meets 69 and 39.
const fourteen: RatingPolicy = {
  ...ratingDefaults,
  lines: ratingDefaults.lines.map((line) => (line.id === 'decision_maker' ? { ...line, points: 14 } : line)),
}

test('R1.1.7 twelve leads, points worked out by hand', () => {
  const cases: [string, Partial<RatingFacts>, number, string, string, RatingPolicy?][] = [
    ['nothing known', {}, 0, 'C', 'smb'],
    [
      'everything: 20+25+20+15+20',
      { province: '江苏', industry: 'contractor', capitalFen: yuan(10_000_000), decisionMakerKnown: true, channelKind: 'tender' },
      100,
      'A',
      'ka',
    ],
    [
      'A at the edge: 20+10+20+20',
      { province: '浙江', industry: 'store', capitalFen: yuan(10_000_000), channelKind: 'referral' },
      70,
      'A',
      'ka',
    ],
    [
      'B under the edge: 20+15+20+14',
      { province: '上海', industry: 'decoration', capitalFen: yuan(50_000_000), decisionMakerKnown: true },
      69,
      'B',
      'ka',
      fourteen,
    ],
    ['B at the edge: 20+10+10', { province: '安徽', industry: 'store', capitalFen: yuan(1_000_000) }, 40, 'B', 'dealer'],
    ['C under the edge: 25+14', { province: '湖北', industry: 'developer', decisionMakerKnown: true }, 39, 'C', 'smb', fourteen],
    ['just under ten million: 25+10', { industry: 'developer', capitalFen: yuan(10_000_000) - 1 }, 35, 'C', 'smb'],
    ['capital unknown, 500 staff: 20+20', { province: '山东', staff: 500 }, 40, 'B', 'ka'],
    ['capital unknown, 499 staff: 20+10', { province: '山东', staff: 499 }, 30, 'C', 'smb'],
    ['capital known to be small, staff does not score but makes it a KA', { capitalFen: yuan(500_000), staff: 1000 }, 0, 'C', 'ka'],
    [
      'decoration by referral with its boss: 15+15+20',
      { industry: 'decoration', decisionMakerKnown: true, channelKind: 'referral' },
      50,
      'B',
      'smb',
    ],
    [
      'outside East China: 25+10+15+20',
      { province: '四川', industry: 'contractor', staff: 120, decisionMakerKnown: true, channelKind: 'tender' },
      70,
      'A',
      'smb',
    ],
  ]
  for (const [name, facts, points, grade, segment, policy = ratingDefaults] of cases) {
    const verdict = rate({ ...blank, ...facts }, policy)
    assert.deepEqual([verdict.points, verdict.grade, verdict.segment], [points, grade, segment], name)
    assert.equal(
      verdict.lines.reduce((sum, line) => sum + line.scored, 0),
      points,
      `${name}: the lines explain the points`,
    )
  }
})

test('of the size lines only the first that holds scores, and each line tells its fact', () => {
  const { lines } = rate({ ...blank, capitalFen: yuan(20_000_000) }, ratingDefaults)
  const size = lines.filter((line) => line.group === 'size')
  assert.deepEqual(
    size.map((line) => [line.id, line.holds, line.scored, line.fact]),
    [
      ['capital_10m', true, 20, yuan(20_000_000)],
      ['capital_1m', true, 0, yuan(20_000_000)],
      ['staff_500', false, 0, null],
      ['staff_100', false, 0, null],
    ],
  )
})

test('the grade begins at its limit', () => {
  assert.deepEqual(
    [70, 69, 40, 39].map((points) => gradeOf(points, ratingDefaults)),
    ['A', 'B', 'B', 'C'],
  )
})
