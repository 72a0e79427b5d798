import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { openWorld } from '#testing/world.ts'
import { standardRoles } from '../../rooms.ts'

const world = await openWorld()
const company = await world.company()
const rights = standardRoles().find((role) => role.code === 'rep')?.permissions ?? {}
const rep = await company.member('林晓峰', rights)
const other = await company.member('孙倩', rights)
const asRep = await world.browser(rep)
const asOther = await world.browser(other)
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, judged by the assertions
const body = (answer: { status: number; body: unknown }, status = 200): any => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}

let phones = 100
async function lead(name: string, more: object = {}): Promise<string> {
  const phone = `1390000${String(phones++).padStart(4, '0')}`
  const made = body(
    await asRep('POST', '/leads', {
      company: name,
      contactName: '王德发',
      contactTitle: '老板',
      phone,
      lat: 31.299,
      lng: 120.585,
      datum: 'wgs84',
      city: '苏州',
      province: '江苏',
      channel: 'own',
      to: 'me',
      ...more,
    }),
  )
  assert.ok(made.leadId, JSON.stringify(made))
  return made.leadId
}
const wanted = { opportunity: { name: '屋面防水', amountFen: 12_000_000, expectedSignOn: '2026-12-30' } }

test('a lead becomes account, contact and opportunity in one transaction; its place moves along, and it is over', async () => {
  const id = await lead('苏州恒筑建材有限公司')
  const before = body(await asRep('GET', `/leads/${id}/conversion`))
  assert.deepEqual([before.accountName, before.contact.name, before.matches, before.blocks], ['苏州恒筑建材有限公司', '王德发', [], []])
  const made = body(await asRep('POST', `/leads/${id}/convert`, wanted))
  assert.equal(made.joined, false)
  const account = body(await asRep('GET', `/accounts/${made.accountId}`))
  assert.deepEqual([account.name, account.ownerId, account.leadId, account.channelKind], ['苏州恒筑建材有限公司', rep.id, id, 'own'])
  assert.deepEqual(
    account.contacts.map((one: { id: string; name: string }) => [one.id, one.name]),
    [[made.contactId, '王德发']],
  )
  assert.equal(account.sites.length, 1)
  assert.deepEqual([account.sites[0].subjectType, account.sites[0].lat], ['account', 31.299])
  const opportunity = body(await asRep('GET', `/opportunities/${made.opportunityId}`))
  assert.deepEqual([opportunity.stage, opportunity.weight, opportunity.leadId, opportunity.amountFen], ['contact', 20, id, 12_000_000])
  assert.deepEqual(
    opportunity.checklist.items.map((item: { fact: string; state: string }) => [item.fact, item.state]),
    [
      ['need_form', 'missing'],
      ['contact', 'met'],
    ],
  )
  const over = body(await asRep('GET', `/leads/${id}`))
  assert.deepEqual([over.state, over.accountId, over.opportunityId], ['converted', made.accountId, made.opportunityId])
  const story = body(await asRep('GET', `/accounts/${made.accountId}/timeline?limit=50`))
  const types = story.items.map((entry: { type: string }) => entry.type)
  for (const type of ['lead.received', 'lead.converted', 'account.created', 'opportunity.created']) assert.ok(types.includes(type), type)
  assert.equal(body(await asRep('POST', `/leads/${id}/convert`, wanted), 409).code, 'opportunity.lead_closed')
})

test('a company that is an account already is joined, never doubled', async () => {
  const id = await lead('昆山玉峰工程建设有限公司', { phone: '13900009999' })
  const account = body(
    await asOther('POST', '/accounts', {
      name: '昆山玉峰工程建设有限公司',
      segment: 'ka',
      contact: { name: '顾国平', phone: '13900009999' },
    }),
  )
  const shown = body(await asRep('GET', `/leads/${id}/conversion`))
  assert.deepEqual([shown.matches[0].accountId, shown.matches[0].ownerName], [account.id, '孙倩'])
  assert.ok(shown.matches[0].reasons.includes('phone'))
  const refused = body(await asRep('POST', `/leads/${id}/convert`, { ...wanted, newAccount: shown.matches[0].decision === 'same' }), 409)
  assert.equal(refused.code, 'opportunity.account_exists')
  assert.match(refused.detail, /昆山玉峰工程建设有限公司 已经是客户，归 孙倩/)
  const joined = body(await asRep('POST', `/leads/${id}/convert`, { ...wanted, accountId: account.id }))
  assert.deepEqual([joined.accountId, joined.joined], [account.id, true])
  const opportunity = body(await asRep('GET', `/opportunities/${joined.opportunityId}`))
  assert.deepEqual([opportunity.accountName, opportunity.ownerName], ['昆山玉峰工程建设有限公司', '林晓峰'])
})

test('somebody else’s lead is not found, and what fails leaves nothing behind', async () => {
  const id = await lead('上海衡越装饰有限公司')
  assert.equal((await asOther('POST', `/leads/${id}/convert`, wanted)).status, 404)
  const count = () =>
    company.system((ctx) =>
      ctx.tx.row<{ n: number }>(
        sql`select (select count(*) from account where tenant_id = ${ctx.tenantId})::int + (select count(*) from opportunity where tenant_id = ${ctx.tenantId})::int as n`,
      ),
    )
  const before = await count()
  assert.equal((await asRep('POST', `/leads/${id}/convert`, { ...wanted, contact: { name: '某人', phone: 'not a phone' } })).status, 422)
  assert.deepEqual(await count(), before)
  assert.notEqual(body(await asRep('GET', `/leads/${id}`)).state, 'converted')
})
