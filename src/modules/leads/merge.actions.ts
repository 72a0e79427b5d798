// A raw lead that turns out to be one we have: its facts fill what was unknown, and its source is kept beside the first.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { replaceKeys } from '#modules/accounts/index.ts'
import type { MatchVerdict } from '#modules/accounts/matching.rule.ts'
import { indexCustom } from '#modules/organization/index.ts'
import { type Facts, keysOf, ratingOf } from './arrival.actions.ts'
import { type LeadDetailRow, leadById } from './lead.store.ts'
import { type FactColumns, saveFacts } from './lead-write.store.ts'

const FILLED = [
  'province',
  'city',
  'address',
  'industry',
  'capitalFen',
  'staff',
  'usci',
  'legalPerson',
  'businessScope',
  'contactName',
  'contactTitle',
  'contactPhone',
  'contactEmail',
  'need',
  'productLine',
] as const

/** What was known stays; what was not is filled. Rated anew. Emits lead.deduplicated with the fields filled and why it is the same. */
export async function completeLead(
  ctx: Ctx,
  merge: {
    leadId: string
    facts: Facts
    submissionId: string
    channel: { id: string; kind: string; name: string }
    verdict: MatchVerdict | null
  },
): Promise<LeadDetailRow> {
  const lead = await leadById(ctx, merge.leadId, true)
  if (!lead) throw new Error('a lead vanished while something was merged into it')
  const filled = FILLED.filter((field) => lead[field] === null && merge.facts[field] !== null)
  const facts: FactColumns = { ...lead, ...Object.fromEntries(filled.map((field) => [field, merge.facts[field]])) }
  const learned = Object.keys(merge.facts.custom).filter((key) => lead.custom[key] === undefined)
  facts.custom = { ...merge.facts.custom, ...lead.custom }
  facts.decisionMaker = lead.decisionMaker || merge.facts.decisionMaker
  const rating = await ratingOf(ctx, facts, lead.channelKind)
  await saveFacts(ctx, lead.id, { ...facts, ...rating }, { sources: 1 })
  if (learned.length > 0) indexCustom(ctx, 'lead', [{ id: lead.id, values: facts.custom }])
  if (filled.some((field) => ['contactPhone', 'contactEmail', 'usci'].includes(field)))
    await replaceKeys(ctx, { subjectType: 'lead', subjectId: lead.id, keys: keysOf(facts) })
  await emit(ctx, 'lead.deduplicated', lead.id, {
    submissionId: merge.submissionId,
    channelKind: merge.channel.kind,
    channel: merge.channel.name,
    score: merge.verdict?.score ?? null,
    reasons: merge.verdict?.reasons.map(({ fact, agrees, weight }) => ({ fact, agrees, weight })) ?? [],
    filled: [...filled, ...learned.map((key) => `custom.${key}`)],
    grade: rating.grade,
    points: rating.points,
  })
  return { ...lead, ...facts, ...rating }
}
