// One lead, whole: why it is rated as it is, why it is where it is, and its story.
import type { Ctx } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { maskName } from '#core/text.ts'
import { activitiesOf, shownActivity, sitesOf, timelinePage } from '#modules/accounts/index.ts'
import { holdingsOf } from '#modules/pools/index.ts'
import type { AssignmentKept } from './assignment.actions.ts'
import { channelsOf, type Kind } from './channel.actions.ts'
import { contactHidden } from './lead.access.ts'
import { assignmentPolicy, ratingPolicy } from './lead.policy.ts'
import { type LeadDetailRow, readLead, sourcesOf } from './lead.store.ts'
import { shownLead, surroundings } from './lead-view.actions.ts'
import { rate } from './rating.rule.ts'

/** One lead, whole, as this actor may see it. */
export async function leadDetail(ctx: Ctx, input: { id: string }) {
  const row = await readLead(ctx, input.id)
  if (!row) throw notFound('lead')
  return await shownDetail(ctx, row)
}

async function shownDetail(ctx: Ctx, row: LeadDetailRow) {
  const around = await surroundings(ctx, [row])
  const hidden = contactHidden(ctx.actor, row)
  return {
    ...shownLead(ctx, row, around),
    address: row.address,
    usci: row.usci,
    legalPerson: row.legalPerson && hidden ? maskName(row.legalPerson) : row.legalPerson,
    businessScope: row.businessScope,
    decisionMaker: row.decisionMaker,
    need: row.need,
    productLine: row.productLine,
    siteId: row.siteId,
    firstContactAt: row.firstContactAt,
    lastSubstantiveAt: row.lastSubstantiveAt,
    extendedUntil: row.extendedUntil,
    protectedReason: row.protectedReason,
    sourceCount: row.sourceCount,
    convertedAt: row.convertedAt,
    accountId: row.accountId,
    opportunityId: row.opportunityId,
    invalidReason: row.invalidReason,
    mergedInto: row.mergedInto,
    rating: await ratingView(ctx, row),
    assignment: await assignmentView(ctx, row.assignment as AssignmentKept | null),
  }
}

/** Every line of the table by which the lead was rated, with the fact it looked at. */
async function ratingView(ctx: Ctx, row: LeadDetailRow) {
  const versions = await ctx.services.policies.history(ctx, ratingPolicy)
  const version = versions.find((one) => one.effectiveAt <= row.ratedAt)
  const table = version ? { ...ratingPolicy.defaults, ...version.value } : ratingPolicy.defaults
  const verdict = rate(
    {
      province: row.province,
      industry: row.industry,
      capitalFen: row.capitalFen,
      staff: row.staff,
      decisionMakerKnown: row.decisionMaker,
      channelKind: row.channelKind,
      custom: row.custom,
    },
    table,
  )
  const points = new Map(table.lines.map((line) => [line.id, line.points]))
  return {
    points: row.points,
    grade: row.grade,
    gradeA: table.gradeA,
    gradeB: table.gradeB,
    policyVersion: version?.version ?? 0,
    effectiveAt: version?.effectiveAt ?? null,
    lines: verdict.lines.map((line) => ({ ...line, points: points.get(line.id) ?? 0 })),
  }
}

async function assignmentView(ctx: Ctx, kept: AssignmentKept | null) {
  if (!kept) return null
  const labels = new Map((await policy(ctx, assignmentPolicy)).rules.map((rule) => [rule.id, rule.label]))
  return {
    ...kept,
    ruleLabel: kept.ruleId ? (labels.get(kept.ruleId) ?? null) : null,
    trace: kept.trace.map((rule) => ({ ...rule, label: labels.get(rule.ruleId) ?? null })),
  }
}

export async function leadStory(ctx: Ctx, input: { id: string }) {
  const row = await readLead(ctx, input.id)
  if (!row) throw notFound('lead')
  const hidden = contactHidden(ctx.actor, row)
  const channels = new Map((await channelsOf(ctx)).map((channel) => [channel.id, channel]))
  const sources = (await sourcesOf(ctx, row.id)).map(({ channelId, raw, ...source }) => ({
    ...source,
    channelKind: (channels.get(channelId)?.kind ?? 'import') as Kind,
    channelName: channels.get(channelId)?.name ?? '',
    raw: hidden ? null : raw,
  }))
  const holdings = (await holdingsOf(ctx, row.id)).map(({ usedMs: _, ...holding }) => holding)
  const { items: timeline } = await timelinePage(ctx, [row.id], { limit: 200 })
  return {
    sources,
    holdings,
    activities: hidden ? [] : (await activitiesOf(ctx, [row.id])).map(shownActivity),
    sites: await sitesOf(ctx, row.id),
    timeline: hidden ? timeline.map((entry) => ({ ...entry, activity: null })) : timeline,
  }
}
