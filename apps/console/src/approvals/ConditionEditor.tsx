// 条件: comparisons over what the subject records, in groups within groups; built, not written.
import { Button, Input, InputNumber, Select } from 'antd'
import { Group as GroupIcon, Plus, X } from 'lucide-react'
import { useRef } from 'react'
import type { Condition, Fact } from '#modules/approvals/condition.rule.ts'
import { useT } from '#shared/i18n.ts'
import { usePick } from '../shell/useWords.ts'
import { type Comparison, conditionOf, DEEPEST, type Group, groupOf, nestedOf } from './conditionDraft.ts'
import { begunComparison, operatorsOf } from './flowDraft.ts'
import type { Directory, FlowWords } from './flowWords.ts'

type Spec = Directory['facts'][number]

type Props = {
  value: Condition | undefined
  facts: Spec[]
  words: FlowWords
  /** what it says without a condition */
  none: string
  onChange: (next: Condition | undefined) => void
}

export function ConditionEditor({ value, facts, words, none, onChange }: Props) {
  const group = groupOf(value)
  return (
    <div className="flow-cond">
      {group.parts.length === 0 ? <p className="quiet">{none}</p> : null}
      <Parts group={group} depth={0} facts={facts} words={words} onChange={(next) => onChange(conditionOf(next))} />
    </div>
  )
}

type PartsProps = { group: Group; depth: number; facts: Spec[]; words: FlowWords; onChange: (next: Group) => void }

/** One group: how its parts are joined, the parts, and what can be added to it. A group that lost its last part goes with it. */
function Parts({ group, depth, facts, words, onChange }: PartsProps) {
  const t = useT()
  const add = useRef<HTMLButtonElement>(null)
  const { by, parts } = group
  const [first] = facts
  const put = (at: number, next: Condition) => onChange({ by, parts: parts.with(at, next) })
  const drop = (at: number) => {
    onChange({ by, parts: parts.toSpliced(at, 1) })
    // Whoever works by keys goes on in the same group.
    add.current?.focus()
  }
  const more = (next: Condition) => onChange({ by, parts: [...parts, next] })
  return (
    <>
      {parts.length > 1 || depth > 0 || by !== 'all' ? (
        <Select
          size="small"
          className="flow-join"
          aria-label={t('flows.condition.join')}
          value={by}
          options={(['all', 'any', 'none', 'some_not'] as const).map((one) => ({ value: one, label: t(`flows.condition.${one}`) }))}
          onChange={(next) => onChange({ by: next, parts })}
        />
      ) : null}
      {parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no name but their place
        <Part key={at} part={part} at={at} depth={depth} facts={facts} words={words} put={put} drop={drop} />
      ))}
      {first ? (
        <div className="flow-cond-add">
          <Button ref={add} size="small" type="dashed" icon={<Plus size={14} />} onClick={() => more(begunComparison(first))}>
            {t('flows.condition.add')}
          </Button>
          {depth < DEEPEST ? (
            <Button
              size="small"
              type="dashed"
              icon={<GroupIcon size={14} strokeWidth={1.75} />}
              onClick={() => more(nestedOf({ by: by === 'any' ? 'all' : 'any', parts: [begunComparison(first)] }))}
            >
              {t('flows.condition.group')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  )
}

type PartProps = Omit<PartsProps, 'group' | 'onChange'> & {
  part: Condition
  at: number
  put: (at: number, next: Condition) => void
  drop: (at: number) => void
}

function Part({ part, at, depth, facts, words, put, drop }: PartProps) {
  const t = useT()
  if ('fact' in part)
    return (
      <div className="flow-compare">
        <Comparing value={part} facts={facts} words={words} onChange={(next) => put(at, next)} />
        <Drop words={t('flows.condition.remove', { n: at + 1 })} press={() => drop(at)} />
      </div>
    )
  const name = t('flows.condition.group.n', { n: at + 1 })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex item everywhere
    <div className="flow-group" role="group" aria-label={name}>
      <header>
        <small>{name}</small>
        <Drop words={t('flows.condition.group.remove', { n: at + 1 })} press={() => drop(at)} />
      </header>
      <Parts
        group={groupOf(part)}
        depth={depth + 1}
        facts={facts}
        words={words}
        onChange={(next) => (next.parts.length === 0 ? drop(at) : put(at, nestedOf(next)))}
      />
    </div>
  )
}

function Drop({ words, press }: { words: string; press: () => void }) {
  return (
    <button type="button" className="fl-icon" aria-label={words} title={words} onClick={press}>
      <X size={14} strokeWidth={1.75} />
    </button>
  )
}

type RowProps = { value: Comparison; facts: Spec[]; words: FlowWords; onChange: (next: Comparison) => void }

function Comparing({ value, facts, words, onChange }: RowProps) {
  const t = useT()
  const pick = usePick()
  const spec = facts.find((one) => one.key === value.fact)
  const known = facts.map((one) => ({ value: one.key, label: pick(one) }))
  const asList = (next: Fact | readonly Fact[]): Fact[] => (Array.isArray(next) ? [...next] : [next as Fact])
  return (
    <>
      <Select
        aria-label={t('flows.fact')}
        value={value.fact}
        options={spec ? known : [{ value: value.fact, label: words.factName(value.fact) }, ...known]}
        onChange={(fact) => onChange(begunComparison(facts.find((one) => one.key === fact) as Spec))}
      />
      <Select
        aria-label={t('flows.op')}
        value={value.op}
        options={operatorsOf(spec).map((op) => ({ value: op, label: t(`flows.op.${op}`) }))}
        onChange={(op) => {
          const list = asList(value.value)
          onChange({ ...value, op, value: op === 'in' ? list : (list[0] ?? '') })
        }}
      />
      <ValueOf value={value} spec={spec} onChange={onChange} />
    </>
  )
}

function ValueOf({ value, spec, onChange }: { value: Comparison; spec: Spec | undefined; onChange: (next: Comparison) => void }) {
  const t = useT()
  const pick = usePick()
  const label = t('flows.value')
  const options = spec?.options?.map((option) => ({ value: option.value, label: pick(option) }))
  if (spec?.type === 'fen' || spec?.type === 'number') {
    const scale = spec.type === 'fen' ? 100 : 1
    return (
      <InputNumber<number>
        aria-label={label}
        prefix={spec.type === 'fen' ? '¥' : undefined}
        controls={false}
        formatter={(shown) => String(shown ?? '').replace(/\B(?=(\d{3})+(?!\d))/g, ',')}
        parser={(typed) => Number((typed ?? '').replaceAll(',', ''))}
        value={typeof value.value === 'number' ? value.value / scale : null}
        onChange={(next) => onChange({ ...value, value: Math.round((next ?? 0) * scale) })}
      />
    )
  }
  if (spec?.type === 'yes_no')
    return (
      <Select
        aria-label={label}
        value={value.value as boolean}
        options={[true, false].map((each) => ({ value: each, label: t(each ? 'flows.yes' : 'flows.no') }))}
        onChange={(next) => onChange({ ...value, value: next })}
      />
    )
  if (value.op === 'in')
    return (
      <Select
        aria-label={label}
        mode={options ? 'multiple' : 'tags'}
        value={value.value as string[]}
        options={options}
        onChange={(next) => onChange({ ...value, value: next })}
      />
    )
  if (options)
    return (
      <Select aria-label={label} value={value.value as string} options={options} onChange={(next) => onChange({ ...value, value: next })} />
    )
  return (
    <Input aria-label={label} value={String(value.value ?? '')} onChange={(event) => onChange({ ...value, value: event.target.value })} />
  )
}
