// Every page of contracts, receivables and commissions over HTTP, as its contract promises: finance, the rep and a stranger.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tellStory } from '#testing/story.ts'
import { openWorld } from '#testing/world.ts'

const world = await openWorld()
const { story } = await tellStory(world, ['products', 'accounts', 'opportunities', 'quotations', 'contracts', 'receivables', 'commissions'])
const password = 'fieldloop-demo'
const finance = await world.browser({ username: 'guoying', password })
const lin = await world.browser({ username: 'linxiaofeng', password })
const sun = await world.browser({ username: 'sunqian', password })
const wenjing = await world.browser({ username: 'xuwenjing', password })

const ok = async (call: typeof finance, path: string) => {
  const answer = await call('GET', path)
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

test('contracts: list, counts, detail, document', async () => {
  const page = await ok(finance, '/contracts?tab=all&limit=5')
  assert.equal(page.items.length, 5)
  assert.ok(page.next)
  assert.equal((await ok(finance, `/contracts?tab=all&limit=5&cursor=${page.next}`)).items.length, 5)
  assert.equal((await ok(finance, '/contracts?q=%E7%8E%89%E5%B3%B0')).items[0].accountName, '昆山玉峰工程建设')
  assert.equal((await ok(finance, '/contracts/counts')).tabs.effective, 48)
  const one = await ok(lin, `/contracts/${story.id('CT1')}`)
  assert.deepEqual([one.amountFen, one.customer.creditGrade, one.plan.length, one.timeline.length > 0], [60_000_000, 'C', 3, true])
  const pdf = await lin('GET', `/contracts/${story.id('CT1')}/document`)
  assert.equal(pdf.status, 200)
  assert.match(String(pdf.headers['content-type']), /application\/pdf/)
  assert.equal(Buffer.from(pdf.raw).subarray(0, 5).toString(), '%PDF-')
  assert.equal((await sun('GET', `/contracts/${story.id('CT1')}`)).status, 404)
  assert.equal((await wenjing('GET', '/contracts')).status, 403)
})

test('a contract from the screen: drafted, changed, submitted, given up', async () => {
  const quotations = await ok(sun, '/quotations?status=accepted')
  const made = await sun('POST', '/contracts', { quotationId: quotations.items[0].id })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  const one = await ok(sun, `/contracts/${made.body.id}`)
  const saved = await sun('PATCH', `/contracts/${one.id}`, { version: one.version, terms: one.terms, title: '改过的合同' })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  const submitted = await sun('POST', `/contracts/${one.id}/submit`)
  assert.equal(submitted.status, 200, JSON.stringify(submitted.body))
  const approval = await ok(sun, `/approvals/${submitted.body.approvalId}`)
  assert.deepEqual(
    [approval.card.amountFen, approval.steps.map((step: { id: string }) => step.id)],
    [one.amountFen, ['manager', 'finance', 'director']],
  )
  const refused = await sun('POST', `/contracts/${one.id}/void`, { reason: '改主意了' })
  assert.equal(refused.status, 409)
  assert.match(refused.body.detail, /现在不能这样做/)
})

test('receivables: figures, lists, one instalment, groups, what is expected, a contract’s money', async () => {
  const figures = await ok(finance, '/receivables/figures')
  assert.deepEqual([figures.overdueFen, figures.dueSoonFen], [72_000_000, 63_650_000])
  for (const state of ['all', 'unpaid', 'overdue', 'due_today', 'due_soon', 'not_due', 'paid', 'disputed']) {
    const page = await ok(finance, `/receivables/items?state=${state}&limit=3`)
    if (page.next) await ok(finance, `/receivables/items?state=${state}&limit=3&cursor=${page.next}`)
  }
  const part = await ok(finance, '/receivables/items?overdueFrom=31&overdueTo=60')
  assert.deepEqual(
    part.items.map((item: { openFen: number }) => item.openFen),
    [16_000_000],
  )
  const one = await ok(lin, `/receivables/items/${part.items[0].id}`)
  assert.deepEqual([one.overdueDays, one.frozen, one.may.promise], [44, false, true])
  assert.equal((await sun('GET', `/receivables/items/${part.items[0].id}`)).status, 404)
  const byAccount = await ok(finance, '/receivables/groups?by=account')
  assert.equal(byAccount.items[0].name, '南通江海建设')
  assert.equal((await ok(finance, '/receivables/groups?by=owner')).items[0].name, '林晓峰')
  const expected = await ok(finance, '/receivables/expected')
  assert.deepEqual([expected.weeks.length, expected.weeks[0].amountFen, expected.weeks[1].amountFen], [10, 54_000_000, 9_650_000])
  const money = await ok(lin, `/contracts/${story.id('CT1')}/receivables`)
  assert.deepEqual([money.amountFen, money.receivedFen, money.openFen, money.receipts.length], [60_000_000, 38_000_000, 22_000_000, 2])
})

test('money in: bank line, receipt, ledger, invoice; a promise and a dispute by the rep', async () => {
  const lines = await ok(finance, '/bank-lines')
  assert.equal(lines.items[0].proposals[0].certain, true)
  assert.equal((await lin('GET', '/bank-lines')).status, 403)
  const recorded = await finance('POST', '/receipts', {
    accountId: story.id('C03'),
    payer: '昆山玉峰工程建设',
    amountFen: 1_000_000,
    receivedOn: '2026-11-23',
  })
  assert.equal(recorded.status, 200, JSON.stringify(recorded.body))
  const shown = await ok(finance, `/receipts/${recorded.body.id}`)
  assert.deepEqual([shown.allocations.length, shown.ledger.length, shown.may.reverse], [1, 4, true])
  assert.equal((await ok(lin, `/receipts/${recorded.body.id}`)).ledger.length, 0, 'the ledger is finance’s')
  assert.equal((await ok(lin, '/receipts?limit=2')).items.length, 2)
  await ok(finance, `/ledger?accountId=${story.id('C03')}&limit=3`)
  const invoice = await finance('POST', '/invoices', {
    number: '24957000000012345678',
    contractId: story.id('CT1'),
    kind: 'special',
    ratePercent: 13,
    amountFen: 18_000_000,
    issuedOn: '2026-11-20',
  })
  assert.equal(invoice.status, 200, JSON.stringify(invoice.body))
  const [kept] = (await ok(lin, `/invoices?contractId=${story.id('CT1')}`)).items
  assert.deepEqual([kept.taxFen, kept.contractNo], [2_070_796, (await ok(lin, `/contracts/${story.id('CT1')}`)).number])
  const over = await finance('POST', '/invoices', { ...kept, number: 'X1', contractId: story.id('CT1'), amountFen: 60_000_000 })
  assert.deepEqual([over.status, over.body.code], [409, 'invoice.more_than_contract'])
  const [late] = (await ok(lin, '/receivables/items?state=overdue')).items
  const promised = await lin('POST', `/receivables/items/${late.id}/promise`, {
    amountFen: late.openFen,
    promisedOn: '2026-11-25',
    person: '王总',
  })
  assert.equal(promised.status, 200, JSON.stringify(promised.body))
  assert.equal((await ok(lin, `/receivables/items/${late.id}`)).promise.state, 'waiting')
  const past = await lin('POST', `/receivables/items/${late.id}/promise`, { amountFen: 1, promisedOn: '2026-11-22', person: '王总' })
  assert.deepEqual([past.status, past.body.code], [422, 'receivable.promise_in_past'])
  assert.equal((await lin('POST', `/receivables/items/${late.id}/dispute`, { reason: '数量有出入' })).status, 200)
  assert.equal((await lin('POST', `/receivables/items/${late.id}/dispute/end`)).status, 200)
  const frozen = await finance('POST', `/accounts/${story.id('C11')}/credit-release`, { until: '2026-12-31', reason: '已约还款' })
  assert.equal(frozen.status, 200, JSON.stringify(frozen.body))
  assert.equal((await ok(finance, `/contracts/${story.id('CT5')}`)).customer.frozen, false)
})

test('commission: statement, list, entry, what-if, targets, scorecard', async () => {
  const one = await ok(lin, '/commissions/statement')
  assert.equal(one.now.reached.ratePercent, 1.5)
  const entry = await ok(lin, `/commissions/entries/${one.entries[0].id}`)
  assert.equal(entry.why.length, 5)
  assert.equal((await sun('GET', `/commissions/entries/${one.entries[0].id}`)).status, 404)
  assert.ok((await ok(lin, '/commissions/what-if?by=2026-11-30')).deltaFen > 0)
  const nothing = await finance('GET', '/commissions/what-if')
  assert.deepEqual([nothing.status, nothing.body, Buffer.from(nothing.raw).toString()], [200, null, 'null'])
  const list = await ok(finance, '/commissions/statements')
  assert.deepEqual([list.period, list.items.length, list.may.lock], ['2026-Q4', 6, true])
  await ok(finance, '/commissions/targets')
  await ok(finance, '/commissions/scorecard')
  const page = await ok(finance, '/commissions/entries?limit=3')
  await ok(finance, `/commissions/entries?limit=3&cursor=${page.next}`)
  const target = await finance('PUT', '/commissions/targets', {
    memberId: story.id('U07'),
    period: '2026-Q4',
    targetFen: 25_000_000,
    version: 1,
  })
  assert.equal(target.status, 200, JSON.stringify(target.body))
  assert.equal(
    (await lin('PUT', '/commissions/targets', { memberId: story.id('U07'), period: '2026-Q4', targetFen: 1, version: 2 })).status,
    403,
  )
})
