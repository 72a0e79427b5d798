import { addMessages, useT } from '#shared/i18n.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import type { Act } from '../shell/useAct.tsx'
import { followUpMessages } from './followUp.messages.ts'

addMessages(followUpMessages)

/** Logs a call, a note, a message or a meeting; the server says whether it was substance. */
export function FollowUpModal({
  open,
  subject,
  act,
  onSave,
  onClose,
  plain,
}: {
  open: boolean
  subject: string
  act: Pick<Act<never>, 'busy' | 'refusal'>
  onSave: (values: Values) => void
  onClose: () => void
  /** without call facts (opportunities) */
  plain?: boolean
}) {
  const t = useT()
  const kinds = ['call', 'wechat', 'email', 'meeting', 'note'] as const
  return (
    <FormModal
      open={open}
      title={t('followUp.title', { subject })}
      hint={plain ? null : t('followUp.hint')}
      button={t('followUp.save')}
      act={act}
      initial={{ kind: 'call', answered: true }}
      onSave={(values) => onSave(values.minutes ? { ...values, durationS: Math.round(values.minutes * 60), minutes: undefined } : values)}
      onClose={onClose}
      fields={[
        {
          name: 'kind',
          label: t('followUp.kind'),
          kind: 'choice',
          required: true,
          options: kinds.map((value) => ({ value, label: t(`followUp.kind.${value}`) })),
        },
        ...(plain
          ? []
          : ([
              { name: 'answered', label: t('followUp.answered'), kind: 'switch', when: (v) => v.kind === 'call' || v.kind === 'email' },
              {
                name: 'minutes',
                label: t('followUp.minutes'),
                kind: 'number',
                min: 0,
                suffix: t('followUp.minute'),
                when: (v) => v.kind === 'call',
              },
            ] satisfies import('../shell/FormModal.tsx').Field[])),
        { name: 'text', label: t('followUp.text'), kind: 'area', required: plain },
        { name: 'nextStep', label: t('followUp.nextStep'), placeholder: t('followUp.nextStep.example') },
        { name: 'nextOn', label: t('followUp.nextOn'), kind: 'day' },
      ]}
    />
  )
}
