// What people were told, and what they do not want to be told.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'

export interface NotificationRow {
  id: string
  eventType: string
  message: string
  params: Record<string, unknown>
  link: string | null
  urgent: boolean
  at: string
  readAt: string | null
}

export interface NewNotification {
  eventId: string
  eventType: string
  message: string
  params: Record<string, unknown>
  link: string | null
  urgent: boolean
}

/** Tells active members who did not turn this kind off (urgent ones always). A second delivery of one event tells nobody twice. */
export async function insertFor(ctx: Ctx, memberIds: string[], told: NewNotification): Promise<string[]> {
  const ids = JSON.stringify([...new Set(memberIds)].map((memberId) => ({ member_id: memberId, id: uuidv7() })))
  const rows = await ctx.tx.rows(sql<{ memberId: string }>`insert into notification
      (tenant_id, id, member_id, event_id, event_type, message, params, link, urgent, at)
    select ${ctx.tenantId}, r.id, r.member_id, ${told.eventId}, ${told.eventType}, ${told.message}, ${JSON.stringify(told.params)}::jsonb, ${told.link}, ${told.urgent}::boolean, ${ctx.now.toISOString()}
    from jsonb_to_recordset(${ids}::jsonb) as r(member_id uuid, id uuid)
      join member m on m.tenant_id = ${ctx.tenantId} and m.id = r.member_id and m.disabled_at is null
    where ${told.urgent}::boolean or not exists (select 1 from notification_preference p
      where p.tenant_id = ${ctx.tenantId} and p.member_id = r.member_id and p.event_type = ${told.eventType} and not p.in_app)
    on conflict (tenant_id, member_id, event_id, message) do nothing returning member_id`)
  return rows.map((row) => row.memberId)
}

export async function notificationPage(
  ctx: Ctx,
  memberId: string,
  unread: boolean,
  cursor: readonly (string | number | null)[] | null,
  limit: number,
): Promise<NotificationRow[]> {
  return await ctx.tx.rows(sql<NotificationRow>`select id, event_type, message, params, link, urgent, at, read_at from notification
    where tenant_id = ${ctx.tenantId} and member_id = ${memberId} and (not ${unread}::boolean or read_at is null)
      and ${cursor ? sql<boolean>`(at, id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql<boolean>`true`}
    order by at desc, id desc limit ${limit}`)
}

export async function countUnread(ctx: Ctx, memberId: string): Promise<{ unread: number; urgent: number }> {
  const row = await ctx.tx.row(sql<{
    unread: number
    urgent: number
  }>`select count(*)::int as unread, count(*) filter (where urgent)::int as urgent
    from notification where tenant_id = ${ctx.tenantId} and member_id = ${memberId} and read_at is null`)
  return row ?? { unread: 0, urgent: 0 }
}

/** Marks these, or with `null` all, as read; returns how many were unread. */
export async function markRead(ctx: Ctx, memberId: string, ids: string[] | null): Promise<number> {
  return await ctx.tx.run(sql`update notification set read_at = ${ctx.now.toISOString()}
    where tenant_id = ${ctx.tenantId} and member_id = ${memberId} and read_at is null and (${ids}::uuid[] is null or id = any(${ids}::uuid[]))`)
}

export async function turnedOff(ctx: Ctx, memberId: string): Promise<string[]> {
  const rows = await ctx.tx.rows(sql<{ eventType: string }>`select event_type from notification_preference
    where tenant_id = ${ctx.tenantId} and member_id = ${memberId} and not in_app`)
  return rows.map((row) => row.eventType)
}

export async function savePreference(ctx: Ctx, memberId: string, eventType: string, inApp: boolean): Promise<void> {
  await ctx.tx.run(sql`insert into notification_preference (tenant_id, member_id, event_type, in_app) values (${ctx.tenantId}, ${memberId}, ${eventType}, ${inApp})
    on conflict (tenant_id, member_id, event_type) do update set in_app = excluded.in_app`)
}
