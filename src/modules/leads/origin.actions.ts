// Where a customer came from, for those who ask what it cost: the lead's channel, campaign and share of the spend.
import type { Ctx } from '#core/context.ts'
import { channelsOf, type Kind } from './channel.actions.ts'
import { costShare, readCampaigns } from './channel.store.ts'
import { leadById } from './lead.store.ts'

export interface LeadOrigin {
  leadId: string
  number: string
  company: string
  channelId: string
  channelKind: Kind
  channelName: string
  campaignId: string | null
  campaignName: string | null
  receivedAt: string
  /** Spend of the campaign (or the channel) by the lead. */
  costShareFen: number
}

export async function leadOrigin(ctx: Ctx, leadId: string): Promise<LeadOrigin | null> {
  const lead = await leadById(ctx, leadId)
  if (!lead) return null
  const channel = (await channelsOf(ctx)).find((one) => one.id === lead.channelId)
  const [campaign] = lead.campaignId ? await readCampaigns(ctx, { id: lead.campaignId, limit: 1 }) : []
  return {
    leadId,
    number: lead.number,
    company: lead.company,
    channelId: lead.channelId,
    channelKind: lead.channelKind as Kind,
    channelName: channel?.name ?? '',
    campaignId: lead.campaignId,
    campaignName: campaign?.name ?? null,
    receivedAt: lead.receivedAt,
    costShareFen: await costShare(ctx, lead.channelId, lead.campaignId),
  }
}
