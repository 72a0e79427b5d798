import { Button, Input, Select } from 'antd'
import { Plus, X } from 'lucide-react'
import { useFormats, useT } from '#shared/i18n.ts'
import { Card } from '../shell/RecordPage.tsx'
import { type Entry, emptyLine, type Line, NUMBER } from './draftPrice.ts'

/** What is known of a typed line: reckoned here at once, and told by the server a moment later. */
export type KnownLine = {
  here?: { unitPrice: string; netFen: number }
  told?: { percent: number; floorGapFen: number; belowFloor: boolean; level: string }
}

type Props = { lines: Line[]; known: (line: Line) => KnownLine; entries: Entry[]; onChange: (lines: Line[]) => void }

/** The lines of a draft, each with its price, its distance to the floor and its sum. */
export function QuotationLines({ lines, known, entries, onChange }: Props) {
  const t = useT()
  return (
    <Card flush>
      <table className="lines editor">
        <thead>
          <tr>
            <th>{t('quo.line.product')}</th>
            <th>{t('quo.line.quantity')}</th>
            <th>{t('quo.line.list')}</th>
            <th>{t('quo.line.price')}</th>
            <th>{t('quo.line.percent')}</th>
            <th>{t('quo.line.floor')}</th>
            <th>{t('quo.line.net')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {lines.map((line, i) => (
            <LineRow
              key={line.key}
              line={line}
              no={i + 1}
              known={known(line)}
              entries={entries}
              change={(part) => onChange(lines.map((one) => (one === line ? { ...one, ...part } : one)))}
              remove={() => onChange(lines.filter((one) => one !== line))}
            />
          ))}
        </tbody>
      </table>
      <div className="lines-foot">
        <Button type="dashed" icon={<Plus size={15} />} onClick={() => onChange([...lines, emptyLine()])}>
          {t('quo.line.add')}
        </Button>
      </div>
    </Card>
  )
}

type RowProps = {
  line: Line
  no: number
  known: KnownLine
  entries: Entry[]
  change: (part: Partial<Line>) => void
  remove: () => void
}

function LineRow({ line, no, known: { here, told }, entries, change, remove }: RowProps) {
  const t = useT()
  const f = useFormats()
  const entry = entries.find((one) => one.productId === line.productId)
  return (
    <tr data-tone={told?.belowFloor ? 'bad' : told && told.level !== 'nobody' ? 'warn' : undefined}>
      <td>
        <Select
          value={line.productId || undefined}
          placeholder={t('quo.line.pick')}
          aria-label={t('quo.line.productOf', { no })}
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: '100%' }}
          onChange={(value) => change({ productId: value })}
          options={entries.map((one) => ({ value: one.productId, label: `${one.code} ${one.name}` }))}
        />
      </td>
      <td>
        <Input
          value={line.quantity}
          suffix={entry?.unit}
          aria-label={t('quo.line.quantityOf', { no })}
          status={NUMBER.test(line.quantity) ? undefined : 'error'}
          onChange={(event) => change({ quantity: event.target.value })}
        />
      </td>
      <td>{entry ? f.unitPrice(entry.listPrice) : '—'}</td>
      <td>
        <Input
          value={line.unitPrice}
          placeholder={entry ? f.unitPrice(here?.unitPrice ?? entry.bookPrice) : undefined}
          aria-label={t('quo.line.priceOf', { no })}
          status={line.unitPrice === '' || NUMBER.test(line.unitPrice) ? undefined : 'error'}
          onChange={(event) => change({ unitPrice: event.target.value, percentOff: '' })}
        />
      </td>
      <td>{told ? f.percent(told.percent / 100) : '—'}</td>
      <td data-tone={told?.belowFloor ? 'bad' : undefined}>{told ? f.money(told.floorGapFen) : '—'}</td>
      <td>{here ? f.money(here.netFen) : '—'}</td>
      <td>
        <button type="button" className="fl-icon" aria-label={t('quo.line.remove', { no })} onClick={remove}>
          <X size={15} />
        </button>
      </td>
    </tr>
  )
}
