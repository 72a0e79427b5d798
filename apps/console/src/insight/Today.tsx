import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { Hourglass, Landmark, type LucideIcon, PartyPopper, Stamp, Sun, Waves } from 'lucide-react'
import type { ReactNode } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Countdown } from '#shared/ui/Countdown.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { fillOf } from '#shared/words.ts'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card, Figures } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { insightScreenMessages } from './insightScreen.messages.ts'

addMessages(insightScreenMessages)

/** The desk in the morning: the five numbers for who leads, what of mine burns, my tasks and visits. */
export default function Today() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const home = useQuery(query.insight.today.queryOptions({ input: {} }))
  return (
    <Page title={t('today.title', { name: me?.name ?? '' })} sentence={home.data ? f.dayWords(home.data.day) : null}>
      {may(me, 'insight.forecast') ? <Five /> : null}
      <Loaded from={home}>
        {(data) => {
          const burning: ReactNode[] = []
          if (data.approvals.waiting > 0)
            burning.push(
              <Burn key="a" icon={Stamp} to="/approvals" title={t('today.approvals', { n: data.approvals.waiting })}>
                {data.approvals.oldestSince ? t('today.approvals.since', { at: f.moment(data.approvals.oldestSince) }) : null}
              </Burn>,
            )
          if (data.countdown.burning > 0)
            burning.push(
              <Burn key="c" icon={Hourglass} to="/leads" title={t('today.burning', { n: data.countdown.burning })}>
                {data.countdown.first ? <Countdown dueAt={data.countdown.first.dueAt} prefix={`${data.countdown.first.name} `} /> : null}
              </Burn>,
            )
          if (data.overdue.count > 0)
            burning.push(
              <Burn
                key="o"
                icon={Landmark}
                to="/receivables"
                title={t('today.overdue', { n: data.overdue.count, sum: f.moneyShort(data.overdue.amountFen) })}
              >
                {data.overdue.worst
                  ? t('today.overdue.worst', {
                      name: data.overdue.worst.accountName,
                      sum: f.moneyShort(data.overdue.worst.openFen),
                      days: f.days(data.overdue.worst.overdueDays),
                    })
                  : null}
              </Burn>,
            )
          const quiet = burning.length === 0
          if (data.arrived.count > 0)
            burning.push(
              <Burn
                key="m"
                icon={PartyPopper}
                tone="ok"
                to="/receivables"
                title={t('today.arrived', { sum: f.moneyShort(data.arrived.amountFen) })}
              >
                {t('today.arrived.n', { n: data.arrived.count })}
              </Burn>,
            )
          if (data.pool.leads > 0)
            burning.push(
              <Burn key="p" icon={Waves} tone="plain" to="/pool" title={t('today.pool', { n: data.pool.leads, a: data.pool.gradeA })}>
                {data.pool.claimsLeft === null ? null : t('today.pool.left', { n: data.pool.claimsLeft })}
              </Burn>,
            )
          return (
            <>
              {quiet ? (
                <Card>
                  <Empty icon={Sun} title={t('today.calm')} />
                </Card>
              ) : null}
              <div className="burns">{burning}</div>
              <div className="columns">
                <Tasks />
                {data.visits ? <Visits visits={data.visits} /> : null}
              </div>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

function Burn({
  icon: Icon,
  title,
  children,
  to,
  tone = 'warn',
}: {
  icon: LucideIcon
  title: ReactNode
  children?: ReactNode
  to: string
  tone?: string
}) {
  const t = useT()
  return (
    <section className="card burn" data-tone={tone}>
      <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <b>{title}</b>
        <p>{children}</p>
      </div>
      <Link to={to}>{t('today.open')}</Link>
    </section>
  )
}

function Five() {
  const t = useT()
  const f = useFormats()
  const { data } = useQuery(query.insight.fiveNumbers.queryOptions({ input: {} }))
  if (!data) return null
  const share = (value: number | null) => (value === null ? '—' : f.percent(value))
  return (
    <Figures
      items={[
        { label: t('today.five.notContactedInTime'), value: share(data.notContactedInTime) },
        { label: t('today.five.visitsNotVerified'), value: share(data.visitsNotVerified) },
        { label: t('today.five.movesByOverride'), value: share(data.movesByOverride) },
        {
          label: t('today.five.hoursToContract'),
          value: data.hoursToContract === null ? '—' : t('today.hours', { n: Math.round(data.hoursToContract) }),
        },
        { label: t('today.five.overdueWithoutStep'), value: share(data.overdueWithoutStep) },
      ]}
    />
  )
}

function Tasks() {
  const t = useT()
  const f = useFormats()
  const { data } = useQuery(query.tasks.tasks.queryOptions({ input: { limit: 12 } }))
  const finish = useAct((id: string) => api.tasks.finishTask({ id }))
  return (
    <Card title={t('today.tasks')}>
      {finish.refusal}
      {data?.items.length === 0 ? <p className="quiet">{t('today.tasks.none')}</p> : null}
      <ul className="plain">
        {data?.items.map((task) => (
          <li key={task.id}>
            <span>
              {task.link ? (
                <Link to={task.link}>{t(task.titleKey, fillOf(task.params, f))}</Link>
              ) : (
                t(task.titleKey, fillOf(task.params, f))
              )}
            </span>
            {task.dueAt ? <small className={task.overdue ? 'bad' : 'quiet'}>{f.moment(task.dueAt)}</small> : null}
            {task.may.finish ? (
              <Button size="small" type="text" onClick={() => finish.run(task.id)}>
                {t('today.done')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}

type VisitsShape = NonNullable<Awaited<ReturnType<typeof api.insight.today>>['visits']>

function Visits({ visits }: { visits: VisitsShape }) {
  const t = useT()
  return (
    <Card title={t('today.visits')}>
      {visits.stops.length === 0 ? <p className="quiet">{t('today.visits.none')}</p> : null}
      <ul className="plain">
        {visits.stops.map((stop) => (
          <li key={stop.id}>
            <Link to={`/visits/${stop.id}`}>{stop.subjectName}</Link>
            <small>{t(`visit.purpose.${stop.purpose}`)}</small>
            <small>{stop.goal ?? stop.leftOver ?? ''}</small>
          </li>
        ))}
      </ul>
    </Card>
  )
}
