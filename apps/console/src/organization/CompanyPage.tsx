import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { companyScreenMessages } from './companyScreen.messages.ts'

addMessages(companyScreenMessages)

const places = { departments: '/organization', people: '/organization', roles: '/roles', lead: '/leads' } as const

/** First steps of a new company, its plan, its samples and its archive. */
export default function CompanyPage() {
  const t = useT()
  return (
    <Page title={t('company.title')} sentence={t('company.sentence')}>
      <div className="stack">
        <FirstSteps />
        <Plan />
        <Card
          title={t('company.data')}
          extra={
            <Button size="small" href="/api/v1/tenant/archive" download>
              {t('company.export')}
            </Button>
          }
        >
          <p className="quiet">{t('company.data.hint')}</p>
        </Card>
      </div>
    </Page>
  )
}

function FirstSteps() {
  const t = useT()
  const me = useMe()
  const { message } = App.useApp()
  const found = useQuery(query.organization.firstSteps.queryOptions())
  const [naming, name] = useState(false)
  const rename = useAct(
    (values: Values) => api.organization.renameCompany({ name: values.name }),
    () => name(false),
  )
  const add = useAct(() => api.organization.addSamples())
  const remove = useAct(
    () => api.organization.removeSamples(),
    (answer) => void message.success(t('company.removed', answer)),
  )
  const act = (step: string, done: boolean) => {
    if (step === 'company')
      return (
        <Button size="small" onClick={() => name(true)}>
          {t('company.rename')}
        </Button>
      )
    if (step === 'pack' && !done)
      return (
        <Button size="small" loading={add.busy} onClick={() => add.run(undefined)}>
          {t('company.addSamples')}
        </Button>
      )
    const to = places[step as keyof typeof places]
    return to && !done ? <Link to={to}>{t('company.go')}</Link> : null
  }
  return (
    <Loaded from={found}>
      {({ items, samples }) => (
        <Card
          title={t('company.steps')}
          extra={
            samples > 0 ? (
              <Button size="small" danger loading={remove.busy} onClick={() => remove.run(undefined)}>
                {t('company.removeSamples', { n: samples })}
              </Button>
            ) : null
          }
        >
          {add.refusal}
          {remove.refusal}
          <ul className="plain">
            {items.map(({ step, done }) => (
              <li key={step}>
                <span>{t(`company.step.${step}`)}</span>
                {done ? <Chip tone="ok">{t('company.done')}</Chip> : null}
                {act(step, done)}
              </li>
            ))}
          </ul>
          <FormModal
            open={naming}
            title={t('company.rename')}
            button={t('company.rename')}
            act={rename}
            initial={{ name: me?.tenant.name }}
            fields={[{ name: 'name', label: t('company.name'), required: true }]}
            onSave={(values) => rename.run(values)}
            onClose={() => name(false)}
          />
        </Card>
      )}
    </Loaded>
  )
}

function Plan() {
  const t = useT()
  const found = useQuery(query.organization.plan.queryOptions())
  return (
    <Loaded from={found}>
      {({ plan, items }) => (
        <Card title={t('company.plan')} note={t(`company.plan.${plan}`)}>
          <ul className="plain">
            {items.map(({ what, used, limit }) => (
              <li key={what}>
                <span>{t(`company.${what}`)}</span>
                <b>{limit === null ? t('company.noLimit', { used }) : t('company.of', { used, limit })}</b>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Loaded>
  )
}
