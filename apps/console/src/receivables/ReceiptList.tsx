import { Button } from 'antd'
import { Landmark } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { Receipt as ReceiptShape } from '#modules/receivables/receipt.contract.ts'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { FormModal } from '../shell/FormModal.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { Failed } from '../shell/states.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'

type Row = z.output<typeof ReceiptShape>

/** Money that came, newest first. */
export function ReceiptList() {
  const t = useT()
  const f = useFormats()
  const [undoing, undo] = useState<Row | null>(null)
  const list = usePages(['receivables', 'receipts'], (cursor) => api.receivables.receipts({ cursor }))
  const reverse = useAct(
    (reason: string) => api.receivables.reverseReceipt({ id: undoing?.id ?? '', reason }),
    () => undo(null),
  )
  const columns: ListColumn<Row>[] = [
    {
      title: t('rec.col.payer'),
      render: (_, row) => (
        <span className="two">
          <b>{row.payer}</b>
          <small>
            {row.number} · {row.accountName ?? '—'}
          </small>
        </span>
      ),
    },
    { title: t('rec.col.day'), width: 110, render: (_, row) => f.day(row.receivedOn) },
    { title: t('rec.col.method'), width: 120, render: (_, row) => t(`receipt_method.${row.method}`) },
    { title: t('rec.col.owner'), width: 90, render: (_, row) => row.ownerName ?? '—' },
    { title: t('rec.col.unapplied'), align: 'right', width: 140, render: (_, row) => <Money fen={row.unappliedFen || null} tone="soon" /> },
    {
      title: t('rec.col.amount'),
      align: 'right',
      width: 150,
      render: (_, row) => <Money fen={row.amountFen} tone={row.reversedAt ? 'quiet' : 'arrived'} />,
    },
    {
      title: '',
      width: 90,
      align: 'right',
      render: (_, row) =>
        row.reversedAt ? (
          <Chip>{t('rec.reversed')}</Chip>
        ) : row.may.reverse ? (
          <Button size="small" type="text" danger onClick={() => undo(row)}>
            {t('rec.reverse')}
          </Button>
        ) : null,
    },
  ]
  if (list.error && !list.rows) return <Failed error={list.error} retry={list.retry} />
  return (
    <>
      <ListTable
        columns={columns}
        rows={list.rows}
        rowKey={(row) => row.id}
        more={list.more}
        empty={
          <Empty icon={Landmark} title={t('rec.empty.receipts')}>
            {t('rec.empty.receipts.body')}
          </Empty>
        }
      />
      <FormModal
        open={undoing !== null}
        title={t('rec.reverse.title', { number: undoing?.number ?? '' })}
        button={t('rec.reverse')}
        danger
        act={reverse}
        fields={[{ name: 'reason', label: t('rec.reason'), kind: 'area', required: true }]}
        onSave={(values) => reverse.run(values.reason)}
        onClose={() => undo(null)}
      />
    </>
  )
}
