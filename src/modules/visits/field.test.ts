import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { distanceM, type Point, pointAt } from '#core/geo.ts'
import { uuidv7 } from '#core/ids.ts'
import { drawnPicture } from '#core/images.ts'
import { createAccount, createContact, createSite } from '#modules/accounts/index.ts'
import { holdUntil } from '#modules/pools/index.ts'
import { type Company, openWorld, type Person } from '#testing/world.ts'
import { standardRoles } from '../../rooms.ts'
import { stepResultOf } from './index.ts'

// What a rep does in the field, over HTTP, as his phone does it.
const world = await openWorld()
const role = (code: string) => standardRoles().find((one) => one.code === code)?.permissions ?? {}
const c01: Point = { lat: 31.299, lng: 120.585 }

type Caller = Awaited<ReturnType<typeof world.browser>>
interface Team {
  company: Company
  rep: Person
  manager: Person
  call: Caller
  boss: Caller
}

/** A manager with a rep who has agreed to positions at check-in; the clock stands at Monday 08:30. */
async function team(): Promise<Team> {
  world.clock.set('2026-11-23T00:30:00.000Z')
  const company = await world.company()
  const departmentId = await company.department('苏沪')
  const manager = await company.member('高志远', role('manager'), { departmentId, head: true })
  const rep = await company.member('林晓峰', role('rep'), { departmentId, managerId: manager.id })
  const [call, boss] = [await world.browser(rep), await world.browser(manager)]
  assert.equal((await call('POST', '/duty/start', { consent: true })).body.consented, true)
  return { company, rep, manager, call, boss }
}

/** An account of the rep with a point seen on the spot. */
async function account({ company, rep }: Team, name = '苏州恒筑建材经营部'): Promise<{ id: string; contactId: string }> {
  return await company.system(async (ctx) => {
    const made = await createAccount(ctx, { name, segment: 'dealer', level: 'A', ownerId: rep.id, channelKind: 'own' })
    await createSite(ctx, { subjectType: 'account', subjectId: made.id, point: c01, source: 'entered', verified: true })
    const contact = await createContact(ctx, made.id, { name: '王老板', isPrimary: true })
    return { id: made.id, contactId: contact.id }
  })
}

async function planned({ call }: Team, subjectId: string, more: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await call('POST', '/visits', { subjectType: 'account', subjectId, plannedOn: '2026-11-23', ...more })
  assert.equal(status, 200, JSON.stringify(body))
  return body.id
}

const now = (): string => world.clock.now().toISOString()
const minutesLater = (minutes: number): void => world.clock.set(new Date(Date.parse(now()) + minutes * 60_000).toISOString())

/** A burst of three fixes so many metres from `around`. */
function burst(metres: number, accuracyM: number, more: { around?: Point; capturedAt?: string; offline?: boolean; mock?: boolean } = {}) {
  const capturedAt = more.capturedAt ?? now()
  const at = (second: number): string => new Date(Date.parse(capturedAt) - second * 1000).toISOString()
  const fix = (accuracy: number, second: number) => ({
    ...pointAt(more.around ?? c01, metres, 250),
    accuracyM: accuracy,
    at: at(second),
    source: 'gps',
    mock: more.mock ?? false,
  })
  return { fixes: [fix(accuracyM + 40, 3), fix(accuracyM, 2), fix(accuracyM + 5, 0)], capturedAt, offline: more.offline ?? false }
}

const frames = { count: 0 }
const frame = (): Promise<Uint8Array> =>
  drawnPicture({
    width: 360,
    height: 480,
    sky: '#9db8cc',
    wall: '#b0a79b',
    sign: `#1d5a${(16 + frames.count++).toString(16)}`,
    words: `恒筑 ${frames.count}`,
  })
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function sendPhoto(
  call: Caller,
  visitId: string,
  step: string,
  photo: { bytes: Uint8Array; challenge?: string; sha256?: string; name?: string; capturedAt?: string; offline?: boolean },
  headers: Record<string, string> = {},
) {
  const form = new FormData()
  form.set('file', new File([new Uint8Array(photo.bytes)], photo.name ?? 'frame.jpg', { type: 'image/jpeg' }))
  if (photo.challenge !== undefined) form.set('challenge', photo.challenge)
  if (photo.offline) form.set('offline', 'true')
  form.set('sha256', photo.sha256 ?? sha256(photo.bytes))
  form.set('capturedAt', photo.capturedAt ?? now())
  form.set('lat', String(c01.lat))
  form.set('lng', String(c01.lng))
  form.set('accuracyM', '9')
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  return await call('POST', `/visits/${visitId}/steps/${step}/photos`, Buffer.from(await request.arrayBuffer()), {
    'content-type': request.headers.get('content-type') as string,
    ...headers,
  })
}

async function takePhoto(call: Caller, visitId: string, step: string, bytes?: Uint8Array) {
  const challenge = await call('POST', `/visits/${visitId}/steps/${step}/challenge`, {})
  assert.equal(challenge.status, 200, JSON.stringify(challenge.body))
  const answer = await sendPhoto(call, visitId, step, { bytes: bytes ?? (await frame()), challenge: challenge.body.code })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body
}

async function doStoreRound(call: Caller, visitId: string): Promise<void> {
  await takePhoto(call, visitId, 'storefront')
  await takePhoto(call, visitId, 'shelf')
  for (const [step, result] of [
    ['stock', { type: 'stock_count', items: [{ name: 'JS防水涂料', quantity: 12 }] }],
    ['competitor', { type: 'competitor_price', items: [{ brand: '东岳', product: 'JS 20kg', priceFen: 24_500 }] }],
  ] as const)
    assert.equal((await call('POST', `/visits/${visitId}/steps/${step}`, { result })).status, 200)
}

test('V1 R2.1.5 R2.3.2: planned, checked in inside the fence, all steps, 38 minutes: verified and valid', async () => {
  const people = await team()
  const { call, company } = people
  const { id: accountId } = await account(people)
  const id = await planned(people, accountId, { goal: '拿下 JS 涂料 60 桶', plannedAt: '2026-11-23T01:10:00.000Z' })
  const today = await call('GET', '/visits/today?lat=31.3&lng=120.6')
  assert.deepEqual(
    [today.body.day, today.body.next.id, today.body.next.goal, today.body.duty.on],
    ['2026-11-23', id, '拿下 JS 涂料 60 桶', true],
  )
  assert.equal(today.body.next.distanceM, Math.round(distanceM({ lat: 31.3, lng: 120.6 }, c01)))
  assert.deepEqual(today.body.next.fence.point, c01)

  world.clock.set('2026-11-23T01:11:00.000Z')
  const arrived = await call('POST', `/visits/${id}/check-in`, burst(64, 9))
  assert.equal(arrived.status, 200, JSON.stringify(arrived.body))
  assert.deepEqual(
    [arrived.body.status, arrived.body.checkInVerdict, arrived.body.checkInAt],
    ['in_progress', 'verified', '2026-11-23T01:11:00.000Z'],
  )
  assert.equal(Math.round(arrived.body.positions[0].distanceM), 64)
  assert.equal(arrived.body.positions[0].samples.length, 3)
  assert.equal(await company.system((ctx) => holdUntil(ctx, accountId)), '2026-11-23T12:00:00.000Z')

  const early = await call('POST', `/visits/${id}/check-out`, { outcome: 'done', capturedAt: now() }, { 'accept-language': 'zh-CN' })
  assert.deepEqual([early.status, early.body.code], [422, 'visit.steps_missing'])
  assert.equal(early.body.detail, '还差 4 步：门头照、陈列照、库存盘点、竞品价。做完，或写明做不了的原因。')
  await doStoreRound(call, id)
  const noRecording = await call('POST', `/visits/${id}/steps/talk`, {
    result: { type: 'audio', consent: true, seconds: 60, fileId: uuidv7() },
  })
  assert.equal(noRecording.body.code, 'visit.recording_missing')
  const skipped = await call('POST', `/visits/${id}/steps/talk/not-possible`, { reason: 'customer_refused' })
  assert.deepEqual([skipped.body.stepsDone, skipped.body.stepsTotal], [4, 5])

  minutesLater(38)
  const left = await call('POST', `/visits/${id}/check-out`, { outcome: 'done', leaves: '堵漏王断货', ...burst(30, 11) })
  assert.equal(left.status, 200, JSON.stringify(left.body))
  assert.deepEqual(
    [left.body.status, left.body.validity, left.body.reasons, left.body.dwellMs],
    ['completed', 'valid', ['long_enough'], 38 * 60_000],
  )
  assert.deepEqual(
    left.body.why.map((why: { rule: string; reasons: string[] }) => [why.rule, why.reasons]),
    [
      ['visit.fence', ['inside']],
      ['visit.validity', ['long_enough']],
    ],
  )
  assert.equal(await company.system((ctx) => holdUntil(ctx, accountId)), null)
  const story = await call('GET', `/accounts/${accountId}/timeline`)
  const entry = story.body.items.find((item: { activity: { kind: string } | null }) => item.activity?.kind === 'visit')
  assert.deepEqual([entry.activity.visitId, entry.activity.substantive], [id, true])
  // What was left over greets the next visit.
  await planned(people, accountId, { plannedOn: '2026-11-24' })
  const tomorrow = await call('GET', '/visits/today?day=2026-11-24')
  assert.deepEqual([tomorrow.body.next.leftOver, tomorrow.body.next.leftOverOn], ['堵漏王断货', '2026-11-23'])
})

test('V2 R2.3.3: a deep visit of 5 minutes is verified and invalid, and rep and manager are told', async () => {
  const people = await team()
  const { call, boss, company } = people
  const { id: accountId, contactId } = await account(people)
  const id = await planned(people, accountId, { purpose: 'deep' })
  assert.equal((await call('POST', `/visits/${id}/check-in`, burst(20, 9))).status, 200)
  await takePhoto(call, id, 'site_photo')
  const results = {
    decision_maker: { type: 'decision_maker', contactId },
    needs: { type: 'form', answers: { project: '屋面翻新', products: ['membrane'], budgetFen: 50_000_000 } },
    presentation: { type: 'confirm' },
    next_step: { type: 'next_step', text: '送方案', on: '2026-11-27' },
  }
  for (const [step, result] of Object.entries(results))
    assert.equal((await call('POST', `/visits/${id}/steps/${step}`, { result })).status, 200, step)
  minutesLater(5)
  const { body } = await call('POST', `/visits/${id}/check-out`, { outcome: 'done', capturedAt: now() })
  assert.deepEqual(
    [body.checkInVerdict, body.validity, body.reasons, body.minMinutes, body.nextOn],
    ['verified', 'invalid', ['too_short'], 15, '2026-11-27'],
  )
  await world.house.relay.drain(company.tenantId)
  for (const someone of [call, boss]) {
    const { body: inbox } = await someone('GET', '/notifications')
    const told = inbox.items.filter((item: { message: string }) => item.message === 'notice.visit.invalidated')
    assert.equal(told.length, 1)
    assert.equal(told[0].link, `/visits/${id}`)
    assert.deepEqual([told[0].params.rep, told[0].params.minutes, told[0].params.minMinutes], ['林晓峰', 5, 15])
  }
  const review = await boss('GET', '/visits?tab=review')
  assert.deepEqual(
    review.body.items.map((item: { id: string }) => item.id),
    [id],
  )
  // Figures and ids travel with the events of the steps; words and names do not.
  const facts = body.timeline
    .filter((event: { type: string }) => event.type === 'visit.step_done')
    .map((event: { payload: { type: string; facts: unknown } }) => [event.payload.type, event.payload.facts])
  assert.deepEqual(Object.fromEntries(facts), {
    photo: { photos: 1 },
    decision_maker: { contactId, role: 'decision_maker' },
    form: { answered: ['project', 'products', 'budgetFen'], products: ['membrane'], budgetFen: 50_000_000 },
    confirm: {},
    next_step: { on: '2026-11-27' },
  })
  const kept = await company.system((ctx) => stepResultOf(ctx, id, 'decision_maker'))
  assert.deepEqual(kept?.facts, { contactId, role: 'decision_maker', person: '王老板' })
})

test('V3 R2.1.5: 420 m away is refused with the metres and only the attempt is kept; with accuracy 130 m it is unverified', async () => {
  const people = await team()
  const { call, boss } = people
  const { id: accountId } = await account(people)
  const id = await planned(people, accountId)
  const attempt = burst(420, 20)
  const refused = await call('POST', `/visits/${id}/check-in`, attempt, { 'idempotency-key': 'try-1' })
  assert.deepEqual([refused.status, refused.body.code], [409, 'visit.outside_fence'])
  assert.equal(refused.body.detail, '离店 420 米，要进到 300 米内，还差 120 米。店址不对就申请更正。')
  assert.equal((await call('POST', `/visits/${id}/check-in`, attempt, { 'idempotency-key': 'try-1' })).status, 409)
  const still = await boss('GET', `/visits/${id}`)
  assert.deepEqual([still.body.status, still.body.checkInAt], ['planned', null])
  assert.deepEqual(
    still.body.positions.map((one: { verdict: string; reason: string }) => [one.verdict, one.reason]),
    [['rejected', 'outside']],
  )
  assert.deepEqual(
    still.body.timeline.map((event: { type: string }) => event.type),
    ['visit.check_in_refused', 'visit.planned'],
  )
  minutesLater(1)
  const arrived = await call('POST', `/visits/${id}/check-in`, burst(420, 130))
  assert.equal(arrived.status, 200)
  assert.deepEqual([arrived.body.checkInVerdict, arrived.body.positions.at(-1).reason], ['unverified', 'maybe_inside'])
  assert.equal(arrived.body.positions.length, 2)
})

test('R2.2.6–R2.2.9: a photo needs its own challenge and its own hash, carries the watermark, and joins the evidence', async () => {
  const people = await team()
  const { call, boss } = people
  const { id: accountId } = await account(people)
  const id = await planned(people, accountId)
  await call('POST', `/visits/${id}/check-in`, burst(20, 9))
  const codeOf = async (sent: Promise<{ status: number; body: { code?: string } }>): Promise<string> => {
    const { status, body } = await sent
    return `${status} ${body.code}`
  }
  const challenge = (step = 'storefront') => call('POST', `/visits/${id}/steps/${step}/challenge`, {}).then((answer) => answer.body)
  const first = await challenge()
  assert.match(first.code, /^[2-9A-HJKMNP-Z]{4}$/)
  assert.deepEqual([first.watermark.account, first.watermark.rep, first.watermark.time], ['苏州恒筑建材经营部', '林晓峰', '08:30'])
  const bytes = await frame()
  assert.equal(await codeOf(sendPhoto(call, id, 'shelf', { bytes, challenge: first.code })), '422 photo.challenge_unknown')
  assert.equal(await codeOf(sendPhoto(call, id, 'storefront', { bytes, challenge: 'ZZZZZ' })), '422 photo.challenge_unknown')
  assert.equal(
    await codeOf(sendPhoto(call, id, 'storefront', { bytes, challenge: first.code, sha256: 'a'.repeat(64) })),
    '422 photo.hash_differs',
  )
  const photo = await sendPhoto(call, id, 'storefront', { bytes, challenge: first.code })
  assert.equal(photo.status, 200, JSON.stringify(photo.body))
  assert.equal(photo.body.originalSha256, sha256(bytes))
  assert.equal(photo.body.verifyCode, `${first.code}·${sha256(bytes).slice(0, 4)}·${sha256(bytes).slice(4, 8)}`.toUpperCase())
  // The answer got lost: the same frame under the same word is the same photo; another frame may not use it.
  assert.equal((await sendPhoto(call, id, 'storefront', { bytes, challenge: first.code })).body.id, photo.body.id)
  assert.equal(await codeOf(sendPhoto(call, id, 'storefront', { bytes: await frame(), challenge: first.code })), '422 photo.challenge_used')
  const late = await challenge()
  minutesLater(5)
  world.clock.set(new Date(Date.parse(now()) + 1).toISOString())
  assert.equal(
    await codeOf(sendPhoto(call, id, 'storefront', { bytes: await frame(), challenge: late.code })),
    '422 photo.challenge_expired',
  )

  const content = await boss('GET', `/files/${photo.body.fileId}/content`)
  assert.equal(content.headers['content-type'], 'image/jpeg')
  const { default: sharp } = await import('sharp')
  const foot = await sharp(content.raw).extract({ left: 0, top: 400, width: 360, height: 80 }).greyscale().raw().toBuffer()
  const share = (test: (value: number) => boolean): number => [...foot].filter(test).length / foot.length
  assert.ok(share((value) => value < 90) > 0.6 && share((value) => value > 200) > 0.01, 'a dark ground with light letters')
  const stranger = await world.browser(await people.company.member('孙倩', role('rep')))
  assert.equal((await stranger('GET', `/files/${photo.body.fileId}/content`)).status, 404)
  const { verifyEvidence } = await import('#modules/files/index.ts')
  assert.deepEqual(await people.company.system((ctx) => verifyEvidence(ctx, { bytes: true })), { links: 1, firstBad: null })
})

test('an empty file, a wrong type and a picture of 50 megapixels are refused with a sentence, and nothing is counted', async () => {
  const people = await team()
  const { call } = people
  const { id: accountId } = await account(people)
  const id = await planned(people, accountId)
  await call('POST', `/visits/${id}/check-in`, burst(20, 9))
  const { default: sharp } = await import('sharp')
  const huge = await sharp({ create: { width: 10_000, height: 5_000, channels: 3, background: '#888' } })
    .jpeg({ quality: 20 })
    .toBuffer()
  const half = (await frame()).slice(0, 1500)
  for (const [bytes, code] of [
    [new Uint8Array(), 'file.empty'],
    [new TextEncoder().encode('%PDF-1.7 not a photo'), 'file.wrong_type'],
    [new TextEncoder().encode('GIF89a……'), 'file.wrong_type'],
    [huge, 'file.too_many_pixels'],
    [half, 'photo.unreadable'],
  ] as const) {
    const { body: challenge } = await call('POST', `/visits/${id}/steps/storefront/challenge`, {})
    const { status, body } = await sendPhoto(call, id, 'storefront', { bytes, challenge: challenge.code })
    assert.deepEqual([status, body.code], [422, code])
    assert.ok(body.detail.length > 8)
  }
  assert.deepEqual((await call('GET', `/visits/${id}`)).body.photos, [])
})

test('V6: the same frame at a second site makes the second visit suspect and leaves the first alone', async () => {
  const people = await team()
  const { call } = people
  const bytes = await frame()
  const visits: string[] = []
  for (const name of ['芜湖鸠江建材', '合肥庐阳科创园']) {
    const { id: accountId } = await account(people, name)
    const id = await planned(people, accountId)
    await call('POST', `/visits/${id}/check-in`, burst(20, 9))
    await takePhoto(call, id, 'storefront', bytes)
    for (const step of ['shelf', 'stock', 'competitor'])
      await call('POST', `/visits/${id}/steps/${step}/not-possible`, { reason: 'no_such_area' })
    minutesLater(20)
    assert.equal((await call('POST', `/visits/${id}/check-out`, { outcome: 'done', capturedAt: now() })).status, 200)
    visits.push(id)
  }
  const [first, second] = [await call('GET', `/visits/${visits[0]}`), await call('GET', `/visits/${visits[1]}`)]
  assert.deepEqual([first.body.validity, first.body.trust], ['valid', null])
  assert.deepEqual([second.body.validity, second.body.trust, second.body.reasons], ['pending', 'suspect', ['suspect']])
  assert.ok(
    second.body.why.some((why: { rule: string; reasons: string[] }) => why.rule === 'visit.trust' && why.reasons[0] === 'photo_reused'),
  )
})

test('a mock position makes a visit suspect, which waits for the manager', async () => {
  const people = await team()
  const { call, boss } = people
  const { id: accountId } = await account(people)
  const id = await planned(people, accountId)
  assert.equal((await call('POST', `/visits/${id}/check-in`, burst(20, 9, { mock: true }))).body.trust, 'suspect')
  await doStoreRound(call, id)
  minutesLater(12)
  const { body } = await call('POST', `/visits/${id}/check-out`, { outcome: 'done', capturedAt: now() })
  assert.equal(body.validity, 'pending')
  assert.equal((await call('POST', `/visits/${id}/review`, { version: body.version, verdict: 'valid', note: '自己看过' })).status, 403)
  const stale = await boss('POST', `/visits/${id}/review`, { version: body.version - 1, verdict: 'valid', note: '电话核过' })
  assert.equal(stale.body.code, 'common.stale')
  const judged = await boss('POST', `/visits/${id}/review`, { version: body.version, verdict: 'valid', note: '电话核过' })
  assert.deepEqual([judged.body.validity, judged.body.reviewedByName, judged.body.reasons[0]], ['valid', '高志远', 'reviewed'])
  assert.deepEqual((await boss('GET', '/visits?tab=review')).body.items, [])
})

test('a door that was closed wants one photo, counts as an attempt, and alerts nobody', async () => {
  const people = await team()
  const { call, boss, company } = people
  const { id: accountId } = await account(people)
  const id = await planned(people, accountId)
  await call('POST', `/visits/${id}/check-in`, burst(20, 9))
  const without = await call('POST', `/visits/${id}/check-out`, { outcome: 'closed', capturedAt: now() })
  assert.deepEqual([without.status, without.body.code], [422, 'visit.outcome_photo_missing'])
  await takePhoto(call, id, 'storefront')
  const { body } = await call('POST', `/visits/${id}/check-out`, { outcome: 'closed', capturedAt: now() })
  assert.deepEqual([body.validity, body.reasons], ['attempted', ['outcome_not_done']])
  await world.house.relay.drain(company.tenantId)
  assert.deepEqual((await boss('GET', '/notifications')).body.items, [])
  const counts = await boss('GET', '/visits/counts?from=2026-11-23&to=2026-11-23')
  assert.deepEqual([counts.body.tabs.attempted, counts.body.tabs.valid, counts.body.tabs.all], [1, 0, 1])
})

test('steps say what they lack; what is not possible is said with a reason and never traps', async () => {
  const people = await team()
  const { call } = people
  const { id: accountId } = await account(people)
  const other = await account(people, '别家建材')
  const id = await planned(people, accountId, { purpose: 'deep' })
  const step = (name: string, result: object) =>
    call('POST', `/visits/${id}/steps/${name}`, { result }).then(({ body }) => body.code ?? body.status)
  assert.equal(await step('presentation', { type: 'confirm' }), 'visit.not_under_way')
  await call('POST', `/visits/${id}/check-in`, burst(20, 9))
  assert.equal(await step('nowhere', { type: 'confirm' }), 'visit.step_unknown')
  assert.equal(await step('presentation', { type: 'next_step', text: '送方案', on: '2026-11-27' }), 'visit.step_wrong_type')
  assert.equal(await step('next_step', { type: 'next_step', text: '送方案', on: '2026-11-22' }), 'visit.next_day_in_past')
  assert.equal(await step('next_step', { type: 'next_step', text: '', on: '2026-11-27' }), 'common.bad_input')
  assert.equal(await step('needs', { type: 'form', answers: { project: '屋面' } }), 'visit.form_field_missing')
  assert.equal(
    await step('needs', { type: 'form', answers: { project: '屋面', products: ['membrane'], budgetFen: 0.5 } }),
    'visit.form_field_wrong',
  )
  assert.equal(await step('decision_maker', { type: 'decision_maker' }), 'visit.person_missing')
  assert.equal(await step('decision_maker', { type: 'decision_maker', contactId: other.contactId }), 'visit.contact_elsewhere')
  assert.equal((await call('POST', `/visits/${id}/steps/check_out/not-possible`, { reason: 'other' })).body.code, 'visit.step_must_be_done')
  for (const name of ['site_photo', 'decision_maker', 'needs', 'presentation', 'next_step'])
    assert.equal((await call('POST', `/visits/${id}/steps/${name}/not-possible`, { reason: 'nobody_there' })).status, 200)
  minutesLater(16)
  const { body } = await call('POST', `/visits/${id}/check-out`, { outcome: 'done', capturedAt: now() })
  assert.deepEqual([body.validity, body.stepsDone, body.stepsTotal], ['valid', 0, 5])
})

test('V8: a forgotten visit is closed at 20:00 as automatic and pending; a second run changes nothing', async () => {
  const people = await team()
  const { call, boss, company } = people
  const { id: accountId } = await account(people)
  const id = await planned(people, accountId)
  await call('POST', `/visits/${id}/check-in`, burst(20, 9))
  const { jobs } = world.house.services()
  world.clock.set('2026-11-23T11:59:59.000Z')
  assert.equal(await jobs.runNow('visits.auto-check-out', company.tenantId), 0)
  world.clock.set('2026-11-23T12:00:30.000Z')
  assert.equal(await jobs.runNow('visits.end-duty', company.tenantId), 0, 'a visit under way keeps the duty open')
  assert.equal(await jobs.runNow('visits.auto-check-out', company.tenantId), 1)
  assert.equal(await jobs.runNow('visits.auto-check-out', company.tenantId), 0)
  assert.equal(await jobs.runNow('visits.end-duty', company.tenantId), 1)
  assert.equal(await jobs.runNow('visits.end-duty', company.tenantId), 0)
  const { body } = await boss('GET', `/visits/${id}`)
  assert.deepEqual(
    [body.status, body.checkOutBy, body.checkOutAt, body.validity, body.reasons],
    ['completed', 'auto', '2026-11-23T12:00:00.000Z', 'pending', ['closed_automatically']],
  )
  await world.house.relay.drain(company.tenantId)
  const told = (await call('GET', '/notifications')).body.items
  assert.deepEqual([told[0].message, told[0].params.time], ['notice.visit.auto_closed', '20:00'])
  assert.equal((await call('GET', '/duty')).body.on, false)
})

test('a plan of yesterday is missed; raw positions go after 30 days and the verdict stays', async () => {
  const people = await team()
  const { call, company } = people
  const { id: accountId } = await account(people)
  const forgotten = await planned(people, accountId, { plannedOn: '2026-11-24' })
  const id = await planned(people, accountId)
  await call('POST', `/visits/${id}/check-in`, burst(20, 9))
  world.clock.set('2026-12-23T00:29:00.000Z')
  const { jobs } = world.house.services()
  assert.equal(await jobs.runNow('visits.missed', company.tenantId), 1)
  assert.equal((await call('GET', `/visits/${forgotten}`)).body.status, 'missed')
  assert.equal(await jobs.runNow('visits.position-retention', company.tenantId), 0)
  world.clock.set('2026-12-23T00:31:00.000Z')
  assert.equal(await jobs.runNow('visits.position-retention', company.tenantId), 1)
  assert.equal(await jobs.runNow('visits.position-retention', company.tenantId), 0)
  const [position] = (await call('GET', `/visits/${id}`)).body.positions
  assert.deepEqual([position.samples, position.verdict, Math.round(position.distanceM)], [[], 'verified', 20])
})

test('V7: recorded without a network and sent three hours later: judged by when it happened, valid, marked offline', async () => {
  const people = await team()
  const { call } = people
  const { id: accountId } = await account(people)
  const id = uuidv7()
  world.clock.set('2026-11-23T05:00:00.000Z')
  await planned(people, accountId, { id })
  assert.equal(await planned(people, accountId, { id }), id, 'a plan sent again is the same plan')
  const offline = { offline: true }
  const arrived = await call('POST', `/visits/${id}/check-in`, burst(20, 9, { capturedAt: '2026-11-23T02:00:00.000Z', offline: true }))
  assert.deepEqual([arrived.status, arrived.body.checkInAt, arrived.body.offline], [200, '2026-11-23T02:00:00.000Z', true])
  // No network, no word: such a photo counts by the device's hour and says so; with a network it would be refused.
  const bytes = await frame()
  assert.equal((await sendPhoto(call, id, 'storefront', { bytes })).body.code, 'photo.challenge_unknown')
  const wordless = { bytes, capturedAt: '2026-11-23T02:05:00.000Z', offline: true }
  const photo = await sendPhoto(call, id, 'storefront', wordless)
  assert.deepEqual([photo.status, photo.body.challenge], [200, 'OFFLINE'], JSON.stringify(photo.body))
  assert.equal((await sendPhoto(call, id, 'storefront', wordless)).body.id, photo.body.id, 'sent again it is the same photo')
  for (const step of ['shelf', 'stock', 'competitor'])
    await call('POST', `/visits/${id}/steps/${step}/not-possible`, { reason: 'device_failed', ...offline })
  const { body } = await call('POST', `/visits/${id}/check-out`, { outcome: 'done', capturedAt: '2026-11-23T02:21:00.000Z', ...offline })
  assert.deepEqual(
    [body.validity, body.reasons, body.dwellMs, body.offline],
    ['valid', ['long_enough', 'recorded_offline'], 21 * 60_000, true],
  )
})

test('no check-in without consent, before check-out elsewhere, with an old fix, or in a colleague’s visit', async () => {
  const people = await team()
  const { call, boss, company } = people
  const { id: accountId } = await account(people)
  const id = await planned(people, accountId)
  const shy = await company.member('赵文博', role('rep'), { departmentId: people.rep.departmentId, managerId: people.manager.id })
  const shyCall = await world.browser(shy)
  assert.equal((await shyCall('POST', `/visits/${id}/check-in`, burst(20, 9))).status, 404)
  assert.equal((await boss('POST', `/visits/${id}/check-in`, burst(20, 9))).status, 404, 'a manager does not check in for his rep')
  assert.equal((await shyCall('POST', '/duty/start', {})).body.code, 'duty.consent_needed')
  const his = await boss('POST', '/visits', { subjectType: 'account', subjectId: accountId, plannedOn: '2026-11-23', ownerId: shy.id })
  assert.equal(his.status, 200)
  assert.equal((await shyCall('POST', `/visits/${his.body.id}/check-in`, burst(20, 9))).body.code, 'duty.consent_needed')
  const old = burst(20, 9)
  for (const fix of old.fixes) fix.at = '2026-11-23T00:20:00.000Z'
  assert.equal((await call('POST', `/visits/${id}/check-in`, old)).body.code, 'visit.fix_too_old')
  assert.equal((await call('POST', `/visits/${id}/check-in`, { ...burst(20, 9), fixes: [] })).body.code, 'common.bad_input')
  const key = { 'idempotency-key': 'arrive' }
  const sent = burst(20, 9)
  const once = await call('POST', `/visits/${id}/check-in`, sent, key)
  const twice = await call('POST', `/visits/${id}/check-in`, sent, key)
  assert.deepEqual([twice.status, twice.body.id, twice.body.version], [200, id, once.body.version])
  const second = await planned(people, (await account(people, '第二家')).id)
  assert.equal((await call('POST', `/visits/${second}/check-in`, burst(20, 9))).body.code, 'visit.another_under_way')
  assert.equal((await call('POST', '/duty/end', {})).body.code, 'duty.visit_under_way')
})

test('planning: in reach, not in the past, once a day; moved with its version, ordered, cancelled with a reason', async () => {
  const people = await team()
  const { call, boss, company } = people
  const { id: accountId } = await account(people)
  const plan = (more: object) => call('POST', '/visits', { subjectType: 'account', subjectId: accountId, plannedOn: '2026-11-23', ...more })
  assert.equal((await plan({ plannedOn: '2026-11-22' })).body.code, 'visit.planned_in_past')
  assert.equal((await plan({ subjectId: uuidv7() })).status, 404)
  assert.equal((await plan({ siteId: uuidv7() })).status, 404)
  assert.equal((await plan({ ownerId: people.manager.id })).status, 403)
  const { body: card } = await plan({ purpose: 'deep', goal: ' ' })
  assert.deepEqual([card.goal, card.template.zh, card.may], [null, 'KA 深访', { do: true, plan: true, cancel: true, review: false }])
  assert.equal((await plan({})).body.code, 'visit.already_planned')
  assert.equal((await call('PATCH', `/visits/${card.id}`, { version: card.version + 1, goal: '谈价' })).body.code, 'common.stale')
  const moved = await call('PATCH', `/visits/${card.id}`, {
    version: card.version,
    plannedOn: '2026-11-25',
    goal: '谈价',
    purpose: 'dunning',
  })
  assert.deepEqual([moved.body.plannedOn, moved.body.goal, moved.body.template.key], ['2026-11-25', '谈价', 'dunning'])
  const second = (
    await boss('POST', '/visits', {
      subjectType: 'account',
      subjectId: (await account(people, '第二家')).id,
      plannedOn: '2026-11-25',
      ownerId: people.rep.id,
    })
  ).body
  await world.house.relay.drain(company.tenantId)
  assert.equal((await call('GET', '/notifications')).body.items[0].message, 'notice.visit.planned_for_you')
  assert.equal((await call('PUT', '/visits/order', { day: '2026-11-25', visitIds: [second.id, card.id] })).status, 200)
  const day = await call('GET', '/visits/today?day=2026-11-25')
  assert.deepEqual(
    day.body.stops.map((stop: { id: string }) => stop.id),
    [second.id, card.id],
  )
  assert.equal((await call('PUT', '/visits/order', { day: '2026-11-25', visitIds: [uuidv7()] })).status, 404)
  assert.equal((await call('POST', `/visits/${card.id}/cancel`, { reason: '客户改期' })).body.status, 'cancelled')
  assert.equal((await call('POST', `/visits/${card.id}/cancel`, { reason: '客户改期' })).body.code, 'visit.not_planned')
  const choices = await call('GET', '/visits/choices')
  assert.deepEqual(
    choices.body.members.map((member: { name: string }) => member.name),
    ['林晓峰'],
  )
  assert.deepEqual(
    choices.body.purposes.map((one: { purpose: string; minMinutes: number }) => [one.purpose, one.minMinutes]),
    [
      ['deep', 15],
      ['routine', 5],
      ['dunning', 5],
    ],
  )
})

test('another company finds nothing, whatever it asks for', async () => {
  const people = await team()
  const { id: accountId } = await account(people)
  const id = await planned(people, accountId)
  const elsewhere = await team()
  for (const call of [elsewhere.call, elsewhere.boss]) {
    assert.equal((await call('GET', `/visits/${id}`)).status, 404)
    assert.equal((await call('POST', `/visits/${id}/check-in`, burst(20, 9))).status, 404)
    assert.equal((await call('POST', `/visits/${id}/cancel`, { reason: 'x' })).status, 404)
  }
  assert.deepEqual((await elsewhere.boss('GET', '/visits')).body.items, [])
})

test('the list walks in pages without losing or doubling a visit, and reaches own, team or nobody', async () => {
  const people = await team()
  const { call, boss, company } = people
  const ids: string[] = []
  for (let n = 0; n < 5; n++) ids.push(await planned(people, (await account(people, `第${n}家`)).id))
  const seen: string[] = []
  for (let next: string | null = ''; next !== null; ) {
    const { body } = await boss('GET', `/visits?limit=2${next ? `&cursor=${next}` : ''}`)
    seen.push(...body.items.map((item: { id: string }) => item.id))
    next = body.next
  }
  assert.deepEqual([...seen].sort(), [...ids].sort())
  assert.equal((await call('GET', '/visits?cursor=nonsense')).body.code, 'common.bad_cursor')
  const other = await world.browser(await company.member('孙倩', role('rep')))
  assert.deepEqual((await other('GET', '/visits')).body.items, [])
  assert.equal((await other('GET', `/visits/${ids[0]}`)).status, 404)
  const marketing = await world.browser(await company.member('许文静', role('marketing')))
  assert.equal((await marketing('GET', '/visits')).status, 403)
  const rows = await company.system((ctx) => ctx.tx.rows(sql`select 1 from visit where tenant_id = ${ctx.tenantId}`))
  assert.equal(rows.length, 5)
})
