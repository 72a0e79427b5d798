// 全程一线: reads every room the thread runs through, asks the rules, and hides what this person may not see.
import { holds, inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { sql } from '#core/db.ts'
import { named, visiblePayload } from '#core/events.ts'
import { sumFen } from '#core/money.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { duePolicy, dueState, overdueDays } from '#modules/receivables/index.ts'
import type { ThreadItemRow } from './money.store.ts'
import { perYuan } from './report.actions.ts'
import type { Thread, ThreadEvent, ThreadInstalment, ThreadSubject } from './thread.contract.ts'
import { threadNodes } from './thread.rule.ts'
import { viewSiblings, viewThreadRecords } from './thread.store.ts'
import { daysUntil, factsOf } from './thread-facts.actions.ts'
import { timeBar, timeVerdict } from './timebar.rule.ts'
import { type TimelineGroup, viewSubjects, viewTimeline } from './timeline.store.ts'
import { whatIfOf } from './whatif.actions.ts'

export async function thread(ctx: Ctx, input: { type: ThreadSubject; id: string }): Promise<Thread> {
  const records = await viewThreadRecords(ctx, input.type, input.id)
  if (!records) throw notFound(input.type)
  const found = await factsOf(ctx, records)
  const { today } = found.facts
  const { facts, lead, account, opportunity, contract, items, receipts } = found
  const bar = timeBar(facts)
  const late = items.filter((item) => overdueDays(item, today) > 0)
  const receivedFen = sumFen(items.map((item) => item.receivedFen))
  const contractFen = contract?.amountFen ?? 0
  const costFen = facts.lead?.costFen ?? null
  const owner = contract ?? opportunity ?? account ?? lead
  return {
    head: {
      type: input.type,
      id: input.id,
      name: account?.name ?? lead?.company ?? '',
      accountId: records.accountId,
      opportunityId: opportunity?.id ?? null,
      contractId: contract?.id ?? null,
      leadId: lead?.id ?? null,
      grade: account?.level ?? lead?.grade ?? null,
      segment: account?.segment ?? lead?.segment ?? null,
      ownerId: owner?.ownerId ?? null,
      ownerName: owner?.ownerName ?? null,
      creditGrade: account?.creditGrade ?? null,
      frozen: account?.frozen ?? false,
      channelCode: lead?.channelKind ?? account?.channelKind ?? null,
      channelName: lead?.channelName ?? account?.channelName ?? null,
      from: bar.from,
      until: bar.until,
      days: bar.days,
      closed: bar.closed,
      overdueFen: sumFen(late.map((item) => item.amountFen - item.receivedFen)),
      overdueDays: Math.max(0, ...late.map((item) => overdueDays(item, today))),
    },
    nodes: threadNodes(facts).map((node) => ({ ...node, link: found.links[node.kind] ?? null })),
    segments: bar.segments,
    verdict: timeVerdict(bar, facts),
    instalments: items.map(instalmentOf(await policy(ctx, duePolicy), today)),
    receipts,
    totals: {
      channelCostFen: costFen,
      contractFen,
      receivedFen,
      openFen: sumFen(items.map((item) => item.amountFen - item.receivedFen)),
      perYuan: costFen ? receivedFen / costFen : null,
      channelPerYuan: lead && holds(ctx.actor, 'insight.channel') ? await perYuan(ctx, lead.channelId) : null,
    },
    whatIf: contract && items.length > 0 ? await whatIfOf(ctx, contract, items, today) : null,
    siblings: records.accountId ? await viewSiblings(ctx, records.accountId) : [],
    may: {
      comment: opportunity !== null && holds(ctx.actor, 'opportunity.read'),
      planVisit: holds(ctx.actor, 'visit.plan') && records.accountId !== null,
      recordReceipt: holds(ctx.actor, 'receipt.record') && contract !== null,
    },
  }
}

const instalmentOf =
  (rules: { dueSoonDays: number }, today: string) =>
  (item: ThreadItemRow): ThreadInstalment => ({
    id: item.id,
    contractId: item.contractId,
    contractNumber: item.contractNumber,
    no: item.no,
    event: item.event,
    share: item.contractFen === 0 ? 0 : item.amountFen / item.contractFen,
    amountFen: item.amountFen,
    receivedFen: item.receivedFen,
    openFen: item.settled === 'written_off' ? 0 : item.amountFen - item.receivedFen,
    dueOn: item.dueOn,
    settled: item.settled,
    due: dueState({ ...item, writtenOff: item.settled === 'written_off' }, rules, today),
    overdueDays: overdueDays({ ...item, writtenOff: item.settled === 'written_off' }, today),
    daysLeft: daysUntil(item, today),
    paidOn: item.paidOn,
  })

/** What happened to any record of the thread, newest first; a group narrows it. */
export async function threadEvents(
  ctx: Ctx,
  input: { type: ThreadSubject; id: string; group?: TimelineGroup | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: ThreadEvent[]; next: string | null }> {
  const records = await viewThreadRecords(ctx, input.type, input.id)
  if (!records) throw notFound(input.type)
  const { money, commission, contract } = await factsOf(ctx, records)
  const subjects = await viewSubjects(
    ctx,
    { ...records, contractId: contract?.id ?? null },
    {
      visits: inScope(ctx, 'visit.read', sql`v.owner_id`, sql`v.subject_id`),
      quotations: inScope(ctx, 'quotation.read', sql`q.owner_id`, sql`q.opportunity_id`),
      money,
      commission: commission ? inScope(ctx, 'commission.read', sql`e.member_id`) : sql<boolean>`false`,
    },
  )
  const rows = await named(
    ctx,
    await viewTimeline(ctx, subjects, { group: input.group, after: fromCursor(input.cursor, 2), limit: input.limit }),
  )
  const { items, next } = toPage(rows, input.limit, (row) => [row.at, row.id])
  return { items: items.map((row) => ({ ...row, payload: visiblePayload(ctx, row.type, row.payload) })), next }
}
