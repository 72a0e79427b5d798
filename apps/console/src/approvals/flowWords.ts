// A flow in words: who a step asks, when, and what a setting says.
import { useQuery } from '@tanstack/react-query'
import type { Condition, Fact } from '#modules/approvals/condition.rule.ts'
import { type Approver, approveSteps, type Step } from '#modules/approvals/flow.rule.ts'
import type { api } from '#shared/api.ts'
import { query } from '#shared/api.ts'
import { knows, useFormats, useT } from '#shared/i18n.ts'
import { usePick } from '../shell/useWords.ts'

export type Flows = Awaited<ReturnType<typeof api.approvals.flows>>
export type FlowShown = Flows['items'][number]
type Spec = FlowShown['facts'][number]

/** The people, posts and facts that a flow may name. */
export type Directory = {
  roles: Flows['roles']
  members: { id: string; name: string; title: string }[]
  departments: { id: string; name: string }[]
  facts: Spec[]
}

/** What the subject records and what is filled in on the way, as facts of conditions. */
export function useDirectory(flow: FlowShown, roles: Flows['roles'], steps: readonly Step[]): Directory {
  const members = useQuery(query.organization.members.queryOptions()).data?.items ?? []
  const departments = useQuery(query.organization.departments.queryOptions()).data?.items ?? []
  const filled = approveSteps(steps).flatMap((step) =>
    (step.fields ?? []).map(
      (field): Spec => ({
        key: `${step.id}.${field.key}`,
        zh: field.label,
        en: field.label,
        type: field.type === 'date' ? 'text' : field.type,
        options: field.options?.map((value) => ({ value, zh: value, en: value })),
      }),
    ),
  )
  return { roles, members: members.filter((one) => !one.disabledAt), departments, facts: [...flow.facts, ...filled] }
}

/** Everything about a flow that is said rather than drawn. */
export function useFlowWords(directory: Directory) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()

  const nameOf = (step: { id: string; kind?: Step['kind'] | undefined; name?: string | undefined }): string => {
    if (step.kind === 'end') return t('flows.end')
    if (step.name) return step.name
    return knows(`approval.step.${step.id}`) ? t(`approval.step.${step.id}`) : step.id
  }
  const ofWords = (of: string | undefined): string => t(of === 'owner' ? 'flows.of.owner' : 'flows.of.requester')
  const factOf = (key: string): Spec | undefined => directory.facts.find((one) => one.key === key)
  const factName = (key: string): string => {
    const spec = factOf(key)
    return spec ? pick(spec) : t('flows.fact.gone', { key })
  }
  const approver = (one: Approver): string => {
    if (one.kind === 'role') return directory.roles.find((role) => role.code === one.role)?.name ?? (one.role || t('flows.approver.pick'))
    if (one.kind === 'person')
      return directory.members.find((member) => member.id === one.memberId)?.name ?? (one.memberId ? '—' : t('flows.approver.pick'))
    if (one.kind === 'rule') return t('flows.words.rule', { n: one.cases.length })
    if (one.kind === 'department_head') {
      const department = directory.departments.find((each) => each.id === one.departmentId)?.name ?? t('flows.own_department')
      return t('flows.words.head', { department })
    }
    const of = ofWords(one.of)
    if (one.kind === 'manager')
      return (one.level ?? 1) === 1 ? t('flows.words.manager', { of }) : t('flows.words.manager.n', { of, n: one.level ?? 1 })
    if (one.fact && one.limits?.length) return t('flows.words.chain.limits', { of, fact: factName(one.fact) })
    return one.level ? t('flows.words.chain.n', { of, n: one.level }) : t('flows.words.chain', { of })
  }
  const value = (key: string, one: Fact): string => {
    const spec = factOf(key)
    const option = spec?.options?.find((each) => each.value === one)
    if (option) return pick(option)
    if (typeof one === 'boolean') return t(one ? 'flows.yes' : 'flows.no')
    if (spec?.type === 'fen' && typeof one === 'number') return f.moneyShort(one)
    return one === null || one === '' ? '—' : String(one)
  }
  /** A group within a group stands in brackets. */
  const layer = (one: Condition): string => {
    const parts = 'all' in one ? one.all.length : 'any' in one ? one.any.length : 1
    return parts > 1 ? t('flows.condition.layer', { condition: condition(one) }) : condition(one)
  }
  const condition = (one: Condition): string => {
    if ('all' in one) return one.all.map(layer).join(t('flows.condition.and'))
    if ('any' in one) return one.any.map(layer).join(t('flows.condition.or'))
    if ('not' in one) return t('flows.condition.not', { condition: condition(one.not) })
    if (typeof one.value === 'boolean' && factOf(one.fact)?.type === 'yes_no')
      return one.value === (one.op === 'eq') ? factName(one.fact) : t('flows.condition.not', { condition: factName(one.fact) })
    const values = Array.isArray(one.value) ? (one.value as Fact[]) : [one.value as Fact]
    return `${factName(one.fact)} ${t(`flows.op.${one.op}`)} ${f.list(values.map((each) => value(one.fact, each)))}`
  }
  const mode = (step: Extract<Step, { kind: 'approve' }>): string =>
    step.mode === 'votes' ? t('flows.votes.n', { n: step.votes ?? 0 }) : t(`flows.mode.${step.mode}`)
  const timeout = (one: { hours: number; does: string }): string =>
    t('flows.timeout.words', { hours: one.hours, does: t(`flows.does.${one.does}`) })

  /** One setting of a step as it is in a version, for the comparison of two. */
  const setting = (step: Step, what: string): string => {
    const said = (step as unknown as Record<string, unknown>)[what]
    if (what === 'kind') return t(`flows.kind.${step.kind}`)
    if (step.kind === 'approve') {
      if (what === 'approvers') return f.list(step.approvers.map(approver)) || t('flows.none')
      if (what === 'mode' || what === 'votes') return mode(step)
      if (what === 'when') return step.when ? condition(step.when) : t('flows.condition.always')
      if (what === 'timeout') return step.timeout ? timeout(step.timeout) : t('flows.timeout.none')
      if (what === 'fields') return f.list((step.fields ?? []).map((field) => field.label)) || '—'
      if (what === 'noteRequired' || what === 'fileRequired') return t(said ? 'flows.yes' : 'flows.no')
    }
    if (step.kind === 'cc' && what === 'copies') return f.list(step.copies.map(approver))
    if ('branches' in step && what === 'branches')
      return step.branches.map((branch) => (branch.when ? condition(branch.when) : t('flows.else'))).join(' / ')
    return typeof said === 'string' ? said : '—'
  }
  return { nameOf, approver, condition, mode, timeout, setting, factName }
}
export type FlowWords = ReturnType<typeof useFlowWords>
