// The demo company's story is written for Monday 2026-11-23. The running demo is the same story shifted by whole weeks
// to the latest Monday not after today, as data: days are moved, never recomputed.
import { createHash } from 'node:crypto'

const STORY_MONDAY = Date.UTC(2026, 10, 23)
const WEEK = 7 * 24 * 3_600_000
const CHINA = 8 * 3_600_000

export interface Story {
  /** The same id for the same key in every room: `id('C01')`, `id('U07')`. */
  id(key: string): string
  /** A day of the story: `day('2026-10-10')`. */
  day(day: string): string
  /** An instant of the story, given in China time: `at('2026-11-07 09:30')` → ISO UTC. */
  at(local: string): string
}

/** The story as told to a tenant at `now`. */
export function storyFor(tenantId: string, now: Date): Story {
  const shift = Math.floor((now.getTime() + CHINA - STORY_MONDAY) / WEEK) * WEEK
  return {
    id: (key) => storyId(tenantId, key),
    day: (day) => new Date(Date.parse(`${day}T00:00:00Z`) + shift).toISOString().slice(0, 10),
    at: (local) => new Date(Date.parse(`${local.replace(' ', 'T')}${local.length === 16 ? ':00' : ''}+08:00`) + shift).toISOString(),
  }
}

/** A UUID (version 8) made of tenant and key. */
export function storyId(tenantId: string, key: string): string {
  const hex = createHash('sha256').update(`${tenantId}/${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
