// gate.rule.ts: 准入准出. Stages in order, and the recorded facts that open each door. No fact, no move.
import { type CustomField, type CustomValues, customHolds, customKeyOf, isRequired } from '#modules/organization/field.rule.ts'

export type FactName =
  | 'need_form'
  | 'contact'
  | 'valid_deep_visit'
  | 'budget_known'
  | 'quotation_approved'
  | 'quotation_stamped'
  | 'decision_maker'
  | 'contract_effective'
  | 'amount'
  | 'sign_date'
  /** A field of the company's own: it holds while the opportunity has a value that fits. */
  | `custom.${string}`
/** What the user does to bring the fact about; the apps link it. */
export type GateAct =
  | 'fill_need_form'
  | 'add_contact'
  | 'plan_deep_visit'
  | 'record_budget'
  | 'make_quotation'
  | 'attach_stamped_copy'
  | 'name_decision_maker'
  | 'make_contract'
  | 'enter_amount'
  | 'enter_sign_date'
  | 'fill_custom_field'

/**
 * `withinDays`: the fact may not be older. `atLeast`: its number may not be smaller. `in`: a custom field must have one of these.
 * `firm`: no override opens it.
 */
export type GateCondition = { fact: FactName; withinDays?: number; atLeast?: number; in?: readonly string[] | undefined; firm?: boolean }
/** `weight` is the probability in percent, 0–100. `exit` must hold to leave the stage forward, `entry` to come in. */
export type Stage = {
  key: string
  zh: string
  en: string
  weight: number
  exit: readonly GateCondition[]
  entry: readonly GateCondition[]
}
export type Pipeline = { version: number; stages: readonly Stage[] }

/** One recorded fact: when it became true (ISO instant), what proves it, and its number where it has one (an amount in fen). */
export type RecordedFact = {
  fact: FactName
  at: string
  proof: { kind: string; id: string }
  value?: number
  /** Of a custom field: what it has. */
  custom?: CustomValues[string]
}
export type MetCondition = { condition: GateCondition; evidence: RecordedFact }
export type MissingCondition = {
  condition: GateCondition
  why: 'absent' | 'too_old' | 'too_small'
  evidence: RecordedFact | null
  act: GateAct
}
export type GateResult = { met: MetCondition[]; missing: MissingCondition[] }

const acts: Record<Exclude<FactName, `custom.${string}`>, GateAct> = {
  need_form: 'fill_need_form',
  contact: 'add_contact',
  valid_deep_visit: 'plan_deep_visit',
  budget_known: 'record_budget',
  quotation_approved: 'make_quotation',
  quotation_stamped: 'attach_stamped_copy',
  decision_maker: 'name_decision_maker',
  contract_effective: 'make_contract',
  amount: 'enter_amount',
  sign_date: 'enter_sign_date',
}

export const pipelineDefaults: Pipeline = {
  version: 1,
  stages: [
    { key: 'contact', zh: '初步接洽', en: 'First contact', weight: 20, entry: [], exit: [{ fact: 'need_form' }, { fact: 'contact' }] },
    {
      key: 'needs',
      zh: '需求确认',
      en: 'Needs confirmed',
      weight: 40,
      entry: [],
      exit: [],
    },
    {
      key: 'quotation',
      zh: '方案报价',
      en: 'Solution and quotation',
      weight: 60,
      // Entry, not exit of the stage before: what carries a quotation stays in its check-list, so that four things are told, not two.
      entry: [{ fact: 'valid_deep_visit', withinDays: 30 }, { fact: 'budget_known' }],
      exit: [{ fact: 'quotation_approved' }, { fact: 'quotation_stamped' }],
    },
    {
      key: 'negotiation',
      zh: '商务谈判',
      en: 'Negotiation',
      weight: 80,
      entry: [],
      // Money follows from a win, so no permission replaces the effective contract.
      exit: [{ fact: 'decision_maker' }, { fact: 'contract_effective', firm: true }],
    },
    { key: 'won', zh: '赢单', en: 'Won', weight: 100, entry: [], exit: [] },
  ],
}

/** Which conditions the facts meet at `now`, each with its evidence, and which are missing, each with the act that helps. */
export function evaluateGate(conditions: readonly GateCondition[], facts: readonly RecordedFact[], now: Date): GateResult {
  const result: GateResult = { met: [], missing: [] }
  for (const condition of conditions) {
    const all = facts.filter((fact) => fact.fact === condition.fact).sort((a, b) => b.at.localeCompare(a.at))
    const newest = all[0] ?? null
    const fresh = all.filter((fact) => isFresh(fact, condition, now))
    const enough = fresh.find((fact) => meets(fact, condition))
    if (enough) result.met.push({ condition, evidence: enough })
    else {
      const why = newest === null ? 'absent' : fresh.length === 0 ? 'too_old' : 'too_small'
      result.missing.push({ condition, why, evidence: fresh[0] ?? newest, act: actOf(condition.fact) })
    }
  }
  return result
}

function meets(fact: RecordedFact, condition: GateCondition): boolean {
  if (customKeyOf(condition.fact) !== null) return customHolds(fact.custom, condition)
  return condition.atLeast === undefined || (fact.value ?? 0) >= condition.atLeast
}

const actOf = (fact: FactName): GateAct => acts[fact as keyof typeof acts] ?? 'fill_custom_field'

/** What the company's own fields say of an opportunity now, as facts that gates judge. */
export function customAsFacts(opportunityId: string, custom: CustomValues, now: Date): RecordedFact[] {
  return Object.entries(custom).map(([key, value]) => ({
    fact: `custom.${key}` as const,
    at: now.toISOString(),
    proof: { kind: 'custom', id: `${opportunityId}/${key}` },
    custom: value,
    ...(typeof value === 'number' ? { value } : {}),
  }))
}

/** The pipeline whose check-lists also show the fields a stage asks for; the move itself refuses with its own sentence. */
export function withRequired(pipeline: Pipeline, fields: readonly CustomField[]): Pipeline {
  const asked = (stage: Stage) => fields.filter((field) => isRequired(field, [stage.key]) && !field.requiredIn.includes('*'))
  if (!pipeline.stages.some((stage) => asked(stage).length > 0)) return pipeline
  const stages = pipeline.stages.map((stage) => ({
    ...stage,
    entry: [...stage.entry, ...asked(stage).map((field): GateCondition => ({ fact: `custom.${field.key}` }))],
  }))
  return { ...pipeline, stages }
}

/** The stage and those before it; of a lost one, none. */
export function stagesUpTo(pipeline: Pipeline, key: string): string[] {
  const index = pipeline.stages.findIndex((stage) => stage.key === key)
  return pipeline.stages.slice(0, index + 1).map((stage) => stage.key)
}

/** What leaving `from` forward for `to` asks: the exits of every stage passed and the entry of the one reached. */
export function conditionsBetween(pipeline: Pipeline, from: string, to: string): GateCondition[] {
  const start = stageIndex(pipeline, from)
  const end = stageIndex(pipeline, to)
  const passed = pipeline.stages.slice(start, end).flatMap((stage) => stage.exit)
  return [...passed, ...(end > start ? (pipeline.stages[end] as Stage).entry : [])]
}

/** One line of the check-list a person sees: what was proven on the way in, what opens the way out. `overridden`: it went in without. */
export type CheckLine = {
  condition: GateCondition
  side: 'entry' | 'exit'
  state: 'met' | 'missing' | 'overridden'
  why: MissingCondition['why'] | null
  evidence: RecordedFact | null
  act: GateAct | null
}
/** `next` is null at the end of the pipeline. `missing` counts only what keeps the next stage closed. */
export type CheckList = { next: string | null; lines: CheckLine[]; done: number; of: number; missing: number }

/**
 * The check-list of an opportunity that entered `stage` at `stageSince`. Entry conditions are judged as of that instant: a deep visit
 * that was fresh then has done its work. `next` opens when nothing is missing.
 */
export function checkList(pipeline: Pipeline, stage: string, facts: readonly RecordedFact[], stageSince: Date, now: Date): CheckList {
  const index = stageIndex(pipeline, stage)
  const here = pipeline.stages[index] as Stage
  const next = pipeline.stages[index + 1] ?? null
  const entry = evaluateGate(here.entry, facts, now)
  const then = evaluateGate(here.entry, facts, stageSince)
  const proven = (condition: GateCondition) => [...entry.met, ...then.met].find((met) => met.condition === condition)
  const exit = next ? evaluateGate(conditionsBetween(pipeline, stage, next.key), facts, now) : { met: [], missing: [] }
  const lines: CheckLine[] = [
    ...exit.missing.map((one): CheckLine => ({ ...one, side: 'exit', state: 'missing' })),
    ...exit.met.map((one): CheckLine => ({ ...one, side: 'exit', state: 'met', why: null, act: null })),
    ...(next ? here.entry : []).map((condition): CheckLine => {
      const met = proven(condition)
      return { condition, side: 'entry', state: met ? 'met' : 'overridden', why: null, evidence: met?.evidence ?? null, act: null }
    }),
  ]
  const missing = exit.missing.length
  return { next: next?.key ?? null, lines, done: lines.filter((line) => line.state === 'met').length, of: lines.length, missing }
}

export type MoveKind = 'forward' | 'skip' | 'back' | 'lost' | 'reopen'
export type MoveRefusal =
  | 'opportunity.same_stage'
  | 'opportunity.gate_closed'
  | 'opportunity.no_skip'
  | 'opportunity.no_reversal'
  | 'opportunity.reason_needed'
  | 'opportunity.contract_needed'
/** `from` and `to` are stage keys or `lost`. `mayOverride`: the actor holds the permission to skip, reverse and override. */
export type Move = { from: string; to: string; mayOverride: boolean; reason: string; facts: readonly RecordedFact[] }
/** `override` says that the move stands on permission and reason, not on facts: it is counted. */
export type MoveVerdict = { kind: MoveKind; override: boolean; gate: GateResult } & (
  | { allowed: true }
  | { allowed: false; code: MoveRefusal }
)

/** Whether an opportunity may move: stage by stage, on facts; anything else needs permission and a reason. */
export function moveVerdict(pipeline: Pipeline, move: Move, now: Date): MoveVerdict {
  const kind = moveKind(pipeline, move.from, move.to)
  const conditions = kind === 'forward' || kind === 'skip' ? conditionsBetween(pipeline, move.from, move.to) : []
  // An opportunity taken up again from lost comes back on the facts of the stage it enters, as if it had walked there.
  const reopened = kind === 'reopen' ? conditionsBetween(pipeline, (pipeline.stages[0] as Stage).key, move.to) : conditions
  const gate = evaluateGate(reopened, move.facts, now)
  const open = gate.missing.length === 0
  const override = kind === 'skip' || kind === 'back' || kind === 'reopen' || (kind === 'forward' && !open)
  const refuse = (code: MoveRefusal): MoveVerdict => ({ allowed: false, code, kind, override, gate })
  if (move.from === move.to) return refuse('opportunity.same_stage')
  if (kind === 'lost')
    return move.reason.trim() === '' ? refuse('opportunity.reason_needed') : { allowed: true, kind, override: false, gate }
  if (gate.missing.some((missing) => missing.condition.firm)) {
    return refuse(move.mayOverride ? 'opportunity.contract_needed' : kind === 'skip' ? 'opportunity.no_skip' : 'opportunity.gate_closed')
  }
  if (override && !move.mayOverride) {
    return refuse(kind === 'skip' ? 'opportunity.no_skip' : kind === 'forward' ? 'opportunity.gate_closed' : 'opportunity.no_reversal')
  }
  if (override && move.reason.trim() === '') return refuse('opportunity.reason_needed')
  return { allowed: true, kind, override, gate }
}

function moveKind(pipeline: Pipeline, from: string, to: string): MoveKind {
  if (to === 'lost') return 'lost'
  if (from === 'lost') return 'reopen'
  const steps = stageIndex(pipeline, to) - stageIndex(pipeline, from)
  return steps === 1 ? 'forward' : steps > 1 ? 'skip' : 'back'
}

function stageIndex(pipeline: Pipeline, key: string): number {
  const index = pipeline.stages.findIndex((stage) => stage.key === key)
  if (index < 0) throw new RangeError(`no such stage: ${key}`)
  return index
}

const DAY_MS = 86_400_000

function isFresh(fact: RecordedFact, condition: GateCondition, now: Date): boolean {
  return condition.withinDays === undefined || now.getTime() - Date.parse(fact.at) <= condition.withinDays * DAY_MS
}
