// 提成单: a member's period with its working, its entries, and each entry explained down to the receipt.
import { type Day, dayOf } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { notFound } from '#core/refuse.ts'
import { memberById, zone } from '#modules/organization/index.ts'
import { planOfPeriod } from './accrue.actions.ts'
import { maySeeAmounts, maySeeMember } from './commission.access.ts'
import { type Commission, commission } from './commission.rule.ts'
import * as store from './commission.store.ts'
import { periodNamed, periodOf } from './period.rule.ts'
import { lockedPeriods, targetsOf, waitingOf } from './target.store.ts'

export const todayOf = async (ctx: Ctx): Promise<Day> => dayOf(ctx.now, await zone(ctx))
export const runningPeriod = async (ctx: Ctx, period: string | undefined): Promise<string> => period ?? periodOf(await todayOf(ctx)).name

/** The working of a commission; amounts left out for whom they are hidden. */
export function working(one: Commission, amounts: boolean) {
  const { commissionFen, parts, ...rest } = one
  return {
    ...rest,
    reached: { ...one.reached },
    parts: parts.map(({ commissionFen: fen, ...part }) => ({ ...part, ...(amounts ? { commissionFen: fen } : {}) })),
    ...(amounts ? { commissionFen } : {}),
  }
}

function entryOf(ctx: Ctx, row: store.EntryView) {
  return {
    id: row.id,
    memberId: row.memberId,
    period: row.period,
    kind: row.kind,
    countedOn: row.countedOn,
    contractId: row.contractId,
    contractNo: row.contractNo,
    accountId: row.accountId,
    accountName: row.accountName,
    itemNo: row.itemNo,
    itemPeriod: row.itemPeriod,
    receiptId: row.receiptId,
    receiptNumber: row.receiptNumber,
    basisFen: row.basisFen,
    ...(maySeeAmounts(ctx.actor, row.memberId) ? { amountFen: row.amountFen } : {}),
    state: row.state,
    planVersion: row.planVersion,
  }
}

/** What a member's period stands on. */
export async function groundOf(ctx: Ctx, memberId: string, period: string) {
  const standing = await store.standingOf(ctx, memberId, period)
  const [target] = await targetsOf(ctx, [{ memberId, period }])
  return {
    receivedFen: standing?.receivedFen ?? 0,
    amountFen: standing?.amountFen ?? 0,
    targetFen: target?.targetFen ?? 0,
    plan: await planOfPeriod(ctx, period),
  }
}

/** The member asked for, if one may see him; a stranger's is a missing one. */
export async function memberAsked(ctx: Ctx, memberId: string | undefined): Promise<{ id: string; name: string }> {
  const id = memberId ?? memberOf(ctx)
  const member = maySeeMember(ctx.actor, id) ? await memberById(ctx, id) : undefined
  if (!member) throw notFound('member')
  return member
}

const MOST_ENTRIES = 500

export async function statement(ctx: Ctx, input: { memberId?: string | undefined; period?: string | undefined }) {
  const member = await memberAsked(ctx, input.memberId)
  const period = periodNamed(await runningPeriod(ctx, input.period))
  const { receivedFen, amountFen, targetFen, plan } = await groundOf(ctx, member.id, period.name)
  const amounts = maySeeAmounts(ctx.actor, member.id)
  const entries = await store.viewEntries(ctx, { memberId: member.id, period: period.name, after: null, limit: MOST_ENTRIES })
  return {
    memberId: member.id,
    memberName: member.name,
    period: period.name,
    from: period.from,
    to: period.to,
    state: (await lockedPeriods(ctx, [period.name])).has(period.name) ? ('locked' as const) : ('accrued' as const),
    planVersion: plan.version,
    planMode: plan.value.mode,
    tiers: plan.value.tiers.map((tier) => ({ ...tier })),
    now: working(commission(receivedFen, targetFen, plan.value), amounts),
    ...(amounts ? { entriesFen: amountFen } : {}),
    entries: entries.slice(0, MOST_ENTRIES).map((row) => entryOf(ctx, row)),
    waiting: await waitingOf(ctx, member.id, period),
    hidden: !amounts,
  }
}

export async function entries(
  ctx: Ctx,
  input: {
    memberId?: string | undefined
    contractId?: string | undefined
    receiptId?: string | undefined
    period?: string | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  const { cursor, ...filter } = input
  const rows = await store.viewEntries(ctx, { ...filter, after: fromCursor(cursor, 2) })
  const page = toPage(rows, input.limit, (row) => [row.countedOn, row.id])
  return { items: page.items.map((row) => entryOf(ctx, row)), next: page.next }
}

/** One entry with the tree beneath it: rule and version, target, receipt, allocation, contract. */
export async function entry(ctx: Ctx, input: { id: string }) {
  const row = await store.viewEntry(ctx, input.id)
  if (!row) throw notFound('commission_entry')
  const amounts = maySeeAmounts(ctx.actor, row.memberId)
  const { before, after } = row.explanation
  return {
    ...entryOf(ctx, row),
    memberName: row.memberName,
    before: working(before, amounts),
    after: working(after, amounts),
    why: why(row),
  }
}

function why(row: store.EntryView) {
  const { after } = row.explanation
  const tiers = { mode: after.mode, fromPercent: after.reached.fromPercent, ratePercent: after.reached.ratePercent }
  const receipt = { payer: row.payer, receivedOn: row.receivedOn, method: row.method, countedOn: row.countedOn }
  return [
    { node: 'rule', id: null, label: `commission.plan ${row.planVersion}`, params: { version: row.planVersion, ...tiers } },
    {
      node: 'target',
      id: null,
      label: row.period,
      params: { period: row.period, targetFen: row.targetFen, receivedFen: after.receivedFen },
    },
    ...(row.receiptId ? [{ node: 'receipt', id: row.receiptId, label: row.receiptNumber ?? '', params: receipt }] : []),
    ...(row.allocationId
      ? [
          {
            node: 'allocation',
            id: row.allocationId,
            label: String(row.itemNo ?? ''),
            params: { amountFen: row.allocatedFen, itemPeriod: row.itemPeriod },
          },
        ]
      : []),
    ...(row.contractId
      ? [
          {
            node: 'contract',
            id: row.contractId,
            label: row.contractNo ?? '',
            params: { amountFen: row.contractFen, signedOn: row.signedOn, accountName: row.accountName },
          },
        ]
      : []),
  ]
}
