// Channels, campaigns, costs: every SQL.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface ChannelRow {
  id: string
  kind: string
  name: string
  active: boolean
  version: number
}

export async function readChannels(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<ChannelRow[]> {
  return await ctx.tx.rows(
    sql<ChannelRow>`select id, kind, name, active, version from channel where tenant_id = ${ctx.tenantId} order by created_at, name`,
  )
}

export async function insertChannel(ctx: Ctx, channel: Omit<ChannelRow, 'version' | 'active'>): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`insert into channel (tenant_id, id, kind, name, created_at) values (${ctx.tenantId}, ${channel.id}, ${channel.kind}, ${channel.name},
    ${ctx.now.toISOString()}) on conflict (tenant_id, name) do nothing`)
  return count === 1
}

/** Channels with what they brought and cost. */
export async function channelSums(ctx: Ctx): Promise<(ChannelRow & { leads: number; spentFen: number })[]> {
  return await ctx.tx.rows(sql`select c.id, c.kind, c.name, c.active, c.version,
      (select count(*) from lead l where l.tenant_id = ${ctx.tenantId} and l.channel_id = c.id) as leads,
      coalesce((select sum(x.amount_fen) from campaign_cost x where x.tenant_id = ${ctx.tenantId} and x.channel_id = c.id), 0)::bigint as spent_fen
    from channel c where c.tenant_id = ${ctx.tenantId} order by c.created_at, c.name`)
}

export interface CampaignRow {
  id: string
  channelId: string
  channelName: string
  channelKind: string
  name: string
  startsOn: string
  endsOn: string | null
  spentFen: number
  leads: number
  version: number
}

export async function readCampaigns(
  ctx: Ctx,
  filter: { id?: string; channelId?: string | null; runningOn?: string | null; after?: (string | number | null)[] | null; limit: number },
): Promise<CampaignRow[]> {
  const [day, id] = filter.after ?? [null, null]
  return await ctx.tx.rows(sql<CampaignRow>`select g.id, g.channel_id, c.name as channel_name, c.kind as channel_kind, g.name, g.starts_on, g.ends_on, g.version,
      coalesce((select sum(x.amount_fen) from campaign_cost x where x.tenant_id = ${ctx.tenantId} and x.campaign_id = g.id), 0)::bigint as spent_fen,
      (select count(*) from lead l where l.tenant_id = ${ctx.tenantId} and l.campaign_id = g.id) as leads
    from campaign g join channel c on c.tenant_id = ${ctx.tenantId} and c.id = g.channel_id
    where g.tenant_id = ${ctx.tenantId} and (${filter.id ?? null}::uuid is null or g.id = ${filter.id ?? null}) and (${filter.channelId ?? null}::uuid is null or g.channel_id = ${filter.channelId ?? null})
      and (${filter.runningOn ?? null}::date is null or (g.starts_on <= ${filter.runningOn ?? null} and coalesce(g.ends_on, 'infinity') >= ${filter.runningOn ?? null}))
      and (${day}::date is null or (g.starts_on, g.id) < (${day}::date, ${id}::uuid))
    order by g.starts_on desc, g.id desc limit ${filter.limit}`)
}

export async function insertCampaigns(
  ctx: Ctx,
  list: readonly { id: string; channelId: string; name: string; startsOn: string; endsOn: string | null }[],
): Promise<void> {
  const rows = list.map((g) => ({ id: g.id, channel_id: g.channelId, name: g.name, starts_on: g.startsOn, ends_on: g.endsOn }))
  await ctx.tx.run(sql`insert into campaign (tenant_id, created_at, id, channel_id, name, starts_on, ends_on)
    select ${ctx.tenantId}::uuid, ${ctx.now.toISOString()}::timestamptz, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, channel_id uuid, name text, starts_on date, ends_on date)`)
}

export async function insertCosts(
  ctx: Ctx,
  list: readonly { id: string; campaignId: string; channelId: string; day: string; amountFen: number; note: string | null }[],
): Promise<void> {
  const rows = list.map((x) => ({
    id: x.id,
    campaign_id: x.campaignId,
    channel_id: x.channelId,
    day: x.day,
    amount_fen: x.amountFen,
    note: x.note,
  }))
  await ctx.tx.run(sql`insert into campaign_cost (tenant_id, created_by, created_at, id, campaign_id, channel_id, day, amount_fen, note)
    select ${ctx.tenantId}::uuid, ${ctx.actor.memberId}::uuid, ${ctx.now.toISOString()}::timestamptz, t.*
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, campaign_id uuid, channel_id uuid, day date, amount_fen bigint, note text)`)
}

/** What a lead's channel cost by the lead: the spend of its campaign (or its channel) shared by the leads it brought. */
export async function costShare(ctx: Ctx, channelId: string, campaignId: string | null): Promise<number> {
  const row = await ctx.tx.row<{ spent: number; leads: number }>(sql`select
    coalesce((select sum(x.amount_fen) from campaign_cost x where x.tenant_id = ${ctx.tenantId} and x.channel_id = ${channelId}
      and (${campaignId}::uuid is null or x.campaign_id = ${campaignId})), 0)::bigint as spent,
    (select count(*) from lead l where l.tenant_id = ${ctx.tenantId} and l.channel_id = ${channelId} and (${campaignId}::uuid is null or l.campaign_id = ${campaignId})) as leads`)
  return row && row.leads > 0 ? Math.round(row.spent / row.leads) : 0
}
