import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { FileSpreadsheet } from 'lucide-react'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { fillOf } from '#shared/words.ts'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { usePages } from '../shell/usePages.ts'
import { FATES, type Fate, FateChip, type Run } from './fates.tsx'

type Row = Awaited<ReturnType<typeof api.imports.importRows>>['items'][number]

/** Where a row's record is opened, by the kind of table. */
const PLACES: Record<string, (id: string) => string> = {
  lead: (id) => `/leads/${id}`,
  account: (id) => `/accounts/${id}`,
}

/** Every row with its fate; pressed, a fate shows its rows alone. */
export function Rows({ run }: { run: Run }) {
  const t = useT()
  const f = useFormats()
  const [fate, setFate] = useState<Fate | ''>('')
  const list = usePages(['imports', 'rows', run.id, run.version, fate], (cursor) =>
    api.imports.importRows({ id: run.id, fate: fate || undefined, cursor, limit: 100 }),
  )
  const written = !['checked', 'checking', 'read'].includes(run.state)
  const columns: ListColumn<Row>[] = [
    { title: t('imports.line'), dataIndex: 'line', width: 72, align: 'right' },
    { title: t('imports.name'), render: (_, row) => named(row, run.kind, written) },
    ...(run.kind === 'lead'
      ? [
          {
            title: t('imports.grade'),
            width: 72,
            render: (_: unknown, row: Row) => (row.shown?.grade ? <Grade grade={row.shown.grade as 'A'} /> : '—'),
          },
        ]
      : []),
    { title: t('imports.fate'), width: 110, render: (_, row) => (row.fate ? <FateChip fate={row.fate} /> : '—') },
    {
      title: t('imports.why'),
      render: (_, row) => (row.reason ? t(row.reason.code, fillOf(row.reason.params, f)) : (row.shown?.owner ?? '')),
    },
  ]
  const present = FATES.filter((one) => run.counts[one])
  return (
    <>
      <div className="list-filters">
        <h2>{t(written ? 'imports.result' : 'imports.preview')}</h2>
        <Segmented<Fate | ''>
          aria-label={t('imports.fate')}
          value={fate}
          onChange={setFate}
          options={[
            { value: '', label: `${t('imports.all')} ${f.count(run.total)}` },
            ...present.map((value) => ({ value, label: `${t(`imports.fate.${value}`)} ${f.count(run.counts[value] ?? 0)}` })),
          ]}
        />
      </div>
      <ListTable
        compact
        columns={columns}
        rows={list.rows}
        rowKey={(row) => String(row.line)}
        more={list.more}
        empty={<Empty icon={FileSpreadsheet} title={t('imports.rows.none')} />}
      />
    </>
  )
}

function named(row: Row, kind: string, written: boolean) {
  const name = row.shown?.name ?? '—'
  const place = PLACES[kind]
  const there = written && row.subjectId && place && row.fate !== 'undone'
  return there ? <Link to={place(row.subjectId as string)}>{name}</Link> : name
}
