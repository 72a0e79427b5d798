import { Button } from 'antd'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '#shared/i18n.ts'
import { type EditorProps, RowMoves, useRuleWords } from './ruleEditor.tsx'
import { blankOf, factsOf, isIdentity, type Shape, type Value } from './ruleShape.ts'

/** `Cell`: edits any value; a cell may hold a table again. */
type Props = Omit<EditorProps, 'value'> & { value: Value[]; Cell: (props: EditorProps) => ReactNode }

/** Rows of a rule, each cell edited where it stands. Conditions inside a cell are a short list of their own. */
export function RuleTable({ Cell, ...props }: Props) {
  const { value, shape, disabled, onChange, path } = props
  const t = useT()
  const { key: keyWords } = useRuleWords()
  const row = shape.items ?? {}
  const least = shape.minItems ?? 0
  const put = (i: number, next: unknown) => onChange(value.map((one, at) => (at === i ? next : one)))
  const remove = (i: number) => (value.length > least ? () => onChange(value.filter((_, at) => at !== i)) : null)
  const add = () =>
    onChange([
      ...value,
      blankOf(
        row,
        value.map((one) => String(one.id ?? one.key ?? '')),
      ),
    ])
  const move = (i: number, by: 1 | -1) => {
    const next = [...value]
    const [taken] = next.splice(i, 1)
    if (taken) next.splice(i + by, 0, taken)
    onChange(next)
  }
  if (factsOf(row).length > 0)
    return (
      <div className="rule-conditions">
        {value.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no name of their own
          <div key={i}>
            <Cell {...props} path={`${path}.${i}`} shape={row} value={one} onChange={(next) => put(i, next)} />
            {disabled ? null : <RowMoves no={i + 1} of={value.length} onMove={(by) => move(i, by)} onRemove={remove(i)} />}
          </div>
        ))}
        {disabled ? null : (
          <Button
            size="small"
            type="dashed"
            icon={<Plus size={13} />}
            onClick={add}
            aria-label={`${props.name} ${t('rules.condition.add')}`}
          >
            {t('rules.condition.add')}
          </Button>
        )}
      </div>
    )
  const columns = columnsOf(row)
  return (
    <div className="rule-table">
      <table>
        <thead>
          <tr>
            <th>{t('rules.row.no')}</th>
            {columns.map((column) => (
              <th key={column.key}>{column.both ? keyWords('label') : keyWords(column.key)}</th>
            ))}
            {disabled ? null : <th aria-label={t('rules.row.order')} />}
          </tr>
        </thead>
        <tbody>
          {value.map((one, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows move by their place; most have no name of their own
            <tr key={i}>
              <td>{i + 1}</td>
              {columns.map((column) => (
                <td key={column.key} data-kind={row.properties?.[column.key]?.type}>
                  {(column.both ? ['zh', 'en'] : [column.key]).map((key) => (
                    <Cell
                      key={key}
                      name={t('rules.cell', { no: i + 1, column: keyWords(key) })}
                      path={`${path}.${i}.${key}`}
                      value={one[key]}
                      shape={row.properties?.[key] ?? {}}
                      disabled={disabled}
                      onChange={(next) => put(i, { ...one, [key]: next })}
                    />
                  ))}
                </td>
              ))}
              {disabled ? null : (
                <td>
                  <RowMoves no={i + 1} of={value.length} onMove={(by) => move(i, by)} onRemove={remove(i)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {disabled || value.length >= (shape.maxItems ?? 200) ? null : (
        <Button type="dashed" icon={<Plus size={14} />} onClick={add}>
          {t('rules.row.add')}
        </Button>
      )}
    </div>
  )
}

/** The columns a person reads: without the rows' ids, the two languages of a name in one, the name first. */
function columnsOf(row: Shape): { key: string; both?: boolean }[] {
  const keys = Object.keys(row.properties ?? {}).filter((key) => !isIdentity(key))
  const both = keys.includes('zh') && keys.includes('en')
  const rest = keys.filter((key) => key !== 'en' || !both).map((key) => (both && key === 'zh' ? { key, both } : { key }))
  return rest.sort((a, b) => Number(b.key === 'label' || b.both === true) - Number(a.key === 'label' || a.both === true))
}
