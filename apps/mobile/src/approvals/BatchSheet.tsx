// 一起批: one answer for those that need nothing but a yes or a no.
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { FormSheet, type Values } from '../shell/Form.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { useAct } from '../shell/useAct.tsx'

type Row = Awaited<ReturnType<typeof api.approvals.list>>['items'][number]

/** `waiting` as the sheet opens: what changes while it stands open is a conflict the server tells, not agreed to. */
export function BatchSheet({ waiting, onClose }: { waiting: Row[]; onClose: () => void }) {
  const [rows] = useState(waiting)
  const t = useT()
  const f = useFormats()
  const [left, setLeft] = useState<string[] | null>(null)
  const act = useAct<Values, Awaited<ReturnType<typeof api.approvals.decideMany>>>(
    (values) =>
      api.approvals.decideMany({
        items: rows.filter((row) => values.ids.includes(row.id)).map((row) => ({ approvalId: row.id, version: row.version })),
        answer: values.answer,
        note: values.note ?? null,
      }),
    ({ items }) => {
      const refused = items.filter((one) => one.code !== null)
      if (refused.length === 0) return onClose()
      setLeft(
        refused.map(
          (one) =>
            `${rows.find((row) => row.id === one.id)?.title ?? ''}：${t(one.code ?? '', one.params as Record<string, string | number>)}`,
        ),
      )
    },
  )
  if (left)
    return (
      <Sheet title={t('approve.batch.left', { n: left.length })} onClose={onClose}>
        {left.map((sentence) => (
          <Refusal key={sentence}>{sentence}</Refusal>
        ))}
      </Sheet>
    )
  return (
    <FormSheet
      title={t('approve.batch')}
      fields={[
        {
          name: 'ids',
          label: t('approve.batch.which'),
          kind: 'checks',
          required: true,
          options: rows.map((row) => ({
            value: row.id,
            label: [row.title, row.amountFen === null ? row.number : f.moneyShort(row.amountFen)].join(' '),
          })),
        },
        {
          name: 'answer',
          label: t('approve.batch.answer'),
          kind: 'chips',
          required: true,
          options: (['approve', 'reject'] as const).map((value) => ({ value, label: t(`approve.answer.${value}`) })),
        },
        { name: 'note', label: t('approve.note'), kind: 'area', when: (values) => values.answer === 'approve' },
        { name: 'note', label: t('approve.no.why'), kind: 'area', required: true, when: (values) => values.answer === 'reject' },
      ]}
      initial={{ ids: [], answer: 'approve' }}
      button={t('approve.batch.do')}
      act={act}
      onSave={act.run}
      onClose={onClose}
    />
  )
}
