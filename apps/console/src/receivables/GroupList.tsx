import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Landmark } from 'lucide-react'
import { type api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { Failed } from '../shell/states.tsx'

type Row = Awaited<ReturnType<typeof api.receivables.groups>>['items'][number]

/** The same money by account or by who answers for it, the most overdue first. */
export function GroupList({ by }: { by: 'account' | 'owner' }) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const found = useQuery(query.receivables.groups.queryOptions({ input: { by } }))
  const openAccount = by === 'account' ? (id: string | null) => id && void go({ to: `/accounts/${id}` }) : undefined
  const columns: ListColumn<Row>[] = [
    {
      title: t(by === 'account' ? 'rec.col.accountAlone' : 'rec.col.owner'),
      render: (_, row) => (
        <span className="two">
          <b>
            {row.name} {row.frozen ? <Chip tone="bad">{t('rec.frozen')}</Chip> : null}
          </b>
          {row.creditGrade ? <small>{t('rec.credit', { grade: row.creditGrade })}</small> : null}
        </span>
      ),
    },
    { title: t('rec.fig.due'), align: 'right', width: 150, render: (_, row) => f.money(row.dueFen) },
    { title: t('rec.fig.received'), align: 'right', width: 150, render: (_, row) => <Money fen={row.receivedFen} tone="arrived" /> },
    {
      title: t('rec.col.completion'),
      align: 'right',
      width: 100,
      render: (_, row) => (row.completion === null ? '—' : f.percent(row.completion)),
    },
    {
      title: t('rec.fig.overdue'),
      align: 'right',
      width: 170,
      render: (_, row) =>
        row.overdueFen > 0 ? (
          <span className="two">
            <Money fen={row.overdueFen} tone="overdue" />
            <small className={row.oldestOverdueDays > 30 ? 'bad' : 'warn'}>{f.days(row.oldestOverdueDays)}</small>
          </span>
        ) : (
          '—'
        ),
    },
    { title: t('rec.col.soon'), align: 'right', width: 140, render: (_, row) => <Money fen={row.dueSoonFen || null} tone="soon" /> },
    { title: t('rec.col.open'), align: 'right', width: 150, render: (_, row) => f.money(row.openFen) },
  ]
  if (found.isError && !found.data) return <Failed error={found.error} retry={() => void found.refetch()} />
  return (
    <ListTable
      columns={columns}
      rows={found.data?.items}
      rowKey={(row) => row.id}
      onInspect={openAccount}
      empty={
        <Empty icon={Landmark} title={t('rec.empty.items')}>
          {t('rec.empty.items.body')}
        </Empty>
      }
    />
  )
}
