import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distanceM, fromWgs84, isInside, isPoint, metresOutside, pointAt, toWgs84 } from './geo.ts'

const c01 = { lat: 31.299, lng: 120.585 }
const c24 = { lat: 31.821, lng: 117.227 }

test('distances: C01 to C24 is 323 km, a degree of latitude 111.2 km', () => {
  assert.equal(Math.round(distanceM(c01, c24) / 1000), 323)
  assert.equal(Math.round(distanceM({ lat: 31, lng: 120 }, { lat: 32, lng: 120 })), 111_195)
  assert.equal(distanceM(c01, c01), 0)
})

test('GCJ-02 is about 465 m off at C01, and the way back is exact to a metre', () => {
  const shown = fromWgs84(c01, 'GCJ02')
  assert.equal(Math.round(distanceM(c01, shown) / 5) * 5, 465)
  fc.assert(
    fc.property(fc.double({ min: 20, max: 50, noNaN: true }), fc.double({ min: 75, max: 132, noNaN: true }), (lat, lng) => {
      for (const datum of ['GCJ02', 'BD09', 'WGS84'] as const) {
        const back = toWgs84(fromWgs84({ lat, lng }, datum), datum)
        assert.ok(distanceM({ lat, lng }, back) < 1, `${datum} ${lat},${lng}`)
      }
    }),
  )
})

test('outside China nothing is shifted', () => {
  const berlin = { lat: 52.52, lng: 13.405 }
  assert.deepEqual(fromWgs84(berlin, 'GCJ02'), berlin)
})

test('circle and polygon: inside, on the edge, and metres outside', () => {
  const circle = { kind: 'circle', centre: c01, radiusM: 300 } as const
  assert.ok(isInside(pointAt(c01, 299, 45), circle))
  assert.equal(Math.round(metresOutside(pointAt(c01, 420, 200), circle)), 120)
  const square = { kind: 'polygon', corners: [315, 45, 135, 225].map((bearing) => pointAt(c01, 200 * Math.SQRT2, bearing)) } as const
  assert.ok(isInside(c01, square))
  assert.ok(isInside(pointAt(c01, 199, 90), square))
  assert.equal(Math.round(metresOutside(pointAt(c01, 260, 90), square)), 60)
  assert.equal(isInside(c01, { kind: 'polygon', corners: [c01, c24] }), false)
})

test('a point is a pair on the globe', () => {
  assert.ok(isPoint(c01))
  assert.equal(isPoint({ lat: 120.585, lng: 31.299 }), false)
  assert.equal(isPoint({ lat: Number.NaN, lng: 0 }), false)
})
