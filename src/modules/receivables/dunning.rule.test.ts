import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '#core/calendar.ts'
import { type DunnedItem, dueStep, dunningDefaults, nextStepOn } from './dunning.rule.ts'

const item = (rest: Partial<DunnedItem> = {}): DunnedItem => ({
  id: 'i',
  amountFen: 100,
  receivedFen: 0,
  dueOn: '2026-11-30',
  doneSteps: [],
  ...rest,
})
const stepOn = (today: string, rest: Partial<DunnedItem> = {}) => dueStep(item(rest), dunningDefaults, today)?.step ?? null

test('each step fires on its own day, and not before', () => {
  for (const step of dunningDefaults.remindDays) {
    const done = dunningDefaults.remindDays.filter((one) => one < step)
    assert.equal(stepOn(addDays('2026-11-30', step), { doneSteps: done }), step)
    assert.equal(stepOn(addDays('2026-11-30', step - 1), { doneSteps: done }), null)
  }
})

test('after a gap only the latest passed step fires, once', () => {
  assert.equal(stepOn('2027-01-04'), 30, '35 days late and nothing done yet')
  assert.equal(stepOn('2027-01-04', { doneSteps: [30] }), null)
  assert.equal(stepOn('2027-01-04', { doneSteps: [-7, -3, 0] }), 30)
  assert.equal(stepOn('2026-12-04', { doneSteps: [7] }), null, 'a later step done answers the earlier one')
})

test('paid, undated, disputed and promised items are left alone', () => {
  const late = '2026-12-07'
  assert.equal(stepOn(late), 7)
  assert.equal(stepOn(late, { receivedFen: 100 }), null)
  assert.equal(stepOn(late, { writtenOff: true }), null)
  assert.equal(stepOn(late, { dueOn: null }), null)
  assert.equal(stepOn(late, { disputed: true }), null)
  assert.equal(stepOn(late, { promisedOn: late }), null)
  assert.equal(stepOn(late, { promisedOn: '2026-12-06' }), 7)
  assert.equal(stepOn(late, { receivedFen: 99 }), 7)
})

test('the next step is told until the ladder ends', () => {
  assert.deepEqual(nextStepOn(item(), dunningDefaults, '2026-11-23'), { step: -3, onDay: '2026-11-27' })
  assert.deepEqual(nextStepOn(item(), dunningDefaults, '2026-01-01'), { step: -7, onDay: '2026-11-23' })
  assert.equal(nextStepOn(item(), dunningDefaults, '2027-02-28'), null)
})

test('swept every day, with days left out, no step fires twice and they only go up', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 40 }), (gaps) => {
      const fired: number[] = []
      let today = '2026-11-01'
      for (const gap of gaps) {
        today = addDays(today, gap)
        const step = stepOn(today, { doneSteps: fired })
        if (step !== null) fired.push(step)
        assert.equal(stepOn(today, { doneSteps: fired }), null, 'a second sweep of the day changes nothing')
      }
      assert.deepEqual(
        fired,
        [...new Set(fired)].sort((a, b) => a - b),
      )
    }),
  )
})
