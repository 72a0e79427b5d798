import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoWorld } from '#testing/demo-world.ts'
import { DEMO_PASSWORD } from '../../demo.ts'

const world = await demoWorld()
const { story } = world
const as = (username: string) => world.browser({ username, password: DEMO_PASSWORD })
const admin = await as('admin')
const [lin, sun, wang] = [await as('linxiaofeng'), await as('sunqian'), await as('wanglei')]

test('the kit lists all that a rep holds; passing it on moves exactly that, and both sides read the record', async () => {
  const kit = (await admin('GET', `/members/${story.id('U07')}/holdings`)).body
  for (const kind of ['lead', 'account', 'opportunity', 'contract', 'receivable']) assert.ok(kit.counts[kind] > 0, `he holds no ${kind}`)
  assert.equal(kit.successorId, story.id('U04'))
  assert.equal(kit.devices.length, 1, 'he is signed in once')
  const mine = (await lin('GET', '/accounts?limit=200')).body.items.filter((one: { ownerId: string }) => one.ownerId === story.id('U07'))
  assert.equal(kit.counts.account, mine.length)
  const before = (await admin('GET', `/members/${story.id('U08')}/holdings`)).body.counts
  const { status, body } = await admin('POST', `/members/${story.id('U07')}/hand-over`, { toId: story.id('U08') })
  assert.equal(status, 200, JSON.stringify(body))
  const after = (await admin('GET', `/members/${story.id('U08')}/holdings`)).body.counts
  for (const kind of Object.keys(kit.counts)) assert.equal(after[kind], (before[kind] ?? 0) + kit.counts[kind], kind)
  for (const call of [lin, sun, admin]) {
    const record = (await call('GET', `/hand-overs/${body.id}`)).body
    assert.deepEqual([record.fromName, record.toName, record.byName, record.leaving], ['林晓峰', '孙倩', '管理员', false])
    assert.equal(record.items.length, kit.items.length)
    assert.ok(record.items.every((item: { moved: boolean; name: string }) => item.moved && item.name.length > 0))
  }
  assert.equal((await wang('GET', `/hand-overs/${body.id}`)).status, 404, 'it is nobody else’s')
  assert.deepEqual(
    (await wang('GET', '/hand-overs')).body.items.map((one: { fromName: string; leaving: boolean }) => [one.fromName, one.leaving]),
    [['孙倩', false]],
  )
  assert.equal((await admin('POST', `/members/${story.id('U07')}/hand-over`, { toId: story.id('U08') })).body.code, 'member.nothing_held')
  const self = await admin('POST', `/members/${story.id('U08')}/hand-over`, { toId: story.id('U08') })
  assert.equal(self.body.code, 'member.successor_needed')
})

test('the kit names the phones and what each said it has not sent; a revoked phone is no longer his', async () => {
  const kit = async () => (await admin('GET', `/members/${story.id('U09')}/holdings`)).body.phones
  const known = (await kit()).length
  const said = { key: '0191aaaa-bbbb-7ccc-8ddd-0123456789ab', name: 'Android', platform: 'Android', unsent: { check_in: 1, photo: 2 } }
  const { id } = (await wang('PUT', '/me/device', said)).body
  const phones = await kit()
  assert.equal(phones.length, known + 1)
  const mine = phones.find((one: { id: string }) => one.id === id)
  assert.deepEqual([mine.name, mine.state, mine.unsent], ['Android', 'active', { check_in: 1, photo: 2 }])
  assert.equal('key' in mine, false, 'what a phone calls itself is nobody else’s')
  await wang('PUT', '/me/device', { ...said, unsent: {} })
  assert.deepEqual((await kit()).find((one: { id: string }) => one.id === id).unsent, {})
  await admin('POST', `/devices/${id}/revoke`)
  assert.equal((await kit()).length, known)
})

test('a leaver’s people and departments pass on too, and no name or phone stands in the event', async () => {
  const { body } = await admin('POST', `/members/${story.id('U06')}/disable`, { successorId: story.id('U05') })
  const record = (await admin('GET', `/hand-overs/${body.handOverId}`)).body
  assert.deepEqual([record.leaving, record.counts.department, record.counts.report], [true, 1, 1])
  const { items } = (await admin('GET', `/audit/events?subjectId=${story.id('U06')}`)).body
  const told = items.filter((one: { type: string }) => /handed_over|disabled/.test(one.type))
  assert.equal(told.length, 2)
  assert.ok(!/邵军|何雨桐|1390000/.test(JSON.stringify(told.map((one: { payload: object }) => one.payload))))
})
