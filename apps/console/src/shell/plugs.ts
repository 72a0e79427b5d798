// What rooms give the frame: counts, notices, search. main.tsx plugs them in; without a plug the frame shows nothing of it.
import type { ComponentType } from 'react'

/** By navigation key. `mine`: I must act, so the count is red. */
export type Counts = Record<string, { n: number; mine?: boolean }>
export type Hit = { key: string /** kind of record, as shown */; kind: string; title: string; detail?: string; path: string }

export type Plugs = {
  useCounts: () => Counts
  useUnread: () => number
  /** list of notices, shown under the bell */
  BellPanel: ComponentType<{ onClose: () => void }> | null
  /** records by text; throws a Problem */
  search: ((text: string) => Promise<Hit[]>) | null
}

export const plugs: Plugs = {
  useCounts: () => ({}),
  useUnread: () => 0,
  BellPanel: null,
  search: null,
}
