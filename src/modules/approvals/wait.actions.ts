// 等了多久: where approvals waited, by step and by person.
import type { Ctx } from '#core/context.ts'
import { approveSteps } from './flow.rule.ts'
import { viewFlows } from './flow.store.ts'
import { labelOf } from './subject.actions.ts'
import { viewWaits, type WaitRow } from './wait.store.ts'

/** Medians of the answers of the last days; what waits now stands beside them. */
export async function waits(ctx: Ctx, input: { days: number }) {
  const since = new Date(ctx.now.getTime() - input.days * 86_400_000).toISOString()
  const own = await viewFlows(ctx)
  const named = ({ flowKey, stepId, ...row }: WaitRow) => {
    const step = own
      .filter((flow) => flow.key === flowKey)
      .flatMap((flow) => approveSteps(flow.steps))
      .find((one) => one.id === stepId)
    return { flowKey, label: labelOf(step ?? { id: stepId }), ...row }
  }
  const steps = await viewWaits(ctx, since, 'step')
  const people = await viewWaits(ctx, since, 'person')
  return { steps: steps.map(named), people: people.map(named) }
}
