import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { grantRecord } from '#modules/organization/index.ts'
import { openWorld } from '#testing/world.ts'
import { createAccount, createContact, recordActivity, setCredit } from './index.ts'

const world = await openWorld()
const company = await world.company()
const rights = { 'account.read': 'own', 'account.write': 'own' } as const
const lin = await company.member('林晓峰', rights)
const sun = await company.member('孙倩', rights)
const asLin = await world.browser(lin)
const asSun = await world.browser(sun)

const hengzhu = {
  name: '苏州恒筑建材经营部',
  segment: 'dealer',
  level: 'A',
  city: '苏州',
  termsCode: 'EOM30',
  contact: { name: '王德发', title: '老板', role: 'decision_maker', phone: '139 1234 5678' },
  site: { name: '门店', lat: 31.299, lng: 120.585, datum: 'gcj02' },
}

test('an account is made with its first contact and place; the place stands in WGS-84', async () => {
  const made = await asLin('POST', '/accounts', hengzhu)
  assert.equal(made.status, 200, JSON.stringify(made.body))
  assert.equal(made.body.contacts[0].phone, '+8613912345678')
  const [site] = made.body.sites
  assert.ok(Math.abs(site.lat - 31.299) > 0.001 && Math.abs(site.lng - 120.585) > 0.003, 'GCJ-02 is half a kilometre off')
  assert.deepEqual(made.body.may, { change: true, followUp: true, addContact: true, addSite: true, assign: false })
})

test('the same phone or name is found before a second account is made, and who has it is told', async () => {
  const again = await asSun('POST', '/accounts', { ...hengzhu, name: '恒筑建材经营部（苏州）' })
  assert.equal(again.body.code, 'account.exists')
  assert.equal(again.body.params.owner, '林晓峰')
  assert.match(again.body.detail, /林晓峰/)
})

test('lists, searches and single loads show the same: one’s own and what was granted', async () => {
  const mine = await asLin('GET', '/accounts?q=恒筑')
  const [item] = mine.body.items
  assert.equal((await asSun('GET', '/accounts?q=恒筑')).body.items.length, 0)
  assert.equal((await asSun('GET', `/accounts/${item.id}`)).status, 404)
  assert.equal((await asLin('GET', '/accounts?q=13912345678')).body.items.length, 1, 'by phone')
  await company.system((ctx) =>
    grantRecord(ctx, { memberId: sun.id, recordType: 'account', recordId: item.id, reason: 'team', givenBy: 'opportunity:1' }),
  )
  assert.equal((await asSun('GET', '/accounts?q=恒筑')).body.items.length, 1)
  const seen = await asSun('GET', `/accounts/${item.id}`)
  assert.equal(seen.status, 200)
  assert.equal(seen.body.may.change, false, 'a grant opens reading')
  assert.equal((await asSun('PUT', `/accounts/${item.id}`, { ...hengzhu, version: item.version })).status, 404)
})

test('pages of the list follow each other without a gap or a double', async () => {
  await company.as(lin, async (ctx) => {
    for (let n = 0; n < 7; n++)
      await createAccount(ctx, { name: `无锡客户${n}号材料行`, segment: 'smb', ownerId: lin.id, channelKind: 'own', id: uuidv7() })
  })
  for (const sort of ['new', 'name', 'idle']) {
    const seen: string[] = []
    let cursor = ''
    for (let round = 0; round < 10; round++) {
      const { body } = await asLin('GET', `/accounts?limit=3&sort=${sort}${cursor}`)
      seen.push(...body.items.map((one: { id: string }) => one.id))
      if (!body.next) break
      cursor = `&cursor=${body.next}`
    }
    assert.equal(seen.length, 8, sort)
    assert.equal(new Set(seen).size, 8, sort)
  }
})

test('a change is refused when stale, a wrong credit code when it cannot be one', async () => {
  const { id, version } = (await asLin('GET', '/accounts?q=恒筑')).body.items[0]
  const change = { name: hengzhu.name, segment: 'dealer', level: 'B', termsCode: 'EOM30' }
  assert.equal((await asLin('PUT', `/accounts/${id}`, { ...change, version: version + 1 })).body.code, 'common.stale')
  assert.equal((await asLin('PUT', `/accounts/${id}`, { ...change, usci: '91320500MA1MXXXXX0', version })).body.code, 'account.usci_wrong')
  const saved = await asLin('PUT', `/accounts/${id}`, { ...change, version })
  assert.equal(saved.body.level, 'B')
})

test('a follow-up stands on the timeline with its verdict, and moves the idle day', async () => {
  const { id } = (await asLin('GET', '/accounts?q=恒筑')).body.items[0]
  world.clock.set('2026-11-24T02:00:00.000Z')
  const logged = await asLin('POST', `/accounts/${id}/follow-ups`, { kind: 'meeting', text: '谈了十二月要货' })
  assert.equal(logged.body.substantive, true)
  assert.equal(logged.body.reason, 'meeting_held')
  const story = await asLin('GET', `/accounts/${id}/timeline`)
  assert.equal(story.body.items[0].type, 'account.followed_up')
  assert.equal(story.body.items[0].activity.text, '谈了十二月要货')
  assert.equal((await asLin('GET', `/accounts/${id}`)).body.lastActivityAt, '2026-11-24T02:00:00.000Z')
  assert.equal((await asLin('POST', `/accounts/${id}/follow-ups`, { kind: 'note', text: ' ' })).body.code, 'activity.says_nothing')
  const early = { kind: 'call', at: '2026-11-25T00:00:00.000Z' }
  assert.equal((await asLin('POST', `/accounts/${id}/follow-ups`, early)).body.code, 'activity.in_future')
})

test('doors for later rooms: contact, activity, credit', async () => {
  const { id } = (await asLin('GET', '/accounts?q=恒筑')).body.items[0]
  await company.as(lin, async (ctx) => {
    await createContact(ctx, id, { name: '李秀英', role: 'finance', phone: '13912345679' })
    const visit = await recordActivity(ctx, { subjectType: 'account', subjectId: id, kind: 'visit', validVisit: false })
    assert.deepEqual([visit.contact, visit.substantive, visit.reason], [true, false, 'visit_not_valid'])
    await setCredit(ctx, id, { grade: 'D', frozen: true, reason: { oldestOverdueDays: 131 } })
    await setCredit(ctx, id, { grade: 'D', frozen: true, reason: { oldestOverdueDays: 132 } })
  })
  const seen = (await asLin('GET', `/accounts/${id}`)).body
  assert.equal(seen.creditFrozen, true)
  assert.equal(seen.credit.reason.oldestOverdueDays, 132)
  assert.equal(seen.contacts.length, 2)
  const told = await company.system((ctx) =>
    ctx.tx.rows(sql`select 1 from event where tenant_id = ${ctx.tenantId} and subject_id = ${id} and type = 'account.credit_changed'`),
  )
  assert.equal(told.length, 1, 'told when it changes, not at each judgement')
})
