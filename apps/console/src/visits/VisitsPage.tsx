import { useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { MapPin } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, inDays, today, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Skeleton } from '#shared/ui/Skeleton.tsx'
import { useCustomForm } from '../shell/customFields.tsx'
import { useCustomFilter } from '../shell/customFilter.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Failed } from '../shell/states.tsx'
import { TopKeys } from '../shell/TopKeys.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'
import { useRowKeys } from '../shell/useRowKeys.ts'
import { VisitRecord } from './VisitRecord.tsx'
import { visitScreenMessages } from './visitScreen.messages.ts'

addMessages(visitScreenMessages)

const TABS = ['review', 'all', 'planned', 'in_progress', 'valid', 'invalid', 'pending', 'attempted'] as const
type Tab = (typeof TABS)[number] | 'due' | 'team'

/** Queue, place, reasons: what a manager has to judge first. */
export default function VisitsPage() {
  const t = useT()
  const me = useMe()
  const [tab, setTab] = useState<Tab>(may(me, 'visit.review') ? 'review' : 'all')
  const shown: Tab[] = [...TABS.filter((one) => one !== 'review' || may(me, 'visit.review')), 'due', 'team']
  const counts = useQuery(query.visits.visitCounts.queryOptions({ input: { from: inDays(-30), to: inDays(30) } })).data?.tabs
  return (
    <div className="visits">
      <header className="visits-head">
        <h1>{t('vis.title')}</h1>
        <Segmented
          value={tab}
          onChange={setTab}
          options={shown.map((value) => ({
            value,
            label:
              value === 'due' || value === 'team'
                ? t(value === 'due' ? 'vis.tab.plan' : 'vis.tab.team')
                : `${t(`visit.tab.${value}`)} ${counts?.[value] || ''}`,
          }))}
        />
      </header>
      {tab === 'due' ? <DueList /> : tab === 'team' ? <Team /> : <Queue key={tab} tab={tab} />}
    </div>
  )
}

function Queue({ tab }: { tab: (typeof TABS)[number] }) {
  const t = useT()
  const f = useFormats()
  const [openId, open] = useState<string | null>(null)
  const own = useCustomFilter('visit')
  const list = usePages(['visits', 'list', tab, own.input], (cursor) => api.visits.listVisits({ tab, custom: own.input, cursor }))
  const shown = openId && list.rows?.some((row) => row.id === openId) ? openId : (list.rows?.[0]?.id ?? null)
  useRowKeys({ ids: list.rows?.map((row) => row.id) ?? [], openId: shown, letters: true, onInspect: (next) => next && open(next) })
  if (list.error && !list.rows) return <Failed error={list.error} retry={list.retry} />
  if (!list.rows) return <Skeleton />
  if (list.rows.length === 0)
    return (
      <Empty
        action={own.input ? <Button onClick={own.clear}>{t('custom.filter.clear')}</Button> : undefined}
        icon={MapPin}
        title={t(tab === 'review' ? 'vis.empty' : 'vis.none')}
      >
        {tab === 'review' ? t('vis.empty.body') : null}
      </Empty>
    )
  return (
    <div className="panes">
      <TopKeys hints={[{ keys: ['J', 'K'], words: t('console.keys.next') }]} />
      <aside className="queue" aria-label={t('vis.title')}>
        {own.button}
        {list.rows.map((row) => (
          <button key={row.id} type="button" data-row={row.id} aria-pressed={row.id === shown} onClick={() => open(row.id)}>
            <b>{row.subjectName}</b>
            <small>
              {row.ownerName} · {t(`visit.purpose.${row.purpose}`)} · {row.checkInAt ? f.moment(row.checkInAt) : f.day(row.plannedOn)}
            </small>
            <small>
              <Chip tone={row.validity === 'valid' ? 'ok' : row.validity === 'invalid' ? 'bad' : row.validity ? 'warn' : 'plain'}>
                {row.validity ? t(`visit.validity.${row.validity}`) : t(`visit.status.${row.status}`)}
              </Chip>
              {row.reasons[0] ? t(`visit.reason.${row.reasons[0]}`) : null}
            </small>
          </button>
        ))}
        {list.more.shown ? (
          <Button type="text" loading={list.more.loading} onClick={list.more.load}>
            {t('console.list.more', { n: 50 })}
          </Button>
        ) : null}
      </aside>
      {shown ? <VisitRecord key={shown} id={shown} /> : null}
    </div>
  )
}

function DueList() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const due = useQuery(query.visits.visitsDue.queryOptions({ input: {}, enabled: may(me, 'visit.plan') }))
  const form = useCustomForm('visit', () => null)
  const [planning, plan] = useState<{ accountId: string; accountName: string; ownerId: string; siteId: string | null } | null>(null)
  const act = useAct(
    (v: Values) =>
      api.visits.planVisit({
        subjectType: 'account',
        subjectId: planning?.accountId ?? '',
        siteId: planning?.siteId,
        ownerId: planning?.ownerId,
        plannedOn: v.plannedOn,
        purpose: v.purpose,
        goal: v.goal,
        custom: v.custom,
      }),
    () => plan(null),
  )
  return (
    <div className="page">
      <Loaded from={due}>
        {(data) => (
          <section className="card" data-flush="true">
            <table className="lines">
              <thead>
                <tr>
                  <th>{t('vis.due.account')}</th>
                  <th>{t('vis.due.owner')}</th>
                  <th>{t('vis.due.last')}</th>
                  <th>{t('vis.due.due')}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {data.items.map((row) => (
                  <tr key={row.accountId + (row.siteId ?? '')}>
                    <td>
                      {row.accountName} <small>{row.level}</small>
                    </td>
                    <td>{row.ownerName}</td>
                    <td>{row.lastValidVisitOn ? f.day(row.lastValidVisitOn) : '—'}</td>
                    <td>
                      {row.overdueDays > 0 ? (
                        <span className="warn">{t('vis.due.late', { days: f.days(row.overdueDays) })}</span>
                      ) : (
                        f.day(row.dueOn)
                      )}
                    </td>
                    <td>
                      {row.plannedOn ? (
                        t('vis.due.planned', { day: f.day(row.plannedOn) })
                      ) : (
                        <Button size="small" onClick={() => plan(row)}>
                          {t('vis.plan')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </Loaded>
      <FormModal
        open={planning !== null}
        title={t('vis.plan.title', { name: planning?.accountName ?? '' })}
        button={t('vis.plan.save')}
        act={act}
        initial={{ plannedOn: today(), purpose: 'routine' }}
        fields={[
          { name: 'plannedOn', label: t('vis.plan.day'), kind: 'day', required: true },
          {
            name: 'purpose',
            label: t('vis.plan.purpose'),
            kind: 'choice',
            required: true,
            options: ['routine', 'deep', 'dunning'].map((value) => ({ value, label: t(`visit.purpose.${value}`) })),
          },
          { name: 'goal', label: t('vis.plan.goal') },
          ...form.fields,
        ]}
        onSave={(v) => act.run(form.split(v))}
        onClose={() => plan(null)}
      />
    </div>
  )
}

function Team() {
  const t = useT()
  const f = useFormats()
  const board = useQuery(query.visits.visitBoard.queryOptions({ input: { from: inDays(-7), to: today() } }))
  return (
    <div className="page">
      <Loaded from={board}>
        {(data) => (
          <section className="card" data-flush="true">
            <table className="lines">
              <thead>
                <tr>
                  {['rep', 'planned', 'visits', 'valid', 'invalid', 'pending', 'minutes', 'depth'].map((key) => (
                    <th key={key}>{t(`vis.col.${key}`)}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.items.map((row) => (
                  <tr key={row.memberId}>
                    <td>
                      {row.memberName} <small>{row.department}</small>
                    </td>
                    <td>{row.planned}</td>
                    <td>{row.visits}</td>
                    <td>{row.valid}</td>
                    <td>{row.invalid}</td>
                    <td>{row.pending}</td>
                    <td>{row.meanMinutes === null ? '—' : t('vis.minutes', { n: Math.round(row.meanMinutes) })}</td>
                    <td>{row.depth === null ? '—' : f.percent(row.depth, 0)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </Loaded>
    </div>
  )
}
