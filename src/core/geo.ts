import gcoordModule from 'gcoord'

/** WGS-84 degrees unless a function says otherwise. */
export type Point = { lat: number; lng: number }

/** The datum a coordinate came in. Chinese maps show GCJ-02 or BD-09, about 0.5 km and 1 km away from WGS-84. */
export type Datum = 'WGS84' | 'GCJ02' | 'BD09'

export type Circle = { kind: 'circle'; centre: Point; radiusM: number }
/** Corners in order; the last needs not repeat the first. */
export type Polygon = { kind: 'polygon'; corners: readonly Point[] }

// Its types describe the bundler build; Node gets the CommonJS one, whose default is the module itself.
const gcoord = gcoordModule as unknown as { transform: (lngLat: [number, number], from: Datum, to: Datum) => [number, number] }

const EARTH_RADIUS_M = 6_371_008.8
const METRES_PER_DEGREE = (Math.PI / 180) * EARTH_RADIUS_M

/** True when both are numbers on the globe. */
export function isPoint(point: Point): boolean {
  return Math.abs(point.lat) <= 90 && Math.abs(point.lng) <= 180
}

/** Great-circle distance in metres. */
export function distanceM(a: Point, b: Point): number {
  const rad = Math.PI / 180
  const dLat = (b.lat - a.lat) * rad
  const dLng = (b.lng - a.lng) * rad
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLng / 2) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** A coordinate that came in with its datum, as WGS-84. Points outside China are the same in WGS-84 and GCJ-02. */
export function toWgs84(point: Point, datum: Datum): Point {
  return shift(point, datum, 'WGS84')
}

/** A WGS-84 point for the edge that wants another datum (maps, vendors). */
export function fromWgs84(point: Point, datum: Datum): Point {
  return shift(point, 'WGS84', datum)
}

function shift(point: Point, from: Datum, to: Datum): Point {
  if (from === to) return { lat: point.lat, lng: point.lng }
  const [lng, lat] = gcoord.transform([point.lng, point.lat], from, to)
  return { lat, lng }
}

/** How far a point is outside an area, in metres; 0 inside and on the edge, Infinity for a polygon of fewer than three corners. */
export function metresOutside(point: Point, area: Circle | Polygon): number {
  if (area.kind === 'circle') return Math.max(0, distanceM(point, area.centre) - area.radiusM)
  if (area.corners.length < 3) return Number.POSITIVE_INFINITY
  return pointInPolygon(point, area.corners) ? 0 : metresToEdge(point, area.corners)
}

/** True inside the area or on its edge. */
export function isInside(point: Point, area: Circle | Polygon): boolean {
  return metresOutside(point, area) === 0
}

/** True inside the polygon; corners in order, fewer than three enclose nothing. */
export function pointInPolygon(point: Point, corners: readonly Point[]): boolean {
  if (corners.length < 3) return false
  let inside = false
  corners.forEach((a, index) => {
    const b = corners[(index + 1) % corners.length] ?? a
    const crosses = a.lat > point.lat !== b.lat > point.lat
    if (crosses && point.lng < ((b.lng - a.lng) * (point.lat - a.lat)) / (b.lat - a.lat) + a.lng) inside = !inside
  })
  return inside
}

/** Metres from a point to the nearest edge of a polygon (flat-earth near the point: fences are a few kilometres at most). */
export function metresToEdge(point: Point, corners: readonly Point[]): number {
  const toPlane = (corner: Point): [number, number] => [
    (corner.lng - point.lng) * METRES_PER_DEGREE * Math.cos((point.lat * Math.PI) / 180),
    (corner.lat - point.lat) * METRES_PER_DEGREE,
  ]
  let nearest = Number.POSITIVE_INFINITY
  corners.forEach((corner, index) => {
    const [ax, ay] = toPlane(corner)
    const [bx, by] = toPlane(corners[(index + 1) % corners.length] ?? corner)
    const length = (bx - ax) ** 2 + (by - ay) ** 2
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / length))
    nearest = Math.min(nearest, Math.hypot(ax + along * (bx - ax), ay + along * (by - ay)))
  })
  return nearest
}

/** The point `metres` away in the compass direction `bearing` (degrees, 0 north, 90 east). */
export function pointAt(from: Point, metres: number, bearing: number): Point {
  const rad = Math.PI / 180
  const angle = metres / EARTH_RADIUS_M
  const lat1 = from.lat * rad
  const lat2 = Math.asin(Math.sin(lat1) * Math.cos(angle) + Math.cos(lat1) * Math.sin(angle) * Math.cos(bearing * rad))
  const turn = Math.atan2(Math.sin(bearing * rad) * Math.sin(angle) * Math.cos(lat1), Math.cos(angle) - Math.sin(lat1) * Math.sin(lat2))
  return { lat: lat2 / rad, lng: from.lng + turn / rad }
}
