import { useT } from '#shared/i18n.ts'
import { doKept } from '../offline/kept.ts'
import { type Field, FormSheet, type Values } from '../shell/Form.tsx'
import { useAct } from '../shell/useAct.tsx'

/** Fields of a contact, the same for a lead, an account and an opportunity. */
export function followFields(t: ReturnType<typeof useT>): Field[] {
  const call = (values: Values) => values.kind === 'call'
  return [
    {
      name: 'kind',
      label: t('leads.follow.kind'),
      kind: 'chips',
      options: (['call', 'wechat', 'meeting', 'email', 'note'] as const).map((value) => ({ value, label: t(`leads.follow.${value}`) })),
      required: true,
    },
    { name: 'answered', label: t('leads.follow.answered'), kind: 'switch', when: call },
    {
      name: 'durationS',
      label: t('leads.follow.seconds'),
      kind: 'number',
      hint: t('leads.follow.seconds.hint'),
      when: (values) => call(values) && values.answered === true,
    },
    { name: 'text', label: t('leads.follow.text'), kind: 'area' },
    { name: 'nextStep', label: t('leads.follow.next') },
    { name: 'nextOn', label: t('leads.follow.nextOn'), kind: 'day' },
  ]
}

/** 记一次联系: what was said and what comes next; works without a network. */
export function FollowSheet({ lead, onClose }: { lead: { id: string; company: string }; onClose: () => void }) {
  const t = useT()
  const save = useAct(
    (values: Values) =>
      doKept({
        chain: `lead:${lead.id}`,
        method: 'POST',
        path: `/leads/${lead.id}/follow-ups`,
        body: values,
        label: t('leads.follow.label', { company: lead.company }),
      }),
    onClose,
  )
  return (
    <FormSheet
      title={t('leads.follow')}
      fields={followFields(t)}
      initial={{ kind: 'call', answered: true }}
      button={t('leads.follow.save')}
      act={save}
      onSave={save.run}
      onClose={onClose}
    />
  )
}
