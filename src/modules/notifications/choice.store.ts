// What each person wants: how, when, and in which language.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Channel, Mode } from './channel.rule.ts'
import type { Hours } from './schedule.rule.ts'

export interface ChoiceRow {
  memberId: string
  eventType: string
  channel: Channel
  mode: Mode
}

export const choiceRows = (ctx: Ctx, memberIds: string[], eventType: string | null): Promise<ChoiceRow[]> =>
  ctx.tx.rows(sql`select member_id, event_type, channel, mode from message_choice where tenant_id = ${ctx.tenantId}
    and member_id = any(${memberIds}::uuid[]) and (${eventType}::text is null or event_type = ${eventType})`)

export async function saveChoice(ctx: Ctx, memberId: string, eventType: string, channel: Channel, mode: Mode): Promise<void> {
  await ctx.tx.run(sql`insert into message_choice (tenant_id, member_id, event_type, channel, mode)
    values (${ctx.tenantId}, ${memberId}, ${eventType}, ${channel}, ${mode})
    on conflict (tenant_id, member_id, event_type, channel) do update set mode = excluded.mode`)
}

export const hoursRows = (ctx: Ctx, memberIds: string[]): Promise<(Hours & { memberId: string })[]> =>
  ctx.tx.rows(sql`select member_id, quiet_from, quiet_to, working_days, digest_at from message_hours
    where tenant_id = ${ctx.tenantId} and member_id = any(${memberIds}::uuid[])`)

export async function saveHours(ctx: Ctx, memberId: string, hours: Hours): Promise<void> {
  await ctx.tx.run(sql`insert into message_hours (tenant_id, member_id, quiet_from, quiet_to, working_days, digest_at)
    values (${ctx.tenantId}, ${memberId}, ${hours.quietFrom}, ${hours.quietTo}, ${hours.workingDays}, ${hours.digestAt})
    on conflict (tenant_id, member_id) do update set quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
      working_days = excluded.working_days, digest_at = excluded.digest_at`)
}

export interface TemplateRow {
  message: string
  channel: Channel | 'all'
  locale: 'zh-CN' | 'en'
  subject: string
  body: string
  /** What the SMS vendor approved these words as. */
  approvedAs: string | null
  version: number
}

export const templateRows = (ctx: Ctx, message: string | null): Promise<TemplateRow[]> =>
  ctx.tx.rows(sql`select message, channel, locale, subject, body, approved_as, version from message_template
    where tenant_id = ${ctx.tenantId} and (${message}::text is null or message = ${message}) order by message, channel, locale`)

/** False when somebody changed it meanwhile. */
export async function saveTemplate(ctx: Ctx, row: TemplateRow): Promise<boolean> {
  const count = await ctx.tx.run(
    row.version === 0
      ? sql`insert into message_template (tenant_id, message, channel, locale, subject, body, approved_as, changed_by, changed_at)
          values (${ctx.tenantId}, ${row.message}, ${row.channel}, ${row.locale}, ${row.subject}, ${row.body}, ${row.approvedAs}, ${ctx.actor.memberId}, ${ctx.now.toISOString()})
          on conflict (tenant_id, message, channel, locale) do nothing`
      : sql`update message_template set subject = ${row.subject}, body = ${row.body}, approved_as = ${row.approvedAs}, version = version + 1, changed_by = ${ctx.actor.memberId}, changed_at = ${ctx.now.toISOString()}
          where tenant_id = ${ctx.tenantId} and message = ${row.message} and channel = ${row.channel} and locale = ${row.locale} and version = ${row.version}`,
  )
  return count === 1
}

export async function dropTemplate(ctx: Ctx, row: Pick<TemplateRow, 'message' | 'channel' | 'locale'>): Promise<void> {
  await ctx.tx.run(sql`delete from message_template
    where tenant_id = ${ctx.tenantId} and message = ${row.message} and channel = ${row.channel} and locale = ${row.locale}`)
}
