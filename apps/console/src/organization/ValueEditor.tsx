import { Button, Dropdown, Input, Select, Switch } from 'antd'
import { Plus, X } from 'lucide-react'
import { type ReactNode, useContext } from 'react'
import { knows, useT } from '#shared/i18n.ts'
import { GroupEditor, ListEditor, NamedList, NumberEditor } from './PlainEditors.tsx'
import { RuleTable } from './RuleTable.tsx'
import { type EditorProps, Faults, IconButton, unitWords, useRuleWords } from './ruleEditor.tsx'
import { blankOf, factsOf, isIdentity, isObject, type Shape, type Value, variantOf } from './ruleShape.ts'

/** Any value of a rule with the controls its shape asks for: a number, a choice, a list, a condition, a table. */
export function ValueEditor(props: EditorProps): ReactNode {
  const { value, disabled, onChange, name, path } = props
  const t = useT()
  const faults = useContext(Faults)
  const { word } = useRuleWords()
  const shape = variantOf(props.shape, value)
  const status = faults.has(path) ? ('error' as const) : undefined
  if (Array.isArray(value)) {
    if (shape.items?.type === 'object') return <RuleTable {...props} Cell={ValueEditor} shape={shape} value={value as Value[]} />
    const named = /(?:^|\.)(memberIds|departmentIds|policies)$/.exec(path)?.[1]
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
