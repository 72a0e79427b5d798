// A raw lead that turns out to be one we have: its facts fill what was unknown, and its source is kept beside the first.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { replaceKeys } from '#modules/accounts/index.ts'
import type { MatchVerdict } from '#modules/accounts/matching.rule.ts'
import { indexCustom } from '#modules/organization/index.ts'
import { type Facts, keysOf, ratingOf } from './arrival.actions.ts'
import { isClosed } from './lead.access.ts'
import { type LeadDetailRow, leadById } from './lead.store.ts'
import { type FactColumns, saveFacts } from './lead-write.store.ts'
import { endMerge, insertMerge, openMergeOf } from './merge.store.ts'

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
  await insertMerge(ctx, {
    id: uuidv7(),
    leadId: lead.id,
    submissionId: merge.submissionId,
    filled: {
      facts: Object.fromEntries(filled.map((field) => [field, merge.facts[field]])),
      custom: Object.fromEntries(Object.entries(merge.facts.custom).filter(([key]) => learned.includes(key))),
      decides: !lead.decisionMaker && merge.facts.decisionMaker,
    },
    verdict: merge.verdict,
  })
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

/**
 * Takes a raw lead out of the lead it was merged into: what it filled is unknown again, unless somebody has changed it since. False when
 * it is merged into no lead (any more), or the lead has ended.
 */
export async function undoMergeOf(ctx: Ctx, submissionId: string): Promise<boolean> {
  const merge = await openMergeOf(ctx, submissionId)
  const lead = merge && (await leadById(ctx, merge.leadId, true))
  if (!lead || isClosed(lead)) return false
  const { facts: filled, custom: learned, decides } = merge.filled
  const still = FILLED.filter((field) => field in filled && lead[field] === filled[field])
  const facts: FactColumns = { ...lead, ...Object.fromEntries(still.map((field) => [field, null])) }
  facts.custom = Object.fromEntries(
    Object.entries(lead.custom).filter(([key, value]) => JSON.stringify(learned[key]) !== JSON.stringify(value)),
  )
  facts.decisionMaker = lead.decisionMaker && !decides
  const rating = await ratingOf(ctx, facts, lead.channelKind)
  await saveFacts(ctx, lead.id, { ...facts, ...rating }, { sources: -1 })
  indexCustom(ctx, 'lead', [{ id: lead.id, values: facts.custom }])
  await replaceKeys(ctx, { subjectType: 'lead', subjectId: lead.id, keys: keysOf(facts) })
  await endMerge(ctx, merge.id)
  await emit(ctx, 'lead.unmerged', lead.id, { submissionId, emptied: still, grade: rating.grade, points: rating.points })
  return true
}
