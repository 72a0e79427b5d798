// Search in the tables of the rooms: each kind by its own scope, and contact data of pools only for those who may see them.
import { holds, inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { HitKind } from './search.contract.ts'
import type { SearchWords } from './search.rule.ts'

export interface Found {
  kind: HitKind
  id: string
  title: string
  subtitle: string
  matched: 'name' | 'phone' | 'number'
  grade: string | null
  status: string | null
  masked: boolean
  phone: string | null
  amountFen: number | null
  ownerId: string | null
  ownerName: string | null
  linkId: string
}

/** One statement per kind; `limit` rows at most. A kind whose permission the actor lacks finds nothing without asking. */
export const finders: Record<HitKind, { permission: string; find: (ctx: Ctx, words: SearchWords, limit: number) => Promise<Found[]> }> = {
  lead: { permission: 'lead.read', find: viewLeads },
  account: { permission: 'account.read', find: viewAccounts },
  contact: { permission: 'account.read', find: viewContacts },
  opportunity: { permission: 'opportunity.read', find: viewOpportunities },
  quotation: { permission: 'quotation.read', find: viewQuotations },
  contract: { permission: 'contract.read', find: viewContracts },
}

const contains = (column: Query, text: string): Query<boolean> => sql<boolean>`${column} like ${`%${text}%`}`
const begins = (column: Query, text: string | null): Query<boolean> =>
  text === null ? sql<boolean>`false` : sql<boolean>`upper(${column}) like ${`${text}%`}`
const phoneHas = (column: Query, digits: string | null): Query<boolean> =>
  digits === null ? sql<boolean>`false` : sql<boolean>`${column} like ${`%${digits}%`}`
const matchedBy = (name: Query<boolean>, number: Query<boolean>): Query =>
  sql`case when ${name} then 'name' when ${number} then 'number' else 'phone' end`
/** The same name first, then names that begin with it, then the rest by date. */
const best = (column: Query, words: SearchWords): Query =>
  sql`(lower(${column}) = ${words.name}) desc, (lower(${column}) like ${`${words.name}%`}) desc`

async function viewLeads(ctx: Ctx, words: SearchWords, limit: number): Promise<Found[]> {
  const hidden = holds(ctx.actor, 'field.pool_contact') ? sql<boolean>`false` : sql<boolean>`(l.state = 'pooled')`
  const name = sql<boolean>`(${contains(sql`lower(l.company)`, words.name)} or ${contains(sql`l.core`, words.core)} or (not ${hidden} and ${contains(sql`lower(coalesce(l.contact_name, ''))`, words.name)}))`
  const number = begins(sql`l.number`, words.number)
  const phone = sql<boolean>`(not ${hidden} and ${phoneHas(sql`l.contact_phone`, words.digits)})`
  const pooled = holds(ctx.actor, 'pool.read') ? sql<boolean>`(l.state = 'pooled')` : sql<boolean>`false`
  return await ctx.tx.rows(sql<Found>`
    select 'lead' as kind, l.id, l.company as title, l.number as subtitle, ${matchedBy(name, number)} as matched, l.grade, l.state as status,
      ${hidden} as masked, case when ${hidden} then null else l.contact_phone end as phone, null::bigint as amount_fen, l.owner_id, m.name as owner_name, l.id as link_id
    from lead l left join member m on m.tenant_id = l.tenant_id and m.id = l.owner_id
    where l.tenant_id = ${ctx.tenantId} and l.state not in ('merged', 'converted') and (${inScope(ctx, 'lead.read', sql`l.owner_id`, sql`l.id`)} or ${pooled})
      and (${name} or ${number} or ${phone})
    order by ${best(sql`l.company`, words)}, l.received_at desc, l.id limit ${limit}`)
}

async function viewAccounts(ctx: Ctx, words: SearchWords, limit: number): Promise<Found[]> {
  const name = sql<boolean>`(${contains(sql`lower(a.name)`, words.name)} or ${contains(sql`a.core`, words.core)})`
  return await ctx.tx.rows(sql<Found>`
    select 'account' as kind, a.id, a.name as title, coalesce(a.city, '') as subtitle, 'name' as matched, a.level as grade, a.segment as status,
      false as masked, null as phone, null::bigint as amount_fen, a.owner_id, m.name as owner_name, a.id as link_id
    from account a left join member m on m.tenant_id = a.tenant_id and m.id = a.owner_id
    where a.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'account.read', sql`a.owner_id`, sql`a.id`)} and ${name}
    order by ${best(sql`a.name`, words)}, a.created_at desc, a.id limit ${limit}`)
}

async function viewContacts(ctx: Ctx, words: SearchWords, limit: number): Promise<Found[]> {
  const name = contains(sql`lower(c.name)`, words.name)
  const phone = phoneHas(sql`c.phone`, words.digits)
  return await ctx.tx.rows(sql<Found>`
    select 'contact' as kind, c.id, c.name as title, a.name as subtitle, ${matchedBy(name, sql<boolean>`false`)} as matched, null as grade, c.role as status,
      false as masked, c.phone, null::bigint as amount_fen, a.owner_id, m.name as owner_name, a.id as link_id
    from contact c join account a on a.tenant_id = c.tenant_id and a.id = c.account_id left join member m on m.tenant_id = a.tenant_id and m.id = a.owner_id
    where c.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'account.read', sql`a.owner_id`, sql`a.id`)} and (${name} or ${phone})
    order by ${best(sql`c.name`, words)}, c.created_at desc, c.id limit ${limit}`)
}

async function viewOpportunities(ctx: Ctx, words: SearchWords, limit: number): Promise<Found[]> {
  const name = sql<boolean>`(${contains(sql`lower(o.name)`, words.name)} or ${contains(sql`lower(a.name)`, words.name)})`
  const number = begins(sql`o.number`, words.number)
  return await ctx.tx.rows(sql<Found>`
    select 'opportunity' as kind, o.id, o.name as title, concat_ws(' · ', o.number, a.name) as subtitle, ${matchedBy(name, number)} as matched, null as grade, o.stage as status,
      false as masked, null as phone, o.amount_fen, o.owner_id, m.name as owner_name, o.id as link_id
    from opportunity o join account a on a.tenant_id = o.tenant_id and a.id = o.account_id left join member m on m.tenant_id = o.tenant_id and m.id = o.owner_id
    where o.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'opportunity.read', sql`o.owner_id`, sql`o.id`)} and (${name} or ${number})
    order by (o.closed_at is null) desc, ${best(sql`o.name`, words)}, o.created_at desc, o.id limit ${limit}`)
}

async function viewQuotations(ctx: Ctx, words: SearchWords, limit: number): Promise<Found[]> {
  const name = contains(sql`lower(a.name)`, words.name)
  const number = begins(sql`q.number`, words.number)
  return await ctx.tx.rows(sql<Found>`
    select 'quotation' as kind, q.id, q.number as title, a.name as subtitle, ${matchedBy(name, number)} as matched, null as grade, q.status,
      false as masked, null as phone, q.net_fen as amount_fen, q.owner_id, m.name as owner_name, q.id as link_id
    from quotation q join account a on a.tenant_id = q.tenant_id and a.id = q.account_id left join member m on m.tenant_id = q.tenant_id and m.id = q.owner_id
    where q.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'quotation.read', sql`q.owner_id`, sql`q.opportunity_id`)} and (${name} or ${number})
    order by q.created_at desc, q.id limit ${limit}`)
}

async function viewContracts(ctx: Ctx, words: SearchWords, limit: number): Promise<Found[]> {
  const name = sql<boolean>`(${contains(sql`lower(c.title)`, words.name)} or ${contains(sql`lower(a.name)`, words.name)})`
  const number = begins(sql`c.number`, words.number)
  return await ctx.tx.rows(sql<Found>`
    select 'contract' as kind, c.id, c.title, concat_ws(' · ', c.number, a.name) as subtitle, ${matchedBy(name, number)} as matched, null as grade, c.status,
      false as masked, null as phone, c.amount_fen, c.owner_id, m.name as owner_name, c.id as link_id
    from contract c join account a on a.tenant_id = c.tenant_id and a.id = c.account_id left join member m on m.tenant_id = c.tenant_id and m.id = c.owner_id
    where c.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'contract.read', sql`c.owner_id`, sql`c.id`)} and (${name} or ${number})
    order by c.created_at desc, c.id limit ${limit}`)
}
