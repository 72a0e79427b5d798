import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkList, evaluateGate, type FactName, type Move, moveVerdict, pipelineDefaults, type RecordedFact } from './gate.rule.ts'

const now = new Date('2026-11-23T00:30:00.000Z')
const fact = (name: FactName, at = '2026-11-20T02:00:00.000Z', value?: number): RecordedFact => ({
  fact: name,
  at,
  proof: { kind: 'record', id: name },
  ...(value === undefined ? {} : { value }),
})
const move = (from: string, to: string, facts: RecordedFact[] = [], over: Partial<Move> = {}) =>
  moveVerdict(pipelineDefaults, { from, to, facts, mayOverride: false, reason: '', ...over }, now)
const code = (verdict: ReturnType<typeof move>) => (verdict.allowed ? 'allowed' : verdict.code)

test('R3.1.1 stage weights are 20, 40, 60, 80, 100', () => {
  assert.deepEqual(
    pipelineDefaults.stages.map((stage) => [stage.zh, stage.weight]),
    [
      ['初步接洽', 20],
      ['需求确认', 40],
      ['方案报价', 60],
      ['商务谈判', 80],
      ['赢单', 100],
    ],
  )
})

test('R3.1.2 R3.1.4 each gate opens on its own facts and says what is missing, with the act that helps', () => {
  const gates: [string, string, FactName[], string[]][] = [
    ['contact', 'needs', ['need_form', 'contact'], ['fill_need_form', 'add_contact']],
    ['needs', 'quotation', ['valid_deep_visit', 'budget_known'], ['plan_deep_visit', 'record_budget']],
    ['quotation', 'negotiation', ['quotation_approved', 'quotation_stamped'], ['make_quotation', 'attach_stamped_copy']],
    ['negotiation', 'won', ['decision_maker', 'contract_effective'], ['name_decision_maker', 'make_contract']],
  ]
  for (const [from, to, names, acts] of gates) {
    assert.equal(code(move(from, to)), 'opportunity.gate_closed')
    assert.deepEqual(
      move(from, to).gate.missing.map((missing) => missing.act),
      acts,
    )
    for (const [index, name] of names.entries()) {
      const half = move(from, to, [fact(name)])
      assert.equal(code(half), 'opportunity.gate_closed', `${name} alone opened ${from}`)
      assert.equal(half.gate.met[0]?.evidence.proof.id, name)
      assert.equal(half.gate.missing[0]?.act, acts[1 - index])
    }
    const open = move(
      from,
      to,
      names.map((name) => fact(name)),
    )
    assert.equal(code(open), 'allowed')
    assert.equal(open.override, false)
  }
})

test('the deep visit counts for 30 days to the millisecond, and a newer one replaces an old one', () => {
  const condition = [{ fact: 'valid_deep_visit' as const, withinDays: 30 }]
  const edge = fact('valid_deep_visit', '2026-10-24T00:30:00.000Z')
  const old = fact('valid_deep_visit', '2026-10-24T00:29:59.999Z')
  assert.equal(evaluateGate(condition, [edge], now).missing.length, 0)
  assert.deepEqual(evaluateGate(condition, [old], now).missing[0], {
    condition: condition[0],
    why: 'too_old',
    evidence: old,
    act: 'plan_deep_visit',
  })
  assert.equal(evaluateGate(condition, [old, edge], now).met[0]?.evidence, edge)
})

test('an amount may be asked for', () => {
  const condition = [{ fact: 'amount' as const, atLeast: 1 }]
  assert.equal(evaluateGate(condition, [fact('amount', undefined, 0)], now).missing[0]?.why, 'too_small')
  assert.equal(evaluateGate(condition, [fact('amount', undefined, 120_000_000)], now).met.length, 1)
  assert.equal(evaluateGate(condition, [], now).missing[0]?.act, 'enter_amount')
})

test('R3.1.5 no skip and no reversal without permission and reason', () => {
  const skipped = move('contact', 'quotation', [fact('need_form'), fact('contact'), fact('valid_deep_visit'), fact('budget_known')])
  assert.equal(code(skipped), 'opportunity.no_skip', 'even with every fact')
  assert.equal(code(move('quotation', 'needs')), 'opportunity.no_reversal')
  for (const [from, to] of [
    ['contact', 'quotation'],
    ['quotation', 'needs'],
    ['contact', 'needs'],
  ] as const) {
    assert.equal(code(move(from, to, [], { mayOverride: true, reason: ' ' })), 'opportunity.reason_needed')
    const verdict = move(from, to, [], { mayOverride: true, reason: '客户改了方案' })
    assert.equal(code(verdict), 'allowed')
    assert.equal(verdict.override, true)
  }
})

test('nothing replaces the effective contract', () => {
  const over = { mayOverride: true, reason: '总经理同意' }
  assert.equal(code(move('negotiation', 'won', [fact('decision_maker')], over)), 'opportunity.contract_needed')
  assert.equal(code(move('contact', 'won', [], over)), 'opportunity.contract_needed')
  assert.equal(code(move('negotiation', 'won', [fact('contract_effective')], over)), 'allowed')
})

test('lost needs a reason; coming back from lost needs permission, and meets the firm conditions again', () => {
  assert.equal(code(move('quotation', 'lost')), 'opportunity.reason_needed')
  assert.equal(code(move('quotation', 'lost', [], { reason: '价格' })), 'allowed')
  assert.equal(code(move('lost', 'needs')), 'opportunity.no_reversal')
  assert.equal(code(move('lost', 'needs', [], { mayOverride: true, reason: '客户又来了' })), 'allowed')
  assert.equal(code(move('lost', 'won', [], { mayOverride: true, reason: '客户又来了' })), 'opportunity.contract_needed')
  assert.equal(code(move('needs', 'needs')), 'opportunity.same_stage')
  assert.throws(() => move('needs', 'nowhere'), RangeError)
})

test('the check-list: missing first, what was proven on the way in stays, an override is told', () => {
  const since = new Date('2026-10-20T01:00:00.000Z')
  const facts = [fact('valid_deep_visit', '2026-10-18T02:00:00.000Z'), fact('budget_known'), fact('quotation_approved')]
  const list = checkList(pipelineDefaults, 'quotation', facts, since, now)
  assert.deepEqual(
    list.lines.map((line) => [line.condition.fact, line.side, line.state, line.act]),
    [
      ['quotation_stamped', 'exit', 'missing', 'attach_stamped_copy'],
      ['quotation_approved', 'exit', 'met', null],
      ['valid_deep_visit', 'entry', 'met', null],
      ['budget_known', 'entry', 'met', null],
    ],
    'the visit was fresh when the stage was entered',
  )
  assert.deepEqual([list.next, list.done, list.of, list.missing], ['negotiation', 3, 4, 1])
  const forced = checkList(pipelineDefaults, 'quotation', [], since, now)
  assert.deepEqual(
    forced.lines.map((line) => line.state),
    ['missing', 'missing', 'overridden', 'overridden'],
  )
  assert.deepEqual([forced.done, forced.of, forced.missing], [0, 4, 2])
  assert.equal(checkList(pipelineDefaults, 'needs', [], since, now).of, 2)
  assert.deepEqual(checkList(pipelineDefaults, 'won', [], since, now), { next: null, lines: [], done: 0, of: 0, missing: 0 })
})
