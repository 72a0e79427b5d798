// 信用: what an account's payments say about it, told to the accounts room; and who answers for an exception.
import { addMonths, dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { policy } from '#core/policies.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { accountById, setCredit } from '#modules/accounts/index.ts'
import { zone } from '#modules/organization/index.ts'
import { creditVerdict } from './credit.rule.ts'
import { type CreditRow, insertRelease, viewCredit } from './credit.store.ts'
import { openFen, overdueDays } from './due.rule.ts'
import { promiseState } from './promise.rule.ts'
import { creditPolicy } from './receivable.policy.ts'

/** Judges the accounts on the day of the clock and sets grade and freeze where they changed. Returns how many changed. */
export async function recomputeCredit(ctx: Ctx, accountIds: readonly string[]): Promise<number> {
  if (accountIds.length === 0) return 0
  const today = dayOf(ctx.now, await zone(ctx))
  const rules = await policy(ctx, creditPolicy)
  let changed = 0
  for (const row of await viewCredit(ctx, accountIds, addMonths(today, -rules.months), today)) {
    const next = judge(row, rules, today)
    if (next.grade === row.creditGrade && next.frozen === row.creditFrozen) continue
    await setCredit(ctx, row.accountId, next)
    changed += 1
  }
  return changed
}

function judge(row: CreditRow, rules: Parameters<typeof creditVerdict>[2], today: string) {
  const items = row.items.map((item) => ({
    ...item,
    writtenOff: item.settled === 'written_off',
    receivedOn: item.received.filter((one) => one.amountFen > 0).map((one) => one.onDay),
  }))
  const broken = row.promises.filter((promise) => {
    const item = row.items.find((one) => one.id === promise.itemId)
    return promiseState(promise, item?.received ?? [], today) === 'broken'
  })
  const verdict = creditVerdict(items, broken.length, rules, today)
  const late = items.filter((item) => overdueDays(item, today) > 0)
  const frozen = verdict.frozen && row.releasedUntil === null
  return {
    grade: verdict.grade,
    frozen,
    reason: {
      overdueFen: late.reduce((sum, item) => sum + openFen(item), 0),
      oldestOverdueDays: verdict.oldestOverdueDays,
      worstDelayDays: verdict.worst?.days ?? 0,
      worstItemId: verdict.worst?.itemId ?? null,
      brokenPromises: verdict.brokenPromises,
      freezeOverdueDays: rules.freezeOverdueDays,
      releasedUntil: row.releasedUntil,
    },
  }
}

/** Lets a frozen account buy until a day; whoever does it answers with his name. */
export async function releaseCredit(ctx: Ctx, input: { id: string; until: string; reason: string }) {
  const account = await accountById(ctx, input.id)
  if (!account) throw notFound('account')
  if (!account.creditFrozen) throw refuse('receivable.not_frozen', { account: account.name })
  if (input.until < dayOf(ctx.now, await zone(ctx))) throw invalid('receivable.release_in_past')
  await insertRelease(ctx, { id: uuidv7(), accountId: account.id, until: input.until, reason: input.reason })
  await emit(ctx, 'credit.released', account.id, { until: input.until, reason: input.reason, accountName: account.name })
  await recomputeCredit(ctx, [account.id])
  return { ok: true as const }
}
