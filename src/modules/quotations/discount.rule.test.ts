import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Decimal } from 'decimal.js'
import type { Directory } from '#modules/approvals/flow.rule.ts'
import type { FlowInstance } from '#modules/approvals/instance.rule.ts'
import { reduceFlow } from '#modules/approvals/reducer.rule.ts'
import { discountDefaults, lineRoute, quotationFacts, quotationFlow, type Route, routeOf } from './discount.rule.ts'

const directory: Directory = {
  managerOf: { U07: 'U04', U04: 'U02', U02: 'U01', U14: 'U01', U01: null },
  roles: { finance: ['U14'], director: ['U02'], gm: ['U01'] },
  heads: {},
  departmentOf: {},
}
const line = (netFen: number, openFen: number, floorFen = 0) => lineRoute({ netFen, openFen, floorFen }, discountDefaults)
const levels = (...lines: ReturnType<typeof line>[]) => routeOf(lines, new Decimal(20), discountDefaults).level

test('95 % and 90 % are inclusive, to the fen', () => {
  assert.equal(line(95_000, 100_000).level, 'nobody')
  assert.equal(line(94_999, 100_000).level, 'manager')
  assert.equal(line(90_000, 100_000).level, 'manager')
  assert.equal(line(89_999, 100_000).level, 'director')
  assert.equal(line(80_000, 100_000, 80_000).level, 'director')
  assert.deepEqual(line(79_999, 100_000, 80_000), { level: 'special', belowFloor: true, percent: 80, floorFen: 80_000 })
  assert.equal(line(100_000, 100_000, 100_001).level, 'special', 'a book below the floor is still below the floor')
  assert.equal(line(0, 0).level, 'nobody')
})

test('R4.1.7 the route is the highest of the lines', () => {
  assert.equal(levels(), 'nobody')
  assert.equal(levels(line(100, 100), line(92, 100)), 'manager')
  assert.equal(levels(line(80, 100), line(92, 100)), 'director')
  assert.equal(levels(line(92, 100), line(79, 100, 80)), 'special')
})

test('the general manager is asked below 8 % only, and only for a special price', () => {
  const special = [line(79, 100, 80)]
  const gm = (margin: string) => routeOf(special, new Decimal(margin), discountDefaults).approvers.includes('gm')
  assert.equal(gm('8'), false)
  assert.equal(gm('7.99999'), true)
  assert.equal(gm('-3'), true)
  assert.deepEqual(routeOf([line(85, 100)], new Decimal(1), discountDefaults).approvers, ['director'])
})

function asked(route: Route, requester: string): string[] {
  const flow = quotationFlow(requester)
  const at = '2026-11-23T00:30:00.000Z'
  const found: string[] = []
  let result = reduceFlow(null, { kind: 'start', memberId: requester, at, facts: quotationFacts(route), directory }, flow)
  for (;;) {
    assert.ok(result.ok, JSON.stringify(result))
    const instance: FlowInstance = result.instance
    const next = result.effects.find((effect) => effect.kind === 'ask')
    if (next?.kind !== 'ask') return found
    found.push(next.memberId)
    result = reduceFlow(instance, { kind: 'approve', memberId: next.memberId, at }, flow)
  }
}

test('the flow asks exactly whom the route names: 高志远, 周启明, 郭颖, 陈岚', () => {
  assert.deepEqual(asked({ level: 'manager', approvers: ['manager'] }, 'U07'), ['U04'])
  assert.deepEqual(asked({ level: 'director', approvers: ['director'] }, 'U07'), ['U02'])
  assert.deepEqual(asked({ level: 'special', approvers: ['director', 'finance'] }, 'U07'), ['U02', 'U14'])
  assert.deepEqual(asked({ level: 'special', approvers: ['director', 'finance', 'gm'] }, 'U07'), ['U02', 'U14', 'U01'])
  assert.deepEqual(asked({ level: 'director', approvers: ['director'] }, 'U02'), ['U01'], 'the director’s own quotation goes up')
})
