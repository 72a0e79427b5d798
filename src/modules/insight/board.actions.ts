// 早会看板 and 团队: one look at money, visits, stuck opportunities and people, within the reader's reach.
import { inScope, scopeOf } from '#core/access.ts'
import { addDays, addWorkingDays, type Day, dayOf, quarterOf, weekOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import { sumFen } from '#core/money.ts'
import { policy } from '#core/policies.ts'
import { invalid } from '#core/refuse.ts'
import type { Words } from '#modules/approvals/approval.contract.ts'
import { burningLeads } from '#modules/leads/index.ts'
import { calendarOf, zone } from '#modules/organization/index.ts'
import { duePolicy, overdueDays } from '#modules/receivables/index.ts'
import { cadencePolicy } from '#modules/visits/index.ts'
import type { BoardItem, MorningBoard, RankRow, TeamRow } from './board.contract.ts'
import { viewCadence, viewReps, viewScopeName, viewTeamCounts, viewVisitCases, viewVisitCounts } from './board.store.ts'
import { coverageOf } from './coverage.rule.ts'
import { stuckOpportunities } from './gate.actions.ts'
import { ratio } from './metrics.rule.ts'
import { type OpenItem, viewArrived, viewCompletion, viewOpenItems, viewTargets } from './money.store.ts'
import { ranked } from './stuck.rule.ts'
import { completionIf } from './whatif.rule.ts'

const MOST_SHOWN = 6
const reach = (ctx: Ctx, owner: string): Query<boolean> => inScope(ctx, 'insight.board', sql.ref(owner))
const openFen = (item: OpenItem): number => item.amountFen - item.receivedFen

export async function morningBoard(ctx: Ctx): Promise<MorningBoard> {
  const today = dayOf(ctx.now, await zone(ctx))
  const { dueSoonDays } = await policy(ctx, duePolicy)
  const items = await viewOpenItems(ctx, reach(ctx, 'i.owner_id'), addDays(today, dueSoonDays), 2000)
  const late = items.filter((item) => item.dueOn !== null && item.dueOn < today)
  const soon = items.filter((item) => item.dueOn !== null && item.dueOn >= today)
  const stuck = await stuckOpportunities(ctx, reach(ctx, 'o.owner_id'), today)
  return {
    at: ctx.now.toISOString(),
    day: today,
    scopeName: await viewScopeName(ctx, scopeOf(ctx.actor, 'insight.board') === 'all'),
    overdue: {
      amountFen: sumFen(late.map(openFen)),
      count: late.length,
      items: late.slice(0, MOST_SHOWN).map((item) => boardItem(item, today)),
    },
    dueSoon: {
      amountFen: sumFen(soon.map(openFen)),
      count: soon.length,
      todayFen: sumFen(soon.filter((item) => item.dueOn === today).map(openFen)),
      items: soon.slice(0, MOST_SHOWN).map((item) => boardItem(item, today)),
    },
    completion: await completionOf(ctx, late, today),
    ranking: await rankingOf(ctx, today),
    visits: await visitsOf(ctx, today),
    stuck: { count: stuck.length, amountFen: sumFen(stuck.map((one) => one.amountFen)), items: stuck.slice(0, MOST_SHOWN) },
    recycling: await recyclingOf(ctx, today),
  }
}

function boardItem(item: OpenItem, today: Day): BoardItem {
  const { accountId, accountName, contractId, contractNumber, no, ownerId, ownerName, frozen, promisedOn } = item
  const dueOn = item.dueOn ?? today
  const daysLate = overdueDays(item, today) || -daysAhead(dueOn, today)
  return {
    itemId: item.id,
    accountId,
    accountName,
    contractId,
    contractNumber,
    no,
    ownerId,
    ownerName,
    openFen: openFen(item),
    dueOn,
    daysLate,
    frozen,
    promisedOn,
    note: noteOf(item, today),
  }
}

const daysAhead = (dueOn: Day, today: Day): number => Math.round((Date.parse(dueOn) - Date.parse(today)) / 86_400_000)

/** What stands in the way of the money or comes next: the one thing worth saying in a row. */
function noteOf(item: OpenItem, today: Day): Words | null {
  if (item.frozen) return { key: 'board.item.frozen', params: {} }
  if (item.disputed) return { key: 'board.item.disputed', params: {} }
  if (item.promisedOn && item.promisedOn >= today)
    return { key: 'board.item.promised', params: { promisedOn: item.promisedOn, promisedFen: item.promisedFen } }
  if (item.promisedOn) return { key: 'board.item.promise_broken', params: { promisedOn: item.promisedOn } }
  return null
}

/** Completion of the reader's reach, and what collecting the biggest overdue item alone would make of it. */
async function completionOf(ctx: Ctx, late: OpenItem[], today: Day): Promise<MorningBoard['completion']> {
  const parts = await viewCompletion(ctx, reach(ctx, 'i.owner_id'), today)
  const biggest = [...late].sort((a, b) => openFen(b) - openFen(a))[0]
  const after = biggest ? completionIf(parts, openFen(biggest), biggest.dueOn, today).after : null
  const consequence =
    biggest && after !== null ? { key: 'board.consequence', params: { account: biggest.accountName, afterRatio: after } } : null
  return { ...parts, ratio: ratio(parts.receivedFen, parts.dueFen), consequence }
}

async function rankingOf(ctx: Ctx, today: Day): Promise<MorningBoard['ranking']> {
  const quarter = quarterOf(today)
  const arrived = await viewArrived(ctx, reach(ctx, 'l.owner_id'), quarter.from, today)
  const people = await viewTargets(ctx, reach(ctx, 'm.id'), quarter.name)
  const rows = people
    .map((one) => ({ ...one, receivedFen: arrived.find((row) => row.ownerId === one.memberId)?.amountFen ?? 0 }))
    .filter((row) => row.targetFen > 0 || row.receivedFen !== 0)
  return { period: quarter.name, rows: ranked<Omit<RankRow, 'attainment'>>(rows) }
}

/** The last working day before today. */
async function visitsOf(ctx: Ctx, today: Day): Promise<MorningBoard['visits']> {
  const day = addWorkingDays(today, -1, await calendarOf(ctx))
  const counts = await viewVisitCounts(ctx, reach(ctx, 'v.owner_id'), day, day)
  const cases = await viewVisitCases(ctx, reach(ctx, 'v.owner_id'), day)
  const cadence = await viewCadence(ctx, sql<boolean>`(${reach(ctx, 'a.owner_id')} and a.level = 'A')`, day)
  const sum = (of: (row: (typeof counts)[number]) => number) => counts.reduce((total, row) => total + of(row), 0)
  return {
    day,
    visits: sum((row) => row.visits),
    valid: sum((row) => row.valid),
    invalid: sum((row) => row.invalid),
    pending: sum((row) => row.pending),
    attempted: sum((row) => row.attempted),
    coverageA: coverageOf(cadence, await policy(ctx, cadencePolicy), day),
    cases: cases.map(({ reason, purpose, dwellMs, minMinutes, ...one }) => ({
      ...one,
      words: {
        key: reason === 'too_short' ? 'board.visit.too_short' : `board.visit.${reason ?? 'pending'}`,
        params: {
          purpose,
          minutes: dwellMs === null ? null : Math.floor(dwellMs / 60_000),
          minMinutes: minMinutes === null ? null : Number(minMinutes),
        },
      },
    })),
  }
}

/** Leads within reach that go back to the pool before the day ends. */
async function recyclingOf(ctx: Ctx, today: Day): Promise<MorningBoard['recycling']> {
  const { items } = await burningLeads(ctx, { mine: 'false' })
  const tz = await zone(ctx)
  const due = items.flatMap((lead) => (lead.countdown && dayOf(lead.countdown.dueAt, tz) <= today ? [lead.countdown.dueAt] : [])).sort()
  return { dueToday: due.length, firstAt: due[0] ?? null }
}

/** A week of my people; without days the present week. */
export async function team(
  ctx: Ctx,
  input: { from?: string | undefined; until?: string | undefined },
): Promise<{ from: Day; until: Day; rows: TeamRow[] }> {
  const today = dayOf(ctx.now, await zone(ctx))
  const week = weekOf(today)
  const from = input.from ?? week.from
  const until = input.until ?? (input.from ? addDays(from, 6) : week.to)
  if (from > until) throw invalid('insight.period_reversed', { from, until })
  const people = await viewReps(ctx, reach(ctx, 'm.id'))
  const visits = await viewVisitCounts(ctx, reach(ctx, 'v.owner_id'), from, until)
  const rest = await viewTeamCounts(ctx, reach(ctx, 'm.id'), today)
  const arrived = await viewArrived(ctx, reach(ctx, 'l.owner_id'), from, until)
  const day = [until, today].sort()[0] as Day
  const cadence = await viewCadence(ctx, reach(ctx, 'a.owner_id'), day)
  const rules = await policy(ctx, cadencePolicy)
  const burning = (await burningLeads(ctx, { mine: 'false' })).items
  const rows = people.map(({ memberId, name, department }): TeamRow => {
    const seen = visits.find((row) => row.memberId === memberId)
    const more = rest.find((row) => row.memberId === memberId)
    const accounts = cadence.filter((row) => row.ownerId === memberId)
    return {
      memberId,
      name,
      department,
      visits: seen?.visits ?? 0,
      valid: seen?.valid ?? 0,
      invalid: seen?.invalid ?? 0,
      pending: seen?.pending ?? 0,
      attempted: seen?.attempted ?? 0,
      coverage: coverageOf(accounts, rules, day),
      accounts: accounts.length,
      leadsHeld: more?.leadsHeld ?? 0,
      leadsBurning: burning.filter((lead) => lead.ownerId === memberId).length,
      opportunities: more?.opportunities ?? 0,
      opportunityFen: more?.opportunityFen ?? 0,
      receivedFen: arrived.find((row) => row.ownerId === memberId)?.amountFen ?? 0,
      overdueFen: more?.overdueFen ?? 0,
    }
  })
  return { from, until, rows }
}
