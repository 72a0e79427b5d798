// The answers: one filled with the amount, the others beside it; what is needed is asked for before it is missing.
import { App, Button, Dropdown, Input, Upload } from 'antd'
import { Ellipsis, FileUp } from 'lucide-react'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import type { Detail } from './ApprovalRecord.tsx'
import { Handing } from './Handing.tsx'
import { type FormOf, StepFields } from './StepFields.tsx'

type Answered = { answer: 'approve' | 'reject' | 'return'; toStepId?: string }

export function Answer({ data, quiet }: { data: Detail; quiet: boolean }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState<string | null>(null)
  const [form, setForm] = useState<FormOf>({})
  const [files, setFiles] = useState<{ id: string; name: string }[]>([])
  const { may, id, version, needed } = data
  const fields = needed?.fields ?? []
  const decide = useAct(
    ({ answer, toStepId }: Answered) =>
      api.approvals.decide({ id, answer, note: note || null, version, toStepId, form, fileIds: files.map((file) => file.id) }),
    () => setNote(''),
  )
  const say = (answered: Answered) => {
    const lacking =
      answered.answer !== 'approve'
        ? note.trim()
          ? null
          : t('approvals.reasonMissing')
        : needed?.note && !note.trim()
          ? t('approvals.noteMissing')
          : needed?.file && files.length === 0
            ? t('approvals.fileMissing')
            : (fields.find((field) => field.required && (form[field.key] ?? '') === '')?.label ?? null)
    const unnamed = fields.some((field) => field.label === lacking)
    setMissing(unnamed ? t('approvals.fieldMissing', { field: lacking ?? '' }) : lacking)
    if (lacking === null) decide.run(answered)
  }
  return (
    <>
      {may.approve && fields.length > 0 ? <StepFields fields={fields} value={form} onChange={setForm} /> : null}
      {may.comment ? (
        <Input.TextArea
          rows={2}
          value={note}
          status={missing ? 'error' : undefined}
          aria-label={t('approvals.note')}
          placeholder={t(needed?.note ? 'approvals.note.needed' : may.approve ? 'approvals.note.hint' : 'approvals.note')}
          onChange={(event) => {
            setNote(event.target.value)
            setMissing(null)
          }}
        />
      ) : null}
      {may.approve ? <Files id={id} needed={needed?.file ?? false} files={files} onChange={setFiles} /> : null}
      {missing ? <p className="warn">{missing}</p> : null}
      {decide.refusal}
      <div>
        {may.reject ? (
          <Button danger disabled={decide.busy} onClick={() => say({ answer: 'reject' })}>
            {t('approvals.reject')}
          </Button>
        ) : null}
        {may.return ? <Return data={data} busy={decide.busy} say={say} /> : null}
        <Others data={data} note={note} said={() => setNote('')} />
        {may.approve ? (
          <Button type={quiet ? 'default' : 'primary'} className="grow" loading={decide.busy} onClick={() => say({ answer: 'approve' })}>
            {data.amountFen === null ? t('approvals.approve.plain') : t('approvals.approve', { amount: f.moneyShort(data.amountFen) })}
          </Button>
        ) : null}
      </div>
      {may.approve && data.card.consequence && data.next.length === 0 ? <p>{words(data.card.consequence)}</p> : null}
      {may.approve && data.next[0] ? (
        <p>{t('approvals.then', { step: words(data.next[0].label), names: f.list(data.next[0].names) })}</p>
      ) : null}
      {!may.approve && data.waitingFor.length > 0 ? (
        <p>{t('approvals.waitingFor', { names: f.list(data.waitingFor.map((one) => one.name)) })}</p>
      ) : null}
    </>
  )
}

/** To the requester, or to a step that was through. */
function Return({ data, busy, say }: { data: Detail; busy: boolean; say: (answered: Answered) => void }) {
  const t = useT()
  const words = useWords()
  const steps = data.needed?.returnTo ?? []
  if (steps.length === 0)
    return (
      <Button disabled={busy} onClick={() => say({ answer: 'return' })}>
        {t('approvals.return')}
      </Button>
    )
  const items = [
    { key: '', label: t('approvals.return.requester', { name: data.requesterName }) },
    ...steps.map((step) => ({ key: step.stepId, label: t('approvals.return.step', { step: words(step.label) }) })),
  ]
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => say({ answer: 'return', ...(key ? { toStepId: key } : {}) }) }}>
      <Button disabled={busy}>{t('approvals.return')}</Button>
    </Dropdown>
  )
}

function Files(props: {
  id: string
  needed: boolean
  files: { id: string; name: string }[]
  onChange: (next: { id: string; name: string }[]) => void
}) {
  const { id, needed, files, onChange } = props
  const t = useT()
  const upload = useAct(
    (file: File) => api.files.uploadFile({ file, purpose: 'document', subjectType: 'approval', subjectId: id }),
    (stored) => onChange([...files, { id: stored.id, name: stored.name }]),
  )
  return (
    <div className="answer-files">
      <Upload
        showUploadList={false}
        beforeUpload={(file) => {
          upload.run(file)
          return false
        }}
      >
        <Button size="small" type="text" icon={<FileUp size={14} strokeWidth={1.75} />} loading={upload.busy}>
          {t(needed ? 'approvals.file.needed' : 'approvals.file')}
        </Button>
      </Upload>
      {files.map((file) => (
        <small key={file.id} data-raw>
          {file.name}
        </small>
      ))}
      {upload.refusal}
    </div>
  )
}

type Handed = 'transfer' | 'before' | 'after' | null

/** What is done less often: a word, somebody else, a reminder, taking it back. */
function Others({ data, note, said }: { data: Detail; note: string; said: () => void }) {
  const t = useT()
  const f = useFormats()
  const { message } = App.useApp()
  const [handed, hand] = useState<Handed>(null)
  const { may, id } = data
  const comment = useAct(() => api.approvals.comment({ id, note }), said)
  const withdraw = useAct(() => api.approvals.withdraw({ id, note: note || null }))
  const remind = useAct(
    () => api.approvals.remind({ id }),
    ({ reminded }) => void message.success(t('approvals.reminded', { names: f.list(reminded) })),
  )
  const items = [
    ...(may.transfer ? [{ key: 'transfer', label: t('approvals.transfer') }] : []),
    ...(may.addSigners ? (['before', 'after'] as const).map((key) => ({ key, label: t(`approvals.add.${key}`) })) : []),
  ]
  return (
    <>
      {may.withdraw ? <Button onClick={() => withdraw.run(undefined)}>{t('approvals.withdraw')}</Button> : null}
      {may.comment && (!may.approve || note.trim()) ? (
        <Button disabled={!note.trim()} loading={comment.busy} onClick={() => comment.run(undefined)}>
          {t('approvals.comment')}
        </Button>
      ) : null}
      {may.remind ? (
        <Button loading={remind.busy} onClick={() => remind.run(undefined)}>
          {t('approvals.remind')}
        </Button>
      ) : null}
      {items.length > 0 ? (
        <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => hand(key as Handed) }}>
          <Button aria-label={t('approvals.more')} title={t('approvals.more')} icon={<Ellipsis size={16} strokeWidth={1.75} />} />
        </Dropdown>
      ) : null}
      {comment.refusal ?? withdraw.refusal ?? remind.refusal}
      {handed ? <Handing data={data} how={handed} close={() => hand(null)} /> : null}
    </>
  )
}
