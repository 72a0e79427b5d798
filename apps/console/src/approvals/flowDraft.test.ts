import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Condition, meets } from '#modules/approvals/condition.rule.ts'
import { everyStep, type Step } from '#modules/approvals/flow.rule.ts'
import { conditionOf, groupOf, nestedOf } from './conditionDraft.ts'
import { blank, finished, freshId, inserted, movedBy, movedTo, placeOf, removed, withBranch, withStep } from './flowDraft.ts'

const ask = (id: string): Step => blank('approve', id, id)
const fork = (id: string, ...rows: Step[][]): Step => ({
  kind: 'condition',
  id,
  branches: rows.map((steps, no) => ({ id: `${id}-${no + 1}`, steps })),
})
/** `a(b c|d)e`: the shape of a flow in one line. */
const shape = (steps: readonly Step[]): string =>
  steps.map((step) => step.id + ('branches' in step ? `(${step.branches.map((one) => shape(one.steps)).join('|')})` : '')).join(' ')

test('a step goes where it is dropped, and never into itself', () => {
  const flow = [ask('a'), fork('f', [ask('b'), ask('c')], []), ask('d')]
  assert.equal(shape(movedTo(flow, 'a', [1, 1, 0])), 'f(b c|a) d')
  assert.equal(shape(movedTo(flow, 'c', [0])), 'c a f(b|) d')
  assert.equal(shape(movedTo(flow, 'a', [3])), 'f(b c|) d a')
  assert.equal(shape(movedTo(flow, 'f', [1, 0, 0])), 'a f(b c|) d')
  assert.equal(shape(movedTo(flow, 'b', [1, 0, 2])), 'a f(c b|) d')
})

test('by keys a step walks the page: past others, into branches and out again', () => {
  let flow: Step[] = [ask('a'), fork('f', [ask('b')], []), ask('d')]
  const seen = [shape(flow)]
  for (let n = 0; n < 6; n++) {
    flow = movedBy(flow, 'a', 1)
    seen.push(shape(flow))
  }
  assert.deepEqual(seen, [
    'a f(b|) d',
    'f(a b|) d',
    'f(b a|) d',
    'f(b|a) d',
    'f(b|) a d',
    'f(b|) d a',
    'f(b|) d a', // the end of the page
  ])
  for (let n = 0; n < 5; n++) flow = movedBy(flow, 'a', -1)
  assert.equal(shape(flow), seen[0])
})

test('whatever is moved, nothing is lost and nothing is there twice', () => {
  const row = (depth: number): fc.Arbitrary<null[][]> => fc.array(fc.array(fc.constant(null), { maxLength: depth }), { maxLength: 4 })
  fc.assert(
    fc.property(row(3), fc.nat(), fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }), fc.boolean(), (shapes, which, place, up) => {
      const flow = shapes.map((inner, at) =>
        inner.length === 0
          ? ask(`a${at}`)
          : fork(
              `f${at}`,
              inner.map((_, no) => ask(`b${at}x${no}`)),
              [],
            ),
      )
      const ids = (steps: readonly Step[]) =>
        everyStep(steps)
          .map((step) => step.id)
          .sort()
      const one = ids(flow)[which % Math.max(1, ids(flow).length)]
      if (!one) return
      assert.deepEqual(ids(movedBy(flow, one, up ? 1 : -1)), ids(flow))
      const at = place.length === 2 ? [...place, 0] : place
      const exists = at.length === 1 || 'branches' in (flow[at[0] as number] ?? {})
      const branches = flow[at[0] as number]
      const fits = exists && (at.length === 1 || (branches && 'branches' in branches && (at[1] as number) < branches.branches.length))
      if (fits) assert.deepEqual(ids(movedTo(flow, one, at)), ids(flow))
    }),
  )
})

test('steps are found, changed, taken out and numbered', () => {
  const flow = [ask('s1'), fork('s2', [ask('s4')], [])]
  assert.deepEqual(placeOf(flow, 's4'), [1, 0, 0])
  assert.equal(placeOf(flow, 'x'), undefined)
  assert.equal(freshId(flow, [ask('s3')]), 's5')
  assert.equal(shape(removed(flow, 's4')), 's1 s2(|)')
  assert.equal(shape(inserted(flow, [1, 1, 0], ask('x'))), 's1 s2(s4|x)')
  const changed = withStep(flow, { ...ask('s4'), kind: 'cc', copies: [] } as Step)
  assert.equal(everyStep(changed).find((step) => step.id === 's4')?.kind, 'cc')
  const wider = withBranch({ ...(flow[1] as Extract<Step, { kind: 'condition' }>), branches: [{ id: 's2-2', steps: [] }] })
  assert.deepEqual('branches' in wider && wider.branches.map((one) => one.id), ['s2-2', 's2-3'])
})

test('what is not chosen yet is left out, however deep it stands', () => {
  const half: Step = {
    ...(ask('a') as Extract<Step, { kind: 'approve' }>),
    approvers: [
      { kind: 'role', role: '' },
      { kind: 'manager', of: 'owner' },
      { kind: 'rule', cases: [{ when: { all: [] }, approver: { kind: 'person', memberId: '' } }] },
    ],
  }
  const [outer] = finished([fork('f', [half])])
  const inner = outer && 'branches' in outer ? outer.branches[0]?.steps[0] : undefined
  assert.deepEqual(inner?.kind === 'approve' && inner.approvers, [{ kind: 'manager', of: 'owner' }])
})

test('a condition is shown as groups and saved as it was, however deep', () => {
  const sum: Condition = { fact: 'amountFen', op: 'gte', value: 1 }
  const low: Condition = { fact: 'belowFloor', op: 'eq', value: true }
  const deep: Condition = { any: [{ all: [sum, { not: { any: [low, { not: sum }] } }] }, { not: { all: [sum, { all: [low] }] } }, low] }
  /** Opens every layer and saves it again. */
  const again = (condition: Condition): Condition => {
    if ('fact' in condition) return condition
    const group = groupOf(condition)
    return nestedOf({ ...group, parts: group.parts.map(again) })
  }
  assert.deepEqual(conditionOf({ ...groupOf(deep), parts: groupOf(deep).parts.map(again) }), {
    any: [{ all: [sum, { not: { any: [low, { not: { any: [sum] } }] } }] }, { not: { all: [sum, { all: [low] }] } }, low],
  })
  for (const amountFen of [0, 1])
    for (const belowFloor of [true, false])
      assert.equal(meets(again(deep), { amountFen, belowFloor }), meets(deep, { amountFen, belowFloor }))
  assert.deepEqual(conditionOf(groupOf(sum)), sum)
  assert.equal(conditionOf(groupOf(undefined)), undefined)
  assert.deepEqual(conditionOf({ by: 'all', parts: [{ any: [sum] }] }), { all: [{ any: [sum] }] }, 'a group of one stays a group')
  assert.deepEqual(conditionOf({ by: 'none', parts: [sum] }), { not: { any: [sum] } })
})
