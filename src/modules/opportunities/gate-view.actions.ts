// The check-list in words: evidence behind what is met, what is under way towards what is missing.
import type { Words } from '#modules/approvals/approval.contract.ts'
import { type CustomField, customKeyOf } from '#modules/organization/index.ts'
import type { FactRow, Progress } from './fact.store.ts'
import type { CheckLine, CheckList, FactName, GateAct } from './gate.rule.ts'

export interface GateShown {
  next: string | null
  done: number
  of: number
  missing: number
  items: GateItemShown[]
}
export interface GateItemShown {
  fact: FactName
  label: { zh: string; en: string } | null
  state: CheckLine['state']
  side: CheckLine['side']
  withinDays: number | null
  firm: boolean
  at: string | null
  value: number | null
  evidence: Words | null
  link: string | null
  why: CheckLine['why']
  act: GateAct | 'remind_approver' | 'open_contract' | null
  underWay: Words | null
  overriddenBy: { name: string; reason: string } | null
}

/** Where the proof of a fact can be seen in the apps. */
const places: Record<string, string> = {
  visit: '/visits/',
  quotation: '/quotations/',
  contract: '/contracts/',
}

function evidenceOf(row: FactRow | undefined): Words | null {
  if (!row) return null
  const plain = Object.fromEntries(Object.entries(row.detail).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)))
  const params = { by: row.recordedByName ?? '', at: row.at, valueFen: row.value, ...plain } as Words['params']
  return { key: `opportunity.evidence.${row.fact}.${row.proofKind}`, params }
}

export function gateOf(
  list: CheckList,
  facts: FactRow[],
  progress: Progress[],
  history: { toStage: string; override: boolean; byName: string | null; reason: string | null }[],
  fields: readonly CustomField[],
): GateShown {
  const entered = history.findLast((entry) => entry.override)
  const items = list.lines.map((line): GateItemShown => {
    const proof = line.evidence?.proof
    const row = proof ? facts.find((fact) => fact.fact === line.condition.fact && fact.proofId === proof.id) : undefined
    const under = line.state === 'missing' ? progress.find((one) => one.fact === line.condition.fact) : undefined
    const field = fields.find((one) => one.key === customKeyOf(line.condition.fact))
    return {
      fact: line.condition.fact,
      label: field ? { zh: field.zh, en: field.en } : null,
      state: line.state,
      side: line.side,
      withinDays: line.condition.withinDays ?? null,
      firm: line.condition.firm ?? false,
      at: line.evidence?.at ?? null,
      value: line.evidence?.value ?? null,
      evidence: evidenceOf(row),
      link: under?.link ?? (proof && places[proof.kind] ? `${places[proof.kind]}${proof.id}` : null),
      why: line.why,
      act: (under?.act as GateItemShown['act']) ?? line.act,
      underWay: under?.words ?? null,
      overriddenBy: line.state === 'overridden' ? { name: entered?.byName ?? '', reason: entered?.reason ?? '' } : null,
    }
  })
  return { next: list.next, done: list.done, of: list.of, missing: list.missing, items }
}
