import { useQuery } from '@tanstack/react-query'
import { Button, Dropdown, Input, InputNumber, Select, Switch } from 'antd'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { createContext, type ReactNode, useContext } from 'react'
import { query } from '#shared/api.ts'
import { knows, useT } from '#shared/i18n.ts'
import { RuleTable } from './RuleTable.tsx'
import { blankOf, factsOf, isIdentity, isObject, type Shape, type Value, variantOf } from './ruleShape.ts'

/** Paths of the cells that the schema would refuse. */
export const Faults = createContext<ReadonlySet<string>>(new Set())

export type EditorProps = {
  /** what a screen reader calls it */
  name: string
  /** where it stands in the rule, `lines.3.points` */
  path: string
  value: unknown
  shape: Shape
  disabled: boolean
  /** kept in fen, typed in yuan; else the name says so (`kaCapitalFen`) */
  money?: boolean
  onChange: (next: unknown) => void
}

/** The words of a field or a plain value of a rule; a company's own values stand for themselves. */
export function useRuleWords(): { key: (key: string) => string; word: (value: unknown) => string } {
  const t = useT()
  return {
    key: (key) => (knows(`rules.key.${key}`) ? t(`rules.key.${key}`) : key),
    word: (value) => (knows(`rules.word.${String(value)}`) ? t(`rules.word.${String(value)}`) : String(value)),
  }
}

/** Any value of a rule with the controls its shape asks for: a number, a choice, a list, a condition, a table. */
export function ValueEditor(props: EditorProps): ReactNode {
  const { value, disabled, onChange, name, path } = props
  const t = useT()
  const faults = useContext(Faults)
  const { word } = useRuleWords()
  const shape = variantOf(props.shape, value)
  const status = faults.has(path) ? ('error' as const) : undefined
  if (Array.isArray(value)) {
    if (shape.items?.type === 'object') return <RuleTable {...props} shape={shape} value={value as Value[]} />
    const named = /\.(memberIds|departmentIds)$/.exec(path)?.[1]
    if (named) return <NamedList {...props} value={value} of={named} />
    return <ListEditor {...props} shape={shape} value={value} />
  }
  if (isObject(value)) {
    if (factsOf(props.shape).length > 0) return <Condition {...props} value={value} />
    if (shape.properties?.zh && shape.properties.en) return <BothLanguages {...props} shape={shape} value={value} />
    if (shape.properties) return <Group {...props} shape={shape} value={value} />
    return <Lookup {...props} shape={shape} value={value} />
  }
  if (typeof value === 'boolean') return <Switch aria-label={name} size="small" checked={value} disabled={disabled} onChange={onChange} />
  if (shape.enum)
    return (
      <Select
        aria-label={name}
        value={value}
        disabled={disabled}
        status={status}
        popupMatchSelectWidth={false}
        options={shape.enum.map((one) => ({ value: one, label: word(one) }))}
        onChange={onChange}
      />
    )
  if (typeof value === 'number') return <NumberEditor {...props} shape={shape} value={value} />
  const long = (shape.maxLength ?? 0) > 400
  const text = String(value ?? '')
  if (path.endsWith('.group') && knows(`rules.word.${text}`)) return <GroupEditor {...props} text={text} />
  return long ? (
    <Input.TextArea
      aria-label={name}
      autoSize={{ minRows: 2, maxRows: 8 }}
      value={text}
      disabled={disabled}
      status={status}
      onChange={(event) => onChange(event.target.value)}
    />
  ) : (
    <Input
      aria-label={name}
      value={text}
      disabled={disabled}
      status={status}
      suffix={unitWords(shape.description, t)}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** Which part of the rating a line counts to: the known parts by their words. */
function GroupEditor({ name, text, disabled, onChange }: EditorProps & { text: string }) {
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

function NumberEditor({ name, path, value, shape, disabled, onChange, ...rest }: EditorProps & { value: number }) {
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

/** `min` of a schema as `分钟`; a unit without words is not shown to people. */
export function unitWords(unit: string | undefined, t: ReturnType<typeof useT>): string | undefined {
  return unit && knows(`rules.unit.${unit}`) ? t(`rules.unit.${unit}`) : undefined
}

/** A list of plain values, as labels one types or picks. */
function ListEditor({ name, path, value, shape, disabled, onChange }: EditorProps & { value: unknown[] }) {
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

/** People or departments by their names. */
function NamedList({ name, value, disabled, onChange, of }: EditorProps & { value: unknown[]; of: string }) {
  const t = useT()
  const members = useQuery(query.organization.members.queryOptions({ enabled: of === 'memberIds' })).data?.items ?? []
  const departments = useQuery(query.organization.departments.queryOptions({ enabled: of === 'departmentIds' })).data?.items ?? []
  return (
    <Select
      mode="multiple"
      aria-label={name}
      value={value as string[]}
      disabled={disabled}
      style={{ minWidth: 130, flex: 1 }}
      placeholder={t('rules.list.any')}
      showSearch={{ optionFilterProp: 'label' }}
      options={[...members, ...departments].map((one) => ({ value: one.id, label: one.name }))}
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

/** A condition: which fact, and what it must be. */
function Condition(props: EditorProps & { value: Value }) {
  const { name, path, value, shape, disabled, onChange } = props
  const { word } = useRuleWords()
  const own = variantOf(shape, value)
  const choose = (fact: unknown) => {
    const next = variantOf(shape, { fact })
    const kept = Object.fromEntries(Object.entries(value).filter(([key]) => next.properties?.[key] && own === next))
    onChange({ ...(blankOf(next) as Value), ...kept, fact })
  }
  return (
    <div className="rule-condition">
      <Select
        aria-label={name}
        value={value.fact as string}
        disabled={disabled}
        popupMatchSelectWidth={false}
        options={factsOf(shape).map((fact) => ({ value: String(fact), label: word(fact) }))}
        onChange={choose}
      />
      <Parts {...props} path={path} shape={own} value={value} skip="fact" />
    </div>
  )
}

/** The two languages of one name. */
function BothLanguages({ name, path, value, shape, disabled, onChange }: EditorProps & { value: Value }) {
  const { key: keyWords } = useRuleWords()
  return (
    <div className="rule-names">
      {['zh', 'en'].map((key) => (
        <ValueEditor
          key={key}
          name={`${name} ${keyWords(key)}`}
          path={`${path}.${key}`}
          value={value[key]}
          shape={shape.properties?.[key] ?? {}}
          disabled={disabled}
          onChange={(next) => onChange({ ...value, [key]: next })}
        />
      ))}
    </div>
  )
}

/** Fields one under another, those that may be left out behind a button. */
function Group(props: EditorProps & { value: Value }) {
  return (
    <div className="rule-group">
      <Parts {...props} />
    </div>
  )
}

function Parts({ path, value, shape, disabled, onChange, skip, name }: EditorProps & { value: Value; skip?: string }) {
  const t = useT()
  const { key: keyWords } = useRuleWords()
  const all = Object.keys(shape.properties ?? {}).filter((key) => key !== skip && !isIdentity(key))
  const required = new Set(shape.required ?? [])
  const absent = all.filter((key) => value[key] === undefined)
  return (
    <>
      {all
        .filter((key) => value[key] !== undefined)
        .map((key) => (
          <div className="rule-part" key={key}>
            <span>{keyWords(key)}</span>
            <ValueEditor
              name={`${name} ${keyWords(key)}`}
              path={`${path}.${key}`}
              value={value[key]}
              shape={shape.properties?.[key] ?? {}}
              disabled={disabled}
              money={key === 'atLeast' && String(value.fact).endsWith('Fen')}
              onChange={(next) => onChange({ ...value, [key]: next })}
            />
            {required.has(key) || disabled ? null : (
              <IconButton
                words={t('rules.part.remove', { part: keyWords(key) })}
                press={() => {
                  const { [key]: _, ...rest } = value
                  onChange(rest)
                }}
              >
                <X size={14} />
              </IconButton>
            )}
          </div>
        ))}
      {absent.length > 0 && !disabled ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: absent.map((key) => ({ key, label: keyWords(key) })),
            onClick: ({ key }) => onChange({ ...value, [key]: blankOf(shape.properties?.[key] ?? {}) }),
          }}
        >
          <Button size="small" type="text" icon={<Plus size={13} />} aria-label={`${name} ${t('rules.part.add')}`}>
            {t('rules.part.add')}
          </Button>
        </Dropdown>
      ) : null}
    </>
  )
}

/** A number per name, the names being the company's own. */
function Lookup({ name, path, value, shape, disabled, onChange }: EditorProps & { value: Value }) {
  const t = useT()
  const { word } = useRuleWords()
  const inner = isObject(shape.additionalProperties) ? (shape.additionalProperties as Shape) : {}
  return (
    <div className="rule-group">
      {Object.entries(value).map(([key, one]) => (
        <div className="rule-part" key={key}>
          <span>{word(key)}</span>
          <ValueEditor
            name={`${name} ${word(key)}`}
            path={`${path}.${key}`}
            value={one}
            shape={inner}
            disabled={disabled}
            onChange={(next) => onChange({ ...value, [key]: next })}
          />
          {disabled ? null : (
            <IconButton
              words={t('rules.part.remove', { part: word(key) })}
              press={() => {
                const { [key]: _, ...rest } = value
                onChange(rest)
              }}
            >
              <X size={14} />
            </IconButton>
          )}
        </div>
      ))}
      {disabled ? null : (
        <Input.Search
          size="small"
          style={{ width: 200 }}
          enterButton={t('rules.part.add')}
          aria-label={`${name} ${t('rules.part.add')}`}
          placeholder={t('rules.part.name')}
          onSearch={(key) => key.trim() && onChange({ ...value, [key.trim()]: blankOf(inner) })}
        />
      )}
    </div>
  )
}

export function IconButton({
  words,
  press,
  disabled,
  children,
}: {
  words: string
  press: () => void
  disabled?: boolean
  children: ReactNode
}) {
  return (
    <button type="button" className="fl-icon" aria-label={words} title={words} disabled={disabled} onClick={press}>
      {children}
    </button>
  )
}

/** Order counts: the first row that fits decides. */
export function RowMoves({
  no,
  of,
  onMove,
  onRemove,
}: {
  no: number
  of: number
  onMove: (by: 1 | -1) => void
  onRemove: (() => void) | null
}) {
  const t = useT()
  return (
    <span className="rule-moves">
      <IconButton words={t('rules.row.up', { no })} disabled={no === 1} press={() => onMove(-1)}>
        <ArrowUp size={14} />
      </IconButton>
      <IconButton words={t('rules.row.down', { no })} disabled={no === of} press={() => onMove(1)}>
        <ArrowDown size={14} />
      </IconButton>
      <IconButton words={t('rules.row.remove', { no })} disabled={!onRemove} press={() => onRemove?.()}>
        <X size={14} />
      </IconButton>
    </span>
  )
}
