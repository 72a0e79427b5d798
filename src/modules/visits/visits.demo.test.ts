import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '#core/jobs.ts'
import { verifyEvidence } from '#modules/files/index.ts'
import { demoWorld } from '#testing/demo-world.ts'
import { listVisits, visit, visitBoard } from './visit.actions.ts'
import { viewDay } from './visit.store.ts'

// The visits of the story under its own clock: Monday 2026-11-23 08:30.
const world = await demoWorld()
const { tenantId, story } = world
const ask = <T>(work: Parameters<typeof asSystem<T>>[3]): Promise<T> => asSystem(world.house, tenantId, 'test', work)
const told = (key: string) => ask((ctx) => visit(ctx, { id: story.id(key) }))

test('R2.3.5 a week of visits: U07 made 14, 11 valid, 2 closed, 1 invalid', async () => {
  const { items } = await ask((ctx) => visitBoard(ctx, { from: '2026-11-16', to: '2026-11-22' }))
  const lin = items.find((row) => row.memberId === story.id('U07'))
  assert.deepEqual([lin?.visits, lin?.valid, lin?.attempted, lin?.invalid, lin?.pending], [14, 11, 2, 1, 0])
  const closed = await ask((ctx) =>
    listVisits(ctx, { tab: 'attempted', ownerId: story.id('U07'), from: '2026-11-16', to: '2026-11-22', limit: 50 }),
  )
  assert.deepEqual(
    closed.items.map((item) => item.outcome),
    ['closed', 'closed'],
  )
  assert.equal(items.length, 6, 'every rep was out')
})

test('V1, V2, V3, V7 and V8 stand in the story with their verdicts', async () => {
  const v1 = await told('V1')
  assert.deepEqual([v1.checkInVerdict, v1.validity, v1.dwellMs, v1.template.version], ['verified', 'valid', 38 * 60_000, 4])
  const v2 = await told('V2')
  assert.deepEqual([v2.checkInVerdict, v2.validity, v2.reasons, v2.purpose], ['verified', 'invalid', ['too_short'], 'deep'])
  const v3 = await told('V3')
  assert.deepEqual(
    v3.positions.map((position) => [position.verdict, Math.round(position.distanceM ?? 0), position.accuracyM]),
    [
      ['rejected', 420, 20],
      ['unverified', 420, 130],
    ],
  )
  const v7 = await told('V7')
  assert.deepEqual([v7.validity, v7.offline, v7.reasons], ['valid', true, ['long_enough', 'recorded_offline']])
  const v8 = await told('V8')
  assert.deepEqual([v8.checkOutBy, v8.checkOutAt, v8.validity], ['auto', '2026-11-20T12:00:00.000Z', 'pending'])
})

test('V4, V5, V6 and V9: what happened is on record for the rules that judge it', async () => {
  const [frozen] = (await told('V4')).positions
  assert.equal(frozen?.samples.length, 30)
  assert.equal(new Set(frozen?.samples.map(({ lat, lng }) => `${lat} ${lng}`)).size, 1)
  const [from, to] = [await told('V5a'), await told('V5')]
  assert.equal(Date.parse(to.checkInAt ?? '') - Date.parse(from.checkOutAt ?? ''), 25 * 60_000)
  const [first, second] = [await told('V6a'), await told('V6')]
  assert.equal(second.photos[0]?.originalSha256, first.photos[0]?.originalSha256)
  assert.deepEqual([first.trust, first.validity, second.trust, second.validity], [null, 'valid', 'suspect', 'pending'])
  const v9 = await told('V9')
  assert.deepEqual([v9.checkInVerdict, v9.positions[0]?.reason], ['unverified', 'site_looks_like_gcj02'])
  assert.equal(Math.round((v9.positions[0]?.distanceM ?? 0) / 5) * 5, 465)
})

test('today: U07 has four stops beginning with C01, and knows what was left over there', async () => {
  const stops = await ask((ctx) => viewDay(ctx, story.id('U07'), '2026-11-23'))
  assert.deepEqual(
    stops.map((stop) => stop.subjectId),
    ['C01', 'C03', 'C02', 'C07'].map((key) => story.id(key)),
  )
  assert.deepEqual([stops[0]?.leftOver, stops[0]?.goal], ['堵漏王断货，王老板等补货答复', '拿下 JS 涂料 60 桶补货意向'])
  for (const rep of ['U08', 'U09', 'U10', 'U11', 'U12'])
    assert.ok((await ask((ctx) => viewDay(ctx, story.id(rep), '2026-11-23'))).length >= 2, rep)
})

test('a step said to be a photo has its photo, and the evidence chain of all of them holds', async () => {
  const { items } = await ask((ctx) => listVisits(ctx, { tab: 'all', from: '2026-11-20', to: '2026-11-22', limit: 100 }))
  let photos = 0
  for (const item of items) {
    const one = await ask((ctx) => visit(ctx, { id: item.id }))
    const steps = one.steps.filter((step) => step.type === 'photo' && step.state === 'done').map((step) => step.key)
    assert.deepEqual([...new Set(one.photos.map((photo) => photo.stepKey))].sort(), steps.sort(), `${item.subjectName} ${item.ownerName}`)
    photos += one.photos.length
  }
  const older = await ask((ctx) => listVisits(ctx, { tab: 'all', from: '2026-10-26', to: '2026-11-19', limit: 200 }))
  const some = older.items.at(3)
  assert.ok(some && !(await ask((ctx) => visit(ctx, { id: some.id }))).steps.some((step) => step.type === 'photo'))
  assert.deepEqual(await ask((ctx) => verifyEvidence(ctx, { bytes: true })), { links: photos, firstBad: null })
})

test('C06 has been quiet for more than three weeks', async () => {
  const { items } = await ask((ctx) => listVisits(ctx, { tab: 'all', subjectId: story.id('C06'), limit: 50 }))
  assert.ok(items.every((item) => item.plannedOn < '2026-11-02'))
  assert.equal(items[0]?.validity, 'valid')
})
