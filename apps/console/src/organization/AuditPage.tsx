import { useQuery } from '@tanstack/react-query'
import { Button, Tabs } from 'antd'
import { BadgeCheck, MailCheck, ShieldX } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { eventWords } from '../shell/Timeline.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'
import { type AuditFilter, AuditFilters, askedBy } from './AuditFilters.tsx'
import { orgMessages } from './org.messages.ts'
import { organizationScreenMessages } from './organizationScreen.messages.ts'

addMessages(organizationScreenMessages, orgMessages)

type Event = Awaited<ReturnType<typeof api.organization.auditEvents>>['items'][number]

/** Everything that happened, whether it still says what it said, and what could not be carried outward. */
export default function AuditPage() {
  const t = useT()
  const [tab, setTab] = useState('events')
  return (
    <ListPage
      title={t('audit.title')}
      sentence={<Verdict />}
      tabs={<Tabs activeKey={tab} onChange={setTab} items={['events', 'dead'].map((key) => ({ key, label: t(`audit.tab.${key}`) }))} />}
    >
      {tab === 'events' ? <Events /> : <DeadLetters />}
    </ListPage>
  )
}

function Verdict() {
  const t = useT()
  const { data, refetch, isFetching } = useQuery(query.organization.auditVerdict.queryOptions({ staleTime: 60_000 }))
  const again = (
    <Button size="small" type="link" loading={isFetching} onClick={() => void refetch()}>
      {t('audit.verify')}
    </Button>
  )
  if (!data) return again
  const bad = data.firstBad
  return (
    <span className={bad ? 'bad' : 'ok'}>
      {bad ? <ShieldX size={14} /> : <BadgeCheck size={14} />}{' '}
      {bad
        ? t('audit.bad', { seq: bad.seq, why: t(`audit.why.${bad.why}`) })
        : t('audit.ok', { sealed: data.sealed, unsealed: data.unsealed })}{' '}
      {again}
    </span>
  )
}

function Events() {
  const t = useT()
  const f = useFormats()
  const [filter, setFilter] = useState<AuditFilter>({})
  const types = useQuery(query.organization.auditTypes.queryOptions({ staleTime: 600_000 })).data?.items ?? []
  const asked = askedBy(filter)
  const list = usePages(['organization', 'auditEvents', asked], (cursor) => api.organization.auditEvents({ ...asked, cursor }))
  const columns: ListColumn<Event>[] = [
    { title: t('audit.col.at'), width: 180, render: (_, row) => f.evidence(row.at) },
    {
      title: t('audit.col.what'),
      render: (_, row) => (
        <span className="two">
          <b>{eventWords(row, t, f)}</b>
          <small data-raw>{row.type}</small>
        </span>
      ),
    },
    { title: t('audit.col.who'), width: 140, render: (_, row) => row.actorName ?? t('console.system') },
    {
      title: t('audit.col.seal'),
      width: 100,
      align: 'right',
      render: (_, row) => row.sealSeq ?? <small className="quiet">{t('audit.unsealed')}</small>,
    },
  ]
  return (
    <>
      <AuditFilters value={filter} types={types} onChange={setFilter} />
      <ListTable
        columns={columns}
        rows={list.rows}
        rowKey={(row) => row.id}
        more={list.more}
        empty={<Empty icon={BadgeCheck} title={t('console.timeline.none')} />}
      />
    </>
  )
}

function DeadLetters() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const found = useQuery(query.organization.deadLetters.queryOptions())
  const replay = useAct((eventIds: string[]) => api.organization.replayDeadLetters({ eventIds }))
  return (
    <Loaded from={found}>
      {({ items }) =>
        items.length === 0 ? (
          <div className="card">
            <Empty icon={MailCheck} title={t('audit.dead.none')} />
          </div>
        ) : (
          <section className="card" data-flush="true">
            {replay.refusal}
            <div className="lines-foot">
              {may(me, 'job.run') ? (
                <Button loading={replay.busy} onClick={() => replay.run(items.map((one) => one.eventId))}>
                  {t('audit.replay', { n: items.length })}
                </Button>
              ) : null}
            </div>
            <table className="lines">
              <tbody>
                {items.map((one) => (
                  <tr key={one.eventId}>
                    <td>
                      <span data-raw>{one.type}</span> <small>{f.evidence(one.at)}</small>
                    </td>
                    <td data-raw>{one.lastError}</td>
                    <td>{t('audit.attempts', { n: one.attempts })}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )
      }
    </Loaded>
  )
}
