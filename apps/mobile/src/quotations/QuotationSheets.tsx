import { useNavigate } from '@tanstack/react-router'
import { CircleX, FilePlus, FileUp, Handshake, Send, Stamp, Undo2 } from 'lucide-react'
import { type ChangeEvent, useRef, useState } from 'react'
import { api } from '#shared/api.ts'
import { today, useFormats, useT } from '#shared/i18n.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { Camera } from '../shell/Camera.tsx'
import { FormSheet, type Values } from '../shell/Form.tsx'
import { type Row, Rows } from '../shell/Rows.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { useAct } from '../shell/useAct.tsx'
import type { QuotationDetail } from './QuotationPage.tsx'

export type QuotationAsked = 'edit' | 'submit' | 'send' | 'stamp' | 'accept' | 'reject' | 'more' | null
type Props = { data: QuotationDetail; asked: NonNullable<QuotationAsked>; ask: (what: QuotationAsked) => void }

/** What stands over a quotation. */
export function QuotationSheets({ data, asked, ask }: Props) {
  if (asked === 'more') return <MoreSheet data={data} ask={ask} />
  if (asked === 'stamp') return <StampSheet data={data} onClose={() => ask(null)} />
  return <AnswerSheet data={data} asked={asked as 'submit' | 'send' | 'accept' | 'reject'} onClose={() => ask(null)} />
}

function AnswerSheet({
  data,
  asked,
  onClose,
}: {
  data: QuotationDetail
  asked: 'submit' | 'send' | 'accept' | 'reject'
  onClose: () => void
}) {
  const t = useT()
  const f = useFormats()
  const act = useAct<Values, unknown>((values) => {
    const { id } = data
    if (asked === 'submit') return api.quotations.submit({ id, note: values.note as string | undefined })
    if (asked === 'send') return api.quotations.send({ id, by: values.by as 'wechat', sentOn: values.day as string })
    if (asked === 'accept') return api.quotations.accept({ id, acceptedOn: values.day as string })
    return api.quotations.reject({ id, reason: values.note as string })
  }, onClose)
  const day = { name: 'day', label: t('quo.day'), kind: 'day' as const, required: true }
  const by = {
    name: 'by',
    label: t('quo.sent.by'),
    kind: 'chips' as const,
    required: true,
    options: (['wechat', 'email', 'paper', 'other'] as const).map((value) => ({ value, label: t(`quo.by.${value}`) })),
  }
  const note = {
    name: 'note',
    label: t(asked === 'submit' ? 'quo.submit.note' : 'quo.reject.why'),
    kind: 'area' as const,
    required: asked === 'reject',
  }
  const fields = { submit: [note], send: [by, day], accept: [day], reject: [note] }[asked]
  const sum = f.moneyShort(data.netFen)
  const button = asked === 'submit' ? t(data.route.level === 'special' ? 'quo.submit.special' : 'quo.submit', { sum }) : t(`quo.${asked}`)
  return (
    <FormSheet
      title={button}
      fields={fields}
      initial={{ by: 'wechat', day: today() }}
      button={button}
      act={act}
      onSave={act.run}
      onClose={onClose}
    />
  )
}

/** The stamped copy: photographed here, or the file the customer sent. */
function StampSheet({ data, onClose }: { data: QuotationDetail; onClose: () => void }) {
  const t = useT()
  const [shooting, shoot] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const stamp = useAct((file: File) => api.quotations.stamp({ id: data.id, file }), onClose)
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    event.target.value = ''
    if (file) stamp.run(file)
  }
  if (shooting)
    return (
      <div className="over-all">
        <Camera
          title={t('quo.stamp.shoot')}
          watermark={null}
          count={{ done: 0, of: 1 }}
          onClose={() => shoot(false)}
          onShot={({ blob }) => {
            shoot(false)
            stamp.run(new File([blob], `${data.number}.jpg`, { type: 'image/jpeg' }))
          }}
        />
      </div>
    )
  return (
    <Sheet title={t('quo.stamp')} onClose={onClose}>
      {stamp.refusal}
      <BigButton icon={Stamp} busy={stamp.busy} onPress={() => shoot(true)}>
        {t('quo.stamp.shoot')}
      </BigButton>
      <BigButton look="plain" icon={FileUp} onPress={() => input.current?.click()}>
        {t('quo.stamp.file')}
      </BigButton>
      <input
        ref={input}
        className="fl-sr"
        type="file"
        tabIndex={-1}
        aria-label={t('quo.stamp.file')}
        accept="application/pdf,image/jpeg,image/png"
        onChange={choose}
      />
    </Sheet>
  )
}

function MoreSheet({ data, ask }: { data: QuotationDetail; ask: (what: QuotationAsked) => void }) {
  const t = useT()
  const go = useNavigate()
  const close = () => ask(null)
  const withdraw = useAct(() => api.quotations.withdraw({ id: data.id }), close)
  const revise = useAct(
    () => api.quotations.revise({ id: data.id }),
    (made) => {
      close()
      void go({ to: `/quotations/${made.id}` })
    },
  )
  const contract = useAct(
    () => api.contracts.create({ quotationId: data.id }),
    (made) => void go({ to: `/contracts/${made.id}` }),
  )
  const icon = { size: 20, strokeWidth: 1.75 }
  const settled = data.status === 'approved' || data.status === 'sent'
  const rows: (Row | false)[] = [
    data.may.send === true && { key: 'send', lead: <Send {...icon} />, title: t('quo.send'), onPress: () => ask('send') },
    data.may.stamp === true && { key: 'stamp', lead: <Stamp {...icon} />, title: t('quo.stamp'), onPress: () => ask('stamp') },
    data.may.accept === true && { key: 'accept', lead: <Handshake {...icon} />, title: t('quo.accept'), onPress: () => ask('accept') },
    settled && { key: 'contract', lead: <FilePlus {...icon} />, title: t('quo.contract'), onPress: () => contract.run(undefined) },
    data.may.reject === true && { key: 'reject', lead: <CircleX {...icon} />, title: t('quo.reject'), onPress: () => ask('reject') },
    data.may.withdraw === true && {
      key: 'withdraw',
      lead: <Undo2 {...icon} />,
      title: t('quo.withdraw'),
      onPress: () => withdraw.run(undefined),
    },
    data.may.revise === true && {
      key: 'revise',
      lead: <FilePlus {...icon} />,
      title: t('quo.revise'),
      onPress: () => revise.run(undefined),
    },
  ]
  return (
    <Sheet title={data.number} onClose={close}>
      {withdraw.refusal ?? revise.refusal ?? contract.refusal}
      <Rows rows={rows.filter((row) => row !== false)} />
    </Sheet>
  )
}
