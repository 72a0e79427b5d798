// Accruing: money that was allocated becomes entries, in the transaction of the allocation. One way for one receipt and for many.
import { type Day, dayOf, startOfDay } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { type Event, emit, emitMany } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { zone } from '#modules/organization/index.ts'
import type { CountedAllocation } from '#modules/receivables/index.ts'
import { commissionPolicy } from './commission.policy.ts'
import { type CommissionPolicy, commission, commissionDay, commissionEntry } from './commission.rule.ts'
import {
  type EntryKind,
  insertEntries,
  lockStandings,
  type NewEntry,
  type Standing,
  saveStandings,
  staleMembers,
} from './commission.store.ts'
import { inForce, judgedOn, periodNamed, periodOf } from './period.rule.ts'
import { dropWaiting, insertWaiting, lockedPeriods, takeMatured, targetsOf } from './target.store.ts'

export interface Plan {
  version: number
  value: CommissionPolicy
}

/** The plan a period is counted under: the version in force on its last day that has come. Version 0 is the house's default. */
export async function planOfPeriod(ctx: Ctx, period: string): Promise<Plan> {
  const tz = await zone(ctx)
  const history = await ctx.services.policies.history(ctx, commissionPolicy)
  const last = judgedOn(periodNamed(period), dayOf(ctx.now, tz))
  const end = new Date(startOfDay(last, tz).getTime() + 86_400_000 - 1).toISOString()
  const at = [end, ctx.now.toISOString()].sort()[0] as string
  const found = inForce(history, at)
  return found
    ? { version: found.version, value: { ...commissionPolicy.defaults, ...(found.value as Partial<CommissionPolicy>) } }
    : { version: 0, value: commissionPolicy.defaults }
}

type Counted = CountedAllocation & { day: Day; period: string }

/** Makes entries for allocations in the order given. Drafts wait until they mature; what was taken back is a negative entry. */
export async function accrue(ctx: Ctx, allocations: readonly CountedAllocation[]): Promise<NewEntry[]> {
  const counted = await countable(ctx, allocations)
  const books = await openBooks(
    ctx,
    counted.map((one) => ({ memberId: one.ownerId, period: one.period })),
  )
  const entries = counted.flatMap((one) => entriesOf(one, books.of(one.ownerId, one.period)))
  await insertEntries(ctx, entries)
  await saveStandings(ctx, books.standings)
  return entries
}

/** What counts now, with the day and the period it counts in. */
async function countable(ctx: Ctx, allocations: readonly CountedAllocation[]): Promise<Counted[]> {
  const today = dayOf(ctx.now, await zone(ctx))
  const back = allocations.flatMap((one) => (one.reversalOf ? [one.reversalOf] : []))
  const neverCounted = new Set(back.length > 0 ? await dropWaiting(ctx, back) : [])
  const dated = allocations
    .filter((one) => !(one.reversalOf && neverCounted.has(one.reversalOf)))
    .map((one) => ({ ...one, day: (one.reversalOf ? one.receivedOn : commissionDay(one)) ?? one.receivedOn }))
  const later = dated.filter((one) => one.day > today)
  await insertWaiting(
    ctx,
    later.map((receipt) => ({ receipt, countsOn: receipt.day })),
  )
  const now = dated.filter((one) => one.day <= today).map((one) => ({ ...one, period: periodOf(one.day).name }))
  const locked = await lockedPeriods(ctx, [...new Set(now.map((one) => one.period))])
  // A locked period changes no more: what comes late for it counts in the running one.
  return now.map((one) => (locked.has(one.period) ? { ...one, period: periodOf(today).name } : one))
}

interface Book {
  standing: Standing
  targetFen: number
  plan: Plan
}

/** The standings of members and periods, locked, with their targets and plans. */
async function openBooks(ctx: Ctx, keys: readonly { memberId: string; period: string }[]) {
  const unique = [...new Map(keys.map((key) => [`${key.memberId}/${key.period}`, key])).values()]
  const standings = await lockStandings(ctx, unique)
  const targets = await targetsOf(ctx, unique)
  const plans = new Map<string, Plan>()
  for (const period of new Set(unique.map((key) => key.period))) plans.set(period, await planOfPeriod(ctx, period))
  const of = (memberId: string, period: string): Book => ({
    standing: standings.find((one) => one.memberId === memberId && one.period === period) as Standing,
    targetFen: targets.find((one) => one.memberId === memberId && one.period === period)?.targetFen ?? 0,
    plan: plans.get(period) as Plan,
  })
  return { standings, of }
}

/** The entry of one allocation; before it, where the plan changed since the last one, the entry that brings the period up to it. */
function entriesOf(one: Counted, book: Book): NewEntry[] {
  const { standing, targetFen, plan } = book
  const adjusted = standing.planVersion === plan.version ? [] : adjustment(book, 'plan_changed', one.day)
  const { amountFen, before, after } = commissionEntry(standing.receivedFen, one.amountFen, targetFen, plan.value)
  standing.seq += 1
  standing.receivedFen += one.amountFen
  standing.amountFen += amountFen
  const entry: NewEntry = {
    id: uuidv7(),
    memberId: one.ownerId,
    period: one.period,
    seq: standing.seq,
    countedOn: one.day,
    allocationId: one.allocationId,
    receiptId: one.receiptId,
    contractId: one.contractId,
    accountId: one.accountId,
    basisFen: one.amountFen,
    amountFen,
    targetFen,
    planVersion: plan.version,
    kind: one.reversalOf ? 'reversal' : 'receipt',
    explanation: { before, after },
  }
  return [...adjusted, entry]
}

/** Brings the sum of the entries to what target and plan now say; nothing when it is there already. */
function adjustment({ standing, targetFen, plan }: Book, kind: EntryKind, onDay: Day): NewEntry[] {
  const now = commission(standing.receivedFen, targetFen, plan.value)
  const amountFen = now.commissionFen - standing.amountFen
  standing.planVersion = plan.version
  if (amountFen === 0) return []
  standing.seq += 1
  standing.amountFen += amountFen
  const before = { ...now, commissionFen: now.commissionFen - amountFen }
  return [
    {
      id: uuidv7(),
      memberId: standing.memberId,
      period: standing.period,
      seq: standing.seq,
      countedOn: onDay,
      allocationId: null,
      receiptId: null,
      contractId: null,
      accountId: null,
      basisFen: 0,
      amountFen,
      targetFen,
      planVersion: plan.version,
      kind,
      explanation: { before, after: now },
    },
  ]
}

/** Adjusts members of a period to the target and plan in force. Returns the entries made. */
export async function settle(ctx: Ctx, memberIds: readonly string[], period: string, kind: EntryKind): Promise<NewEntry[]> {
  if (memberIds.length === 0) return []
  const today = dayOf(ctx.now, await zone(ctx))
  const books = await openBooks(
    ctx,
    memberIds.map((memberId) => ({ memberId, period })),
  )
  const entries = memberIds.flatMap((memberId) => adjustment(books.of(memberId, period), kind, judgedOn(periodNamed(period), today)))
  await insertEntries(ctx, entries)
  await saveStandings(ctx, books.standings)
  for (const entry of entries) await tell(ctx, entry)
  return entries
}

const payloadOf = (entry: NewEntry) => ({
  memberId: entry.memberId,
  period: entry.period,
  kind: entry.kind,
  contractId: entry.contractId,
  receiptId: entry.receiptId,
  allocationId: entry.allocationId,
  basisFen: entry.basisFen,
  amountFen: entry.amountFen,
  planVersion: entry.planVersion,
})
const tell = (ctx: Ctx, entry: NewEntry): Promise<Event> => emit(ctx, 'commission.accrued', entry.id, payloadOf(entry))

/** receipt.allocated: the entry exists when the receipt does. */
export async function accrueReceipt(ctx: Ctx, event: Event): Promise<void> {
  for (const entry of await accrue(ctx, [event.payload as unknown as CountedAllocation])) await tell(ctx, entry)
}

/** policy.changed: a plan in force from now on adjusts the running period at once. */
export async function planChanged(ctx: Ctx, event: Event): Promise<void> {
  if (event.payload.policy !== commissionPolicy.id) return
  ctx.services.policies.forget(ctx.tenantId)
  await settleRunning(ctx)
  // What was read belongs to a transaction that may still fail.
  ctx.services.policies.forget(ctx.tenantId)
}

async function settleRunning(ctx: Ctx): Promise<number> {
  const period = periodOf(dayOf(ctx.now, await zone(ctx))).name
  const { version } = await planOfPeriod(ctx, period)
  return (await settle(ctx, await staleMembers(ctx, period, version), period, 'plan_changed')).length
}

const BATCH = 200

/** Drafts that matured count now, and a plan whose day has come adjusts the running period. Returns what was handled. */
export async function sweepCommissions(ctx: Ctx): Promise<number> {
  const matured = await takeMatured(ctx, dayOf(ctx.now, await zone(ctx)), BATCH)
  for (const entry of await accrue(ctx, matured)) await tell(ctx, entry)
  if (matured.length === BATCH) return BATCH
  await settleRunning(ctx)
  return matured.length
}

/** Entries of many allocations with their events in bulk: a ledger brought in. */
export async function accrueHistory(ctx: Ctx, allocations: readonly CountedAllocation[], at: (day: Day) => string): Promise<void> {
  const entries = await accrue(ctx, allocations)
  await emitMany(
    ctx,
    entries.map((entry) => ({
      type: 'commission.accrued',
      subjectId: entry.id,
      at: at(entry.countedOn),
      actorId: null,
      payload: payloadOf(entry),
    })),
  )
}
