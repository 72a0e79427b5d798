// The delivery log: what went where, and what became of it.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Channel } from './channel.rule.ts'
import type { MessageState } from './outbox.store.ts'

export interface LogRow {
  id: string
  channel: Channel
  eventType: string
  message: string
  params: Record<string, unknown>
  memberId: string | null
  memberName: string | null
  state: MessageState
  reason: string | null
  /** Outcome of the last attempt. */
  outcome: string | null
  attempts: number
  notBefore: string
  createdAt: string
  acceptedAt: string | null
  deliveredAt: string | null
}

export const logPage = (
  ctx: Ctx,
  asked: { states: string[] | null; channel: string | null; cursor: readonly (string | number | null)[] | null; limit: number },
): Promise<LogRow[]> =>
  ctx.tx.rows(sql<LogRow>`select x.id, x.channel, x.event_type, x.message, x.params, x.member_id, m.name as member_name, x.state, x.reason, x.attempts,
      (select a.outcome from message_attempt a where a.tenant_id = x.tenant_id and a.message_id = x.id order by a.at desc, a.id desc limit 1) as outcome,
      x.not_before, x.created_at, x.accepted_at, x.delivered_at
    from message x left join member m on m.tenant_id = x.tenant_id and m.id = x.member_id
    where x.tenant_id = ${ctx.tenantId} and (${asked.states}::text[] is null or x.state = any(${asked.states}::text[])) and (${asked.channel}::text is null or x.channel = ${asked.channel})
      and ${asked.cursor ? sql<boolean>`(x.created_at, x.id) < (${asked.cursor[0]}::timestamptz, ${asked.cursor[1]}::uuid)` : sql<boolean>`true`}
    order by x.created_at desc, x.id desc limit ${asked.limit}`)

export const attemptsOf = (ctx: Ctx, id: string): Promise<{ at: string; outcome: string; detail: string }[]> =>
  ctx.tx.rows(sql<{ at: string; outcome: string; detail: string }>`select at, outcome, detail from message_attempt
    where tenant_id = ${ctx.tenantId} and message_id = ${id} order by at, id`)

export const stateCounts = (ctx: Ctx, since: Date): Promise<{ channel: Channel; state: MessageState; count: number }[]> =>
  ctx.tx.rows(sql<{ channel: Channel; state: MessageState; count: number }>`select channel, state, count(*)::int as count from message
    where tenant_id = ${ctx.tenantId} and created_at > ${since.toISOString()}::timestamptz group by channel, state`)
