import { useQuery } from '@tanstack/react-query'
import { Check, Forward, MessageSquare, Undo2, UserPlus } from 'lucide-react'
import { query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { theOutbox } from '../offline/outbox.ts'
import { type Field, FormSheet, type Values } from '../shell/Form.tsx'
import { Rows } from '../shell/Rows.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { useAct } from '../shell/useAct.tsx'
import type { ApprovalDetail } from './ApprovalPage.tsx'
import { type Answered, addKept, commentKept, decideKept, fileKept, transferKept, withdrawKept } from './decide.ts'
import { type Chosen, FileField } from './FileField.tsx'

export type ApprovalAsked = 'more' | 'approve' | 'reject' | 'return' | 'comment' | 'withdraw' | 'transfer' | 'add' | null

type Props = {
  data: ApprovalDetail
  asked: NonNullable<ApprovalAsked>
  ask: (what: ApprovalAsked) => void
  /** a kept answer that this one replaces */
  before: string | undefined
}

/** An answer that needs a word, a field, or somebody else. */
export function ApprovalSheet({ data, asked, ask, before }: Props) {
  const t = useT()
  const f = useFormats()
  const close = () => ask(null)
  const fields = useFields(data, asked)
  const act = useAct<Values, unknown>(async (values) => {
    const { id } = data
    const note = (values.note as string | undefined) ?? ''
    const label = (what: string) => [what, data.card.title].join(' ')
    if (asked === 'comment') return await commentKept(id, note, label(t('approve.kept.what.comments')))
    if (before) await theOutbox().drop(before)
    if (asked === 'withdraw') return await withdrawKept(id, note, label(t('approve.kept.what.withdraw')))
    if (asked === 'transfer') return await transferKept(data, values.memberId, note, label(t('approve.kept.what.transfer')))
    if (asked === 'add') {
      const { where, memberIds, mode } = values
      return await addKept(data, { where, memberIds, mode: mode ?? 'all', note }, label(t('approve.kept.what.signers')))
    }
    const answer = asked as Answered['answer']
    const file = values.file as Chosen | undefined
    const fileId = file?.kept ? await fileKept(id, file.kept, label(t('approve.kept.what.files', { name: file.name }))) : file?.id
    const more = { ...answeredBy(data, values), ...(fileId ? { fileIds: [fileId] } : {}) }
    return await decideKept(data, { answer, note, ...more }, label(t(`approve.answer.${answer}`)))
  }, close)
  if (asked === 'more') return <More data={data} ask={ask} />
  const sum = data.card.amountFen === null ? null : f.moneyShort(data.card.amountFen)
  const words = {
    approve: { title: t('approve.yes'), button: sum ? t('approve.yes.sum', { sum }) : t('approve.yes') },
    reject: { title: t('approve.no'), button: t('approve.no') },
    return: { title: t('approve.return'), button: t('approve.return') },
    comment: { title: t('approve.comment'), button: t('approve.comment.save') },
    withdraw: { title: t('approve.withdraw'), button: t('approve.withdraw') },
    transfer: { title: t('approve.transfer'), button: t('approve.transfer.do') },
    add: { title: t('approve.add'), button: t('approve.add') },
  }[asked]
  return (
    <FormSheet
      title={words.title}
      fields={fields}
      initial={{ toStepId: '', where: 'before', mode: 'all' }}
      button={words.button}
      act={act}
      onSave={act.run}
      onClose={close}
    />
  )
}

/** What was filled in beside the note. */
function answeredBy(data: ApprovalDetail, values: Values): Pick<Answered, 'toStepId' | 'form'> {
  const form = Object.fromEntries(
    (data.needed?.fields ?? []).flatMap((field) => {
      const value = values[`form.${field.key}`]
      return value === undefined ? [] : [[field.key, field.type === 'yes_no' ? value === 'yes' : value]]
    }),
  )
  return {
    ...(values.toStepId ? { toStepId: values.toStepId as string } : {}),
    ...(Object.keys(form).length > 0 ? { form } : {}),
  }
}

const kinds = { text: 'text', number: 'number', fen: 'money', date: 'day', choice: 'choice', yes_no: 'chips' } as const

function useFields(data: ApprovalDetail, asked: NonNullable<ApprovalAsked>): Field[] {
  const t = useT()
  const handing = asked === 'transfer' || asked === 'add'
  const members = useQuery({ ...query.organization.members.queryOptions(), enabled: handing })
  const { needed } = data
  const note = (label: string, required = false): Field => ({ name: 'note', label, kind: 'area', required })
  if (asked === 'reject') return [note(t('approve.no.why'), true)]
  if (asked === 'comment') return [note(t('approve.note'), true)]
  if (asked === 'withdraw') return [note(t('approve.note'))]
  if (asked === 'return') {
    const options = [
      { value: '', label: t('approve.return.requester', { name: data.requesterName }) },
      ...(needed?.returnTo ?? []).map((step) => ({
        value: step.stepId,
        label: t(step.label.key, step.label.params as Record<string, string>),
      })),
    ]
    const to: Field[] = options.length > 1 ? [{ name: 'toStepId', label: t('approve.return.to'), kind: 'chips', options }] : []
    return [...to, note(t('approve.return.why'), true)]
  }
  if (handing) {
    const options = (members.data?.items ?? [])
      .filter((one) => !one.disabledAt && one.id !== data.requesterId)
      .map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' · ') }))
    // The list of people was never on this phone, and now there is no network for it.
    const hint = members.data || members.fetchStatus === 'fetching' ? {} : { hint: t('approve.people.missing') }
    if (asked === 'transfer')
      return [
        { name: 'memberId', label: t('approve.transfer.to'), kind: 'choice', options, required: true, ...hint },
        note(t('approve.note')),
      ]
    const where = (['before', 'after'] as const).map((value) => ({ value, label: t(`approve.add.${value}`) }))
    const mode = (['all', 'any', 'turn'] as const).map((value) => ({ value, label: t(`approve.add.mode.${value}`) }))
    const several = (values: Values) => (values.memberIds?.length ?? 0) > 1
    return [
      { name: 'memberIds', label: t('approve.add.who'), kind: 'checks', options, required: true, search: t('approve.add.find'), ...hint },
      { name: 'mode', label: t('approve.add.mode'), kind: 'chips', options: mode, when: several },
      { name: 'where', label: t('approve.add.where'), kind: 'chips', options: where, required: true },
      note(t('approve.note')),
    ]
  }
  const yesNo = (['yes', 'no'] as const).map((value) => ({ value, label: t(`approve.yes_no.${value}`) }))
  return [
    ...(needed?.fields ?? []).map((field): Field => {
      const options = field.type === 'yes_no' ? yesNo : field.options.map((value) => ({ value, label: value }))
      return { name: `form.${field.key}`, label: field.label, kind: kinds[field.type], required: field.required, options }
    }),
    ...(needed?.file
      ? [
          {
            name: 'file',
            label: t('approve.file'),
            required: true,
            control: (value: Chosen | undefined, change: (next: Chosen) => void) => (
              <FileField id={data.id} value={value} change={change} />
            ),
          },
        ]
      : []),
    needed?.note ? note(t('approve.note.needed'), true) : note(t('approve.note')),
  ]
}

function More({ data, ask }: { data: ApprovalDetail; ask: (what: ApprovalAsked) => void }) {
  const t = useT()
  const icon = { size: 20, strokeWidth: 1.75 }
  const { may } = data
  const rows = [
    { on: may.approve, key: 'approve' as const, lead: <Check {...icon} />, title: `${t('approve.yes')}，${t('approve.note')}` },
    { on: may.return, key: 'return' as const, lead: <Undo2 {...icon} />, title: t('approve.return') },
    { on: may.comment, key: 'comment' as const, lead: <MessageSquare {...icon} />, title: t('approve.comment') },
    { on: may.transfer, key: 'transfer' as const, lead: <Forward {...icon} />, title: t('approve.transfer') },
    { on: may.addSigners, key: 'add' as const, lead: <UserPlus {...icon} />, title: t('approve.add') },
  ]
  return (
    <Sheet title={data.card.title} onClose={() => ask(null)}>
      <Rows rows={rows.filter((row) => row.on).map(({ on: _on, ...row }) => ({ ...row, onPress: () => ask(row.key) }))} />
    </Sheet>
  )
}
