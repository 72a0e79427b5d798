import { useNavigate } from '@tanstack/react-router'
import { CalendarPlus, CircleSlash, FileText, ListPlus, Pencil, StickyNote } from 'lucide-react'
import type { lossReasons } from '#modules/opportunities/opportunity.contract.ts'
import { api } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { PlanVisitSheet } from '../leads/PlanVisitSheet.tsx'
import { FillSheet, useHasFields } from '../organization/customFields.tsx'
import { type Field, FormSheet, type Values } from '../shell/Form.tsx'
import { type Row, Rows } from '../shell/Rows.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { useAct } from '../shell/useAct.tsx'
import { ContractSheet } from './ContractSheet.tsx'
import type { Asked, OpportunityDetail } from './opportunityText.ts'

type Props = { data: OpportunityDetail; asked: NonNullable<Asked>; ask: (what: Asked) => void }

/** Whatever stands over an opportunity: one thing to fill in, or the list of what else can be done. */
export function OpportunitySheets({ data, asked, ask }: Props) {
  const close = () => ask(null)
  if (asked === 'more') return <MoreSheet data={data} ask={ask} />
  if (asked === 'visit')
    return <PlanVisitSheet subjectType="account" subjectId={data.accountId} name={data.accountName} purpose="deep" onClose={close} />
  if (asked === 'fill') return <FillOpportunity data={data} onClose={close} />
  if (asked === 'contract') return <ContractSheet data={data} onClose={close} />
  return <FactSheet key={asked} data={data} asked={asked} onClose={close} />
}

/** The company's fields; those the next stage asks for are required. */
function FillOpportunity({ data, onClose }: { data: OpportunityDetail; onClose: () => void }) {
  const fill = useAct((custom: Record<string, never>) => api.opportunities.edit({ id: data.id, version: data.version, custom }), onClose)
  const places = [...data.stages.filter((one) => one.state !== 'later').map((one) => one.key), data.checklist.next ?? '']
  return <FillSheet subject="opportunity" record={data} name={data.name} places={places} act={fill} onSave={fill.run} onClose={onClose} />
}

type Spec = { title: string; fields: Field[]; initial?: Values; button: string; save: (values: Values) => Promise<unknown> }

function FactSheet({
  data,
  asked,
  onClose,
}: {
  data: OpportunityDetail
  asked: Exclude<NonNullable<Asked>, 'more' | 'visit' | 'contract' | 'fill'>
  onClose: () => void
}) {
  const t = useT()
  const spec = specs(data, t)[asked]()
  const act = useAct(spec.save, onClose)
  return (
    <FormSheet
      title={spec.title}
      fields={spec.fields}
      initial={spec.initial}
      button={spec.button}
      act={act}
      onSave={act.run}
      onClose={onClose}
    />
  )
}

const roles = ['decision_maker', 'influencer', 'user', 'finance'] as const

/** Fields and act of each sheet. */
function specs(
  data: OpportunityDetail,
  t: ReturnType<typeof useT>,
): Record<'need' | 'contact' | 'budget' | 'decision' | 'edit' | 'follow' | 'comment' | 'lose', () => Spec> {
  const { id } = data
  const isNew = (values: Values) => data.contacts.length === 0 || values.contactId === 'new'
  const person: Field[] = [
    ...(data.contacts.length > 0
      ? [
          {
            name: 'contactId',
            label: t('opp.contact.pick'),
            kind: 'chips' as const,
            required: true,
            options: [...data.contacts.map((one) => ({ value: one.id, label: one.name })), { value: 'new', label: t('opp.contact.new') }],
          },
        ]
      : []),
    { name: 'name', label: t('opp.contact.name'), required: true, when: isNew },
    { name: 'phone', label: t('opp.contact.phone'), kind: 'phone', when: isNew },
    { name: 'title', label: t('opp.contact.title'), when: isNew },
  ]
  const chosen = ({ contactId, ...rest }: Values) => (contactId && contactId !== 'new' ? { contactId: contactId as string } : rest)
  return {
    need: () => ({
      title: t('opp.need'),
      button: t('opp.need.save'),
      initial: data.needForm ?? {},
      fields: [
        { name: 'project', label: t('opp.need.project') },
        { name: 'products', label: t('opp.need.products'), kind: 'area', required: true },
        { name: 'quantity', label: t('opp.need.quantity') },
        { name: 'budgetFen', label: t('opp.need.budgetFen'), kind: 'money' },
        { name: 'neededBy', label: t('opp.need.neededBy'), kind: 'day' },
        { name: 'competitors', label: t('opp.need.competitors') },
        { name: 'concerns', label: t('opp.need.concerns'), kind: 'area' },
      ],
      save: (values) => api.opportunities.recordNeedForm({ id, form: values as { products: string } }),
    }),
    contact: () => ({
      title: t('opp.contact'),
      button: t('opp.contact.save'),
      fields: person,
      initial: { contactId: data.contacts[0]?.id },
      save: (values) => api.opportunities.recordContact({ id, contact: chosen(values) }),
    }),
    decision: () => ({
      title: t('opp.decision'),
      button: t('opp.decision.save'),
      fields: person,
      initial: { contactId: data.decisionMakerId ?? data.contacts[0]?.id },
      save: (values) => api.opportunities.nameDecisionMaker({ id, contact: { ...chosen(values), role: roles[0] } }),
    }),
    budget: () => ({
      title: t('opp.budget'),
      button: t('opp.budget.save'),
      fields: [
        { name: 'budgetFen', label: t('opp.budget'), kind: 'money', required: true },
        { name: 'note', label: t('opp.note') },
      ],
      initial: { budgetFen: data.budgetFen ?? undefined },
      save: (values) =>
        api.opportunities.recordBudget({ id, budgetFen: values.budgetFen as number, note: values.note as string | undefined }),
    }),
    edit: () => ({
      title: t('opp.edit'),
      button: t('opp.edit.save'),
      fields: [
        { name: 'name', label: t('opp.name'), required: true },
        { name: 'amountFen', label: t('opp.amount'), kind: 'money', required: true },
        { name: 'expectedSignOn', label: t('opp.signOn'), kind: 'day' },
      ],
      initial: { name: data.name, amountFen: data.amountFen, expectedSignOn: data.expectedSignOn ?? undefined },
      save: (values) => api.opportunities.edit({ id, version: data.version, ...values }),
    }),
    follow: () => ({
      title: t('opp.follow'),
      button: t('opp.follow.save'),
      fields: [
        {
          name: 'kind',
          label: t('opp.follow.kind'),
          kind: 'chips',
          required: true,
          options: (['call', 'wechat', 'meeting', 'email', 'note'] as const).map((value) => ({ value, label: t(`opp.follow.${value}`) })),
        },
        { name: 'text', label: t('opp.follow.text'), kind: 'area', required: true },
        { name: 'nextStep', label: t('opp.follow.next') },
        { name: 'nextOn', label: t('opp.follow.nextOn'), kind: 'day' },
      ],
      initial: { kind: 'call' },
      save: (values) => api.opportunities.followUp({ id, ...(values as { kind: 'call'; text: string }) }),
    }),
    comment: () => ({
      title: t('opp.comment'),
      button: t('opp.comment'),
      fields: [{ name: 'text', label: t('opp.comment.text'), kind: 'area', required: true }],
      save: (values) => api.opportunities.comment({ id, text: values.text as string }),
    }),
    lose: () => ({
      title: t('opp.lose'),
      button: t('opp.lose'),
      fields: [
        {
          name: 'reason',
          label: t('opp.lose.why'),
          kind: 'chips',
          required: true,
          options: reasons.map((value) => ({ value, label: t(`opportunity.loss.${value}`) })),
        },
        { name: 'note', label: t('opp.note'), kind: 'area' },
      ],
      save: (values) =>
        api.opportunities.lose({ id, reason: values.reason as (typeof reasons)[number], note: values.note as string | undefined }),
    }),
  }
}

const reasons = [
  'price',
  'competitor',
  'no_budget',
  'timing',
  'product_fit',
  'relationship',
  'no_need',
  'out_of_reach',
  'other',
] as const satisfies typeof lossReasons

function MoreSheet({ data, ask }: { data: OpportunityDetail; ask: (what: Asked) => void }) {
  const t = useT()
  const me = useMe()
  const go = useNavigate()
  const icon = { size: 20, strokeWidth: 1.75 }
  const open = data.state === 'open' && data.may.edit === true
  const hasFields = useHasFields('opportunity')
  const rows: (Row | false)[] = [
    open &&
      may(me, 'quotation.write') && {
        key: 'quotation',
        lead: <FileText {...icon} />,
        title: t('opp.quotation'),
        onPress: () => void go({ to: `/opportunities/${data.id}/quotation` }),
      },
    open &&
      may(me, 'contract.write') && {
        key: 'contract',
        lead: <FileText {...icon} />,
        title: t('opp.contract.start'),
        onPress: () => ask('contract'),
      },
    may(me, 'visit.plan') && {
      key: 'visit',
      lead: <CalendarPlus {...icon} />,
      title: t('opportunity.act.plan_deep_visit'),
      onPress: () => ask('visit'),
    },
    open && { key: 'need', lead: <StickyNote {...icon} />, title: t('opp.need'), onPress: () => ask('need') },
    open && { key: 'edit', lead: <Pencil {...icon} />, title: t('opp.edit'), onPress: () => ask('edit') },
    open && hasFields && { key: 'fill', lead: <ListPlus {...icon} />, title: t('custom.fill'), onPress: () => ask('fill') },
    data.may.lose === true && { key: 'lose', lead: <CircleSlash {...icon} />, title: t('opp.lose'), onPress: () => ask('lose') },
  ]
  return (
    <Sheet title={data.name} onClose={() => ask(null)}>
      <Rows rows={rows.filter((row) => row !== false)} />
    </Sheet>
  )
}
