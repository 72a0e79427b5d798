import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'
import { usePick } from '../shell/useWords.ts'
import { organizationScreenMessages } from './organizationScreen.messages.ts'

addMessages(organizationScreenMessages)

/** What runs by itself, when it last did, and what it did. */
export default function OperationsPage() {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const me = useMe()
  const jobs = useQuery(query.organization.jobs.queryOptions())
  const runs = usePages(['organization', 'jobRuns'], (cursor) => api.organization.jobRuns({ cursor }))
  const run = useAct((name: string) => api.organization.runJob({ name }))
  return (
    <Page title={t('jobs.title')}>
      {run.refusal}
      <Loaded from={jobs}>
        {(data) => (
          <Card title={t('audit.tab.jobs')} flush>
            <table className="lines">
              <thead>
                <tr>
                  {['name', 'cron', 'last', 'handled'].map((key) => (
                    <th key={key}>{t(`jobs.col.${key}`)}</th>
                  ))}
                  <th />
                </tr>
              </thead>
              <tbody>
                {data.items.map((job) => (
                  <tr key={job.name}>
                    <td>
                      {pick(job.title)} <small data-raw>{job.name}</small>
                    </td>
                    <td>{job.cron}</td>
                    <td>{job.lastRunAt ? f.moment(job.lastRunAt) : t('jobs.never')}</td>
                    <td>{job.lastError ? <span className="bad">{job.lastError}</span> : (job.lastHandled ?? '—')}</td>
                    <td>
                      {may(me, 'job.run') ? (
                        <Button size="small" loading={run.busy} onClick={() => run.run(job.name)}>
                          {t('jobs.run')}
                        </Button>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Card>
        )}
      </Loaded>
      <Card title={t('jobs.runs')} flush>
        <table className="lines">
          <tbody>
            {runs.rows?.map((one) => (
              <tr key={one.id}>
                <td>{pick(one.title)}</td>
                <td>{f.evidence(one.startedAt)}</td>
                <td>{one.error ? <span className="bad">{one.error}</span> : (one.handled ?? '—')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
    </Page>
  )
}
