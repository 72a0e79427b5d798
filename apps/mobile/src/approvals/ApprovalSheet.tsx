import { MessageSquare, Undo2 } from 'lucide-react'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { FormSheet, type Values } from '../shell/Form.tsx'
import { Rows } from '../shell/Rows.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { useAct } from '../shell/useAct.tsx'
import type { ApprovalDetail } from './ApprovalPage.tsx'

export type ApprovalAsked = 'more' | 'approve' | 'reject' | 'return' | 'comment' | 'withdraw' | null

/** An answer that needs a word. */
export function ApprovalSheet({
  data,
  asked,
  ask,
}: {
  data: ApprovalDetail
  asked: NonNullable<ApprovalAsked>
  ask: (what: ApprovalAsked) => void
}) {
  const t = useT()
  const f = useFormats()
  const close = () => ask(null)
  const act = useAct<Values, unknown>((values) => {
    const { id, version } = data
    const note = (values.note as string | undefined) ?? ''
    if (asked === 'comment') return api.approvals.comment({ id, note })
    if (asked === 'withdraw') return api.approvals.withdraw({ id, note })
    return api.approvals.decide({ id, answer: asked as 'approve' | 'reject' | 'return', note, version })
  }, close)
  const icon = { size: 20, strokeWidth: 1.75 }
  if (asked === 'more')
    return (
      <Sheet title={data.card.title} onClose={close}>
        <Rows
          rows={[
            ...(data.may.approve
              ? [
                  {
                    key: 'approve',
                    lead: <MessageSquare {...icon} />,
                    title: `${t('approve.yes')}，${t('approve.note')}`,
                    onPress: () => ask('approve'),
                  },
                ]
              : []),
            ...(data.may.return
              ? [{ key: 'return', lead: <Undo2 {...icon} />, title: t('approve.return'), onPress: () => ask('return') }]
              : []),
            ...(data.may.comment
              ? [{ key: 'comment', lead: <MessageSquare {...icon} />, title: t('approve.comment'), onPress: () => ask('comment') }]
              : []),
          ]}
        />
      </Sheet>
    )
  const sum = data.card.amountFen === null ? null : f.moneyShort(data.card.amountFen)
  const words = {
    approve: { title: t('approve.yes'), label: t('approve.note'), button: sum ? t('approve.yes.sum', { sum }) : t('approve.yes') },
    reject: { title: t('approve.no'), label: t('approve.no.why'), button: t('approve.no') },
    return: { title: t('approve.return'), label: t('approve.return.why'), button: t('approve.return') },
    comment: { title: t('approve.comment'), label: t('approve.note'), button: t('approve.comment.save') },
    withdraw: { title: t('approve.withdraw'), label: t('approve.note'), button: t('approve.withdraw') },
  }[asked]
  const required = asked === 'reject' || asked === 'return' || asked === 'comment'
  return (
    <FormSheet
      title={words.title}
      fields={[{ name: 'note', label: words.label, kind: 'area', required }]}
      button={words.button}
      act={act}
      onSave={act.run}
      onClose={close}
    />
  )
}
