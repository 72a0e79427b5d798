// What is owed, as the lists and figures show it. Names of accounts and owners are joined here.
import { inScope } from '#core/access.ts'
import { addDays, type Day } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { ItemRow } from './plan.store.ts'

export interface ItemView extends ItemRow {
  contractNo: string
  accountName: string
  accountLevel: string | null
  creditGrade: string | null
  frozen: boolean
  ownerName: string
  count: number
  settledOn: string | null
  dispute: string | null
  promiseFen: number | null
  promisedOn: string | null
  promisePerson: string | null
  promiseRecordedOn: string | null
  /** Received for the item between the promise and its day. */
  promiseReceivedFen: number
  lastStep: number | null
  lastStepOn: string | null
}

export interface Narrow {
  ownerId?: string | undefined
  accountId?: string | undefined
  contractId?: string | undefined
  contractIds?: string[] | undefined
}

const narrowed = (ctx: Ctx, narrow: Narrow): Query[] => {
  const where: Query[] = [sql`i.tenant_id = ${ctx.tenantId}`, inScope(ctx, 'receivable.read', sql`i.owner_id`, sql`i.account_id`)]
  if (narrow.ownerId) where.push(sql`i.owner_id = ${narrow.ownerId}`)
  if (narrow.accountId) where.push(sql`i.account_id = ${narrow.accountId}`)
  if (narrow.contractId) where.push(sql`i.contract_id = ${narrow.contractId}`)
  if (narrow.contractIds) where.push(sql`i.contract_id = any(${narrow.contractIds}::uuid[])`)
  return where
}

const selectItems = (
  ctx: Ctx,
): Query => sql`select i.id, i.plan_id, i.contract_id, i.account_id, i.owner_id, i.no, i.event, i.line, i.period, i.delivery_id, i.amount_fen,
    i.received_fen, i.due_on, i.settled, i.settled_on, i.dispute, p.contract_no, coalesce(a.name, '') as account_name, a.level as account_level, a.credit_grade,
    coalesce(a.credit_frozen, false) as frozen, coalesce(m.name, '') as owner_name,
    (select count(*) from receipt_plan_item n where n.tenant_id = ${ctx.tenantId} and n.plan_id = i.plan_id) as count,
    pr.amount_fen as promise_fen, pr.promised_on, pr.person as promise_person, pr.recorded_on as promise_recorded_on,
    coalesce((select sum(x.amount_fen) from receipt_allocation x where x.tenant_id = ${ctx.tenantId} and x.item_id = i.id
      and x.on_day between pr.recorded_on and pr.promised_on), 0)::bigint as promise_received_fen,
    d.step as last_step, d.taken_on as last_step_on
  from receipt_plan_item i join receipt_plan p on p.tenant_id = ${ctx.tenantId} and p.id = i.plan_id
  left join account a on a.tenant_id = ${ctx.tenantId} and a.id = i.account_id
  left join member m on m.tenant_id = ${ctx.tenantId} and m.id = i.owner_id
  left join lateral (select * from payment_promise q where q.tenant_id = ${ctx.tenantId} and q.item_id = i.id order by q.created_at desc, q.id desc limit 1) pr on true
  left join lateral (select s.step, s.taken_on from dunning_step s where s.tenant_id = ${ctx.tenantId} and s.item_id = i.id order by s.step desc limit 1) d on true`

export async function viewItem(ctx: Ctx, id: string, permission = 'receivable.read'): Promise<ItemView | undefined> {
  return await ctx.tx.row(
    sql`${selectItems(ctx)} where i.tenant_id = ${ctx.tenantId} and i.id = ${id} and ${inScope(ctx, permission, sql`i.owner_id`, sql`i.account_id`)}`,
  )
}

export type ItemState = 'all' | 'unpaid' | 'overdue' | 'due_today' | 'due_soon' | 'not_due' | 'paid' | 'disputed'

const open = sql`i.settled in ('open', 'partial')`
function stateIs(state: ItemState, today: Day, soonDays: number): Query {
  const soon = addDays(today, soonDays)
  if (state === 'paid') return sql`i.settled = 'paid'`
  if (state === 'all') return sql`true`
  if (state === 'disputed') return sql`${open} and i.dispute is not null`
  if (state === 'overdue') return sql`${open} and i.due_on < ${today}::date`
  if (state === 'due_today') return sql`${open} and i.due_on = ${today}::date`
  if (state === 'due_soon') return sql`${open} and i.due_on > ${today}::date and i.due_on <= ${soon}::date`
  if (state === 'not_due') return sql`${open} and (i.due_on > ${soon}::date or i.due_on is null)`
  return open
}

export interface ItemFilter extends Narrow {
  state: ItemState
  today: Day
  soonDays: number
  overdueFrom?: number | undefined
  overdueTo?: number | undefined
  q?: string | null | undefined
  after: (string | number | null)[] | null
  limit: number
}

/** Due first on top, undated last; what is paid by the day it was, newest first. */
export async function viewItems(ctx: Ctx, filter: ItemFilter): Promise<ItemView[]> {
  const where = [...narrowed(ctx, filter), stateIs(filter.state, filter.today, filter.soonDays)]
  if (filter.overdueFrom) where.push(sql`${open} and i.due_on <= ${addDays(filter.today, -filter.overdueFrom)}::date`)
  if (filter.overdueTo) where.push(sql`i.due_on >= ${addDays(filter.today, -filter.overdueTo)}::date`)
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`
    where.push(sql`(p.contract_no ilike ${like} or a.name ilike ${like})`)
  }
  const paid = filter.state === 'paid'
  if (filter.after) {
    const [day, id] = filter.after
    if (paid) where.push(sql`(i.settled_on, i.id) < (${day}::date, ${id}::uuid)`)
    else if (day === null) where.push(sql`i.due_on is null and i.id > ${id}::uuid`)
    else where.push(sql`((i.due_on, i.id) > (${day}::date, ${id}::uuid) or i.due_on is null)`)
  }
  const order = paid ? sql`i.settled_on desc, i.id desc` : sql`i.due_on, i.id`
  return await ctx.tx.rows(sql`${selectItems(ctx)} where ${sql.join(where, sql` and `)} order by ${order} limit ${filter.limit + 1}`)
}

export interface Sums {
  items: number
  contracts: number
  dueFen: number
  receivedFen: number
  overdueFen: number
  overdueItems: number
  oldestDueOn: string | null
  dueSoonFen: number
  dueSoonItems: number
  openFen: number
}

const sums = (ctx: Ctx, today: Day, soonDays: number): Query => sql`count(*) as items, count(distinct i.contract_id) as contracts,
    coalesce(sum(i.amount_fen) filter (where i.due_on <= ${today}::date), 0)::bigint as due_fen,
    coalesce(sum((select coalesce(sum(x.amount_fen), 0) from receipt_allocation x where x.tenant_id = ${ctx.tenantId} and x.item_id = i.id and x.on_day <= ${today}::date))
      filter (where i.due_on <= ${today}::date), 0)::bigint as received_fen,
    coalesce(sum(i.amount_fen - i.received_fen) filter (where ${open} and i.due_on < ${today}::date), 0)::bigint as overdue_fen,
    count(*) filter (where ${open} and i.due_on < ${today}::date) as overdue_items,
    min(i.due_on) filter (where ${open} and i.due_on < ${today}::date) as oldest_due_on,
    coalesce(sum(i.amount_fen - i.received_fen) filter (where ${open} and i.due_on between ${today}::date and ${addDays(today, soonDays)}::date), 0)::bigint as due_soon_fen,
    count(*) filter (where ${open} and i.due_on between ${today}::date and ${addDays(today, soonDays)}::date) as due_soon_items,
    coalesce(sum(i.amount_fen - i.received_fen) filter (where ${open}), 0)::bigint as open_fen`

export async function sumItems(ctx: Ctx, narrow: Narrow, today: Day, soonDays: number): Promise<Sums> {
  const row = await ctx.tx.row<Sums>(
    sql`select ${sums(ctx, today, soonDays)} from receipt_plan_item i where ${sql.join(narrowed(ctx, narrow), sql` and `)}`,
  )
  return row as Sums
}

export interface GroupRow extends Sums {
  id: string
  name: string
  creditGrade: string | null
  frozen: boolean
}

export async function viewGroups(ctx: Ctx, by: 'account' | 'owner', today: Day, soonDays: number): Promise<GroupRow[]> {
  const where = sql.join(narrowed(ctx, {}), sql` and `)
  if (by === 'account') {
    return await ctx.tx.rows(sql`select i.account_id as id, coalesce(max(a.name), '') as name, max(a.credit_grade) as credit_grade, coalesce(bool_or(a.credit_frozen), false) as frozen,
        ${sums(ctx, today, soonDays)} from receipt_plan_item i left join account a on a.tenant_id = ${ctx.tenantId} and a.id = i.account_id
      where ${where} group by i.account_id order by overdue_fen desc, open_fen desc, id limit 500`)
  }
  return await ctx.tx.rows(sql`select i.owner_id as id, coalesce(max(m.name), '') as name, null::text as credit_grade, false as frozen,
      ${sums(ctx, today, soonDays)} from receipt_plan_item i left join member m on m.tenant_id = ${ctx.tenantId} and m.id = i.owner_id
    where ${where} group by i.owner_id order by overdue_fen desc, open_fen desc, id limit 500`)
}

/** Overdue money by days late, for the parts of the ageing bar. */
export async function overdueByDay(ctx: Ctx, narrow: Narrow, today: Day): Promise<{ dueOn: string; openFen: number; items: number }[]> {
  const where = [...narrowed(ctx, narrow), open, sql`i.due_on < ${today}::date`]
  return await ctx.tx.rows(sql`select i.due_on, sum(i.amount_fen - i.received_fen)::bigint as open_fen, count(*) as items
    from receipt_plan_item i where ${sql.join(where, sql` and `)} group by i.due_on order by i.due_on`)
}

/** Open money from `from` to `to` by due day; `dueOn` null is what has no day yet. */
export async function openByDay(
  ctx: Ctx,
  narrow: Narrow,
  from: Day,
  to: Day,
): Promise<{ dueOn: string | null; openFen: number; items: number }[]> {
  const where = [...narrowed(ctx, narrow), open, sql`(i.due_on between ${from}::date and ${to}::date or i.due_on is null)`]
  return await ctx.tx.rows(sql`select i.due_on, sum(i.amount_fen - i.received_fen)::bigint as open_fen, count(*) as items
    from receipt_plan_item i where ${sql.join(where, sql` and `)} group by i.due_on order by i.due_on`)
}

export async function receivedBetween(ctx: Ctx, narrow: Narrow, from: Day, to: Day): Promise<number> {
  const where = narrowed(ctx, narrow)
  const row = await ctx.tx.row<{ fen: number }>(sql`select coalesce(sum(x.amount_fen), 0)::bigint as fen from receipt_allocation x
    join receipt_plan_item i on i.tenant_id = ${ctx.tenantId} and i.id = x.item_id
    where x.tenant_id = ${ctx.tenantId} and x.on_day between ${from}::date and ${to}::date and ${sql.join(where, sql` and `)}`)
  return row?.fen ?? 0
}

export async function unappliedFen(ctx: Ctx, narrow: Narrow): Promise<number> {
  const where: Query[] = [sql`r.tenant_id = ${ctx.tenantId}`, sql`r.reversed_at is null`, inScope(ctx, 'receivable.read', sql`r.owner_id`)]
  if (narrow.accountId) where.push(sql`r.account_id = ${narrow.accountId}`)
  if (narrow.ownerId) where.push(sql`r.owner_id = ${narrow.ownerId}`)
  if (narrow.contractId || narrow.contractIds) return 0
  const row = await ctx.tx.row<{ fen: number }>(
    sql`select coalesce(sum(r.unapplied_fen), 0)::bigint as fen from receipt r where ${sql.join(where, sql` and `)}`,
  )
  return row?.fen ?? 0
}

export async function bankThrough(ctx: Ctx): Promise<string | null> {
  const row = await ctx.tx.row<{ day: string | null }>(sql`select max(on_day) as day from bank_line where tenant_id = ${ctx.tenantId}`)
  return row?.day ?? null
}
