import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distanceM, fromWgs84, pointAt } from '#core/geo.ts'
import { checkInVerdict, type FenceSite, fenceDefaults } from './fence.rule.ts'

const c01 = { lat: 31.299, lng: 120.585 }
const site: FenceSite = { point: c01, pointSource: 'confirmed', radiusM: null }
const fix = (metres: number, accuracyM: number, bearing = 250) => ({ point: pointAt(c01, metres, bearing), accuracyM })

test('R2.1.4 R2.1.5 V1: inside the fence with a good fix is verified', () => {
  const verdict = checkInVerdict(site, fix(64, 12), fenceDefaults)
  assert.deepEqual([verdict.verdict, verdict.reason, verdict.metresToGo, verdict.radiusM], ['verified', 'inside', 0, 300])
  assert.equal(Math.round(verdict.distanceM ?? 0), 64)
})

test('R2.1.5 V3: 420 m away is refused at 20 m accuracy, unverified at 130 m', () => {
  const refused = checkInVerdict(site, fix(420, 20), fenceDefaults)
  assert.deepEqual([refused.verdict, refused.reason, Math.round(refused.metresToGo ?? 0)], ['rejected', 'outside', 120])
  const doubtful = checkInVerdict(site, fix(420, 130), fenceDefaults)
  assert.deepEqual([doubtful.verdict, doubtful.reason], ['unverified', 'maybe_inside'])
  assert.deepEqual([Math.round(doubtful.distanceM ?? 0), Math.round(doubtful.leastDistanceM ?? 0)], [420, 290])
})

test('the accuracy gate: 150 m proves, 151 m does not, and a wild fix far away is still refused', () => {
  assert.equal(checkInVerdict(site, fix(10, 150), fenceDefaults).verdict, 'verified')
  assert.deepEqual(checkInVerdict(site, fix(10, 151), fenceDefaults).reason, 'accuracy_poor')
  assert.equal(checkInVerdict(site, fix(400, 900), fenceDefaults).reason, 'accuracy_poor')
  assert.equal(checkInVerdict(site, fix(5_000, 900), fenceDefaults).verdict, 'rejected')
})

test("a site's own radius and a polygon go before the default", () => {
  assert.equal(checkInVerdict({ ...site, radiusM: 500 }, fix(420, 20), fenceDefaults).verdict, 'verified')
  const corners = [315, 45, 135, 225].map((bearing) => pointAt(c01, 100, bearing))
  assert.equal(checkInVerdict({ ...site, corners }, fix(60, 10), fenceDefaults).verdict, 'verified')
  assert.equal(checkInVerdict({ ...site, corners }, fix(200, 10), fenceDefaults).verdict, 'rejected')
})

test('a lead without a point gets it from its first visit, whose check-in is unverified', () => {
  const nowhere: FenceSite = { point: null, pointSource: null, radiusM: null }
  const first = checkInVerdict(nowhere, fix(0, 15), fenceDefaults)
  assert.deepEqual([first.verdict, first.reason, first.distanceM], ['unverified', 'site_without_point', null])
  assert.ok(first.suggestedPoint && distanceM(first.suggestedPoint, c01) < 0.01)
  assert.equal(checkInVerdict(nowhere, fix(0, 500), fenceDefaults).suggestedPoint, null)
  const next = checkInVerdict({ point: first.suggestedPoint, pointSource: 'visit', radiusM: null }, fix(30, 15), fenceDefaults)
  assert.equal(next.verdict, 'verified')
})

test('an address nobody has seen accuses nobody', () => {
  const verdict = checkInVerdict({ ...site, pointSource: 'address' }, fix(2_000, 10), fenceDefaults)
  assert.deepEqual([verdict.verdict, verdict.reason], ['unverified', 'site_point_unverified'])
})

test('V9: a GCJ-02 point entered as WGS-84 is found out, with the point it should be', () => {
  const entered = fromWgs84(c01, 'GCJ02')
  assert.equal(Math.round(distanceM(entered, c01) / 5) * 5, 465)
  const verdict = checkInVerdict({ point: entered, pointSource: 'entered', radiusM: null }, fix(20, 15), fenceDefaults)
  assert.deepEqual([verdict.verdict, verdict.reason], ['unverified', 'site_looks_like_gcj02'])
  assert.ok(verdict.suggestedPoint && distanceM(verdict.suggestedPoint, c01) < 1)
  const baidu = checkInVerdict({ point: fromWgs84(c01, 'BD09'), pointSource: 'entered', radiusM: null }, fix(20, 15), fenceDefaults)
  assert.equal(baidu.reason, 'site_looks_like_bd09')
  const confirmed = checkInVerdict({ point: entered, pointSource: 'confirmed', radiusM: null }, fix(20, 15), fenceDefaults)
  assert.equal(confirmed.verdict, 'rejected')
})

test('coming nearer never makes it worse', () => {
  const order = { verified: 0, unverified: 1, rejected: 2 }
  const metres = fc.integer({ min: 0, max: 2_000 })
  fc.assert(
    fc.property(metres, metres, fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 359 }), (a, b, accuracyM, bearing) => {
      const near = checkInVerdict(site, fix(Math.min(a, b), accuracyM, bearing), fenceDefaults)
      const far = checkInVerdict(site, fix(Math.max(a, b), accuracyM, bearing), fenceDefaults)
      assert.ok(order[near.verdict] <= order[far.verdict])
    }),
  )
})
