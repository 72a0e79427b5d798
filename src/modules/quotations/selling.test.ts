import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { createAccount } from '#modules/accounts/index.ts'
import { insertProducts } from '#modules/products/product.store.ts'
import { openWorld } from '#testing/world.ts'
import { standardRoles } from '../../rooms.ts'
import { insertBooks, insertEntries } from './price.store.ts'

const world = await openWorld()
const company = await world.company()
const rights = (code: string) => standardRoles().find((role) => role.code === code)?.permissions ?? {}

const boss = await company.member('陈岚', rights('gm'), { role: 'gm2', head: true })
const sales = await company.department('销售')
const director = await company.member('周启明', rights('director'), {
  departmentId: sales,
  role: 'director2',
  managerId: boss.id,
  head: true,
})
const suhu = await company.department('苏沪', sales)
const manager = await company.member('高志远', rights('manager'), {
  departmentId: suhu,
  role: 'manager2',
  managerId: director.id,
  head: true,
})
const rep = await company.member('王磊', rights('rep'), { departmentId: suhu, role: 'rep2', managerId: manager.id })
const other = await company.member('孙倩', rights('rep'), { departmentId: suhu, managerId: manager.id })
const finance = await company.member('郭颖', rights('finance'), { role: 'finance2', managerId: boss.id })
const presales = await company.member('徐佳', rights('presales'), { departmentId: sales, managerId: director.id })

// The flow asks by the standard roles; people in this test hold roles of their own with the same rights, and the standard ones beside.
await company.system(async (ctx) => {
  for (const [person, code] of [
    [boss, 'gm'],
    [director, 'director'],
    [manager, 'manager'],
    [finance, 'finance'],
  ] as const)
    await ctx.tx.run(sql`insert into member_role (tenant_id, member_id, role_id)
      select ${ctx.tenantId}::uuid, ${person.id}::uuid, id from role where tenant_id = ${ctx.tenantId} and code = ${code}`)
})

const products = ['P01', 'P02', 'P03', 'P11'].map((code) => ({ code, id: uuidv7() }))
const productId = (code: string): string => products.find((one) => one.code === code)?.id as string
const prices = [
  ['P01', '260', '208', '165', 1300],
  ['P02', '420', '345', '276', 1300],
  ['P03', '380', '312', '255', 1300],
  ['P11', '45', '36', '28', 900],
] as const
const bookId = uuidv7()
const accountId = uuidv7()
await company.system(async (ctx) => {
  await insertProducts(
    ctx,
    prices.map(([code, , , cost, taxBp]) => ({
      id: productId(code),
      code,
      name: `产品 ${code}`,
      unit: '桶',
      spec: '',
      category: '',
      taxBp,
      costFen: Number(cost) * 100,
      isService: false,
      active: true,
    })),
  )
  await insertBooks(ctx, [
    { id: bookId, code: 'project', name: '项目', nameEn: 'Project', segment: null, factor: '1', effectiveFrom: '2026-01-01' },
  ])
  await insertEntries(
    ctx,
    prices.map(([code, listPrice, floorPrice, costPrice]) => ({
      id: uuidv7(),
      productId: productId(code),
      listPrice,
      floorPrice,
      costPrice,
      effectiveFrom: '2026-01-01',
    })),
  )
  await createAccount(ctx, {
    id: accountId,
    name: '南京河西嘉业有限公司',
    segment: 'ka',
    level: 'A',
    termsCode: '30/60/10',
    ownerId: rep.id,
    channelKind: 'existing',
  })
})

const asRep = await world.browser(rep)
const asManager = await world.browser(manager)
const asDirector = await world.browser(director)
const asFinance = await world.browser(finance)
const asOther = await world.browser(other)

const ok = (answer: { status: number; body: unknown }, status = 200) => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, judged by the assertions
  return answer.body as any
}
const line = (code: string, quantity: string, unitPrice?: string) => ({
  productId: productId(code),
  quantity,
  ...(unitPrice ? { unitPrice } : {}),
})

async function opportunity(amountFen = 86_000_000) {
  return ok(await asRep('POST', '/opportunities', { accountId, name: '商务区三期', amountFen, expectedSignOn: '2026-12-25' }))
}
const gate = (body: { checklist: { items: { fact: string; state: string }[] } }) =>
  Object.fromEntries(body.checklist.items.map((item) => [item.fact, item.state]))

test('R3.1.5 an opportunity walks on facts: refused with what is missing, moved when it is there', async () => {
  const one = await opportunity()
  assert.match(one.number, /^SJ-2026-\d{4}$/)
  assert.deepEqual(gate(one), { need_form: 'missing', contact: 'missing' })
  const refused = ok(await asRep('POST', `/opportunities/${one.id}/move`, { to: 'needs' }), 409)
  assert.equal(refused.code, 'opportunity.gate_closed')
  assert.match(refused.detail, /还差 2 项才能进入 需求确认：需求表、联系人/)
  assert.deepEqual(refused.params.acts, ['fill_need_form', 'add_contact'])
  ok(await asRep('POST', `/opportunities/${one.id}/need-form`, { form: { products: '聚氨酯', budgetFen: 90_000_000 } }))
  const ready = ok(
    await asRep('POST', `/opportunities/${one.id}/contacts`, { contact: { name: '夏立群', phone: '13800002046', title: '副总经理' } }),
  )
  assert.deepEqual(gate(ready), { need_form: 'met', contact: 'met' })
  assert.equal(ready.gate.ready, true)
  const moved = ok(await asRep('POST', `/opportunities/${one.id}/move`, { to: 'needs', version: ready.version }))
  assert.equal(moved.stage, 'needs')
  assert.equal(moved.weight, 40)
  assert.deepEqual(
    moved.history.map((entry: { toStage: string; weight: number; amountFen: number }) => [entry.toStage, entry.weight, entry.amountFen]),
    [
      ['contact', 20, 86_000_000],
      ['needs', 40, 86_000_000],
    ],
  )
  assert.deepEqual(gate(moved), { valid_deep_visit: 'missing', budget_known: 'met' })
})

test('no skip for a rep; a manager skips with a reason, and it is marked; nobody wins without a contract', async () => {
  const one = await opportunity()
  assert.equal(ok(await asRep('POST', `/opportunities/${one.id}/move`, { to: 'quotation' }), 409).code, 'opportunity.no_skip')
  assert.equal(ok(await asManager('POST', `/opportunities/${one.id}/move`, { to: 'quotation' }), 409).code, 'opportunity.reason_needed')
  const forced = ok(await asManager('POST', `/opportunities/${one.id}/move`, { to: 'quotation', reason: '客户当场定了' }))
  assert.equal(forced.history.at(-1).override, true)
  assert.deepEqual(
    forced.checklist.items
      .filter((item: { state: string }) => item.state === 'overridden')
      .map((item: { fact: string; overriddenBy: object }) => [item.fact, item.overriddenBy]),
    [
      ['valid_deep_visit', { name: '高志远', reason: '客户当场定了' }],
      ['budget_known', { name: '高志远', reason: '客户当场定了' }],
    ],
  )
  assert.equal(
    ok(await asManager('POST', `/opportunities/${one.id}/move`, { to: 'won', reason: '就是赢了' }), 409).code,
    'opportunity.contract_needed',
  )
  const lost = ok(await asRep('POST', `/opportunities/${one.id}/lose`, { reason: 'price' }))
  assert.equal(lost.state, 'lost')
  assert.equal(lost.lostFrom, 'quotation')
  assert.equal(ok(await asRep('POST', `/opportunities/${one.id}/move`, { to: 'quotation' }), 409).code, 'opportunity.closed')
})

test('the live price needs nobody at the price of the book, and hides costs from the rep', async () => {
  const one = await opportunity()
  const seen = ok(await asRep('POST', '/quotations/price', { opportunityId: one.id, lines: [line('P02', '10')] }))
  assert.equal(seen.route.level, 'nobody')
  assert.equal(seen.totals.netFen, 420_000)
  assert.ok(!('costFen' in seen.totals || 'marginPercent' in seen.totals || 'costFen' in seen.lines[0]), 'absent, not empty')
  assert.ok(!seen.waterfall.bars.some((bar: { key: string }) => ['cost', 'margin'].includes(bar.key)))
  const entitled = ok(await asManager('POST', '/quotations/price', { opportunityId: one.id, lines: [line('P02', '10')] }))
  assert.equal(entitled.totals.costFen, 276_000)
  const books = ok(await asRep('GET', `/price-books/${bookId}/entries`))
  assert.ok(books.items.length === 4 && books.items.every((entry: object) => !('costPrice' in entry)))
  assert.equal(
    ok(await asRep('POST', '/quotations/price', { opportunityId: one.id, lines: [{ productId: uuidv7(), quantity: '1' }] }), 422).code,
    'quotation.product_unpriced',
  )
})

test('R3.1.3 within authority a quotation is approved at once; sent, stamped, accepted; the gate follows', async () => {
  const one = await opportunity()
  const draft = ok(await asRep('POST', '/quotations', { opportunityId: one.id, lines: [line('P02', '100')] }))
  assert.match(draft.number, /^BJ-2026-\d{4}$/)
  assert.equal(draft.validUntil, '2026-12-08')
  assert.equal(ok(await asRep('POST', `/quotations/${draft.id}/send`, {}), 409).code, 'quotation.not_approved')
  const approved = ok(await asRep('POST', `/quotations/${draft.id}/submit`, {}))
  assert.equal(approved.status, 'approved')
  assert.equal(ok(await asRep('POST', `/quotations/${draft.id}/send`, { by: 'wechat' })).status, 'sent')
  await stampIt(draft.id)
  const shown = ok(await asRep('GET', `/opportunities/${one.id}`))
  const facts = await company.system((ctx) =>
    ctx.tx.rows<{ fact: string }>(
      sql`select fact from opportunity_fact where tenant_id = ${ctx.tenantId} and opportunity_id = ${one.id} order by fact`,
    ),
  )
  assert.deepEqual(
    facts.map((fact) => fact.fact),
    ['quotation_approved', 'quotation_stamped'],
  )
  assert.equal(shown.stage, 'contact', 'a fact moves nothing by itself')
  assert.equal(ok(await asRep('POST', `/quotations/${draft.id}/accept`, {})).status, 'accepted')
  assert.equal(ok(await asRep('POST', `/quotations/${draft.id}/revise`, {}), 409).code, 'quotation.not_possible')
  assert.deepEqual(ok(await asRep('GET', '/quotations/counts')).accepted, 1)
})

async function stampIt(id: string): Promise<void> {
  const pdf = await asRep('GET', `/quotations/${id}/pdf`)
  assert.equal(pdf.status, 200)
  assert.equal(pdf.headers['content-type'], 'application/pdf')
  assert.equal(pdf.raw.subarray(0, 5).toString(), '%PDF-')
  const form = new FormData()
  form.set('file', new File([Uint8Array.from(pdf.raw)], '盖章件.pdf', { type: 'application/pdf' }))
  const sent = new Request('http://localhost/', { method: 'POST', body: form })
  const type = { 'content-type': sent.headers.get('content-type') as string }
  const stamped = ok(await asRep('POST', `/quotations/${id}/stamped-copy`, Buffer.from(await sent.arrayBuffer()), type))
  assert.ok(stamped.stampedFileId)
  const file = await asRep('GET', `/files/${stamped.stampedFileId}/content`)
  assert.deepEqual(file.raw.subarray(0, 5).toString(), '%PDF-')
  assert.equal((await asOther('GET', `/files/${stamped.stampedFileId}/content`)).status, 404)
  const empty = new FormData()
  empty.set('file', new File([], '空.pdf', { type: 'application/pdf' }))
  const nothing = new Request('http://localhost/', { method: 'POST', body: empty })
  const refused = await asRep('POST', `/quotations/${id}/stamped-copy`, Buffer.from(await nothing.arrayBuffer()), {
    'content-type': nothing.headers.get('content-type') as string,
  })
  assert.equal(ok(refused, 422).code, 'file.empty')
}

test('R4.1.8 below the floor: special approval by the director, then finance; each step asks the next, the end is in the deciding transaction', async () => {
  const one = await opportunity()
  const draft = ok(
    await asRep('POST', '/quotations', {
      opportunityId: one.id,
      lines: [line('P01', '100', '221.00'), line('P02', '100', '357.00')],
      header: { percentOff: '5' },
    }),
  )
  assert.deepEqual(
    draft.lines.map((row: { unitPrice: string; belowFloor: boolean }) => [row.unitPrice, row.belowFloor]),
    [
      ['209.9500', false],
      ['339.1500', true],
    ],
    'Q1: hidden by the header discount',
  )
  const waiting = ok(await asRep('POST', `/quotations/${draft.id}/submit`, { note: '三家比价' }))
  assert.equal(waiting.status, 'in_approval')
  assert.deepEqual(waiting.route, { level: 'special', approvers: ['director', 'finance'] })
  assert.deepEqual(waiting.waiting.names, ['周启明'])
  const [item] = ok(await asDirector('GET', '/approvals')).items
  assert.equal(item.subjectId, draft.id)
  assert.equal(item.reason.key, 'quotation.why.below_floor')
  assert.deepEqual(ok(await asFinance('GET', '/approvals')).items, [], 'finance is not asked yet')
  const card = ok(await asDirector('GET', `/approvals/${item.id}`))
  assert.equal(card.card.amountFen, 5_491_000)
  assert.equal(card.card.figures.find((figure: { key: string }) => figure.key === 'floor').tone, 'bad')
  assert.ok(card.card.waterfall.bars.some((bar: { key: string }) => bar.key === 'margin'))
  assert.deepEqual(
    card.card.facts.slice(0, 4).map((fact: { key: string }) => fact.key),
    ['credit', 'terms', 'history', 'opportunity'],
  )
  const mine = ok(await asRep('GET', `/approvals/${item.id}`))
  assert.ok(!mine.card.waterfall.bars.some((bar: { key: string }) => bar.key === 'margin'), 'the rep sees his approval without the margin')
  assert.equal(ok(await asOther('GET', `/approvals/${item.id}`), 404).code, 'common.not_found')
  assert.equal(ok(await asFinance('POST', `/approvals/${item.id}/decide`, { answer: 'approve' }), 409).code, 'approval.not_yours')
  assert.equal(ok(await asDirector('POST', `/approvals/${item.id}/decide`, { answer: 'reject' }), 422).code, 'approval.reason_needed')
  const first = ok(await asDirector('POST', `/approvals/${item.id}/decide`, { answer: 'approve', note: '同意', version: item.version }))
  assert.equal(first.status, 'pending')
  assert.deepEqual(
    first.waitingFor.map((person: { name: string }) => person.name),
    ['郭颖'],
  )
  const held = ok(await asRep('GET', `/opportunities/${one.id}`))
  assert.equal(held.stage, 'contact')
  const progress = await company.system((ctx) =>
    ctx.tx.rows<{ fact: string; words: { key: string; params: { names: string } } }>(
      sql`select fact, words from opportunity_progress where tenant_id = ${ctx.tenantId} and opportunity_id = ${one.id} order by fact`,
    ),
  )
  assert.deepEqual(
    progress.map((row) => [row.fact, row.words.key, row.words.params.names]),
    [
      ['quotation_approved', 'quotation.progress.waiting', '郭颖'],
      ['quotation_stamped', 'quotation.progress.made', undefined],
    ],
  )
  const last = ok(await asFinance('POST', `/approvals/${item.id}/decide`, { answer: 'approve' }))
  assert.equal(last.status, 'approved')
  assert.equal(ok(await asRep('GET', `/quotations/${draft.id}`)).status, 'approved')
  assert.equal(ok(await asFinance('POST', `/approvals/${item.id}/decide`, { answer: 'approve' }), 409).code, 'approval.not_running')
  const tasks = await company.system((ctx) =>
    ctx.tx.rows<{ state: string }>(sql`select state from task where tenant_id = ${ctx.tenantId} and subject_id = ${item.id}`),
  )
  assert.deepEqual(
    tasks.map((task) => task.state),
    ['done', 'done'],
  )
  const sent = ok(await asRep('POST', `/quotations/${draft.id}/send`, {}))
  assert.equal(sent.status, 'sent')
})

test('Q2: a thin effective margin asks the general manager too', async () => {
  const one = await opportunity()
  const draft = ok(await asRep('POST', '/quotations', { opportunityId: one.id, lines: [line('P03', '200', '280.00')] }))
  assert.deepEqual(draft.route, { level: 'special', approvers: ['director', 'finance', 'gm'] })
  assert.ok(draft.why.some((words: { key: string }) => words.key === 'quotation.why.margin'))
  const full = ok(await asManager('GET', `/quotations/${draft.id}`))
  assert.deepEqual([full.totals.marginPercent.toFixed(2), full.totals.effectiveMarginPercent.toFixed(2)], ['8.93', '7.31'])
})

test('rejected or withdrawn it is a draft again; only the requester withdraws; a revision takes its proof with it', async () => {
  const one = await opportunity()
  const draft = ok(await asRep('POST', '/quotations', { opportunityId: one.id, lines: [line('P02', '100', '386.40')] }))
  ok(await asRep('POST', `/quotations/${draft.id}/submit`, {}))
  const [item] = ok(await asManager('GET', '/approvals')).items
  assert.equal(ok(await asManager('POST', `/approvals/${item.id}/withdraw`, {}), 409).code, 'approval.not_the_requester')
  const turned = ok(await asManager('POST', `/approvals/${item.id}/decide`, { answer: 'reject', note: '价格再谈' }))
  assert.equal(turned.status, 'rejected')
  assert.equal(ok(await asRep('GET', `/quotations/${draft.id}`)).status, 'draft')
  ok(await asRep('POST', `/quotations/${draft.id}/submit`, {}))
  assert.equal(ok(await asRep('POST', `/quotations/${draft.id}/withdraw`, {})).status, 'draft')
  assert.deepEqual(ok(await asManager('GET', '/approvals')).items, [])
  const again = ok(await asRep('GET', `/quotations/${draft.id}`))
  ok(await asRep('PUT', `/quotations/${draft.id}`, { lines: [line('P02', '100')], version: again.version }))
  ok(await asRep('POST', `/quotations/${draft.id}/submit`, {}))
  ok(await asRep('POST', `/quotations/${draft.id}/send`, {}))
  const next = ok(await asRep('POST', `/quotations/${draft.id}/revise`, {}))
  assert.deepEqual([next.number, next.revision, next.status], [draft.number, 2, 'draft'])
  const facts = await company.system((ctx) =>
    ctx.tx.rows<{ revoked: boolean }>(
      sql`select revoked_at is not null as revoked from opportunity_fact where tenant_id = ${ctx.tenantId} and opportunity_id = ${one.id} and fact = 'quotation_approved'`,
    ),
  )
  assert.deepEqual(facts, [{ revoked: true }])
  assert.equal(ok(await asRep('GET', `/quotations/${draft.id}`)).status, 'expired')
})

test('out of validity it cannot be sent, and the sweep lets it expire', async () => {
  const one = await opportunity()
  const draft = ok(await asRep('POST', '/quotations', { opportunityId: one.id, lines: [line('P02', '1')] }))
  ok(await asRep('POST', `/quotations/${draft.id}/submit`, {}))
  world.clock.set('2026-12-09T00:30:00.000Z')
  try {
    assert.equal(ok(await asRep('POST', `/quotations/${draft.id}/send`, {}), 409).code, 'quotation.expired')
    assert.ok((await world.house.services().jobs.runNow('quotation.expire', company.tenantId)) >= 1)
    assert.equal(ok(await asRep('GET', `/quotations/${draft.id}`)).status, 'expired')
    assert.equal(await world.house.services().jobs.runNow('quotation.expire', company.tenantId), 0)
  } finally {
    world.clock.set('2026-11-23T00:30:00.000Z')
  }
})

test('R3.3.2 a team member sees opportunity, quotation and account, and loses them with the team; a stranger sees none', async () => {
  const one = await opportunity()
  const draft = ok(await asRep('POST', '/quotations', { opportunityId: one.id, lines: [line('P02', '1')] }))
  const asPresales = await world.browser(presales)
  for (const path of [`/opportunities/${one.id}`, `/quotations/${draft.id}`, `/accounts/${accountId}`]) {
    assert.equal((await asPresales('GET', path)).status, 404, path)
    assert.equal((await asOther('GET', path)).status, 404, path)
  }
  assert.equal((await asOther('POST', `/opportunities/${one.id}/members`, { memberId: presales.id, role: 'presales' })).status, 404)
  ok(await asRep('POST', `/opportunities/${one.id}/members`, { memberId: presales.id, role: 'presales' }))
  assert.equal(
    ok(await asRep('POST', `/opportunities/${one.id}/members`, { memberId: presales.id, role: 'presales' }), 409).code,
    'opportunity.already_in_team',
  )
  for (const path of [`/opportunities/${one.id}`, `/quotations/${draft.id}`, `/accounts/${accountId}`])
    assert.equal((await asPresales('GET', path)).status, 200, path)
  assert.equal((await asPresales('POST', `/opportunities/${one.id}/budget`, { budgetFen: 100 })).status, 403)
  const said = ok(await asPresales('POST', `/opportunities/${one.id}/comments`, { text: '方案本周给' }))
  assert.equal(said.comments[0].authorName, '徐佳')
  assert.equal((await asPresales('POST', `/opportunities/${one.id}/comments`, { text: '置顶', pinned: true })).status, 403)
  ok(await asRep('DELETE', `/opportunities/${one.id}/members/${presales.id}`))
  assert.equal((await asPresales('GET', `/opportunities/${one.id}`)).status, 404)
})

test('the sweep takes exactly the opportunities the rule calls stalled, once', async () => {
  const one = await opportunity()
  const { stalledVerdict, stalledDefaults } = await import('#modules/opportunities/stalled.rule.ts')
  const before = await world.house.services().jobs.runNow('opportunity.stalled', company.tenantId)
  assert.equal(before, 0)
  world.clock.set('2026-12-07T00:30:00.000Z')
  try {
    const rows = await company.system((ctx) =>
      ctx.tx.rows<{ id: string; stage: string; stageSince: string; lastSubstantiveAt: string | null }>(
        sql`select id, stage, stage_since, last_substantive_at from opportunity where tenant_id = ${ctx.tenantId} and closed_at is null`,
      ),
    )
    const due = rows.filter((row) => stalledVerdict(row, stalledDefaults, world.clock.now()).stalled).map((row) => row.id)
    assert.ok(due.includes(one.id))
    assert.equal(await world.house.services().jobs.runNow('opportunity.stalled', company.tenantId), due.length)
    const marked = await company.system((ctx) =>
      ctx.tx.rows<{ id: string }>(sql`select id from opportunity where tenant_id = ${ctx.tenantId} and stalled_since is not null`),
    )
    assert.deepEqual(marked.map((row) => row.id).sort(), due.sort())
    assert.equal(await world.house.services().jobs.runNow('opportunity.stalled', company.tenantId), 0)
    const listed = ok(await asRep('GET', '/opportunities?state=stalled&limit=200'))
    assert.deepEqual(listed.items.map((row: { id: string }) => row.id).sort(), due.sort())
  } finally {
    world.clock.set('2026-11-23T00:30:00.000Z')
  }
})
