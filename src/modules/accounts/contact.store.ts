// People and places: every SQL on contacts and sites.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { Point } from '#core/geo.ts'
import type { CustomValues } from '#modules/organization/index.ts'

export type ContactRole = 'decision_maker' | 'influencer' | 'user' | 'finance'
export interface ContactRow {
  id: string
  accountId: string
  name: string
  title: string | null
  role: ContactRole | null
  phone: string | null
  email: string | null
  wechat: string | null
  note: string | null
  isPrimary: boolean
  custom: CustomValues
  version: number
}

const contactColumns = sql.raw('id, account_id, name, title, role, phone, email, wechat, note, is_primary, custom, version')

export async function contactsOf(ctx: Pick<Ctx, 'tx' | 'tenantId'>, accountId: string): Promise<ContactRow[]> {
  return await ctx.tx.rows(sql<ContactRow>`select ${contactColumns} from contact where tenant_id = ${ctx.tenantId} and account_id = ${accountId}
    order by is_primary desc, created_at, id limit 500`)
}

export async function insertContacts(
  ctx: Ctx,
  list: readonly (Omit<ContactRow, 'version' | 'custom'> & { createdAt?: string; custom?: CustomValues })[],
): Promise<void> {
  if (list.length === 0) return
  const rows = list.map((c) => ({
    ...c,
    account_id: c.accountId,
    is_primary: c.isPrimary,
    created_at: c.createdAt ?? ctx.now.toISOString(),
    custom: c.custom ?? {},
  }))
  await ctx.tx.run(sql`insert into contact (tenant_id, id, account_id, name, title, role, phone, email, wechat, note, is_primary, created_at, custom)
    select ${ctx.tenantId}::uuid, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t(id uuid, account_id uuid, name text, title text, role text, phone text, email text, wechat text, note text, is_primary boolean, created_at timestamptz, custom jsonb)`)
}

/** False when somebody else changed it meanwhile. */
export async function updateContact(ctx: Ctx, c: ContactRow): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`update contact set name = ${c.name}, title = ${c.title}, role = ${c.role}, phone = ${c.phone}, email = ${c.email},
      wechat = ${c.wechat}, note = ${c.note}, is_primary = ${c.isPrimary}, custom = ${JSON.stringify(c.custom)}::jsonb, version = version + 1
    where tenant_id = ${ctx.tenantId} and account_id = ${c.accountId} and id = ${c.id} and version = ${c.version}`)
  return count === 1
}

/** One person is the first to call. */
export async function onlyPrimary(ctx: Ctx, accountId: string, contactId: string): Promise<void> {
  await ctx.tx.run(
    sql`update contact set is_primary = false where tenant_id = ${ctx.tenantId} and account_id = ${accountId} and id <> ${contactId} and is_primary`,
  )
}

export interface SiteRow {
  id: string
  subjectType: 'lead' | 'account'
  subjectId: string
  name: string
  address: string | null
  lat: number | null
  lng: number | null
  radiusM: number | null
  polygon: Point[] | null
  source: string
  verified: boolean
  isPrimary: boolean
  version: number
}

const siteColumns = sql.raw(
  'id, subject_type, subject_id, name, address, lat, lng, radius_m, polygon, source, verified, is_primary, version',
)

export async function sitesOf(ctx: Pick<Ctx, 'tx' | 'tenantId'>, subjectId: string): Promise<SiteRow[]> {
  return await ctx.tx.rows(sql<SiteRow>`select ${siteColumns} from site where tenant_id = ${ctx.tenantId} and subject_id = ${subjectId}
    order by is_primary desc, created_at, id limit 500`)
}

export async function siteById(ctx: Pick<Ctx, 'tx' | 'tenantId'>, id: string): Promise<SiteRow | undefined> {
  return await ctx.tx.row(sql<SiteRow>`select ${siteColumns} from site where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export type NewSite = Omit<SiteRow, 'version'> & { datumIn: string | null; createdAt?: string }

/** The insert of sites, so that a room may put it into a statement of its own. */
export function sitesSql(ctx: Ctx, list: readonly NewSite[]): Query {
  const rows = list.map((s) => ({
    id: s.id,
    subject_type: s.subjectType,
    subject_id: s.subjectId,
    name: s.name,
    address: s.address,
    lat: s.lat,
    lng: s.lng,
    datum_in: s.datumIn,
    radius_m: s.radiusM,
    polygon: s.polygon,
    source: s.source,
    verified: s.verified,
    is_primary: s.isPrimary,
    created_at: s.createdAt ?? ctx.now.toISOString(),
  }))
  return sql`insert into site (tenant_id, id, subject_type, subject_id, name, address, lat, lng, datum_in, radius_m, polygon, source, verified, is_primary, created_at)
    select ${ctx.tenantId}::uuid, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, subject_type text, subject_id uuid, name text, address text, lat double precision,
      lng double precision, datum_in text, radius_m int, polygon jsonb, source text, verified boolean, is_primary boolean, created_at timestamptz)`
}

export async function insertSites(ctx: Ctx, list: readonly NewSite[]): Promise<void> {
  if (list.length > 0) await ctx.tx.run(sitesSql(ctx, list))
}

export async function updateSitePoint(
  ctx: Ctx,
  siteId: string,
  at: Point & { source: string; verified: boolean; datumIn: string },
): Promise<SiteRow | undefined> {
  return await ctx.tx.row(sql<SiteRow>`update site set lat = ${at.lat}, lng = ${at.lng}, source = ${at.source}, verified = ${at.verified}, datum_in = ${at.datumIn}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${siteId} returning ${siteColumns}`)
}

/** The places of a lead become the account's. */
/** Places of records that are no more. */
export async function dropSites(ctx: Ctx, subjectIds: readonly string[]): Promise<void> {
  await ctx.tx.run(sql`delete from site where tenant_id = ${ctx.tenantId} and subject_id = any(${subjectIds}::uuid[])`)
}

export async function moveSites(ctx: Ctx, leadId: string, accountId: string): Promise<number> {
  return await ctx.tx.run(sql`update site set subject_type = 'account', subject_id = ${accountId}, version = version + 1
    where tenant_id = ${ctx.tenantId} and subject_type = 'lead' and subject_id = ${leadId}`)
}
