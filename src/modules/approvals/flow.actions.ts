// Flows as data: the room's default until the tenant writes a version of its own; what runs keeps the version it began with.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { invalid, refuse } from '#core/refuse.ts'
import { insertFlow, viewFlows } from './approval.store.ts'
import { isCondition } from './condition.rule.ts'
import type { Flow, FlowStep } from './flow.rule.ts'
import { defaultFlow, registeredSubjects } from './subject.actions.ts'

interface Shown {
  flow: Flow
  source: 'default' | 'tenant'
  effectiveAt: string | null
  authorName: string | null
}

function view({ flow, source, effectiveAt, authorName }: Shown) {
  return {
    key: flow.key,
    label: { key: `approval.flow.${flow.key}`, params: {} },
    version: flow.version,
    source,
    steps: flow.steps.map((step) => ({ ...step, approvers: [...step.approvers] })),
    cc: [...(flow.cc ?? [])],
    effectiveAt,
    authorName,
  }
}

type StepInput = Omit<FlowStep, 'when'> & { when?: unknown }

/** A step as written by an admin; refuses a condition that is none. */
function stepOf({ when, ...step }: StepInput): FlowStep {
  if (when === undefined || when === null) return step
  if (!isCondition(when)) throw invalid('approval.condition_wrong', { step: step.id })
  return { ...step, when }
}

export async function flows(ctx: Ctx) {
  const own = await viewFlows(ctx)
  const defaults = await Promise.all(registeredSubjects().map((subject) => subject.flow(ctx)))
  const keys = [...new Set(defaults.map((flow) => flow.key))]
  return {
    items: keys.map((key) => {
      const mine = own.find((flow) => flow.key === key)
      if (mine) return view({ flow: mine, source: 'tenant', effectiveAt: mine.effectiveAt, authorName: mine.authorName })
      return view({ flow: defaults.find((flow) => flow.key === key) as Flow, source: 'default', effectiveAt: null, authorName: null })
    }),
  }
}

/** A new version, in force from now on for what is submitted later. `basedOn` is the version the author read. */
export async function setFlow(ctx: Ctx, input: { key: string; basedOn: number; steps: StepInput[]; note?: string | null }) {
  const before = await defaultFlow(ctx, input.key)
  const mine = (await viewFlows(ctx)).find((flow) => flow.key === input.key)
  const version = mine?.version ?? before.version
  if (version !== input.basedOn) throw refuse('approval.flow_changed_meanwhile', { key: input.key, version })
  const flow: Flow = { key: input.key, version: version + 1, steps: input.steps.map(stepOf), ...(before.cc ? { cc: before.cc } : {}) }
  await insertFlow(ctx, flow, input.note ?? null)
  await emit(ctx, 'approval.flow_changed', ctx.tenantId, { key: flow.key, version: flow.version, steps: flow.steps })
  return view({ flow, source: 'tenant', effectiveAt: ctx.now.toISOString(), authorName: ctx.actor.name })
}
