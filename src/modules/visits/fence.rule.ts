// 电子围栏. Whether a position is at the site. The server decides with it; the phone enables its button with it.
import { type Circle, type Datum, distanceM, metresOutside, type Point, type Polygon, toWgs84 } from '#core/geo.ts'

export type FencePolicy = {
  /** Radius of a site that has none of its own. */
  fenceRadiusM: number
  /** A fix less exact than this proves nothing. */
  accuracyGateM: number
}
export const fenceDefaults: FencePolicy = { fenceRadiusM: 300, accuracyGateM: 150 }

/** Where a site's point came from. `address` and `entered` were never seen on the spot. */
export type PointSource = 'address' | 'entered' | 'visit' | 'confirmed'
/** A site, WGS-84. `point` null: nobody knows yet where it is. A polygon goes before point and radius. */
export type FenceSite = { point: Point | null; pointSource: PointSource | null; radiusM: number | null; corners?: readonly Point[] | null }
/** A position, WGS-84, with its radius of confidence in metres. */
export type Fix = { point: Point; accuracyM: number }

export type CheckInReason =
  | 'inside'
  | 'outside'
  | 'maybe_inside'
  | 'accuracy_poor'
  | 'site_without_point'
  | 'site_point_unverified'
  | 'site_looks_like_gcj02'
  | 'site_looks_like_bd09'

export type CheckInVerdict = {
  /** `rejected` is refused: only the attempt is kept. */
  verdict: 'verified' | 'unverified' | 'rejected'
  reason: CheckInReason
  accuracyM: number
  /** To the site's point; null without one. With a polygon `metresToGo` tells more. */
  distanceM: number | null
  /** What the distance could be at best: distance less accuracy, not below 0. */
  leastDistanceM: number | null
  radiusM: number
  /** Metres to the edge of the fence, 0 inside; null without a fence. */
  metresToGo: number | null
  /** A better point for the site: the fix itself where there was none, the shifted one where the datum was wrong. */
  suggestedPoint: Point | null
}

/** Whether a check-in counts. An inexact fix is given the benefit of the doubt, but proves nothing. */
export function checkInVerdict(site: FenceSite, fix: Fix, policy: FencePolicy): CheckInVerdict {
  const radiusM = site.radiusM ?? policy.fenceRadiusM
  const area = fenceOf(site, radiusM)
  const distance = site.point ? distanceM(fix.point, site.point) : null
  const metresToGo = area ? metresOutside(fix.point, area) : null
  const measured = {
    accuracyM: fix.accuracyM,
    distanceM: distance,
    leastDistanceM: distance === null ? null : Math.max(0, distance - fix.accuracyM),
    radiusM,
    metresToGo,
  }
  const say = (verdict: CheckInVerdict['verdict'], reason: CheckInReason, suggestedPoint: Point | null = null): CheckInVerdict => ({
    verdict,
    reason,
    ...measured,
    suggestedPoint,
  })

  if (metresToGo === null) return say('unverified', 'site_without_point', fix.accuracyM <= policy.accuracyGateM ? fix.point : null)
  if (metresToGo === 0) return fix.accuracyM <= policy.accuracyGateM ? say('verified', 'inside') : say('unverified', 'accuracy_poor')

  // The site may be wrong rather than the rep, as long as nobody has seen it on the spot.
  const seenOnTheSpot = site.pointSource === 'visit' || site.pointSource === 'confirmed'
  if (!seenOnTheSpot && site.point) {
    for (const [datum, reason] of mistakenDatums) {
      const shifted = toWgs84(site.point, datum)
      if (distanceM(fix.point, shifted) <= radiusM) return say('unverified', reason, shifted)
    }
    if (site.pointSource === 'address') return say('unverified', 'site_point_unverified')
  }
  if (metresToGo > fix.accuracyM) return say('rejected', 'outside')
  return say('unverified', fix.accuracyM > policy.accuracyGateM ? 'accuracy_poor' : 'maybe_inside')
}

const mistakenDatums: readonly [Datum, CheckInReason][] = [
  ['GCJ02', 'site_looks_like_gcj02'],
  ['BD09', 'site_looks_like_bd09'],
]

function fenceOf(site: FenceSite, radiusM: number): Circle | Polygon | null {
  if (site.corners && site.corners.length >= 3) return { kind: 'polygon', corners: site.corners }
  return site.point ? { kind: 'circle', centre: site.point, radiusM } : null
}
