import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { useServerNow } from '#shared/ui/Countdown.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useWords } from '../shell/useWords.ts'
import { insightScreenMessages } from './insightScreen.messages.ts'

addMessages(insightScreenMessages)

/** Six tiles for the wall: nothing to press, one number that rules the room. Scaled whole to the screen. */
export default function MorningWall() {
  const board = useQuery(query.insight.morningBoard.queryOptions({ refetchInterval: 30_000 }))
  const zoom = useZoom()
  return (
    <div className="wall" style={{ zoom }}>
      <Loaded from={board}>{(data) => <Tiles data={data} readAt={board.dataUpdatedAt} />}</Loaded>
    </div>
  )
}

type Data = NonNullable<ReturnType<typeof useBoard>['data']>
const useBoard = () => useQuery(query.insight.morningBoard.queryOptions())

function Tiles({ data, readAt }: { data: Data; readAt: number }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const now = useServerNow(10_000)
  const stale = Date.now() - readAt > 60_000
  // Every ten minutes two pixels to the side, so that nothing burns in.
  const shift = Math.floor(now.getTime() / 600_000) % 2 ? 2 : 0
  const top = Math.max(1, ...data.ranking.rows.map((row) => row.attainment ?? 0))
  return (
    <div style={{ transform: `translate(${shift}px, ${shift}px)` }}>
      <header>
        <h1>{data.scopeName}</h1>
        <span>{f.dayWords(data.day)}</span>
        <b>{f.time(data.at)}</b>
        {stale ? <em>{t('morning.stale', { at: f.time(data.at) })}</em> : null}
        <Link to="/today">{t('morning.close')}</Link>
      </header>
      <div className="wall-tiles">
        <Tile
          title={t('morning.overdue')}
          tone="warm"
          figure={f.moneyBoard(data.overdue.amountFen)}
          note={t('morning.items', { n: data.overdue.count })}
        >
          {data.overdue.items.slice(0, 4).map((one) => (
            <Row
              key={one.itemId}
              name={one.accountName}
              who={one.ownerName}
              value={f.moneyBoard(one.openFen)}
              side={f.days(one.daysLate)}
              note={one.note ? words(one.note) : null}
            />
          ))}
        </Tile>
        <Tile
          title={t('morning.soon')}
          figure={f.moneyBoard(data.dueSoon.amountFen)}
          note={
            data.dueSoon.todayFen > 0
              ? t('morning.today', { sum: f.moneyBoard(data.dueSoon.todayFen) })
              : t('morning.items', { n: data.dueSoon.count })
          }
        >
          {data.dueSoon.items.slice(0, 4).map((one) => (
            <Row
              key={one.itemId}
              name={one.accountName}
              who={one.ownerName}
              value={f.moneyBoard(one.openFen)}
              side={f.days(-one.daysLate)}
              note={one.note ? words(one.note) : null}
            />
          ))}
        </Tile>
        <Tile
          title={t('morning.completion')}
          figure={data.completion.ratio === null ? '—' : f.percent(data.completion.ratio)}
          note={t('morning.due', { due: f.moneyBoard(data.completion.dueFen), received: f.moneyBoard(data.completion.receivedFen) })}
        >
          <div className="wall-bar">
            <i style={{ width: `${(data.completion.ratio ?? 0) * 100}%` }} />
          </div>
          {data.completion.consequence ? <p>{words(data.completion.consequence)}</p> : null}
        </Tile>
        <Tile title={t('morning.ranking')}>
          {data.ranking.rows.slice(0, 6).map((row) => (
            <div className="wall-rank" key={row.memberId}>
              <span>{row.name}</span>
              <i>
                <i style={{ width: `${((row.attainment ?? 0) / top) * 100}%` }} />
                <u style={{ left: `${(1 / top) * 100}%` }} />
              </i>
              <b>{row.attainment === null ? '—' : f.percent(row.attainment, 0)}</b>
              <small>{f.moneyBoard(row.receivedFen)}</small>
            </div>
          ))}
        </Tile>
        <Tile
          title={t('morning.visits', { day: f.day(data.visits.day) })}
          figure={String(data.visits.visits)}
          note={`${t('morning.valid')} ${data.visits.valid} · ${t('morning.invalid')} ${data.visits.invalid} · ${t('morning.pending')} ${data.visits.pending}`}
        >
          {data.visits.coverageA === null ? null : <p>{t('morning.coverage', { n: f.percent(data.visits.coverageA, 0) })}</p>}
          {data.visits.cases.slice(0, 3).map((one) => (
            <Row
              key={one.visitId}
              name={one.subjectName}
              who={one.memberName}
              value=""
              side={t(`visit.validity.${one.validity}`)}
              note={words(one.words)}
            />
          ))}
        </Tile>
        <Tile
          title={t('morning.stuck')}
          figure={f.moneyBoard(data.stuck.amountFen)}
          note={data.recycling.dueToday > 0 ? t('morning.recycling', { n: data.recycling.dueToday }) : String(data.stuck.count)}
        >
          {data.stuck.items.slice(0, 4).map((one) => (
            <Row
              key={one.id}
              name={one.accountName}
              who={one.ownerName}
              value={f.moneyBoard(one.amountFen)}
              side={f.days(one.idleDays)}
              note={words(one.words)}
            />
          ))}
        </Tile>
      </div>
    </div>
  )
}

function Tile({
  title,
  figure,
  note,
  tone,
  children,
}: {
  title: ReactNode
  figure?: ReactNode
  note?: ReactNode
  tone?: 'warm'
  children?: ReactNode
}) {
  return (
    <section data-tone={tone}>
      <h2>{title}</h2>
      {figure ? (
        <p className="wall-figure">
          <strong>{figure}</strong>
          <span>{note}</span>
        </p>
      ) : null}
      {children}
    </section>
  )
}

function Row({ name, who, value, side, note }: { name: string; who: string | null; value: string; side: string; note: string | null }) {
  return (
    <div className="wall-row">
      <b>{name}</b>
      <span>{value}</span>
      <em>{side}</em>
      <small>{[who, note].filter(Boolean).join(' · ')}</small>
    </div>
  )
}

/** The board is drawn for 1440 × 900 and fits whatever hangs on the wall. */
function useZoom(): number {
  const [zoom, setZoom] = useState(wallZoom)
  useEffect(() => {
    const fit = () => setZoom(wallZoom())
    addEventListener('resize', fit)
    return () => removeEventListener('resize', fit)
  }, [])
  return zoom
}

function wallZoom(): number {
  return Math.min(innerWidth / 1440, innerHeight / 900)
}
