// Where leads come from, and what that costs.
import type { Ctx } from '#core/context.ts'
import type { z } from '#core/contract.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { tenantDay } from '#modules/pools/index.ts'
import {
  type CampaignRow,
  type ChannelRow,
  channelSums,
  insertCampaigns,
  insertChannel,
  insertCosts,
  readCampaigns,
  readChannels,
} from './channel.store.ts'
import { type ChannelKind, channelKinds } from './lead.contract.ts'

export type Kind = z.infer<typeof ChannelKind>
type Channel = Omit<ChannelRow, 'kind'> & { kind: Kind }

/** What a kind of channel is called until a tenant says otherwise. */
export const channelNames: Record<Kind, string> = {
  form: '官网',
  card: '展会',
  tender: '招标网站',
  hotline: '400 电话',
  vendor: '数据商',
  referral: '转介绍',
  existing: '老客户',
  own: '自拓',
  api: '接口',
  import: '导入',
}

// Asked at every arrival and every list, changed a few times a year.
const KEEP_MS = 3000
const kept = new Map<string, { until: number; channels: Channel[] }>()
/** Transactions that have changed channels: what they see is not kept for others, since it may be undone. */
const changing = new WeakSet<object>()

export async function channelsOf(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<Channel[]> {
  const hit = changing.has(ctx.tx) ? undefined : kept.get(ctx.tenantId)
  if (hit && hit.until > performance.now()) return hit.channels
  const channels = (await readChannels(ctx)) as Channel[]
  if (!changing.has(ctx.tx)) kept.set(ctx.tenantId, { until: performance.now() + KEEP_MS, channels })
  return channels
}

const forget = (ctx: Ctx): void => {
  changing.add(ctx.tx)
  ctx.afterCommit(() => kept.delete(ctx.tenantId))
}

/** 招标 means 招标网站, 400电话 means 400 电话: people write the short word. */
const meant = (name: string, word: string): boolean => word.length > 1 && squeezed(name).startsWith(squeezed(word))
const squeezed = (text: string): string => text.replace(/\s/g, '')

/**
 * Kind, name or id of a channel to the channel; where the tenant has none of a known kind yet, the one that would be made (`made: false`).
 * Null: nobody knows it.
 */
export async function channelMeant(ctx: Ctx, word: string): Promise<(Channel & { made: boolean }) | null> {
  const list = await channelsOf(ctx)
  const found =
    list.find((one) => one.name === word || one.id === word) ??
    list.find((one) => one.active && (one.kind === word || meant(one.name, word)))
  if (found) return { ...found, made: true }
  const kind = channelKinds.find((one) => one === word) ?? channelKinds.find((one) => meant(channelNames[one], word))
  return kind ? { id: unmade(kind), kind, name: channelNames[kind], active: true, version: 1, made: false } : null
}

/** The same for every question, so that a rehearsal knows the same bytes again. */
const unmade = (kind: Kind): string => `00000000-0000-0000-0000-${String(channelKinds.indexOf(kind)).padStart(12, '0')}`

/** The same; one of a known kind is made when the tenant has none yet. */
export async function channelNamed(ctx: Ctx, word: string): Promise<Channel | null> {
  const channel = await channelMeant(ctx, word)
  if (!channel || channel.made) return channel
  const { kind, name } = channel
  const id = uuidv7()
  if (await insertChannel(ctx, { id, kind, name })) {
    forget(ctx)
    return { ...channel, id }
  }
  // its name has been given to a channel of another kind, or somebody was faster
  return ((await readChannels(ctx)) as Channel[]).find((one) => one.name === name) ?? null
}

export async function channels(ctx: Ctx) {
  return { items: (await channelSums(ctx)).map((one) => ({ ...one, kind: one.kind as Kind })) }
}

export async function createChannel(ctx: Ctx, input: { kind: Kind; name: string }) {
  const channel = { id: uuidv7(), ...input }
  if (!(await insertChannel(ctx, channel))) throw refuse('channel.name_taken', { name: input.name })
  forget(ctx)
  await emit(ctx, 'channel.created', channel.id, { name: input.name, kind: input.kind })
  return { ...channel, active: true, leads: 0, spentFen: 0, version: 1 }
}

const shown = (row: CampaignRow) => ({ ...row, channelKind: row.channelKind as Kind })

export async function campaigns(
  ctx: Ctx,
  input: { channelId?: string | undefined; running?: boolean | undefined; cursor?: string | undefined; limit: number },
) {
  const rows = await readCampaigns(ctx, {
    channelId: input.channelId ?? null,
    runningOn: input.running ? await tenantDay(ctx) : null,
    after: fromCursor(input.cursor, 2),
    limit: input.limit + 1,
  })
  const { items, next } = toPage(rows, input.limit, (row) => [row.startsOn, row.id])
  return { items: items.map(shown), next }
}

/** Campaigns that run today, for those who choose one. */
export async function runningCampaigns(ctx: Ctx): Promise<{ id: string; channelId: string; name: string }[]> {
  return await readCampaigns(ctx, { runningOn: await tenantDay(ctx), limit: 200 })
}

async function campaignById(ctx: Ctx, id: string): Promise<CampaignRow> {
  const [row] = await readCampaigns(ctx, { id, limit: 1 })
  if (!row) throw notFound('campaign')
  return row
}

export async function createCampaign(
  ctx: Ctx,
  input: { channelId: string; name: string; startsOn: string; endsOn?: string | null | undefined },
) {
  if (!(await channelsOf(ctx)).some((one) => one.id === input.channelId))
    throw invalid('lead.unknown_channel', { channel: input.channelId })
  const id = uuidv7()
  await insertCampaigns(ctx, [{ id, channelId: input.channelId, name: input.name, startsOn: input.startsOn, endsOn: input.endsOn ?? null }])
  await emit(ctx, 'campaign.created', id, { name: input.name, channelId: input.channelId })
  return shown(await campaignById(ctx, id))
}

export async function recordCost(ctx: Ctx, input: { id: string; day: string; amountFen: number; note?: string | null | undefined }) {
  const campaign = await campaignById(ctx, input.id)
  await insertCosts(ctx, [
    {
      id: uuidv7(),
      campaignId: input.id,
      channelId: campaign.channelId,
      day: input.day,
      amountFen: input.amountFen,
      note: input.note || null,
    },
  ])
  await emit(ctx, 'campaign.cost_recorded', input.id, { day: input.day, amountFen: input.amountFen })
  return shown(await campaignById(ctx, input.id))
}

/** A campaign an arrival names; refuses one that is not there. */
export async function campaignNamed(ctx: Ctx, id: string): Promise<CampaignRow> {
  const [row] = await readCampaigns(ctx, { id, limit: 1 })
  if (!row) throw invalid('lead.unknown_campaign')
  return row
}
