// 地点: places of leads and accounts. Coordinates come in with their datum and stay as WGS-84.
import type { Ctx } from '#core/context.ts'
import { type Datum, type Point, toWgs84 } from '#core/geo.ts'
import { uuidv7 } from '#core/ids.ts'
import { invalid, notFound } from '#core/refuse.ts'
import { insertSites, type NewSite, type SiteRow, updateSitePoint } from './contact.store.ts'

/** As it stands in a contract or a file: wgs84, gcj02, bd09; any case. */
export const datumOf = (word: string | null | undefined): Datum => {
  const upper = (word ?? 'wgs84').toUpperCase().replace(/[^A-Z0-9]/g, '')
  return upper === 'GCJ02' || upper === 'BD09' ? upper : 'WGS84'
}

/** WGS-84, seven decimals (a centimetre); refuses half a point. */
export function pointOf(given: { lat?: number | null; lng?: number | null; datum?: string | null }): (Point & { datumIn: string }) | null {
  const { lat, lng } = given
  if ((lat ?? null) === null && (lng ?? null) === null) return null
  if (typeof lat !== 'number' || typeof lng !== 'number') throw invalid('account.half_a_point')
  const datum = datumOf(given.datum)
  const point = toWgs84({ lat, lng }, datum)
  return { lat: Math.round(point.lat * 1e7) / 1e7, lng: Math.round(point.lng * 1e7) / 1e7, datumIn: datum.toLowerCase() }
}

export interface SiteToMake {
  subjectType: 'lead' | 'account'
  subjectId: string
  /** WGS-84; null: to be learnt at the first visit. */
  point: Point | null
  source: string
  name?: string
  address?: string | null
  verified?: boolean
  radiusM?: number | null
  datumIn?: string | null
  isPrimary?: boolean
  createdAt?: string
}

export function newSite(site: SiteToMake): NewSite {
  return {
    id: uuidv7(),
    subjectType: site.subjectType,
    subjectId: site.subjectId,
    name: site.name ?? '主要地点',
    address: site.address ?? null,
    lat: site.point?.lat ?? null,
    lng: site.point?.lng ?? null,
    radiusM: site.radiusM ?? null,
    polygon: null,
    source: site.source,
    verified: site.verified ?? false,
    isPrimary: site.isPrimary ?? true,
    datumIn: site.datumIn ?? (site.point ? 'wgs84' : null),
    ...(site.createdAt ? { createdAt: site.createdAt } : {}),
  }
}

/** A place of a lead or an account. */
export async function createSite(ctx: Ctx, site: SiteToMake): Promise<SiteRow> {
  const made = newSite(site)
  await insertSites(ctx, [made])
  return { ...made, version: 1 }
}

/** The point of a place that had none, or had a wrong one. */
export async function setSitePoint(ctx: Ctx, siteId: string, at: { point: Point; source: string; verified: boolean }): Promise<SiteRow> {
  const row = await updateSitePoint(ctx, siteId, { ...at.point, source: at.source, verified: at.verified, datumIn: 'wgs84' })
  if (!row) throw notFound('site')
  return row
}
