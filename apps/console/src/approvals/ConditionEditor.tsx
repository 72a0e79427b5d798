// 条件: rows of comparisons over what the subject records; built, not written.
import { Button, Input, InputNumber, Segmented, Select } from 'antd'
import { Plus, X } from 'lucide-react'
import type { Condition, Fact } from '#modules/approvals/condition.rule.ts'
import { useT } from '#shared/i18n.ts'
import { usePick } from '../shell/useWords.ts'
import { begunComparison, operatorsOf } from './flowDraft.ts'
import type { Directory, FlowWords } from './flowWords.ts'

type Comparison = Extract<Condition, { fact: string }>
type Joined = { by: 'all' | 'any'; parts: Comparison[] }
type Spec = Directory['facts'][number]

/** A flat condition as rows; undefined where it has layers that rows cannot show. */
function rowsOf(condition: Condition | undefined): Joined | undefined {
  if (!condition) return { by: 'all', parts: [] }
  if ('fact' in condition) return { by: 'all', parts: [condition] }
  const by = 'all' in condition ? 'all' : 'any' in condition ? 'any' : undefined
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : []
  return by && parts.every((part): part is Comparison => 'fact' in part) ? { by, parts: [...parts] as Comparison[] } : undefined
}

function conditionOf({ by, parts }: Joined): Condition | undefined {
  const [first, ...rest] = parts
  if (!first) return undefined
  if (rest.length === 0) return first
  return by === 'all' ? { all: parts } : { any: parts }
}

type Props = {
  value: Condition | undefined
  facts: Spec[]
  words: FlowWords
  /** what it says without a condition */
  none: string
  onChange: (next: Condition | undefined) => void
}

export function ConditionEditor({ value, facts, words, none, onChange }: Props) {
  const t = useT()
  const rows = rowsOf(value)
  if (!rows)
    return (
      <div className="flow-cond">
        <p>{value ? words.condition(value) : null}</p>
        <p className="quiet">{t('flows.condition.nested')}</p>
        <Button size="small" onClick={() => onChange(undefined)}>
          {none}
        </Button>
      </div>
    )
  const save = (parts: Comparison[], by = rows.by) => onChange(conditionOf({ by, parts }))
  const [first] = facts
  return (
    <div className="flow-cond">
      {rows.parts.length === 0 ? <p className="quiet">{none}</p> : null}
      {rows.parts.length > 1 ? (
        <Segmented
          size="small"
          aria-label={t('flows.condition.join')}
          value={rows.by}
          options={(['all', 'any'] as const).map((by) => ({ value: by, label: t(`flows.condition.${by}`) }))}
          onChange={(by) => save(rows.parts, by)}
        />
      ) : null}
      {rows.parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
        <div key={at} className="flow-compare">
          <Comparing value={part} facts={facts} words={words} onChange={(next) => save(rows.parts.with(at, next))} />
          <button
            type="button"
            className="fl-icon"
            aria-label={t('flows.condition.remove', { n: at + 1 })}
            onClick={() => save(rows.parts.toSpliced(at, 1))}
          >
            <X size={14} strokeWidth={1.75} />
          </button>
        </div>
      ))}
      {first ? (
        <Button size="small" type="dashed" icon={<Plus size={14} />} onClick={() => save([...rows.parts, begunComparison(first)])}>
          {t('flows.condition.add')}
        </Button>
      ) : null}
    </div>
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
