import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import type { IntakeAnswer as AnswerShape } from '#modules/leads/lead.contract.ts'
import { leadIndustries } from '#modules/leads/rating.rule.ts'
import { api } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { useCustomForm } from '../organization/customFields.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Form, type Values } from '../shell/Form.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import { leadMessages } from './leads.messages.ts'

addMessages(leadMessages)

type Answer = z.output<typeof AnswerShape>

/** A lead found on the road: kept as told, matched against what we have, then mine. */
export default function NewLeadPage() {
  const t = useT()
  const [answer, setAnswer] = useState<Answer | null>(null)
  const own = useCustomForm('lead', ['own'])
  const create = useAct(
    (values: Values) =>
      api.leads.createLead({
        company: values.company as string,
        contactName: values.contactName as string | undefined,
        phone: values.phone as string | undefined,
        industry: values.industry as (typeof leadIndustries)[number] | undefined,
        need: values.need as string | undefined,
        to: values.to as 'me' | 'rules',
        custom: values.custom,
      }),
    setAnswer,
  )
  return (
    <FlowPage title={t('leads.new')}>
      {answer ? (
        <Fate answer={answer} />
      ) : (
        <section className="phone-card">
          <Form
            fields={[
              { name: 'company', label: t('leads.form.company'), required: true },
              { name: 'contactName', label: t('leads.form.contactName') },
              { name: 'phone', label: t('leads.form.phone'), kind: 'phone' },
              {
                name: 'industry',
                label: t('leads.form.industry'),
                kind: 'chips',
                options: leadIndustries.map((value) => ({ value, label: t(`leads.industry.${value}`) })),
              },
              { name: 'need', label: t('leads.form.need'), kind: 'area' },
              ...own.fields,
              {
                name: 'to',
                label: t('leads.form.to'),
                kind: 'chips',
                required: true,
                options: (['me', 'rules'] as const).map((value) => ({ value, label: t(`leads.form.to.${value}`) })),
              },
            ]}
            initial={{ to: 'me' }}
            button={t('leads.new')}
            act={create}
            onSave={(values) => create.run(own.split(values))}
          />
        </section>
      )}
    </FlowPage>
  )
}

/** What became of it, in words. */
function Fate({ answer }: { answer: Answer }) {
  const t = useT()
  const words = useWords()
  const go = useNavigate()
  const who = answer.ownerName ? t('leads.fate.owner', { name: answer.ownerName }) : t('leads.fate.pool')
  return (
    <section className="phone-card" data-tone={answer.fate === 'accepted' ? 'ok' : 'warn'} role="status">
      <p>{t(`leads.fate.${answer.fate}`, { grade: answer.grade ?? '—', points: answer.points ?? 0, who })}</p>
      {answer.reason ? <p>{words({ key: answer.reason.code, params: answer.reason.params })}</p> : null}
      {answer.leadId ? (
        <BigButton onPress={() => void go({ to: `/leads/${answer.leadId}`, replace: true })}>{t('leads.open')}</BigButton>
      ) : null}
    </section>
  )
}
