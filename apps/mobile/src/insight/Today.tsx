import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { BellRing, ClipboardList, Coins, MapPin, Stamp, Sunrise, UsersRound, Waves } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import type { z } from 'zod'
import type { Stop as StopShape } from '#modules/visits/visit.contract.ts'
import { serverNow } from '#shared/clock.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { SyncPill } from '#shared/ui/SyncPill.tsx'
import { useSync } from '../offline/outbox.ts'
import { Loaded } from '../shell/Loaded.tsx'
import { type Row, Rows } from '../shell/Rows.tsx'
import { TabPage } from '../shell/TabPage.tsx'
import { usePick } from '../shell/useWords.ts'
import { BurningPair } from './BurningPair.tsx'
import { NextStop } from './NextStop.tsx'
import { todayMessages } from './today.messages.ts'
import { type TodayData, todayQuery } from './todayQuery.ts'

addMessages(todayMessages)

/** Stands below what one opens the app for, and comes a moment after it. */
const DutyStrip = lazy(() => import('./DutyStrip.tsx'))

export type Stop = z.output<typeof StopShape>

/** 今日: the next stop first, then what burns, then the rest of the day. */
export default function TodayPage() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const sync = useSync()
  const go = useNavigate()
  const today = useQuery(todayQuery)
  const name = me?.name ?? ''
  // A Chinese given name alone is how colleagues speak; other names stay whole.
  const short = /^[一-鿿]{3,4}$/.test(name) ? name.slice(1) : name
  const data = today.data
  useAhead(data?.visits?.stops)
  return (
    <TabPage
      title={t(greeting(f.time(serverNow().toISOString())), { name: short })}
      sentence={data ? sentence(data, t, f) : undefined}
      extra={
        <>
          <SyncPill state={sync} onPress={() => void go({ to: '/outbox' })} />
          <Avatar name={name} size={40} />
        </>
      }
    >
      <Loaded of={today}>{(shown) => <Day today={shown} />}</Loaded>
    </TabPage>
  )
}

const AHEAD_MS = 1_500

/** Once the screen stands, what its visits will need is read: the next door may have no network. */
function useAhead(stops: readonly Stop[] | undefined) {
  const client = useQueryClient()
  const ids = (stops ?? []).map((stop) => stop.id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same stops are read ahead once
  useEffect(() => {
    if (!stops?.length) return
    const timer = setTimeout(() => void import('../visits/ahead.ts').then((ahead) => ahead.readAhead(client, stops)), AHEAD_MS)
    return () => clearTimeout(timer)
  }, [client, ids])
}

function greeting(time: string): string {
  if (time < '12:00') return 'today.morning'
  return time < '18:00' ? 'today.noon' : 'today.evening'
}

function sentence(today: TodayData, t: ReturnType<typeof useT>, f: ReturnType<typeof useFormats>): string {
  const day = f.dayWords(today.day)
  const stops = today.visits?.stops.length ?? 0
  if (stops === 0) return t('today.sentence.plain', { day })
  const far = today.visits?.totalM ?? 0
  return far > 0
    ? t('today.sentence', { day, n: stops, far: f.distance(Math.round(far / 1000) * 1000).replace('.0', '') })
    : t('today.sentence.stops', { day, n: stops })
}

function Day({ today }: { today: TodayData }) {
  const t = useT()
  const me = useMe()
  const { visits } = today
  const first = visits?.current ?? visits?.next ?? null
  const rest = (visits?.stops ?? []).filter((stop) => stop.id !== first?.id && stop.status === 'planned')
  // Who leads others has a day without stops: then what waits for a decision comes first.
  const leads = may(me, 'insight.board') && (visits?.stops.length ?? 0) === 0
  const doesVisits = may(me, 'visit.do') && visits !== null && !leads
  return (
    <>
      <Arrived today={today} />
      {doesVisits && visits ? <NextStop stop={first} visits={visits} /> : null}
      <Waiting today={today} />
      {may(me, 'lead.read') ? <BurningPair today={today} /> : null}
      {rest.length > 0 ? (
        <section aria-label={t('today.rest')}>
          <StopRows stops={rest} />
        </section>
      ) : null}
      {doesVisits && visits ? (
        <Suspense fallback={<div className="quiet-note duty-place" />}>
          <DutyStrip duty={visits.duty} />
        </Suspense>
      ) : null}
      <More today={today} />
    </>
  )
}

/** Money that came since the last working day: the one green thing. */
function Arrived({ today }: { today: TodayData }) {
  const t = useT()
  const f = useFormats()
  const { amountFen, count } = today.arrived
  if (amountFen <= 0) return null
  return (
    <section className="phone-card" data-tone="ok">
      <h2 style={{ color: 'var(--ok)' }}>
        <Coins size={20} strokeWidth={1.75} aria-hidden="true" /> {t('today.arrived', { sum: f.moneyShort(amountFen) })}
      </h2>
      <p>{t('today.arrived.detail', { n: count })}</p>
    </section>
  )
}

/** Approvals stand above everything a manager only reads. */
function Waiting({ today }: { today: TodayData }) {
  const t = useT()
  const f = useFormats()
  const { waiting, oldestSince } = today.approvals
  if (waiting === 0) return null
  return (
    <Rows
      rows={[
        {
          key: 'approvals',
          to: '/approvals',
          lead: <Stamp size={20} strokeWidth={1.75} style={{ color: 'var(--warn)' }} />,
          title: t('today.approvals', { n: waiting }),
          detail: oldestSince
            ? t('today.approvals.since', { span: f.duration(serverNow().getTime() - Date.parse(oldestSince)) })
            : undefined,
        },
      ]}
    />
  )
}

function StopRows({ stops }: { stops: Stop[] }) {
  const f = useFormats()
  const pick = usePick()
  return (
    <Rows
      rows={stops.map((stop) => ({
        key: stop.id,
        to: `/visits/${stop.id}`,
        lead: stop.plannedAt ? f.time(stop.plannedAt) : <MapPin size={20} strokeWidth={1.75} />,
        title: (
          <>
            {stop.subjectName} {stop.level ? <Grade grade={stop.level} /> : null}
          </>
        ),
        detail: [pick(stop.template), stop.goal ?? stop.leftOver, stop.distanceM === null ? null : f.distance(stop.distanceM)]
          .filter(Boolean)
          .join(' · '),
      }))}
    />
  )
}

/** What else there is: team, pool, tasks, notices. */
function More({ today }: { today: TodayData }) {
  const t = useT()
  const me = useMe()
  const icon = { size: 20, strokeWidth: 1.75 }
  const rows: Row[] = []
  if (may(me, 'insight.board')) {
    rows.push({
      key: 'morning',
      to: '/morning',
      lead: <Sunrise {...icon} />,
      title: t('today.morningBoard'),
      detail: t('today.morningBoard.detail'),
    })
    rows.push({ key: 'team', to: '/team', lead: <UsersRound {...icon} />, title: t('today.team'), detail: t('today.team.detail') })
  }
  if (may(me, 'pool.read') && today.pool.leads > 0)
    rows.push({
      key: 'pool',
      to: '/pool',
      lead: <Waves {...icon} />,
      title: t('today.pool', { n: today.pool.leads, a: today.pool.gradeA }),
      detail: today.pool.claimsLeft === null ? undefined : t('today.pool.left', { n: today.pool.claimsLeft }),
    })
  if (today.tasks.open > 0)
    rows.push({
      key: 'tasks',
      to: '/tasks',
      lead: <ClipboardList {...icon} />,
      title: t('today.tasks', { n: today.tasks.open }),
      detail: today.tasks.dueToday > 0 ? t('today.tasks.due', { n: today.tasks.dueToday }) : undefined,
    })
  if (today.notices.unread > 0)
    rows.push({
      key: 'notices',
      to: '/notifications',
      lead: <BellRing {...icon} />,
      title: t('today.notices', { n: today.notices.unread }),
    })
  return rows.length > 0 ? <Rows rows={rows} /> : null
}
