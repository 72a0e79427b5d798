import type { Messages } from '#core/messages.ts'

/** Sentences written side by side, so that neither language can be forgotten: `{ key: [Chinese, English] }`. */
export function bilingual(rows: Record<string, readonly [zh: string, en: string]>): Messages {
  const pick = (side: 0 | 1) => Object.fromEntries(Object.entries(rows).map(([key, pair]) => [key, pair[side]]))
  return { zh: pick(0), en: pick(1) }
}
