// Digests: what waited for the hour becomes one message per person, or one letter per customer; over a robot's limit the rest is joined.
import { createHash } from 'node:crypto'
import { addDays, dayOf, startOfDay } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { policy } from '#core/policies.ts'
import { calendarOf, zone } from '#modules/organization/index.ts'
import type { Channel } from './channel.rule.ts'
import { hoursFor } from './hours.actions.ts'
import { customerMessagePolicy } from './message.policy.ts'
import { insertMessages, lockDue, type MessageRow, mergeInto, withhold } from './outbox.store.ts'
import { awake } from './schedule.rule.ts'

const MOST = 500

/** Joins what is due for its digest, recipient by recipient. Runs in the transaction that claims; a second run finds nothing left. */
export async function gatherDigests(ctx: Ctx, channel: Channel): Promise<void> {
  const due = await lockDue(ctx, channel, 'digest', MOST)
  const groups = Map.groupBy(due, (row) => row.recipient)
  for (const [recipient, rows] of groups) {
    const customer = rows[0]?.memberId === null
    if (customer && !(await mayWrite(ctx, channel, recipient, rows))) continue
    await join(ctx, rows, customer ? 'notification.letter' : 'notification.digest')
  }
}

/** One message in place of several. Its cause is made of theirs, so that it is made once. */
export async function join(ctx: Ctx, rows: MessageRow[], message: string): Promise<void> {
  const [first] = rows
  if (!first) return
  const ids = rows.map((row) => row.id)
  const cause = `joined:${createHash('sha256')
    .update([...ids].sort().join())
    .digest('hex')
    .slice(0, 32)}`
  const [id] = await insertMessages(ctx, [
    {
      channel: first.channel,
      cause,
      recipient: first.recipient,
      memberId: first.memberId,
      address: first.address,
      eventType: message,
      message,
      params: { count: rows.reduce((sum, row) => sum + itemsIn(row), 0) },
      link: null,
      urgent: false,
      state: 'waiting',
      notBefore: ctx.now.toISOString(),
    },
  ])
  if (id) await mergeInto(ctx, ids, id)
}

/** A digest that is joined counts for what it holds. */
const itemsIn = (row: MessageRow): number => (row.message === 'notification.digest' ? Number(row.params.count) : 1)

/** A customer who opted out gets nothing; one who had his letters for the day gets the rest with the next day's. */
async function mayWrite(ctx: Ctx, channel: Channel, recipient: string, rows: MessageRow[]): Promise<boolean> {
  const ids = rows.map((row) => row.id)
  if (await optedOut(ctx, channel, recipient)) {
    await withhold(ctx, ids, 'opted_out')
    return false
  }
  const limits = await policy(ctx, customerMessagePolicy)
  const zoneName = await zone(ctx)
  const today = dayOf(ctx.now, zoneName)
  const sent = await ctx.tx.row(sql<{ count: number }>`select count(*)::int as count from message
    where tenant_id = ${ctx.tenantId} and channel = ${channel} and recipient = ${recipient} and member_id is null
      and message = 'notification.letter' and created_at >= ${startOfDay(today, zoneName).toISOString()}::timestamptz`)
  if ((sent?.count ?? 0) < limits.dailyCap) return true
  const next = awake(startOfDay(addDays(today, 1), zoneName), await hoursFor(ctx, null), await calendarOf(ctx))
  await ctx.tx.run(
    sql`update message set not_before = ${next.toISOString()} where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`,
  )
  return false
}

export async function optedOut(ctx: Ctx, channel: Channel, recipient: string): Promise<boolean> {
  const row = await ctx.tx.row(
    sql`select 1 as one from message_opt_out where tenant_id = ${ctx.tenantId} and channel = ${channel} and recipient = ${recipient}`,
  )
  return row !== undefined
}
