// funnel.rule.ts: 漏斗. What stands in each stage, in full and by weight.
import { percentOf, sumFen } from '#core/money.ts'

/** An open opportunity: amount in fen, the weight of its stage in percent, expected signing day `YYYY-MM-DD` or null. */
export type OpenOpportunity = { stage: string; weight: number; amountFen: number; expectedSignOn: string | null }
export type FunnelLayer = { stage: string; count: number; amountFen: number; weightedFen: number }
export type Funnel = { layers: FunnelLayer[]; totalFen: number; weightedFen: number }

/** Layers in the order of `stages`; a stage without opportunities is a layer of zero. */
export function funnel(stages: readonly string[], opportunities: readonly OpenOpportunity[]): Funnel {
  const layers = stages.map((stage): FunnelLayer => {
    const here = opportunities.filter((opportunity) => opportunity.stage === stage)
    const amountFen = sumFen(here.map((opportunity) => opportunity.amountFen))
    return { stage, count: here.length, amountFen, weightedFen: sumFen(here.map(weightedFen)) }
  })
  return {
    layers,
    totalFen: sumFen(layers.map((layer) => layer.amountFen)),
    weightedFen: sumFen(layers.map((layer) => layer.weightedFen)),
  }
}

/** Amount × weight of the stage, to the fen. */
export function weightedFen(opportunity: Pick<OpenOpportunity, 'amountFen' | 'weight'>): number {
  return percentOf(opportunity.amountFen, opportunity.weight)
}

/** What is expected to sign from `from` to `until`, both days included: in full and by weight. */
export function signing(
  opportunities: readonly OpenOpportunity[],
  from: string,
  until: string,
): { amountFen: number; weightedFen: number } {
  const inside = opportunities.filter(({ expectedSignOn }) => expectedSignOn !== null && expectedSignOn >= from && expectedSignOn <= until)
  return { amountFen: sumFen(inside.map((opportunity) => opportunity.amountFen)), weightedFen: sumFen(inside.map(weightedFen)) }
}
