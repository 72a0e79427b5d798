// 今日 in one request, and the counts beside the navigation.
import { holds } from '#core/access.ts'
import { addDays, addWorkingDays, dayOf, daysBetween, startOfDay } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { sumFen } from '#core/money.ts'
import { policy } from '#core/policies.ts'
import { burningLeads } from '#modules/leads/index.ts'
import { calendarOf, zone } from '#modules/organization/index.ts'
import { claimPolicy, mayUsePool, poolsOf, quotaOf } from '#modules/pools/index.ts'
import { duePolicy } from '#modules/receivables/index.ts'
import { visitsToday } from '#modules/visits/index.ts'
import type { Counts, Today } from './home.contract.ts'
import { viewHeld, viewInbox, viewNavigation, viewPoolCounts } from './home.store.ts'
import { viewArrived, viewOpenItems } from './money.store.ts'

export async function today(ctx: Ctx, input: { lat?: number | undefined; lng?: number | undefined }): Promise<Today> {
  const memberId = memberOf(ctx)
  const tz = await zone(ctx)
  const day = dayOf(ctx.now, tz)
  const inbox = await viewInbox(ctx, memberId, startOfDay(addDays(day, 1), tz).toISOString())
  return {
    now: ctx.now.toISOString(),
    day,
    name: ctx.actor.name,
    visits: holds(ctx.actor, 'visit.do') ? await visitsToday(ctx, input) : null,
    countdown: await countdownOf(ctx, memberId),
    overdue: await overdueOf(ctx, memberId, day),
    approvals: { waiting: inbox.approvals, oldestSince: inbox.oldestApprovalAt },
    pool: { ...(await poolCounts(ctx)), claimsLeft: await claimsLeft(ctx, memberId, day) },
    tasks: { open: inbox.tasks, dueToday: inbox.tasksDueToday },
    notices: { unread: inbox.unread, urgent: inbox.urgent },
    arrived: await arrivedOf(ctx, memberId, day),
  }
}

/** The pools this person may take from. */
async function poolCounts(ctx: Ctx): Promise<{ leads: number; gradeA: number }> {
  if (!holds(ctx.actor, 'pool.read')) return { leads: 0, gradeA: 0 }
  const pools = (await poolsOf(ctx)).filter((pool) => pool.subjectType === 'lead' && mayUsePool(ctx.actor, pool))
  return await viewPoolCounts(
    ctx,
    pools.map((pool) => pool.id),
  )
}

/** How many more leads this person may take today: by the day's cap and by what one may hold. Null for who may not claim. */
async function claimsLeft(ctx: Ctx, memberId: string, day: string): Promise<number | null> {
  if (!holds(ctx.actor, 'lead.claim')) return null
  const { dailyClaim, holdingCap } = await policy(ctx, claimPolicy)
  const { claimed, holding } = await quotaOf(ctx, memberId, 'lead', day)
  return Math.max(0, Math.min(dailyClaim - claimed, holdingCap - holding))
}

async function countdownOf(ctx: Ctx, memberId: string): Promise<Today['countdown']> {
  if (!holds(ctx.actor, 'lead.read')) return { held: 0, burning: 0, first: null }
  const { items } = await burningLeads(ctx, { mine: 'true' })
  const first = items.find((lead) => lead.countdown !== null)
  return {
    held: await viewHeld(ctx, memberId),
    burning: items.length,
    first: first?.countdown
      ? {
          leadId: first.id,
          name: first.company,
          dueAt: first.countdown.dueAt,
          warnAt: first.countdown.warnAt,
          reason: first.countdown.reason,
          shareLeft: first.countdown.shareLeft,
        }
      : null,
  }
}

async function overdueOf(ctx: Ctx, memberId: string, day: string): Promise<Today['overdue']> {
  const nothing = { count: 0, amountFen: 0, worst: null, dueSoonFen: 0, dueSoonCount: 0 }
  if (!holds(ctx.actor, 'receivable.read')) return nothing
  const { dueSoonDays } = await policy(ctx, duePolicy)
  const items = await viewOpenItems(ctx, sql<boolean>`(i.owner_id = ${memberId})`, addDays(day, dueSoonDays))
  const openFen = (item: (typeof items)[number]) => item.amountFen - item.receivedFen
  const late = items.filter((item) => item.dueOn !== null && item.dueOn < day)
  const soon = items.filter((item) => item.dueOn !== null && item.dueOn >= day)
  // of two items the one that hurts more: the older, unless its account is frozen already and waits for somebody else
  const worst = late.find((item) => !item.frozen) ?? late[0]
  return {
    count: late.length,
    amountFen: sumFen(late.map(openFen)),
    worst: worst
      ? {
          itemId: worst.id,
          accountId: worst.accountId,
          accountName: worst.accountName,
          contractNumber: worst.contractNumber,
          openFen: openFen(worst),
          overdueDays: daysBetween(worst.dueOn ?? day, day),
        }
      : null,
    dueSoonFen: sumFen(soon.map(openFen)),
    dueSoonCount: soon.length,
  }
}

/** Money on this person's contracts since the last working day began. */
async function arrivedOf(ctx: Ctx, memberId: string, day: string): Promise<Today['arrived']> {
  if (!holds(ctx.actor, 'receipt.read')) return { amountFen: 0, count: 0 }
  const since = addWorkingDays(day, -1, await calendarOf(ctx))
  const [row] = await viewArrived(ctx, sql<boolean>`(l.owner_id = ${memberId})`, since, day)
  return { amountFen: row?.amountFen ?? 0, count: row?.receipts ?? 0 }
}

export async function counts(ctx: Ctx): Promise<Counts> {
  const memberId = memberOf(ctx)
  const tz = await zone(ctx)
  const day = dayOf(ctx.now, tz)
  const inbox = await viewInbox(ctx, memberId, startOfDay(addDays(day, 1), tz).toISOString())
  const shown = await viewNavigation(ctx, day)
  const overdue = await overdueOf(ctx, memberId, day)
  const burning = holds(ctx.actor, 'lead.read') ? (await burningLeads(ctx, { mine: 'true' })).items.length : 0
  return {
    leads: shown.leads,
    pool: holds(ctx.actor, 'pool.read') ? (await poolCounts(ctx)).leads : null,
    accounts: shown.accounts,
    visitsToday: shown.visitsToday,
    opportunities: shown.opportunities,
    act: {
      leadsBurning: burning,
      visitsToReview: shown.visitsToReview,
      approvals: inbox.approvals,
      receiptsToConfirm: shown.bankLines,
      overdue: overdue.count,
      tasks: inbox.tasks,
      unread: inbox.unread,
    },
  }
}
