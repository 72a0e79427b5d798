// The 135 opportunities of the source table: 42 won and 93 lost within the window, each with the way it went.
import type { Story } from '#core/story.ts'
import { type SourceLead, sourceLeads } from '#modules/accounts/index.ts'
import { pipelineDefaults } from './gate.rule.ts'
import type { lossReasons } from './opportunity.contract.ts'
import type { StoryFact, StoryMove, StoryOpportunity } from './story.store.ts'

export type LossReason = (typeof lossReasons)[number]
/** Where a story opportunity stands and how it came there. Times are ISO instants. */
export interface Told {
  opportunity: StoryOpportunity
  moves: StoryMove[]
  facts: StoryFact[]
}

export const stageKeys = pipelineDefaults.stages.map((stage) => stage.key)
export const weightOf = (stage: string): number => pipelineDefaults.stages.find((one) => one.key === stage)?.weight ?? 0

// Most are lost with the quotation on the table, to a price or a competitor: what the funnel's reasons show.
const losses: { from: string; reasons: LossReason[]; share: number }[] = [
  { from: 'contact', reasons: ['no_need', 'out_of_reach', 'no_budget'], share: 18 },
  { from: 'needs', reasons: ['no_budget', 'timing', 'product_fit', 'no_need'], share: 24 },
  { from: 'quotation', reasons: ['price', 'competitor', 'price', 'price', 'competitor', 'timing'], share: 37 },
  { from: 'negotiation', reasons: ['competitor', 'price', 'relationship'], share: 14 },
]

function lossOf(index: number): { from: string; reason: LossReason } {
  let left = (index * 37) % 93
  for (const { from, reasons, share } of losses) {
    if (left < share) return { from, reason: reasons[left % reasons.length] as LossReason }
    left -= share
  }
  return { from: 'quotation', reason: 'price' }
}

const made = sourceLeads.filter((lead) => lead.opportunityKey !== null)

/** In the order in which they were opened. */
export function sourceOpportunities(story: Story): Told[] {
  let lost = 0
  return made
    .toSorted((a, b) => (a.convertedAt as string).localeCompare(b.convertedAt as string) || a.key.localeCompare(b.key))
    .map((lead) => (lead.fate === 'won' ? walk(story, lead, 'won', null) : walk(story, lead, 'lost', lossOf(lost++))))
}

function walk(story: Story, lead: SourceLead, end: 'won' | 'lost', loss: { from: string; reason: LossReason } | null): Told {
  const id = story.id(lead.opportunityKey as string)
  const ownerId = story.id(lead.ownerKey as string)
  const openedAt = story.at(lead.convertedAt as string)
  const closedAt = story.at(`${lead.closedOn} 18:30`)
  const stages = end === 'won' ? stageKeys : [...stageKeys.slice(0, stageKeys.indexOf(loss?.from as string) + 1), 'lost']
  const spanMs = Date.parse(closedAt) - Date.parse(openedAt)
  const timeOf = (step: number): string => new Date(Date.parse(openedAt) + Math.round((spanMs * step) / (stages.length - 1))).toISOString()
  const signOn = story.day(lead.closedOn as string)
  const amountFen = lead.amountFen as number
  const moves = stages.map((toStage, step): StoryMove => {
    const kind = step === 0 ? 'create' : toStage === 'lost' ? 'lost' : 'forward'
    return {
      id: story.id(`${lead.opportunityKey}/${step}`),
      opportunityId: id,
      fromStage: step === 0 ? null : (stages[step - 1] as string),
      toStage,
      kind,
      weight: weightOf(toStage),
      amountFen,
      expectedSignOn: signOn,
      at: timeOf(step),
      byId: ownerId,
      reason: toStage === 'lost' ? (loss?.reason as string) : null,
    }
  })
  const opportunity: StoryOpportunity = {
    id,
    number: '',
    name: lead.company,
    accountId: story.id(lead.accountKey as string),
    leadId: story.id(lead.key),
    ownerId,
    stage: end,
    weight: weightOf(end),
    amountFen,
    expectedSignOn: signOn,
    budgetFen: null,
    stageSince: closedAt,
    lastSubstantiveAt: closedAt,
    lostFrom: loss?.from ?? null,
    lostReason: loss?.reason ?? null,
    closedAt,
    contractId: lead.contractKey ? story.id(lead.contractKey) : null,
    createdAt: openedAt,
  }
  const facts = factsOf(story, lead, id, ownerId, stages, timeOf)
  return { opportunity, moves, facts }
}

/** What is told of them: the person they spoke with, who decides, and the contract. Visits and papers of that time were not kept. */
function factsOf(
  story: Story,
  lead: SourceLead,
  id: string,
  byId: string,
  stages: string[],
  timeOf: (step: number) => string,
): StoryFact[] {
  const fact = (name: string, proofKind: string, proofId: string, at: string, value: number | null = null): StoryFact => ({
    id: story.id(`${lead.opportunityKey}/${name}`),
    opportunityId: id,
    fact: name,
    at,
    proofKind,
    proofId,
    value,
    detail: proofKind === 'contact' ? { name: lead.contactName ?? '', title: lead.contactTitle ?? '' } : {},
    byId,
  })
  const contactId = story.id(lead.contactKey as string)
  const negotiated = stages.indexOf('negotiation')
  return [
    fact('contact', 'contact', contactId, timeOf(0)),
    ...(negotiated > 0 && lead.decisionMaker ? [fact('decision_maker', 'contact', contactId, timeOf(negotiated))] : []),
    ...(lead.contractKey
      ? [fact('contract_effective', 'contract', story.id(lead.contractKey), timeOf(stages.length - 1), lead.amountFen)]
      : []),
  ]
}
