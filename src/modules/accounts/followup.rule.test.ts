import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FollowUp, followUpDefaults, followUpOf, substanceOf } from './followup.rule.ts'

const day = (date: number, hour = 10) => `2026-11-${String(date).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`
const note = (date: number): FollowUp => ({
  kind: 'note',
  at: day(date),
  text: '客户想在年前把三号楼地下室的防水先做完，要一份样板方案',
  nextStep: '送样板',
  nextOn: '2026-11-30',
})

test('R1.2.4 what is substance and what is not', () => {
  const cases: [FollowUp, boolean, string][] = [
    [{ kind: 'call', at: day(1), answered: true, durationS: 60, measuredBy: 'system' }, true, 'call_long_enough'],
    [{ kind: 'call', at: day(1), answered: true, durationS: 59, measuredBy: 'system' }, false, 'call_too_short'],
    [{ kind: 'call', at: day(1), answered: true, durationS: 600, measuredBy: 'self' }, false, 'call_self_declared'],
    [{ kind: 'call', at: day(1), answered: true, measuredBy: 'self', accepted: true }, true, 'call_accepted'],
    [{ kind: 'call', at: day(1), answered: false, accepted: true }, false, 'call_not_connected'],
    [{ kind: 'visit', at: day(1), validVisit: true }, true, 'visit_valid'],
    [{ kind: 'visit', at: day(1), validVisit: false }, false, 'visit_not_valid'],
    [{ kind: 'meeting', at: day(1) }, true, 'meeting_held'],
    [{ kind: 'quotation', at: day(1) }, true, 'quotation_sent'],
    [{ kind: 'email', at: day(1), answered: true }, true, 'email_answered'],
    [{ kind: 'email', at: day(1) }, false, 'email_not_answered'],
    [{ kind: 'wechat', at: day(1), text: '在吗' }, false, 'message_only'],
    [note(1), true, 'note_complete'],
    [{ ...note(1), text: '未接' }, false, 'note_too_short'],
    [{ ...note(1), text: '一二三四五六七八九十一二三四五六七八九 ' }, false, 'note_too_short'],
    [{ ...note(1), text: '一二三四五六七八九十一二三四五六七八九十' }, true, 'note_complete'],
    [{ ...note(1), nextOn: null }, false, 'note_without_next_step'],
    [{ ...note(1), nextStep: ' ' }, false, 'note_without_next_step'],
  ]
  for (const [followUp, substantive, reason] of cases) assert.deepEqual(substanceOf(followUp, followUpDefaults), { substantive, reason })
})

test('R1.2.3 an unanswered attempt is a contact, a note is none, and nothing from before the holding counts', () => {
  const call: FollowUp = { kind: 'call', at: day(3), answered: false }
  assert.equal(followUpOf([note(2), call], day(1), followUpDefaults).firstContactAt?.toISOString(), day(3))
  assert.equal(followUpOf([note(2)], day(1), followUpDefaults).firstContactAt, null)
  assert.equal(followUpOf([call], day(4), followUpDefaults).firstContactAt, null)
  assert.equal(followUpOf([call], day(1), followUpDefaults).lastSubstantiveAt, null)
})

test('notes alone move the follow-up clock twice in a row, then something real is needed', () => {
  const three = followUpOf([note(4), note(2), note(6)], day(1), followUpDefaults)
  assert.equal(three.lastSubstantiveAt?.toISOString(), day(4))
  assert.equal(three.entries.at(-1)?.reason, 'notes_in_a_row')
  const broken = followUpOf([note(2), note(4), { kind: 'meeting', at: day(5) }, note(6)], day(1), followUpDefaults)
  assert.equal(broken.lastSubstantiveAt?.toISOString(), day(6))
  const missedCall = followUpOf([note(2), note(4), { kind: 'call', at: day(5) }, note(6)], day(1), followUpDefaults)
  assert.equal(missedCall.lastSubstantiveAt?.toISOString(), day(4))
})
