import { useEffect, useReducer, useRef, useState } from 'react'
import { onServerTime, serverNow } from '#shared/clock.ts'
import { useFormats, useT } from '#shared/i18n.ts'

type Props = {
  /** instant at which it is due, ISO-8601 UTC */
  dueAt: string
  /** instant at which the clock started; without it the ring takes `totalMs` */
  from?: string
  /** length of the whole clock in ms, default 24 h */
  totalMs?: number
  /** deadline burns (default); opening is something to wait for and never turns red */
  kind?: 'deadline' | 'opening'
  /** what stands before the time, e.g. whose it is */
  prefix?: string
  /** what stands after the time, e.g. `后收回` */
  suffix?: string
  size?: number
  /** hide the words, keep the ring */
  ringOnly?: boolean
}

type Level = 'calm' | 'soon' | 'urgent' | 'past'

const HOUR = 3_600_000
/** Spoken politely when crossed, never on each tick. */
const SPOKEN = [24 * HOUR, 2 * HOUR, 0]

/** @param leftMs what is left @param totalMs the whole clock */
export function countdownLevel(leftMs: number, totalMs: number): Level {
  if (leftMs <= 0) return 'past'
  if (leftMs <= 2 * HOUR) return 'urgent'
  return leftMs <= totalMs / 4 ? 'soon' : 'calm'
}

/** Ring and words of what is left. The ring empties, it never spins; both count by the server's clock. */
export function Countdown({ dueAt, from, totalMs = 24 * HOUR, kind = 'deadline', prefix = '', suffix = '', size = 16, ringOnly }: Props) {
  const f = useFormats()
  const t = useT()
  const now = useServerNow(leftOf(dueAt) < 2 * HOUR ? 5_000 : 20_000).getTime()
  const left = Date.parse(dueAt) - now
  const total = from ? Date.parse(dueAt) - Date.parse(from) : totalMs
  const burning = countdownLevel(left, total)
  const level = kind === 'deadline' || burning === 'calm' ? burning : 'soon'
  const span = f.duration(left)
  const words = `${prefix}${left > 0 ? `${span}${suffix}` : t('ui.overdue', { span })}`
  return (
    <time className="fl-countdown" data-level={level} dateTime={dueAt}>
      <Ring share={Math.max(0, Math.min(1, left / total))} size={size} />
      {ringOnly ? <span className="fl-sr">{words}</span> : <span>{words}</span>}
      <Announce left={left} words={words} />
    </time>
  )
}

function leftOf(dueAt: string): number {
  return Date.parse(dueAt) - serverNow().getTime()
}

/** Says the words once when a threshold is crossed while the screen is open. */
function Announce({ left, words }: { left: number; words: string }) {
  const before = useRef(left)
  const [said, say] = useState('')
  useEffect(() => {
    if (SPOKEN.some((line) => before.current > line && left <= line)) say(words)
    before.current = left
  }, [left, words])
  return (
    <span className="fl-sr" aria-live="polite">
      {said}
    </span>
  )
}

/** A ring that shows a share, 0 to 1, clockwise from the top. Colour is the text's. */
export function Ring({ share, size = 16, width = size / 6 }: { share: number; size?: number; width?: number }) {
  const r = (size - width) / 2
  const around = 2 * Math.PI * r
  return (
    <svg className="fl-ring" width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
      <circle cx={size / 2} cy={size / 2} r={r} fill="none" stroke="var(--ring-track, var(--border))" strokeWidth={width} />
      <circle
        cx={size / 2}
        cy={size / 2}
        r={r}
        fill="none"
        stroke="currentColor"
        strokeWidth={width}
        strokeDasharray={`${around * share} ${around}`}
        strokeLinecap={size > 24 ? 'round' : 'butt'}
        transform={`rotate(-90 ${size / 2} ${size / 2})`}
      />
    </svg>
  )
}

/** Now by the server's clock, renewed every `everyMs`. */
export function useServerNow(everyMs: number): Date {
  const [, tick] = useReducer((n: number) => n + 1, 0)
  useEffect(() => {
    const timer = setInterval(tick, everyMs)
    const stop = onServerTime(tick)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [everyMs])
  return serverNow()
}
