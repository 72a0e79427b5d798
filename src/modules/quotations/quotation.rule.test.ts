import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  expires,
  nextQuotationStatus,
  type QuotationAct,
  type QuotationStatus,
  quotationDefaults,
  sendVerdict,
  submittedStatus,
  validUntil,
} from './quotation.rule.ts'

test('a quotation holds 15 days, and cannot be sent before it is approved', () => {
  const until = validUntil('2026-11-23', quotationDefaults)
  assert.equal(until, '2026-12-08')
  const send = (status: QuotationStatus, today: string, lineCount = 3) =>
    sendVerdict({ status, validUntil: until, lineCount }, today).blocks
  assert.deepEqual(send('approved', '2026-12-08'), [])
  assert.deepEqual(send('approved', '2026-12-09'), ['quotation.expired'])
  assert.deepEqual(send('in_approval', '2026-11-24'), ['quotation.not_approved'])
  assert.deepEqual(send('draft', '2026-12-09', 0), ['quotation.not_approved', 'quotation.expired', 'quotation.no_lines'])
})

test('it expires the day after its last, unless the customer has answered', () => {
  const at = (status: QuotationStatus, today: string) => expires({ status, validUntil: '2026-12-08' }, today)
  assert.equal(at('sent', '2026-12-08'), false)
  assert.equal(at('sent', '2026-12-09'), true)
  assert.equal(at('approved', '2026-12-09'), true)
  for (const status of ['draft', 'in_approval', 'accepted', 'rejected', 'expired'] as const)
    assert.equal(at(status, '2027-01-01'), false, status)
})

test('at the price of the book submission approves at once, else somebody is asked', () => {
  assert.equal(submittedStatus('nobody'), 'approved')
  for (const level of ['manager', 'director', 'special'] as const) assert.equal(submittedStatus(level), 'in_approval')
})

test('states follow one another, and nothing else is possible', () => {
  const path: [QuotationStatus, QuotationAct, QuotationStatus][] = [
    ['draft', 'submit', 'in_approval'],
    ['in_approval', 'approve', 'approved'],
    ['in_approval', 'turn_down', 'draft'],
    ['in_approval', 'return', 'draft'],
    ['in_approval', 'withdraw', 'draft'],
    ['approved', 'send', 'sent'],
    ['approved', 'revise', 'draft'],
    ['approved', 'expire', 'expired'],
    ['sent', 'accept', 'accepted'],
    ['sent', 'reject', 'rejected'],
    ['sent', 'expire', 'expired'],
  ]
  const statuses: QuotationStatus[] = ['draft', 'in_approval', 'approved', 'sent', 'accepted', 'rejected', 'expired']
  const acts: QuotationAct[] = ['submit', 'approve', 'turn_down', 'return', 'withdraw', 'revise', 'send', 'accept', 'reject', 'expire']
  for (const status of statuses) {
    for (const act of acts) {
      const expected = path.find(([from, by]) => from === status && by === act)?.[2] ?? null
      assert.equal(nextQuotationStatus(status, act), expected, `${status} ${act}`)
    }
  }
})
