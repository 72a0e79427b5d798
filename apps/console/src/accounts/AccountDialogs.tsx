import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { z } from 'zod'
import type { AccountDetail as DetailShape } from '#modules/accounts/account.contract.ts'
import { api, query } from '#shared/api.ts'
import { today, useT } from '#shared/i18n.ts'
import { FillModal, useCustomForm } from '../shell/customFields.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'
import { FollowUpModal } from './FollowUpModal.tsx'

export type Account = z.output<typeof DetailShape>
export type AccountDialog = 'contact' | 'visit' | 'follow' | 'assign' | 'opportunity' | 'fill'

/** What a person does with an account, each in a small form. */
export function AccountDialogs({ data, dialog, close }: { data: Account; dialog: AccountDialog | null; close: () => void }) {
  const t = useT()
  const go = useNavigate()
  const { id } = data
  const contact = useAct((v: Values) => api.accounts.addContact({ id, ...v } as never), close)
  const visit = useAct(
    (v: Values) =>
      api.visits.planVisit({
        subjectType: 'account',
        subjectId: id,
        plannedOn: v.plannedOn,
        purpose: v.purpose,
        goal: v.goal,
        custom: v.custom,
      }),
    close,
  )
  const follow = useAct((v: Values) => api.accounts.followAccount({ id, ...v } as never), close)
  const assign = useAct((v: Values) => api.accounts.assignAccount({ id, memberId: v.memberId, reason: v.reason }), close)
  const opportunity = useAct(
    (v: Values) =>
      api.opportunities.create({ accountId: id, name: v.name, amountFen: v.amountFen, expectedSignOn: v.expectedSignOn, custom: v.custom }),
    (made) => void go({ to: `/opportunities/${made.id}` }),
  )
  const fill = useAct((custom: Values) => api.accounts.changeAccount({ ...kept(data), custom: custom as never }), close)
  const contactForm = useCustomForm('contact', ({ role }) => (role ? [role] : []))
  const visitForm = useCustomForm('visit', () => null)
  const first = useQuery(query.opportunities.pipeline.queryOptions({ enabled: dialog === 'opportunity', staleTime: 300_000 })).data
    ?.stages[0]?.key
  const opportunityForm = useCustomForm('opportunity', () => [first ?? ''])
  const members = useQuery(query.organization.members.queryOptions({ enabled: dialog === 'assign' })).data?.items ?? []
  const words = (prefix: string, keys: string[]) => keys.map((value) => ({ value, label: t(`${prefix}.${value}`) }))
  return (
    <>
      <FormModal
        open={dialog === 'contact'}
        title={t('acc.contact.add')}
        button={t('acc.contact.add')}
        act={contact}
        fields={[
          { name: 'name', label: t('acc.contact.name'), required: true },
          { name: 'title', label: t('acc.contact.title') },
          {
            name: 'role',
            label: t('acc.contact.role'),
            kind: 'choice',
            options: words('opp.role', ['decision_maker', 'influencer', 'user', 'finance']),
          },
          { name: 'phone', label: t('acc.contact.phone') },
          ...contactForm.fields,
          { name: 'isPrimary', label: t('acc.contact.primary'), kind: 'switch' },
        ]}
        onSave={(v) => contact.run(contactForm.split(v))}
        onClose={close}
      />
      <FormModal
        open={dialog === 'visit'}
        title={t('acc.visit.plan')}
        button={t('acc.visit.plan')}
        act={visit}
        initial={{ plannedOn: today(), purpose: 'routine' }}
        fields={[
          { name: 'plannedOn', label: t('acc.visit.day'), kind: 'day', required: true },
          {
            name: 'purpose',
            label: t('acc.visit.purpose'),
            kind: 'choice',
            required: true,
            options: words('visit.purpose', ['routine', 'deep', 'dunning']),
          },
          { name: 'goal', label: t('acc.visit.goal') },
          ...visitForm.fields,
        ]}
        onSave={(v) => visit.run(visitForm.split(v))}
        onClose={close}
      />
      <FollowUpModal open={dialog === 'follow'} subject={data.name} act={follow} onSave={follow.run} onClose={close} />
      <FormModal
        open={dialog === 'assign'}
        title={t('acc.assign')}
        button={t('acc.assign')}
        act={assign}
        fields={[
          {
            name: 'memberId',
            label: t('acc.assign.member'),
            kind: 'choice',
            required: true,
            options: members.filter((one) => !one.disabledAt).map((one) => ({ value: one.id, label: `${one.name} · ${one.title}` })),
          },
          { name: 'reason', label: t('acc.reason') },
        ]}
        onSave={assign.run}
        onClose={close}
      />
      <FormModal
        open={dialog === 'opportunity'}
        title={t('acc.opportunity.create')}
        button={t('acc.opportunity.create')}
        act={opportunity}
        initial={{ name: data.name }}
        fields={[
          { name: 'name', label: t('acc.oppName'), required: true },
          { name: 'amountFen', label: t('acc.amount'), kind: 'money', required: true },
          { name: 'expectedSignOn', label: t('acc.signOn'), kind: 'day' },
          ...opportunityForm.fields,
        ]}
        onSave={(v) => opportunity.run(opportunityForm.split(v))}
        onClose={close}
      />
      <FillModal
        subject="account"
        record={data}
        name={data.name}
        places={[data.segment]}
        open={dialog === 'fill'}
        act={fill}
        onSave={fill.run}
        onClose={close}
      />
    </>
  )
}

/** Everything the change of an account sends besides the company's fields, as it is. */
const KEPT = [
  'id',
  'version',
  'name',
  'segment',
  'level',
  'usci',
  'industry',
  'province',
  'city',
  'address',
  'capitalFen',
  'staff',
  'businessScope',
  'termsCode',
] as const
const kept = (account: Account) => Object.fromEntries(KEPT.map((key) => [key, account[key]])) as Pick<Account, (typeof KEPT)[number]>
