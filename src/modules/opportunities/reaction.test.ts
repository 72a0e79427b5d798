import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { createAccount, createContact } from '#modules/accounts/index.ts'
import { openWorld } from '#testing/world.ts'
import { missingForExit, recordFact } from './fact.actions.ts'
import { openOpportunity } from './opportunity.actions.ts'
import { opportunityDetail } from './opportunity-view.actions.ts'
import { move, winByContract } from './stage.actions.ts'

const world = await openWorld()
const company = await world.company()
const rights = { 'opportunity.read': 'own', 'opportunity.write': 'own', 'account.read': 'own', 'account.write': 'own' } as const
const rep = await company.member('王磊', rights)
const other = await company.member('孙倩', rights)
const accountId = uuidv7()
let contactId = ''
await company.system(async (ctx) => {
  await createAccount(ctx, { id: accountId, name: '南京河西嘉业有限公司', segment: 'ka', ownerId: rep.id, channelKind: 'existing' })
  contactId = (await createContact(ctx, accountId, { name: '夏立群', title: '副总经理' })).id
})
const open = (who: { id: string; userId: string }, amountFen = 86_000_000) =>
  company.as(who, (ctx) => openOpportunity(ctx, { accountId, name: '商务区三期', amountFen, expectedSignOn: '2026-12-25' }, who.id))
const see = (id: string) => company.system((ctx) => opportunityDetail(ctx, { id }))
const factsOf = async (id: string) =>
  (
    await company.system((ctx) =>
      ctx.tx.rows<{ fact: string }>(
        sql`select fact from opportunity_fact where tenant_id = ${ctx.tenantId} and opportunity_id = ${id} and revoked_at is null order by fact`,
      ),
    )
  ).map((row) => row.fact)
const visit = (visitId: string, more: object) => ({
  visitId,
  memberId: rep.id,
  subjectType: 'account',
  subjectId: accountId,
  siteId: null,
  ...more,
})

test('a visit brings needs form, budget, decision maker and the deep visit; invalidated, its proof falls', async () => {
  const mine = await open(rep)
  const hers = await open(other)
  const visitId = uuidv7()
  await company.system(async (ctx) => {
    await emit(
      ctx,
      'visit.step_done',
      visitId,
      visit(visitId, {
        purpose: 'deep',
        step: 'needs',
        type: 'form',
        facts: { answered: ['project', 'products', 'budgetFen'], products: ['coating', 'membrane'], budgetFen: 90_000_000 },
      }),
    )
    await emit(
      ctx,
      'visit.step_done',
      visitId,
      visit(visitId, { purpose: 'deep', step: 'decision_maker', type: 'decision_maker', facts: { contactId, role: 'decision_maker' } }),
    )
    await emit(
      ctx,
      'visit.checked_out',
      visitId,
      visit(visitId, { purpose: 'deep', validity: 'valid', minutes: 38, at: '2026-11-18T02:26:00.000Z' }),
    )
  })
  assert.deepEqual(await factsOf(mine.id), ['budget_known', 'contact', 'decision_maker', 'need_form', 'valid_deep_visit'])
  assert.deepEqual(await factsOf(hers.id), [], 'the visitor’s own opportunity is meant')
  const seen = await see(mine.id)
  assert.equal(seen.needForm?.products, '防水涂料、防水卷材')
  assert.equal(seen.budgetFen, 90_000_000)
  assert.equal(seen.checklist.missing, 0)
  await company.system((ctx) => emit(ctx, 'visit.invalidated', visitId, visit(visitId, { purpose: 'deep', by: 'review' })))
  assert.deepEqual(await factsOf(mine.id), ['contact', 'decision_maker'], 'a contact stands on its own')
})

test('an invalid, a routine and a lead’s visit prove nothing deep; judged valid later it counts from its end', async () => {
  const one = await open(rep)
  const visitId = uuidv7()
  await company.system(async (ctx) => {
    await emit(
      ctx,
      'visit.checked_out',
      visitId,
      visit(visitId, { purpose: 'deep', validity: 'invalid', minutes: 5, at: '2026-11-18T02:26:00.000Z' }),
    )
    await emit(
      ctx,
      'visit.checked_out',
      uuidv7(),
      visit(uuidv7(), { purpose: 'routine', validity: 'valid', minutes: 20, at: '2026-11-18T02:26:00.000Z' }),
    )
    await emit(ctx, 'visit.checked_out', uuidv7(), {
      ...visit(uuidv7(), { purpose: 'deep', validity: 'valid', minutes: 20 }),
      subjectType: 'lead',
      subjectId: uuidv7(),
    })
  })
  assert.deepEqual(await factsOf(one.id), [])
  await company.system((ctx) => emit(ctx, 'visit.reviewed', visitId, visit(visitId, { purpose: 'deep', validity: 'valid', minutes: 5 })))
  assert.deepEqual(await factsOf(one.id), ['valid_deep_visit'])
})

test('the contract names what is missing up to the win; effective, it wins in its transaction, stage by stage', async () => {
  const one = await open(rep)
  const at = world.clock.now().toISOString()
  const proof = { kind: 'contact', id: contactId }
  await company.system(async (ctx) => {
    for (const fact of ['need_form', 'contact', 'valid_deep_visit', 'budget_known', 'quotation_approved', 'quotation_stamped'] as const)
      await recordFact(ctx, one.id, fact, { at, proof })
  })
  for (const to of ['needs', 'quotation', 'negotiation']) await company.as(rep, (ctx) => move(ctx, { id: one.id, to }))
  const missing = await company.system((ctx) => missingForExit(ctx, one.id, ['contract_effective']))
  assert.deepEqual(
    missing.map(({ condition, act }) => [condition.fact, act]),
    [['decision_maker', 'name_decision_maker']],
  )
  await company.system((ctx) => recordFact(ctx, one.id, 'decision_maker', { at, proof }))
  assert.deepEqual(await company.system((ctx) => missingForExit(ctx, one.id, ['contract_effective'])), [])
  const contractId = uuidv7()
  await company.system((ctx) => winByContract(ctx, one.id, { id: contractId, signedOn: '2026-11-23', amountFen: 86_000_000 }))
  const won = await see(one.id)
  assert.deepEqual([won.state, won.stage, won.weight, won.contractId, won.gate.of], ['won', 'won', 100, contractId, 0])
  assert.deepEqual(
    won.history.map((entry) => [entry.toStage, entry.override]),
    [
      ['contact', false],
      ['needs', false],
      ['quotation', false],
      ['negotiation', false],
      ['won', false],
    ],
  )
  const events = await company.system((ctx) =>
    ctx.tx.rows<{ type: string }>(
      sql`select type from event where tenant_id = ${ctx.tenantId} and subject_id = ${one.id} and type = 'opportunity.won'`,
    ),
  )
  assert.equal(events.length, 1)
})

test('a contract that stands wins even where a proof fell away meanwhile; the walk is marked', async () => {
  const one = await open(rep)
  await company.system((ctx) => winByContract(ctx, one.id, { id: uuidv7(), signedOn: null, amountFen: 86_000_000 }))
  const won = await see(one.id)
  assert.equal(won.state, 'won')
  assert.deepEqual(
    won.history.map((entry) => entry.override),
    [false, true, true, true, true],
  )
  assert.deepEqual(won.history.at(-1)?.missing, ['decision_maker'])
})
