import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type FormField, notPossibleReasons } from '#modules/visits/sop.rule.ts'
import { query } from '#shared/api.ts'
import { today, useT } from '#shared/i18n.ts'
import { type Field, Form, FormSheet, type Values } from '../shell/Form.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { usePick } from '../shell/useWords.ts'
import { StockCount } from './StockCount.tsx'
import type { VisitActs } from './useVisitActs.ts'
import type { ShownStep, ShownVisit } from './visitText.ts'

type Props = { visit: ShownVisit; step: ShownStep; acts: VisitActs; onClose: () => void }

/** What a step collects, or why it cannot be done. */
export function StepSheet({ visit, step, acts, onClose }: Props) {
  const t = useT()
  const pick = usePick()
  const [skipping, skip] = useState(step.type === 'audio' || step.type === 'photo')
  if (skipping)
    return (
      <FormSheet
        title={t('visits.skip')}
        fields={[
          {
            name: 'reason',
            label: t('visits.skip.why'),
            kind: 'chips',
            required: true,
            options: notPossibleReasons.map((value) => ({ value, label: t(`visit.not_possible.${value}`) })),
          },
          { name: 'note', label: t('visits.note') },
        ]}
        button={t('visits.skip.save')}
        act={acts.skip}
        onSave={({ reason, note }) => acts.skip.run({ step, reason: reason as string, note: note as string | undefined }, onClose)}
        onClose={onClose}
      >
        {step.type === 'audio' ? <p className="quiet">{t('visits.audio.none')}</p> : null}
      </FormSheet>
    )
  return (
    <Sheet title={pick(step)} onClose={onClose}>
      {step.type === 'stock_count' ? (
        <StockCount visit={visit} step={step} acts={acts} onClose={onClose} />
      ) : (
        <StepForm visit={visit} step={step} acts={acts} onClose={onClose} />
      )}
      <button type="button" className="plain-link" onClick={() => skip(true)}>
        {t('visits.skip')}
      </button>
    </Sheet>
  )
}

function StepForm({ visit, step, acts, onClose }: Props) {
  const t = useT()
  const pick = usePick()
  const isAccount = visit.subjectType === 'account'
  const asksPerson = step.type === 'decision_maker' || step.type === 'payment_promise'
  const account = useQuery({ ...query.accounts.account.queryOptions({ input: { id: visit.subjectId } }), enabled: isAccount && asksPerson })
  const contacts = (account.data?.contacts ?? []).map((one) => ({ value: one.id, label: one.name }))
  const form = formOf(step, { t, pick, contacts, subjectName: visit.subjectName })
  return (
    <Form
      key={contacts.length}
      fields={form.fields}
      initial={form.initial}
      button={t('visits.save', { step: pick(step) })}
      act={acts.record}
      onSave={(values) => acts.record.run({ step, result: form.result(values) }, onClose)}
    />
  )
}

type StepFormSpec = { fields: Field[]; initial?: Values; result: (values: Values) => Record<string, unknown> }
type With = {
  t: ReturnType<typeof useT>
  pick: (pair: { zh: string; en: string }) => string
  contacts: { value: string; label: string }[]
  subjectName: string
}

const plain = (values: Values): Record<string, unknown> => values
const kindOf = { text: 'text', number: 'number', fen: 'money', day: 'day', choice: 'chips', choices: 'checks' } as const

/** Fields by the step's type, what was recorded before, and the facts made of them. */
function formOf(step: ShownStep, { t, pick, contacts }: With): StepFormSpec {
  const before = (step.result?.facts ?? {}) as Values
  const people: Field[] = [
    ...(contacts.length > 0 ? [{ name: 'contactId', label: t('visits.person'), kind: 'chips' as const, options: contacts }] : []),
    { name: 'person', label: t(contacts.length > 0 ? 'visits.person.name' : 'visits.person') },
  ]
  switch (step.type) {
    case 'competitor_price': {
      const items = (before.items ?? []) as Record<string, unknown>[]
      return {
        fields: [
          {
            name: 'brand',
            label: t('visits.price.brand'),
            required: true,
            hint: items.length > 0 ? t('visits.price.have', { n: items.length }) : undefined,
          },
          { name: 'product', label: t('visits.price.product'), required: true },
          { name: 'priceFen', label: t('visits.price.price'), kind: 'money', required: true },
          { name: 'promotion', label: t('visits.price.promotion') },
        ],
        result: (values) => ({ items: [...items, values] }),
      }
    }
    case 'form':
      return {
        fields: (step.fields as FormField[]).map((field) => ({
          name: field.key,
          label: pick(field),
          kind: kindOf[field.kind],
          required: field.required,
          options: field.choices?.map((choice) => ({ value: choice.key, label: pick(choice) })),
        })),
        initial: before.answers as Values,
        result: (answers) => ({ answers }),
      }
    case 'decision_maker':
      return {
        fields: [
          ...people,
          {
            name: 'role',
            label: t('visits.role'),
            kind: 'chips',
            required: true,
            options: (['decision_maker', 'influencer', 'user', 'finance'] as const).map((value) => ({
              value,
              label: t(`visits.role.${value}`),
            })),
          },
        ],
        initial: { role: 'decision_maker', ...before },
        result: plain,
      }
    case 'next_step':
      return {
        fields: [
          { name: 'text', label: t('visits.next.text'), kind: 'area', required: true },
          { name: 'on', label: t('visits.next.on'), kind: 'day', required: true },
        ],
        initial: before,
        result: plain,
      }
    case 'statement_confirmed':
      return {
        fields: [
          { name: 'confirmed', label: t('visits.statement.confirmed'), kind: 'switch' },
          { name: 'asOf', label: t('visits.statement.asOf'), kind: 'day', required: true },
          { name: 'balanceFen', label: t('visits.statement.balance'), kind: 'money' },
          { name: 'differenceNote', label: t('visits.statement.difference'), kind: 'area', when: (values) => values.confirmed !== true },
        ],
        initial: { confirmed: true, asOf: today(), ...before },
        result: (values) => ({ ...values, confirmed: values.confirmed === true }),
      }
    case 'payment_promise':
      return {
        fields: [
          { name: 'amountFen', label: t('visits.promise.amount'), kind: 'money', required: true },
          { name: 'on', label: t('visits.promise.on'), kind: 'day', required: true },
          ...people,
        ],
        initial: before,
        result: plain,
      }
    default:
      return { fields: [{ name: 'note', label: t('visits.confirm.note'), kind: 'area' }], initial: before, result: plain }
  }
}
