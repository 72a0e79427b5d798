import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useState } from 'react'
import { leadIndustries } from '#modules/leads/rating.rule.ts'
import { api, query } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { useCustomForm } from '../shell/customFields.tsx'
import { type Field, FormModal, type Values } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'
import { named } from './leadText.ts'

type Answer = Awaited<ReturnType<typeof api.leads.createLead>>
type Props = { open: boolean; leadId?: string; onClose: () => void; onDone: (answer: Answer | null) => void }

/** Adds a lead, or completes the one with `leadId`. Says while typing who has it already. */
export function LeadForm({ open, leadId, onClose, onDone }: Props) {
  const t = useT()
  const me = useMe()
  const lead = useQuery(query.leads.lead.queryOptions({ input: { id: leadId ?? '' }, enabled: !!leadId && open }))
  const choices = useQuery(query.leads.leadChoices.queryOptions({ enabled: open && !leadId }))
  const create = useAct((values: Values) => api.leads.createLead(values as Parameters<typeof api.leads.createLead>[0]), onDone)
  const change = useAct(
    (values: Values) =>
      api.leads.changeLead({ company: '', ...values, id: leadId ?? '', version: lead.data?.version ?? 0 } as Parameters<
        typeof api.leads.changeLead
      >[0]),
    () => onDone(null),
  )
  // Without a channel it is the rep's own find.
  const kindOf = (name?: string) => choices.data?.channels.find((one) => one.name === name)?.kind ?? 'own'
  const own = useCustomForm('lead', ({ channel }) => [lead.data?.channelKind ?? kindOf(channel)], lead.data)
  if (leadId && !(lead.data && own.ready)) return null
  const act = leadId ? change : create
  const fields: Field[] = [
    { name: 'company', label: t('leads.form.company'), required: true },
    { name: 'contactName', label: t('leads.form.contactName') },
    { name: 'contactTitle', label: t('leads.form.contactTitle') },
    { name: 'phone', label: t('leads.form.phone') },
    { name: 'province', label: t('leads.form.province') },
    { name: 'city', label: t('leads.form.city') },
    {
      name: 'industry',
      label: t('leads.form.industry'),
      kind: 'choice',
      options: leadIndustries.map((value) => ({ value, label: named('leads.industry', value) })),
    },
    { name: 'capitalFen', label: t('leads.form.capital'), kind: 'money' },
    { name: 'staff', label: t('leads.form.staff'), kind: 'number', min: 0 },
    { name: 'decisionMaker', label: t('leads.form.decisionMaker'), kind: 'switch' },
    { name: 'need', label: t('leads.form.need'), kind: 'area' },
    { name: 'address', label: t('leads.form.address') },
    ...(leadId
      ? []
      : ([
          {
            name: 'channel',
            label: t('leads.form.channel'),
            kind: 'choice',
            options: (choices.data?.channels ?? []).map((one) => ({ value: one.name, label: one.name })),
          },
          {
            name: 'to',
            label: t('leads.form.to'),
            kind: 'choice',
            required: true,
            options: ['rules', ...(may(me, 'lead.claim') ? ['me'] : []), 'pool'].map((value) => ({
              value,
              label: t(`leads.form.to.${value}`),
            })),
          },
        ] satisfies Field[])),
    ...own.fields,
  ]
  const known = lead.data
  return (
    <FormModal
      open={open}
      width={640}
      title={known ? t('leads.edit.title', { company: known.company }) : t('leads.create')}
      button={t(leadId ? 'leads.form.saveEdit' : 'leads.form.save')}
      act={act}
      initial={
        known
          ? { ...known, ...own.initial, contactName: known.contact.name, contactTitle: known.contact.title, phone: known.contact.phone }
          : { to: 'rules' }
      }
      fields={fields}
      onSave={(values) => act.run(own.split(values))}
      onClose={onClose}
    >
      {(values) => (leadId ? null : <Known company={values.company} phone={values.phone} />)}
    </FormModal>
  )
}

/** Whether it is here already, and who has it: told before saving. */
function Known({ company, phone }: { company?: string; phone?: string }) {
  const t = useT()
  const [asked, ask] = useState('')
  const wanted = `${company ?? ''}|${phone ?? ''}`
  const enough = (company?.length ?? 0) >= 4 || (phone?.length ?? 0) >= 8
  const found = useQuery(
    query.leads.checkLead.queryOptions({
      input: { company: company || undefined, phone: phone || undefined },
      enabled: enough && asked === wanted,
    }),
  )
  if (asked !== wanted) setTimeout(() => ask(wanted), 400)
  const items = found.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Alert
      type="warning"
      message={t('leads.known')}
      description={items
        .slice(0, 3)
        .map((one) => (
          <div key={one.id}>
            {t('leads.known.row', { name: one.name, who: one.inPool ? t('leads.known.pool') : (one.ownerName ?? '—'), score: one.score })}
          </div>
        ))}
    />
  )
}
