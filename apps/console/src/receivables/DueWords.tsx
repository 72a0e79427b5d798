import { useFormats, useT } from '#shared/i18n.ts'

type Item = { dueOn: string | null; overdueDays: number; daysToDue: number | null; settled: string; event: string }

/** How an instalment stands to its day: `还有 3 天`, `逾期 44 天`. */
export function DueWords({ item }: { item: Item }) {
  const t = useT()
  const f = useFormats()
  if (item.settled === 'paid' || item.settled === 'written_off') return <small className="ok">{t(`settled.${item.settled}`)}</small>
  if (!item.dueOn) return <small className="quiet">{t('rec.due.undated', { event: t(`term_event.${item.event}`) })}</small>
  if (item.overdueDays > 0)
    return <b className={item.overdueDays > 30 ? 'bad' : 'warn'}>{t('rec.due.late', { days: f.days(item.overdueDays) })}</b>
  const left = item.daysToDue ?? 0
  return (
    <small className={left <= 3 ? 'warn' : 'quiet'}>{left === 0 ? t('rec.due.today') : t('rec.due.left', { days: f.days(left) })}</small>
  )
}
