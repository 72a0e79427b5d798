import { Link, useNavigate } from '@tanstack/react-router'
import { CalendarCheck, CalendarPlus, CornerDownRight, Goal, MapPinCheck, Navigation } from 'lucide-react'
import { useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { PaperMap } from '#shared/ui/PaperMap.tsx'
import { useKept } from '../offline/kept.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { usePick } from '../shell/useWords.ts'
import { useHere } from '../visits/useHere.ts'
import type { Stop } from './Today.tsx'
import type { TodayData } from './todayQuery.ts'

type Visits = NonNullable<TodayData['visits']>

/** The first half of the screen: where to, what was left over, one goal, one button. */
export function NextStop({ stop, visits }: { stop: Stop | null; visits: Visits }) {
  const t = useT()
  const go = useNavigate()
  if (!stop) {
    const { done, valid, planned } = visits.counts
    const finished = done > 0 && planned <= done
    return (
      <section className="phone-card">
        <Empty
          icon={finished ? CalendarCheck : CalendarPlus}
          title={t(finished ? 'today.allDone' : 'today.noStop')}
          action={
            <BigButton narrow look={finished ? 'plain' : 'filled'} onPress={() => void go({ to: '/visits' })}>
              {t('today.noStop.do')}
            </BigButton>
          }
        >
          {finished ? t('today.allDone.body', { done, valid }) : t('today.noStop.body')}
        </Empty>
      </section>
    )
  }
  return <StopCard stop={stop} />
}

const AWAY_M = 1_000

function StopCard({ stop }: { stop: Stop }) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const pick = usePick()
  const here = useHere()
  const kept = useKept(`visit:${stop.id}`)
  const running = stop.status === 'in_progress' || kept.some((act) => act.path.endsWith('/check-in'))
  const near = here.distanceTo(stop.point)
  // From afar the next act is the way; near by, or where nobody knows, it is the check-in.
  const away = !running && near !== null && near > AWAY_M + stop.fence.radiusM
  const open = () => void go({ to: '/visits/$id', params: { id: stop.id } } as never)
  // Navigation itself is the phone's: the map app opens beside ours, and the visit waits here.
  const drive = () => {
    if (stop.point)
      location.href = `geo:${stop.point.lat},${stop.point.lng}?q=${stop.point.lat},${stop.point.lng}(${encodeURIComponent(stop.siteName ?? stop.subjectName)})`
    else open()
  }
  return (
    <section className="phone-card map-card">
      {stop.point ? (
        <PaperMap
          site={{ ...stop.point, name: stop.siteName ?? stop.subjectName }}
          radiusM={stop.fence.radiusM}
          height={132}
          focusX={0.72}
          position={here.fix ? { ...here.fix, inside: null } : null}
          bare
        >
          <span className="map-label">
            {running ? t('today.underWay') : stop.plannedAt ? t('today.next.at', { time: f.time(stop.plannedAt) }) : t('today.next')}
          </span>
          {near === null ? null : (
            <span className="map-label" data-side="right">
              {f.distance(near)}
            </span>
          )}
        </PaperMap>
      ) : null}
      <div>
        <div className="card-head">
          {stop.level ? <Grade grade={stop.level} size={24} /> : null}
          <h2>
            <Link className="card-link" to={`/visits/${stop.id}`}>
              {stop.subjectName}
            </Link>
          </h2>
          <small>{pick(stop.template)}</small>
        </div>
        {stop.leftOver ? (
          <p className="with-icon" data-tone="warn">
            <CornerDownRight size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('today.leftOver', { text: stop.leftOver })}
          </p>
        ) : null}
        {stop.goal ? (
          <p className="with-icon">
            <Goal size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('today.goal', { text: stop.goal })}
          </p>
        ) : null}
        <div className="buttons">
          {running ? <BigButton onPress={open}>{t('today.continue')}</BigButton> : null}
          {running || away ? null : (
            <BigButton icon={MapPinCheck} onPress={open}>
              {t('today.start')}
            </BigButton>
          )}
          {away ? (
            <BigButton icon={Navigation} onPress={drive}>
              {t('today.go')}
            </BigButton>
          ) : null}
          <Link className="big-button" data-look="plain" data-narrow="true" to={`/briefings/${stop.subjectType}/${stop.subjectId}`}>
            {t('today.briefing')}
          </Link>
        </div>
      </div>
    </section>
  )
}
