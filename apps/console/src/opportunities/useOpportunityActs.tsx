import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { z } from 'zod'
import type { OpportunityDetail as Shape } from '#modules/opportunities/opportunity.contract.ts'
import { api, query } from '#shared/api.ts'
import { today, useT } from '#shared/i18n.ts'
import { FollowUpModal } from '../accounts/FollowUpModal.tsx'
import { FillModal } from '../shell/customFields.tsx'
import { type Field, FormModal, type Values } from '../shell/FormModal.tsx'
import { type Act, useAct } from '../shell/useAct.tsx'

export type OpportunityDetail = z.output<typeof Shape>
export type Dialog = 'need' | 'budget' | 'decision' | 'contact' | 'edit' | 'lose' | 'override' | 'team' | 'follow' | 'visit' | 'fill'

const LOSS = ['price', 'competitor', 'no_budget', 'timing', 'product_fit', 'relationship', 'no_need', 'out_of_reach', 'other']
const TEAM = ['presales', 'technical_expert', 'director', 'manager', 'support']
const ROLES = ['decision_maker', 'influencer', 'user', 'finance']

/** The stages it has come through, the present one too. */
const upToNow = (data: OpportunityDetail): string[] => data.stages.filter((one) => one.state !== 'later').map((one) => one.key)

/** The dialogs of one opportunity and the acts behind them. `to`: the stage an override leads to. */
export function useOpportunityActs(data: OpportunityDetail): {
  open: (what: Dialog) => void
  dialogs: ReactNode
  quotation: Act<void>
  contract: Act<void>
} {
  const t = useT()
  const go = useNavigate()
  const [dialog, open] = useState<Dialog | null>(null)
  const close = () => open(null)
  const { id, version } = data
  const fill = useAct((custom: Values) => api.opportunities.edit({ id, version, custom: custom as never }), close)
  const need = useAct((form: Values) => api.opportunities.recordNeedForm({ id, form: form as never }), close)
  const budget = useAct((v: Values) => api.opportunities.recordBudget({ id, budgetFen: v.budgetFen, note: v.note }), close)
  const decision = useAct((v: Values) => api.opportunities.nameDecisionMaker({ id, contact: { ...v, role: 'decision_maker' } }), close)
  const contact = useAct((v: Values) => api.opportunities.recordContact({ id, contact: v }), close)
  const edit = useAct((v: Values) => api.opportunities.edit({ id, version, ...v }), close)
  const lose = useAct((v: Values) => api.opportunities.lose({ id, reason: v.reason, note: v.note }), close)
  const override = useAct((v: Values) => api.opportunities.move({ id, to: data.checklist.next ?? '', reason: v.reason, version }), close)
  const team = useAct((v: Values) => api.opportunities.addMember({ id, memberId: v.memberId, role: v.role }), close)
  const follow = useAct(
    (v: Values) => api.opportunities.followUp({ id, kind: v.kind, text: v.text, nextStep: v.nextStep, nextOn: v.nextOn }),
    close,
  )
  const visit = useAct(
    (v: Values) =>
      api.visits.planVisit({
        subjectType: 'account',
        subjectId: data.accountId,
        purpose: 'deep',
        plannedOn: v.plannedOn,
        goal: v.goal,
        ownerId: data.ownerId,
      }),
    close,
  )
  const quotation = useAct(
    () => api.quotations.create({ opportunityId: id, lines: [] }),
    (made) => void go({ to: `/quotations/${made.id}` }),
  )
  const contract = useAct(
    async () => {
      const { items } = await api.quotations.list({ opportunityId: id })
      const best = ['accepted', 'sent', 'approved'].map((status) => items.find((one) => one.status === status)).find(Boolean)
      if (!best) throw new Error(t('opp.noQuotation'))
      return api.contracts.create({ quotationId: best.id })
    },
    (made) => void go({ to: `/contracts/${made.id}` }),
  )
  const members = useQuery(query.organization.members.queryOptions({ enabled: dialog === 'team' })).data?.items ?? []
  const pick: Field[] =
    data.contacts.length > 0
      ? [
          {
            name: 'contactId',
            label: t('opp.contact.pick'),
            kind: 'choice',
            options: data.contacts.map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' ') })),
          },
        ]
      : []
  const person: Field[] = [
    { name: 'name', label: t('opp.contact.name'), when: (v) => !v.contactId },
    { name: 'title', label: t('opp.contact.position'), when: (v) => !v.contactId },
    { name: 'phone', label: t('opp.contact.phone'), when: (v) => !v.contactId },
  ]
  const words = (prefix: string, keys: string[]) => keys.map((value) => ({ value, label: t(`${prefix}.${value}`) }))
  const next = data.stages.find((one) => one.key === data.checklist.next)?.zh ?? ''
  const forms: Record<
    Exclude<Dialog, 'follow' | 'fill'>,
    { title: string; hint?: string; button: string; act: Act<Values>; fields: Field[]; initial?: Values; danger?: boolean }
  > = {
    need: {
      title: t('opp.need.title'),
      button: t('opp.need.save'),
      act: need,
      initial: data.needForm ?? {},
      fields: [
        { name: 'project', label: t('opp.need.project') },
        { name: 'products', label: t('opp.need.products'), kind: 'area', required: true },
        { name: 'quantity', label: t('opp.need.quantity') },
        { name: 'budgetFen', label: t('opp.need.budgetFen'), kind: 'money' },
        { name: 'neededBy', label: t('opp.need.neededBy'), kind: 'day' },
        { name: 'competitors', label: t('opp.need.competitors') },
        { name: 'concerns', label: t('opp.need.concerns') },
      ],
    },
    budget: {
      title: t('opp.budget.title'),
      button: t('opp.budget.save'),
      act: budget,
      initial: { budgetFen: data.budgetFen },
      fields: [
        { name: 'budgetFen', label: t('opp.need.budgetFen'), kind: 'money', required: true },
        { name: 'note', label: t('opp.note') },
      ],
    },
    decision: {
      title: t('opp.decision.title'),
      button: t('opp.decision.save'),
      act: decision,
      initial: { contactId: data.decisionMakerId },
      fields: [...pick, ...person],
    },
    contact: {
      title: t('opp.contact.title'),
      button: t('opp.contact.save'),
      act: contact,
      fields: [...pick, ...person, { name: 'role', label: t('opp.contact.role'), kind: 'choice', options: words('opp.role', ROLES) }],
    },
    edit: {
      title: t('opp.edit.title'),
      button: t('opp.save'),
      act: edit,
      initial: data,
      fields: [
        { name: 'name', label: t('opp.name'), required: true },
        { name: 'amountFen', label: t('opp.amount'), kind: 'money', required: true },
        { name: 'expectedSignOn', label: t('opp.signOn'), kind: 'day' },
      ],
    },
    lose: {
      title: t('opp.lose.title'),
      button: t('opp.lose'),
      danger: true,
      act: lose,
      fields: [
        { name: 'reason', label: t('opp.reason'), kind: 'choice', required: true, options: words('opportunity.loss', LOSS) },
        { name: 'note', label: t('opp.note'), kind: 'area' },
      ],
    },
    override: {
      title: t('opp.override.title', { stage: next }),
      hint: t('opp.override.hint'),
      button: t('opp.override.button'),
      act: override,
      fields: [{ name: 'reason', label: t('opp.reason'), kind: 'area', required: true }],
    },
    team: {
      title: t('opp.team.title'),
      button: t('opp.team.add'),
      act: team,
      fields: [
        {
          name: 'memberId',
          label: t('opp.team.member'),
          kind: 'choice',
          required: true,
          options: members.filter((one) => !one.disabledAt).map((one) => ({ value: one.id, label: `${one.name} · ${one.title}` })),
        },
        { name: 'role', label: t('opp.team.role'), kind: 'choice', required: true, options: words('opportunity.team', TEAM) },
      ],
    },
    visit: {
      title: t('opp.visit.title'),
      button: t('opp.visit.save'),
      act: visit,
      initial: { plannedOn: today() },
      fields: [
        { name: 'plannedOn', label: t('opp.visit.day'), kind: 'day', required: true },
        { name: 'goal', label: t('opp.visit.goal') },
      ],
    },
  }
  const form = dialog && dialog !== 'follow' && dialog !== 'fill' ? forms[dialog] : null
  const dialogs = (
    <>
      {form ? <FormModal key={dialog} open {...form} onSave={form.act.run} onClose={close} /> : null}
      <FillModal
        subject="opportunity"
        record={data}
        name={data.name}
        places={[...upToNow(data), data.checklist.next ?? '']}
        open={dialog === 'fill'}
        act={fill}
        onSave={fill.run}
        onClose={close}
      />
      <FollowUpModal open={dialog === 'follow'} plain subject={data.name} act={follow} onSave={follow.run} onClose={close} />
    </>
  )
  return { open, dialogs, quotation, contract }
}
