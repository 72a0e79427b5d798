import { useMemo } from 'react'
import { useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { type Worded, wordsOf } from '#shared/words.ts'

/** Words a sentence that the server sent as key and facts. */
export function useWords(): (words: Worded) => string {
  const t = useT()
  const f = useFormats()
  return useMemo(() => (words: Worded) => wordsOf(words, t, f), [t, f])
}

/** Picks the side of a pair that fits the language shown. */
export function usePick(): (pair: { zh: string; en: string }) => string {
  const shown = useLanguage()
  return (pair) => pair[shown]
}
