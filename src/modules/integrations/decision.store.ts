// Links that decide, and what vendors sent us: both count once.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'

export interface LinkRow {
  id: string
  memberId: string
  approvalId: string
  messageId: string
  expiresAt: string
  usedAt: string | null
  answer: string | null
}

/** One link per message, however often the message is prepared. */
export async function linkFor(
  ctx: Ctx,
  link: { memberId: string; approvalId: string; messageId: string; expiresAt: string },
): Promise<string> {
  const row = await ctx.tx.row(sql<{
    id: string
  }>`insert into decision_link (tenant_id, id, member_id, approval_id, message_id, expires_at, created_at)
    values (${ctx.tenantId}, ${uuidv7()}, ${link.memberId}, ${link.approvalId}, ${link.messageId}, ${link.expiresAt}, ${ctx.now.toISOString()})
    on conflict (tenant_id, message_id) do update set expires_at = decision_link.expires_at returning id`)
  return row?.id ?? ''
}

export const linkById = (ctx: Pick<Ctx, 'tx' | 'tenantId'>, id: string): Promise<LinkRow | undefined> =>
  ctx.tx.row(sql<LinkRow>`select id, member_id, approval_id, message_id, expires_at, used_at, answer from decision_link
    where tenant_id = ${ctx.tenantId} and id = ${id}`)

/** True for the one who comes first, and in time. */
export async function useLink(ctx: Ctx, id: string, answer: string): Promise<boolean> {
  return (
    (await ctx.tx.run(sql`update decision_link set used_at = ${ctx.now.toISOString()}, answer = ${answer}
      where tenant_id = ${ctx.tenantId} and id = ${id} and used_at is null and expires_at > ${ctx.now.toISOString()}::timestamptz`)) === 1
  )
}

/** True when this came for the first time. */
export async function receiveOnce(ctx: Ctx, channel: string, key: string, outcome: string): Promise<boolean> {
  return (
    (await ctx.tx.run(sql`insert into callback_inbox (tenant_id, channel, key, at, outcome)
      values (${ctx.tenantId}, ${channel}, ${key}, ${ctx.now.toISOString()}, ${outcome}) on conflict (tenant_id, channel, key) do nothing`)) ===
    1
  )
}

export async function noteOutcome(ctx: Ctx, channel: string, key: string, outcome: string): Promise<void> {
  await ctx.tx.run(
    sql`update callback_inbox set outcome = ${outcome} where tenant_id = ${ctx.tenantId} and channel = ${channel} and key = ${key}`,
  )
}
