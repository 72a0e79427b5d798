// 谁来批: a list of people and posts, each found in one of six ways.
import { Button, Checkbox, InputNumber, Select } from 'antd'
import { Plus, X } from 'lucide-react'
import type { Approver, PlainApprover } from '#modules/approvals/flow.rule.ts'
import { useT } from '#shared/i18n.ts'
import { usePick } from '../shell/useWords.ts'
import { ConditionEditor } from './ConditionEditor.tsx'
import type { Directory, FlowWords } from './flowWords.ts'

const PLAIN = ['role', 'person', 'manager', 'department_head', 'chain'] as const

function begun(kind: Approver['kind']): Approver {
  if (kind === 'role') return { kind, role: '' }
  if (kind === 'person') return { kind, memberId: '' }
  if (kind === 'rule') return { kind, cases: [], otherwise: { kind: 'manager', of: 'owner' } }
  if (kind === 'department_head') return { kind }
  return { kind, of: 'owner' }
}

type Given = { directory: Directory; words: FlowWords }
type ListProps = Given & { value: readonly Approver[]; onChange: (next: Approver[]) => void }

export function ApproverList({ value, onChange, ...given }: ListProps) {
  const t = useT()
  return (
    <div className="flow-people">
      {value.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no name but their place
        <div key={at} className="flow-person">
          <KindOf value={one} kinds={[...PLAIN, 'rule']} onChange={(next) => onChange(value.with(at, next))} />
          <button
            type="button"
            className="fl-icon"
            aria-label={t('flows.approver.remove', { n: at + 1 })}
            onClick={() => onChange(value.toSpliced(at, 1))}
          >
            <X size={14} strokeWidth={1.75} />
          </button>
          <div className="flow-person-how">
            {one.kind === 'rule' ? (
              <RuleCases value={one} {...given} onChange={(next) => onChange(value.with(at, next))} />
            ) : (
              <Details value={one} {...given} onChange={(next) => onChange(value.with(at, next))} />
            )}
          </div>
        </div>
      ))}
      <Button size="small" type="dashed" icon={<Plus size={14} />} onClick={() => onChange([...value, begun('role')])}>
        {t('flows.approver.add')}
      </Button>
    </div>
  )
}

function KindOf<T extends Approver>({ value, kinds, onChange }: { value: T; kinds: readonly T['kind'][]; onChange: (next: T) => void }) {
  const t = useT()
  return (
    <Select
      aria-label={t('flows.approver.kind')}
      value={value.kind}
      options={kinds.map((kind) => ({ value: kind, label: t(`flows.approver.${kind}`) }))}
      onChange={(kind) => onChange(begun(kind) as T)}
    />
  )
}

type DetailProps = Given & { value: PlainApprover; onChange: (next: PlainApprover) => void }

function Details({ value, directory, words, onChange }: DetailProps) {
  const t = useT()
  const search = { showSearch: { optionFilterProp: 'label' } }
  if (value.kind === 'role')
    return (
      <Select
        aria-label={t('flows.approver.role')}
        placeholder={t('flows.approver.pick')}
        value={value.role || undefined}
        options={directory.roles.map((role) => ({ value: role.code, label: `${role.name} · ${role.holders}` }))}
        onChange={(role) => onChange({ ...value, role })}
        {...search}
      />
    )
  if (value.kind === 'person')
    return (
      <Select
        aria-label={t('flows.approver.person')}
        placeholder={t('flows.approver.pick')}
        value={value.memberId || undefined}
        options={directory.members.map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' · ') }))}
        onChange={(memberId) => onChange({ ...value, memberId })}
        {...search}
      />
    )
  if (value.kind === 'department_head')
    return (
      <Select
        aria-label={t('flows.department')}
        value={value.departmentId ?? ''}
        options={[
          { value: '', label: t('flows.own_department') },
          ...directory.departments.map((one) => ({ value: one.id, label: one.name })),
        ]}
        onChange={(departmentId) => onChange({ ...value, departmentId: departmentId || undefined })}
        {...search}
      />
    )
  return (
    <>
      <Select
        aria-label={t('flows.of')}
        value={value.of ?? ''}
        options={['', 'owner'].map((of) => ({ value: of, label: t(of ? 'flows.of.owner' : 'flows.of.requester') }))}
        onChange={(of) => onChange({ ...value, of: of || undefined })}
      />
      <InputNumber<number>
        aria-label={t(value.kind === 'chain' ? 'flows.level.up_to' : 'flows.level')}
        placeholder={t(value.kind === 'chain' ? 'flows.level.up_to' : 'flows.level')}
        min={1}
        max={10}
        value={value.level ?? (value.kind === 'manager' ? 1 : null)}
        onChange={(level) => onChange({ ...value, level: level ?? undefined })}
      />
      {value.kind === 'chain' ? <Limits value={value} directory={directory} words={words} onChange={onChange} /> : null}
    </>
  )
}

type Chain = Extract<PlainApprover, { kind: 'chain' }>
/** Up to the first manager whose limit reaches a figure of the subject. */
function Limits({ value, directory, onChange }: Given & { value: Chain; onChange: (next: Chain) => void }) {
  const t = useT()
  const pick = usePick()
  const figures = directory.facts.filter((fact) => fact.type === 'fen' || fact.type === 'number')
  const scale = figures.find((one) => one.key === value.fact)?.type === 'fen' ? 100 : 1
  const limits = value.limits ?? []
  if (figures.length === 0) return null
  return (
    <>
      <Select
        aria-label={t('flows.limit.fact')}
        value={value.fact ?? ''}
        options={[{ value: '', label: t('flows.limit.none') }, ...figures.map((one) => ({ value: one.key, label: pick(one) }))]}
        onChange={(fact) => onChange({ ...value, fact: fact || undefined, limits: fact ? limits : undefined })}
      />
      {value.fact ? (
        <>
          {limits.map((limit, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: limits have no name but their place
            <div key={at} className="flow-compare">
              <Select
                aria-label={t('flows.approver.role')}
                value={limit.role || undefined}
                placeholder={t('flows.approver.pick')}
                options={directory.roles.map((role) => ({ value: role.code, label: role.name }))}
                onChange={(role) => onChange({ ...value, limits: limits.with(at, { ...limit, role }) })}
              />
              <InputNumber<number>
                aria-label={t('flows.limit.up_to')}
                prefix={scale === 100 ? '¥' : undefined}
                controls={false}
                value={limit.upTo / scale}
                onChange={(upTo) => onChange({ ...value, limits: limits.with(at, { ...limit, upTo: Math.round((upTo ?? 0) * scale) }) })}
              />
              <button
                type="button"
                className="fl-icon"
                aria-label={t('flows.limit.remove')}
                onClick={() => onChange({ ...value, limits: limits.toSpliced(at, 1) })}
              >
                <X size={14} strokeWidth={1.75} />
              </button>
            </div>
          ))}
          <Button
            size="small"
            type="dashed"
            icon={<Plus size={14} />}
            onClick={() => onChange({ ...value, limits: [...limits, { role: '', upTo: 0 }] })}
          >
            {t('flows.limit.add')}
          </Button>
        </>
      ) : null}
    </>
  )
}

type Rule = Extract<Approver, { kind: 'rule' }>
/** The first case that holds names the approver. */
function RuleCases({ value, directory, words, onChange }: Given & { value: Rule; onChange: (next: Rule) => void }) {
  const t = useT()
  const [fact] = directory.facts
  const plain = (one: PlainApprover, save: (next: PlainApprover) => void) => (
    <>
      <KindOf value={one} kinds={PLAIN} onChange={save} />
      <Details value={one} directory={directory} words={words} onChange={save} />
    </>
  )
  return (
    <>
      {value.cases.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cases have no name but their place
        <div key={at} className="flow-case">
          <ConditionEditor
            value={one.when}
            facts={directory.facts}
            words={words}
            none={t('flows.condition.always.branch')}
            onChange={(when) => onChange({ ...value, cases: value.cases.with(at, { ...one, when: when ?? { all: [] } }) })}
          />
          {plain(one.approver, (approver) => onChange({ ...value, cases: value.cases.with(at, { ...one, approver }) }))}
          <Button size="small" type="text" onClick={() => onChange({ ...value, cases: value.cases.toSpliced(at, 1) })}>
            {t('flows.case.remove')}
          </Button>
        </div>
      ))}
      {fact ? (
        <Button
          size="small"
          type="dashed"
          icon={<Plus size={14} />}
          onClick={() => onChange({ ...value, cases: [...value.cases, { when: { all: [] }, approver: { kind: 'role', role: '' } }] })}
        >
          {t('flows.case.add')}
        </Button>
      ) : null}
      <Checkbox
        checked={value.otherwise !== undefined}
        onChange={(event) => onChange({ ...value, otherwise: event.target.checked ? { kind: 'manager', of: 'owner' } : undefined })}
      >
        {t('flows.case.otherwise')}
      </Checkbox>
      {value.otherwise ? plain(value.otherwise, (otherwise) => onChange({ ...value, otherwise })) : null}
    </>
  )
}
