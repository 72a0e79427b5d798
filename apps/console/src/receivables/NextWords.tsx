import type { z } from 'zod'
import type { PlanItem as ItemShape } from '#modules/receivables/due.contract.ts'
import { useFormats, useT } from '#shared/i18n.ts'

export type PlanItem = z.output<typeof ItemShape>
/** What was promised, disputed or comes next on an instalment. */
export function NextWords({ item }: { item: PlanItem }) {
  const t = useT()
  const f = useFormats()
  if (item.dispute) return <span className="warn">{t('rec.dispute', { why: item.dispute })}</span>
  if (item.promise) {
    const { person, promisedOn, amountFen, state } = item.promise
    return (
      <span className={state === 'broken' ? 'bad' : undefined}>
        {t(state === 'broken' ? 'rec.promise.broken' : 'rec.promise', { person, day: f.day(promisedOn), sum: f.moneyShort(amountFen) })}
      </span>
    )
  }
  if (item.nextStep) return <span className="quiet">{stepWords(item.nextStep.step, f.day(item.nextStep.onDay), t)}</span>
  return <span className="quiet">—</span>
}

/** A dunning step is named by its days: before the due day, on it, or after. */
export function stepWords(step: number, day: string, t: ReturnType<typeof useT>): string {
  if (step === 0) return t('rec.step.today', { day })
  return t(step < 0 ? 'rec.step.before' : 'rec.step.after', { n: Math.abs(step), day })
}
