import { useNavigate } from '@tanstack/react-router'
import { CalendarPlus, CircleSlash, ListPlus, Target, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { useHasFields } from '../organization/customFields.tsx'
import { FormSheet, type Values } from '../shell/Form.tsx'
import { Rows } from '../shell/Rows.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { useAct } from '../shell/useAct.tsx'
import type { LeadDetail } from './leadText.ts'

const invalidReasons = ['wrong_contact', 'no_need', 'closed_down', 'not_our_field', 'test_or_spam', 'other'] as const

/** What else may be done with a lead of mine. */
export function LeadMoreSheet({ lead, onClose, open }: { lead: LeadDetail; onClose: () => void; open: (what: 'plan' | 'fill') => void }) {
  const t = useT()
  const me = useMe()
  const go = useNavigate()
  const hasFields = useHasFields('lead')
  const [ask, setAsk] = useState<'release' | 'invalid' | null>(null)
  const leave = () => {
    onClose()
    void go({ to: '/leads' })
  }
  const release = useAct((values: Values) => api.leads.releaseLead({ id: lead.id, ...values }), leave)
  const invalid = useAct(
    (values: Values) =>
      api.leads.invalidateLead({
        id: lead.id,
        reason: values.reason as (typeof invalidReasons)[number],
        note: values.note as string | undefined,
      }),
    leave,
  )
  if (ask === 'release')
    return (
      <FormSheet
        title={t('leads.release')}
        fields={[{ name: 'reason', label: t('leads.release.reason'), kind: 'area' }]}
        button={t('leads.release')}
        act={release}
        onSave={release.run}
        onClose={onClose}
      />
    )
  if (ask === 'invalid')
    return (
      <FormSheet
        title={t('leads.invalid')}
        fields={[
          {
            name: 'reason',
            label: t('leads.invalid.reason'),
            kind: 'chips',
            required: true,
            options: invalidReasons.map((value) => ({ value, label: t(`leads.invalid.${value}`) })),
          },
          { name: 'note', label: t('leads.note') },
        ]}
        button={t('leads.invalid')}
        act={invalid}
        onSave={invalid.run}
        onClose={onClose}
      />
    )
  const icon = { size: 20, strokeWidth: 1.75 }
  return (
    <Sheet title={lead.company} onClose={onClose}>
      <Rows
        rows={[
          ...(may(me, 'visit.plan')
            ? [{ key: 'plan', lead: <CalendarPlus {...icon} />, title: t('leads.plan'), onPress: () => open('plan') }]
            : []),
          ...(hasFields ? [{ key: 'fill', lead: <ListPlus {...icon} />, title: t('custom.fill'), onPress: () => open('fill') }] : []),
          ...(may(me, 'opportunity.write')
            ? [
                {
                  key: 'convert',
                  lead: <Target {...icon} />,
                  title: t('leads.convert'),
                  onPress: () => void go({ to: `/leads/${lead.id}/convert` }),
                },
              ]
            : []),
          ...(lead.may.release === false
            ? []
            : [{ key: 'release', lead: <Undo2 {...icon} />, title: t('leads.release'), onPress: () => setAsk('release') }]),
          { key: 'invalid', lead: <CircleSlash {...icon} />, title: t('leads.invalid'), onPress: () => setAsk('invalid') },
        ]}
      />
    </Sheet>
  )
}
