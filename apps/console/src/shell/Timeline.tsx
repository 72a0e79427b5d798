import { knows, useFormats, useT } from '#shared/i18n.ts'
import { fillOf } from '#shared/words.ts'

export type Entry = {
  id: string
  at: string
  type: string
  actorName: string | null
  payload: Record<string, unknown>
  /** what a person wrote, when the entry is a follow-up */
  text?: string | null
}

/** What happened, newest first: when, what in words, who. */
export function Timeline({ entries }: { entries: Entry[] }) {
  const t = useT()
  const f = useFormats()
  if (entries.length === 0) return <p className="quiet">{t('console.timeline.none')}</p>
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <li key={entry.id}>
          <time dateTime={entry.at}>{f.moment(entry.at)}</time>
          <div>
            <span>{eventWords(entry, t, f)}</span>
            {entry.text ? <p>{entry.text}</p> : null}
            <small>{entry.actorName ?? t('console.system')}</small>
          </div>
        </li>
      ))}
    </ol>
  )
}

/** The sentence of an event; its payload fills the places. */
export function eventWords(
  entry: { type: string; payload: Record<string, unknown> },
  t: ReturnType<typeof useT>,
  f: ReturnType<typeof useFormats>,
): string {
  const key = `event.${entry.type}`
  if (!knows(key)) return entry.type
  // A payload without one of the facts leaves the place out, not the placeholder in.
  return t(key, fillOf(entry.payload, f))
    .replace(/\s*\{\w+\}/g, '')
    .trim()
}
