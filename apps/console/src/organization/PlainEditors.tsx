import { useQuery } from '@tanstack/react-query'
import { InputNumber, Select } from 'antd'
import { useContext } from 'react'
import { query } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { usePick } from '../shell/useWords.ts'
import { type EditorProps, Faults, unitWords, useRuleWords } from './ruleEditor.tsx'

/** Which part of the rating a line counts to: the known parts by their words. */
export function GroupEditor({ name, text, disabled, onChange }: EditorProps & { text: string }) {
  const { word } = useRuleWords()
  return (
    <Select
      aria-label={name}
      value={text}
      disabled={disabled}
      popupMatchSelectWidth={false}
      options={['region', 'industry', 'size', 'completeness', 'source'].map((one) => ({ value: one, label: word(one) }))}
      onChange={onChange}
    />
  )
}

/** A number with its unit; fen are typed in yuan. */
export function NumberEditor({ name, path, value, shape, disabled, onChange, ...rest }: EditorProps & { value: number }) {
  const t = useT()
  const faults = useContext(Faults)
  const money = rest.money || /Fen$/.test(path) || shape.description === 'fen'
  return (
    <InputNumber<number>
      aria-label={name}
      value={money ? value / 100 : value}
      min={shape.minimum === undefined ? undefined : money ? shape.minimum / 100 : shape.minimum}
      max={shape.maximum === undefined ? undefined : money ? shape.maximum / 100 : shape.maximum}
      precision={shape.type === 'integer' && !money ? 0 : undefined}
      status={faults.has(path) ? 'error' : undefined}
      prefix={money ? '¥' : undefined}
      suffix={money ? undefined : unitWords(shape.description, t)}
      formatter={money ? (shown) => String(shown ?? '').replace(/\B(?=(\d{3})+(?!\d))/g, ',') : undefined}
      parser={money ? (typed) => Number(String(typed).replace(/,/g, '')) : undefined}
      disabled={disabled}
      onChange={(next) => next !== null && onChange(money ? Math.round(next * 100) : next)}
    />
  )
}

/** A list of plain values, as labels one types or picks. */
export function ListEditor({ name, path, value, shape, disabled, onChange }: EditorProps & { value: unknown[] }) {
  const t = useT()
  const faults = useContext(Faults)
  const { word } = useRuleWords()
  const numbers = shape.items?.type === 'integer' || shape.items?.type === 'number'
  const key = path.split('.').at(-1) ?? ''
  const label = (one: unknown) => (key === 'weekdays' ? t(`rules.weekday.${one}`) : word(one))
  const known = shape.items?.enum ?? (key === 'weekdays' ? [1, 2, 3, 4, 5, 6, 7] : (KNOWN[key] ?? []))
  const fits = (one: number) => one >= (shape.items?.minimum ?? -Infinity) && one <= (shape.items?.maximum ?? Infinity)
  return (
    <Select
      mode={shape.items?.enum || key === 'weekdays' ? 'multiple' : 'tags'}
      aria-label={name}
      value={value.map(String)}
      disabled={disabled}
      status={faults.has(path) ? 'error' : undefined}
      style={{ minWidth: 130, flex: 1 }}
      placeholder={t('rules.list.any')}
      tokenSeparators={[',', '，', ' ']}
      options={[...new Set([...known.map(String), ...value.map(String)])].map((one) => ({ value: one, label: label(one) }))}
      onChange={(next: string[]) => {
        const kept = numbers ? next.map(Number).filter((one) => Number.isFinite(one) && fits(one)) : next.map((one) => one.trim())
        onChange(numbers ? [...new Set(kept as number[])].sort((a, b) => a - b) : kept.filter(Boolean))
      }}
    />
  )
}

/** People, departments or rules by their names. */
export function NamedList({ name, value, disabled, onChange, of }: EditorProps & { value: unknown[]; of: string }) {
  const t = useT()
  const members = useQuery(query.organization.members.queryOptions({ enabled: of === 'memberIds' })).data?.items ?? []
  const departments = useQuery(query.organization.departments.queryOptions({ enabled: of === 'departmentIds' })).data?.items ?? []
  const policies = useQuery(query.organization.policies.queryOptions({ enabled: of === 'policies' })).data?.items ?? []
  const pick = usePick()
  return (
    <Select
      mode="multiple"
      aria-label={name}
      value={value as string[]}
      disabled={disabled}
      style={{ minWidth: 130, flex: 1 }}
      placeholder={t(of === 'policies' ? 'rules.list.none' : 'rules.list.any')}
      showSearch={{ optionFilterProp: 'label' }}
      options={[...members, ...departments, ...policies.map((one) => ({ id: one.id, name: pick(one.title) }))].map((one) => ({
        value: one.id,
        label: one.name,
      }))}
      onChange={onChange}
    />
  )
}

/** What a list is most often filled with; anything else may be typed. */
const KNOWN: Record<string, string[]> = {
  segment: ['ka', 'dealer', 'smb'],
  grade: ['A', 'B', 'C'],
  industry: ['contractor', 'developer', 'decoration', 'store', 'manufacturing', 'other'],
  channelKind: ['form', 'card', 'tender', 'hotline', 'vendor', 'referral', 'existing', 'own', 'api', 'import'],
}
