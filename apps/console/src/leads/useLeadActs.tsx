import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { type ReactNode, useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { FollowUpModal } from '../accounts/FollowUpModal.tsx'
import { ConvertModal } from '../opportunities/ConvertModal.tsx'
import { type Field, FormModal, type Values } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'
import { LeadForm } from './LeadForm.tsx'
import type { LeadRow } from './leadText.ts'

type Dialog = 'follow' | 'assign' | 'release' | 'extend' | 'protect' | 'invalid' | 'convert' | 'edit'

/** What a person may do with one lead, with the dialogs each act needs. */
export function useLeadActs(lead: LeadRow): { open: (what: Dialog) => void; dialogs: ReactNode } {
  const t = useT()
  const go = useNavigate()
  const { message } = App.useApp()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const close = () => setDialog(null)
  const id = lead.id
  const follow = useAct((values: Values) => api.leads.followLead({ id, kind: 'call', ...values }), close)
  const assign = useAct((values: Values) => api.leads.assignLead({ id, memberId: values.memberId, reason: values.reason }), close)
  const release = useAct((values: Values) => api.leads.releaseLead({ id, reason: values.reason }), close)
  const extend = useAct((values: Values) => api.leads.extendLead({ id, days: values.days, reason: values.reason }), close)
  const protect = useAct((values: Values) => api.leads.protectLead({ id, on: !lead.protected, reason: values.reason }), close)
  const invalid = useAct(
    (values: Values) => api.leads.invalidateLead({ id, reason: values.reason, note: values.note }),
    () => {
      close()
      void message.success(t('leads.invalidated', { company: lead.company }))
      // An invalid lead that nobody holds is out of many a manager's reach: its page would be a missing one.
      if (!lead.ownerId) void go({ to: '/leads' })
    },
  )
  const choices = useQuery(query.leads.leadChoices.queryOptions({ enabled: dialog === 'assign' }))
  const reason: Field = { name: 'reason', label: t('leads.reason'), kind: 'area' }
  const company = { company: lead.company }
  const dialogs = (
    <>
      <FollowUpModal open={dialog === 'follow'} subject={lead.company} act={follow} onSave={follow.run} onClose={close} />
      <FormModal
        open={dialog === 'assign'}
        title={t('leads.assign.title', company)}
        button={t('leads.assign.button')}
        act={assign}
        onSave={assign.run}
        onClose={close}
        fields={[
          {
            name: 'memberId',
            label: t('leads.assign.member'),
            kind: 'choice',
            required: true,
            options: (choices.data?.members ?? []).map((one) => ({
              value: one.id,
              label: t('leads.assign.holding', { name: one.name, n: one.holding }),
            })),
          },
          reason,
        ]}
      />
      <FormModal
        open={dialog === 'release'}
        title={t('leads.release.title', company)}
        button={t('leads.release')}
        act={release}
        onSave={release.run}
        onClose={close}
        fields={[reason]}
      />
      <FormModal
        open={dialog === 'extend'}
        title={t('leads.extend.title', company)}
        button={t('leads.extend')}
        act={extend}
        onSave={extend.run}
        onClose={close}
        initial={{ days: 7 }}
        fields={[
          { name: 'days', label: t('leads.extend.days'), kind: 'number', min: 1, max: 90, suffix: t('leads.day'), required: true },
          { ...reason, required: true },
        ]}
      />
      <FormModal
        open={dialog === 'protect'}
        title={`${t(lead.protected ? 'leads.unprotect' : 'leads.protect')} ${lead.company}`}
        button={t(lead.protected ? 'leads.unprotect' : 'leads.protect')}
        act={protect}
        onSave={protect.run}
        onClose={close}
        fields={[reason]}
      />
      <FormModal
        open={dialog === 'invalid'}
        title={t('leads.invalid.title', company)}
        button={t('leads.invalid')}
        danger
        act={invalid}
        onSave={invalid.run}
        onClose={close}
        fields={[
          {
            name: 'reason',
            label: t('leads.reason'),
            kind: 'choice',
            required: true,
            options: ['wrong_contact', 'no_need', 'closed_down', 'not_our_field', 'test_or_spam', 'other'].map((value) => ({
              value,
              label: t(`leads.invalid.${value}`),
            })),
          },
          { name: 'note', label: t('leads.note') },
        ]}
      />
      {dialog === 'edit' ? <LeadForm open leadId={id} onClose={close} onDone={close} /> : null}
      <ConvertModal
        open={dialog === 'convert'}
        leadId={id}
        onClose={close}
        onDone={({ opportunityId, number }) => {
          close()
          void message.success(t('leads.converted', { number }))
          void go({ to: `/opportunities/${opportunityId}` })
        }}
      />
    </>
  )
  return { open: setDialog, dialogs }
}
