import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Directory } from '#modules/approvals/flow.rule.ts'
import type { FlowInstance } from '#modules/approvals/instance.rule.ts'
import { reduceFlow } from '#modules/approvals/reducer.rule.ts'
import { evaluateGate, type FactName, pipelineDefaults } from '#modules/opportunities/gate.rule.ts'
import {
  type ContractAct,
  type ContractStatus,
  contractActs,
  contractDefaults,
  contractFacts,
  contractFlow,
  nextContractStatus,
  type Submission,
  submitVerdict,
} from './contract.rule.ts'

const now = new Date('2026-11-23T00:30:00.000Z')
const directory: Directory = {
  managerOf: { U07: 'U04', U04: 'U02', U02: 'U01', U14: 'U01' },
  roles: { finance: ['U14'], director: ['U02'] },
  heads: {},
  departmentOf: {},
}
const negotiation = pipelineDefaults.stages.find((stage) => stage.weight === 80)
function stageMissing(...names: FactName[]) {
  assert.ok(negotiation)
  const facts = names.map((fact) => ({ fact, at: now.toISOString(), proof: { kind: 'record', id: fact } }))
  return evaluateGate(negotiation.exit, facts, now).missing
}
const ready: Submission = {
  status: 'draft',
  amountFen: 23_967_000,
  quotationStatus: 'sent',
  quotationAmountFen: 23_967_000,
  accountFrozen: false,
  hasTerms: true,
  stageMissing: stageMissing('decision_maker'),
}
const codes = (change: Partial<Submission>) => submitVerdict({ ...ready, ...change }).blocks.map((block) => block.code)

test('a contract with an approved quotation, a free account and a named decision maker may be submitted', () => {
  assert.deepEqual(submitVerdict(ready), { allowed: true, blocks: [] })
  assert.equal(ready.stageMissing.length, 1, 'the contract itself is the one condition still open')
})

test('C11 is frozen: no new contract', () => {
  assert.deepEqual(codes({ accountFrozen: true }), ['contract.account_frozen'])
})

test('any other missing exit condition of the stage closes the way, and says which act helps', () => {
  assert.deepEqual(submitVerdict({ ...ready, stageMissing: stageMissing() }).blocks, [
    { code: 'contract.stage_condition_missing', fact: 'decision_maker', act: 'name_decision_maker' },
  ])
})

test('everything in the way is told at once', () => {
  assert.deepEqual(
    codes({ status: 'approved', accountFrozen: true, quotationStatus: 'in_approval', hasTerms: false, stageMissing: stageMissing() }),
    [
      'contract.not_a_draft',
      'contract.account_frozen',
      'contract.quotation_not_approved',
      'contract.terms_missing',
      'contract.stage_condition_missing',
    ],
  )
  for (const quotationStatus of [null, 'draft', 'in_approval', 'rejected', 'expired']) {
    assert.deepEqual(codes({ quotationStatus }), ['contract.quotation_not_approved'], String(quotationStatus))
  }
  for (const quotationStatus of ['approved', 'sent', 'accepted']) assert.deepEqual(codes({ quotationStatus }), [])
  assert.deepEqual(codes({ amountFen: 23_967_001 }), ['contract.amount_differs'])
})

test('manager of the owner, then finance; from 500,000 the director too', () => {
  const walk = (amountFen: number, requester: string) => {
    const flow = contractFlow(contractDefaults, 'U07')
    const at = now.toISOString()
    const asked: string[] = []
    let result = reduceFlow(null, { kind: 'start', memberId: requester, at, facts: contractFacts({ amountFen }), directory }, flow)
    let instance: FlowInstance | null = null
    while (result.ok) {
      instance = result.instance
      const next = result.effects.find((effect) => effect.kind === 'ask')
      if (next?.kind !== 'ask') break
      asked.push(next.memberId)
      result = reduceFlow(instance, { kind: 'approve', memberId: next.memberId, at }, flow)
    }
    return { asked, status: instance?.status }
  }
  assert.deepEqual(walk(49_999_999, 'U07'), { asked: ['U04', 'U14'], status: 'approved' })
  assert.deepEqual(walk(50_000_000, 'U07'), { asked: ['U04', 'U14', 'U02'], status: 'approved' })
  assert.deepEqual(walk(50_000_000, 'U13'), { asked: ['U04', 'U14', 'U02'], status: 'approved' }, 'the owner’s manager, whoever submits')
})

test('the states follow one another, and every other act is impossible', () => {
  const path: [ContractStatus, ContractAct, ContractStatus][] = [
    ['draft', 'submit', 'in_approval'],
    ['in_approval', 'approve', 'approved'],
    ['approved', 'begin_signing', 'signing'],
    ['signing', 'take_effect', 'effective'],
    ['effective', 'fulfil', 'fulfilled'],
    ['effective', 'terminate', 'terminated'],
    ['in_approval', 'reject', 'draft'],
    ['in_approval', 'return', 'draft'],
    ['in_approval', 'withdraw', 'draft'],
    ['signing', 'stop_signing', 'approved'],
    ['draft', 'void', 'void'],
    ['approved', 'void', 'void'],
    ['signing', 'void', 'void'],
  ]
  for (const [from, act, to] of path) assert.equal(nextContractStatus(from, act), to)
  const statuses: ContractStatus[] = ['draft', 'in_approval', 'approved', 'signing', 'effective', 'fulfilled', 'terminated', 'void']
  assert.equal(statuses.flatMap(contractActs).length, path.length)
  assert.equal(nextContractStatus('draft', 'take_effect'), null)
  assert.equal(nextContractStatus('effective', 'void'), null)
})
