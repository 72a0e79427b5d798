import { useT } from '#shared/i18n.ts'

/** Rank badge of a lead or an account, A to C (D in rules only). Credit grade is a word, never this. */
export function Grade({ grade, size = 22 }: { grade: string; size?: number }) {
  const t = useT()
  return (
    <span className="fl-grade" data-grade={grade} style={{ width: size, height: size, fontSize: size > 22 ? 13 : 11 }}>
      <span aria-hidden="true">{grade}</span>
      <span className="fl-sr">{t('ui.grade', { grade })}</span>
    </span>
  )
}
