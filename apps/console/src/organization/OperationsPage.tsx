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
import { ApiKeys } from './ApiKeys.tsx'
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
      {may(me, 'api_key.manage') ? <ApiKeys /> : null}
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
                    <td title={job.cron}>{whenWords(job.cron, t)}</td>
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

/** A timetable in words; one that has none stays as it is written. */
function whenWords(cron: string, t: ReturnType<typeof useT>): string {
  const [minute = '', hour = '', ...rest] = cron.split(' ')
  if (rest.join(' ') !== '* * *') return cron
  const two = (value: string) => value.padStart(2, '0')
  if (minute === '*' && hour === '*') return t('jobs.when.minute')
  if (/^\*\/\d+$/.test(minute) && hour === '*') return t('jobs.when.minutes', { n: minute.slice(2) })
  if (!/^\d+$/.test(minute)) return cron
  if (hour === '*') return t('jobs.when.hour', { m: two(minute) })
  const [from, to] = hour.split('-')
  if (from && to) return t('jobs.when.hours', { from, to, m: two(minute) })
  return /^\d+$/.test(hour) ? t('jobs.when.day', { at: `${two(hour)}:${two(minute)}` }) : cron
}
