// A contract from its quotation to the receipt plan, over the demo company: 衡越 1,200,000 (director too), 玉峰 640,000, 甬固 180,000.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { sql } from '#core/db.ts'
import type { Refusal } from '#core/refuse.ts'
import { checkPdfSignature } from '#core/signer.ts'
import { setCredit } from '#modules/accounts/index.ts'
import { decide } from '#modules/approvals/index.ts'
import { readFile } from '#modules/files/index.ts'
import { tellStory } from '#testing/story.ts'
import { openWorld } from '#testing/world.ts'
import { create, edit, recordDelivery, recordEvent, voidContract } from './contract.actions.ts'
import { counts, detail, list } from './contract-view.actions.ts'
import { documentOf } from './document.actions.ts'
import { beginSigning, sign, signingCode, stopSigning } from './signing.actions.ts'
import { submit } from './submit.actions.ts'

const world = await openWorld()
const told = await tellStory(world, ['products', 'accounts', 'opportunities', 'quotations', 'contracts', 'receivables', 'commissions'])
const { story } = told
const yuan = (amount: number): number => amount * 100
const code = (error: unknown): string => (error as Refusal).code
const data = (error: unknown): Record<string, unknown> => (error as Refusal).data
const caught = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => assert.fail('it was allowed'),
    (error) => error,
  )
/** The instalments of a contract, as receivables keeps them. */
const instalments = async (contractId: string) =>
  await told.system((ctx) =>
    ctx.tx.rows<{
      no: number
      amountFen: number
      dueOn: string | null
      period: string | null
    }>(sql`select no, amount_fen, due_on, period from receipt_plan_item
      where tenant_id = ${ctx.tenantId} and contract_id = ${contractId} order by no`),
  )
const request = { ip: '127.0.0.1', userAgent: 'test' }

const quotationOf = async (account: string): Promise<string> => {
  const row = await told.system((ctx) =>
    ctx.tx.row<{ id: string }>(
      sql`select id from quotation where tenant_id = ${ctx.tenantId} and account_id = ${story.id(account)} and status = 'accepted'`,
    ),
  )
  return row?.id as string
}
const draw = async (svg: string): Promise<string> =>
  `data:image/png;base64,${(
    await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="160">${svg}</svg>`))
      .png()
      .toBuffer()
  ).toString('base64')}`
const ink = await draw('<path d="M20 100 C 120 20, 200 150, 380 60" stroke="#141821" stroke-width="6" fill="none"/>')
const blank = await draw('<rect width="400" height="160" fill="#fff"/>')

async function approve(approvalId: string, people: readonly string[]): Promise<void> {
  for (const person of people) await told.as(person, (ctx) => decide(ctx, { id: approvalId, answer: 'approve' }))
}

async function signFor(person: string, id: string, party: 'seller' | 'buyer', signerName: string, image = ink) {
  const { code: oneTime } = await told.as(person, (ctx) => signingCode(ctx, { id, party }))
  return await told.as(person, (ctx) => sign(ctx, { id, party, signerName, code: oneTime as string, image }, request))
}

const draft = async (who: string, account: string) => {
  const quotationId = await quotationOf(account)
  return await told.as(who, (ctx) => create(ctx, { quotationId, kind: 'single' }))
}

test('R4.1.4 a draft holds what the quotation agreed, the customer file and the plan the terms will make', async () => {
  const { id, number } = await draft('U08', 'C04')
  assert.match(number, /^HT-2026-0049$/)
  const one = await told.as('U08', (ctx) => detail(ctx, { id }))
  assert.deepEqual([one.amountFen, one.terms.code, one.lines.length, one.status], [yuan(1_200_000), '30/60/10', 3, 'draft'])
  assert.deepEqual(one.blocks, [], 'nothing is in the way')
  assert.deepEqual(
    one.plan.map((item) => [item.amountFen, item.dueOn, item.expectedOn]),
    [
      [yuan(360_000), null, '2026-11-30'],
      [yuan(720_000), null, '2027-02-21'],
      [yuan(120_000), null, '2028-01-22'],
    ],
  )
  assert.deepEqual([one.customer.creditGrade, one.customer.frozen, one.customer.contracts], ['A', false, 1])
  assert.match(one.clauses[0]?.text ?? '', /¥1,200,000\.00（大写：壹佰贰拾万元整）/)
  assert.equal(
    one.clauses.some((clause) => /[{}]/.test(clause.text)),
    false,
    'every place is filled',
  )
  assert.equal(code(await caught(draft('U08', 'C04'))), 'contract.quotation_used')
  await told.as('U08', (ctx) => voidContract(ctx, { id, reason: '换模板' }))
  assert.notEqual((await draft('U08', 'C04')).id, id, 'a void contract gives its quotation back')
})

test('who may not reach the owner gets a missing record; another quotation state is refused', async () => {
  const quotationId = await quotationOf('C03')
  assert.equal(code(await caught(told.as('U12', (ctx) => create(ctx, { quotationId, kind: 'single' })))), 'common.not_found')
  const waiting = await told.system((ctx) =>
    ctx.tx.row<{ id: string }>(sql`select id from quotation where tenant_id = ${ctx.tenantId} and status = 'draft' limit 1`),
  )
  const error = await caught(told.as('U07', (ctx) => create(ctx, { quotationId: waiting?.id as string, kind: 'single' })))
  assert.equal(code(error), 'contract.quotation_not_approved')
})

test('a frozen account signs nothing new; the sentence says how much, how late, and who can help', async () => {
  const { id } = await draft('U11', 'C17')
  await told.system((ctx) =>
    setCredit(ctx, story.id('C17'), { grade: 'D', frozen: true, reason: { overdueFen: yuan(432_000), oldestOverdueDays: 131 } }),
  )
  const error = await caught(told.as('U11', (ctx) => submit(ctx, { id })))
  assert.equal(code(error), 'contract.account_frozen')
  const sentence = world.house.say('zh-CN', code(error), data(error))
  assert.equal(sentence, '宁波三江甬固防水 有 ¥432,000.00 逾期 131 天，不能签新合同。先收款，或请 郭颖 解冻。')
  const one = await told.as('U11', (ctx) => detail(ctx, { id }))
  assert.deepEqual(
    one.blocks.map((block) => [block.code, block.act]),
    [['contract.account_frozen', 'collect']],
  )
  await told.system((ctx) => setCredit(ctx, story.id('C17'), { grade: 'A', frozen: false, reason: null }))
  await told.as('U11', (ctx) => voidContract(ctx, { id, reason: '测试' }))
})

test('while another exit condition of the stage is missing it cannot be submitted, and all that is missing is told', async () => {
  const { id } = await draft('U07', 'C03')
  const revoke = (revoked: boolean) =>
    told.system((ctx) =>
      ctx.tx.run(sql`update opportunity_fact set revoked_at = ${revoked ? '2026-11-22T00:00:00.000Z' : null} where tenant_id = ${ctx.tenantId}
        and opportunity_id = ${story.id('O-C03')} and fact = 'decision_maker'`),
    )
  assert.equal(await revoke(true), 1)
  const error = await caught(told.as('U07', (ctx) => submit(ctx, { id })))
  assert.equal(code(error), 'contract.stage_condition_missing')
  assert.deepEqual([data(error).count, data(error).missing], [1, '关键决策人'])
  await revoke(false)
})

test('641,000 less one: the manager and finance; 500,000 and more: the director too; a rejected one is a draft again', async () => {
  const { id } = (await told.as('U07', (ctx) => list(ctx, { tab: 'draft', limit: 10 }))).items[0] as { id: string }
  const first = await told.as('U07', (ctx) => submit(ctx, { id }))
  assert.equal((await told.as('U07', (ctx) => detail(ctx, { id }))).status, 'in_approval')
  assert.equal(code(await caught(told.as('U07', (ctx) => submit(ctx, { id })))), 'contract.not_a_draft')
  await told.as('U04', (ctx) => decide(ctx, { id: first.approvalId, answer: 'reject', note: '账期再谈' }))
  assert.equal((await told.as('U07', (ctx) => detail(ctx, { id }))).status, 'draft')
  const second = await told.as('U07', (ctx) => submit(ctx, { id }))
  await approve(second.approvalId, ['U04', 'U14'])
  assert.equal((await told.as('U07', (ctx) => detail(ctx, { id }))).status, 'in_approval', '640,000: the director is asked too')
  await approve(second.approvalId, ['U02'])
  assert.equal((await told.as('U07', (ctx) => detail(ctx, { id }))).status, 'approved')
})

test('R4.1.2 R4.2.2 both sign with a code on the fixed document; in that transaction it is effective, won, and planned to the fen', async () => {
  const { id } = (await told.as('U08', (ctx) => list(ctx, { tab: 'draft', limit: 10 }))).items[0] as { id: string }
  const { approvalId } = await told.as('U08', (ctx) => submit(ctx, { id }))
  await approve(approvalId, ['U04', 'U14', 'U02'])
  const fixed = await told.as('U08', (ctx) => beginSigning(ctx, { id }))
  assert.equal(code(await caught(signFor('U08', id, 'seller', '孙倩'))), 'contract.not_your_party', 'a rep does not sign for the company')
  const { code: oneTime } = await told.as('U04', (ctx) => signingCode(ctx, { id, party: 'seller' }))
  const wrong = oneTime === '000000' ? '000001' : '000000'
  const seller = { id, party: 'seller' as const, signerName: '高志远', signerTitle: '区域经理', image: ink }
  assert.equal(code(await caught(told.as('U04', (ctx) => sign(ctx, { ...seller, code: wrong }, request)))), 'contract.code_wrong')
  assert.equal(code(await caught(signFor('U04', id, 'seller', '高志远', blank))), 'contract.signature_empty')
  assert.equal(code(await caught(signFor('U04', id, 'seller', '高志远', 'data:image/png;base64,AAAA'))), 'file.wrong_type')
  const ours = await signFor('U04', id, 'seller', '高志远')
  assert.deepEqual(ours, { status: 'signing', signedFileId: null })
  assert.equal(code(await caught(signFor('U04', id, 'seller', '高志远'))), 'contract.party_signed')
  const used = await caught(
    told.as('U08', (ctx) => sign(ctx, { id, party: 'buyer', signerName: '陈立', code: oneTime as string, image: ink }, request)),
  )
  assert.equal(code(used), 'contract.code_wrong', 'a code of the other side is worth nothing')
  const theirs = await signFor('U08', id, 'buyer', '陈立')
  assert.equal(theirs.status, 'effective')

  const one = await told.as('U08', (ctx) => detail(ctx, { id }))
  assert.deepEqual(
    [one.status, one.signedOn, one.signatures.length, one.documentSha256],
    ['effective', '2026-11-23', 2, fixed.documentSha256],
  )
  const opportunity = await told.system((ctx) =>
    ctx.tx.row(sql`select stage, weight, contract_id from opportunity where tenant_id = ${ctx.tenantId} and id = ${story.id('O-C04')}`),
  )
  assert.deepEqual(opportunity, { stage: 'won', weight: 100, contractId: id })
  const plan = await instalments(id)
  assert.deepEqual(
    plan.map((item) => [item.no, item.amountFen, item.dueOn]),
    [
      [1, yuan(360_000), '2026-11-30'],
      [2, yuan(720_000), null],
      [3, yuan(120_000), null],
    ],
  )
  const pdf = await told.as('U08', (ctx) => readFile(ctx, one.signedFileId as string))
  const check = checkPdfSignature(pdf)
  assert.deepEqual([check?.intact, check?.whole, check?.signedAt], [true, true, '2026-11-23T00:30:00.000Z'])
  const shown = new Uint8Array(await (await told.as('U08', (ctx) => documentOf(ctx, { id }))).arrayBuffer())
  assert.deepEqual(shown, new Uint8Array(pdf), 'the document of an effective contract is the signed one')
  const events = await told.system((ctx) =>
    ctx.tx.rows<{ type: string }>(sql`select type from event where tenant_id = ${ctx.tenantId} and subject_id = ${id} order by id`),
  )
  assert.deepEqual(
    events.map((event) => event.type),
    [
      'contract.drafted',
      'contract.submitted',
      'contract.approved',
      'contract.signing_begun',
      'contract.signed',
      'contract.signed',
      'contract.effective',
    ],
  )
})

test('an acceptance dates what waits for it; a day before signing or ahead of today is refused', async () => {
  const { id } = (await told.as('U08', (ctx) => list(ctx, { tab: 'effective', opportunityId: story.id('O-C04'), limit: 5 }))).items[0] as {
    id: string
  }
  const at = (onDay: string, event = 'acceptance') => told.as('U08', (ctx) => recordEvent(ctx, { id, event, onDay }))
  assert.equal(code(await caught(at('2026-11-22'))), 'contract.day_before_signing')
  assert.equal(code(await caught(at('2026-11-24'))), 'contract.day_in_future')
  assert.equal(code(await caught(at('2026-11-23', 'milestone.主体封顶'))), 'contract.event_unknown')
  await at('2026-11-23')
  const plan = await instalments(id)
  assert.deepEqual(
    plan.map((item) => item.dueOn),
    ['2026-11-30', '2026-12-23', '2027-11-23'],
  )
})

test('a delivery on the frame contract adds its month to the plan: last day of the month plus 30', async () => {
  const id = story.id('CT3')
  await told.as('U08', (ctx) => recordDelivery(ctx, { id, deliveredOn: '2026-11-20', amountFen: yuan(51_200) }))
  const plan = await instalments(id)
  assert.deepEqual(plan.map((item) => [item.no, item.period, item.dueOn, item.amountFen]).at(-1), [
    3,
    '2026-11',
    '2026-12-30',
    yuan(51_200),
  ])
  const single = caught(told.as('U08', (ctx) => recordDelivery(ctx, { id: story.id('CT2'), deliveredOn: '2026-11-20', amountFen: 1 })))
  assert.equal(code(await single), 'contract.not_a_frame')
})

test('a stopped signing makes a new document; what was signed on the old one counts no more', async () => {
  const { id } = (await told.as('U07', (ctx) => list(ctx, { tab: 'signing', limit: 5 }))).items[0] as { id: string }
  await told.as('U07', (ctx) => beginSigning(ctx, { id }))
  await signFor('U04', id, 'seller', '高志远')
  await told.as('U07', (ctx) => stopSigning(ctx, { id }))
  world.clock.set('2026-11-23T01:00:00.000Z')
  await told.as('U07', (ctx) => beginSigning(ctx, { id }))
  const one = await told.as('U07', (ctx) => detail(ctx, { id }))
  assert.deepEqual([one.unsigned, one.signatures], [['seller', 'buyer'], []])
})

test('a draft changes by its version; places that nobody can fill are refused', async () => {
  const { id } = await draft('U11', 'C17')
  const change = (version: number, text: string) => told.as('U11', (ctx) => edit(ctx, { id, version, clauses: [{ title: '付款', text }] }))
  assert.equal(code(await caught(change(1, '按 {discount} 付款'))), 'contract.clause_place_unknown')
  assert.deepEqual(await change(1, '货到付款，{amount}。'), { version: 2 })
  assert.equal(code(await caught(change(1, '货到付款。'))), 'common.stale')
  assert.equal((await told.as('U11', (ctx) => detail(ctx, { id }))).clauses[0]?.text, '货到付款，¥180,000.00。')
})

test('lists stay within reach and counts agree with them', async () => {
  const reach = async (who: string) => (await told.as(who, (ctx) => counts(ctx))).tabs.all
  const [finance, manager, rep] = [await reach('U14'), await reach('U04'), await reach('U07')]
  assert.ok(finance > manager && manager > rep && rep > 0, `${finance} ${manager} ${rep}`)
  const own = await told.as('U07', (ctx) => list(ctx, { tab: 'all', limit: 200 }))
  assert.equal(own.items.length, rep)
  assert.equal(
    own.items.every((row) => row.ownerId === story.id('U07')),
    true,
  )
  const one = own.items[0] as { id: string }
  assert.equal(code(await caught(told.as('U12', (ctx) => detail(ctx, { id: one.id })))), 'common.not_found')
  const pages: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await told.as('U14', (ctx) => list(ctx, { tab: 'all', limit: 20, cursor }))
    pages.push(...page.items.map((row) => row.id))
    if (!page.next) break
    cursor = page.next
  }
  assert.deepEqual([pages.length, new Set(pages).size], [finance, finance])
})
