import { Check, Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '#shared/i18n.ts'

export type Step = {
  key: string
  title: ReactNode
  /** what is asked, or how much is done; locked ones say why */
  detail?: ReactNode
  state: 'done' | 'now' | 'next' | 'locked'
  optional?: boolean
  /** thumbnails, a link, a plus */
  extra?: ReactNode
  onPress?: () => void
}

/** Steps of a task, in order. The present one is tinted; the dock's button does it. */
export function Steps({ steps }: { steps: Step[] }) {
  const t = useT()
  return (
    <ol className="steps">
      {steps.map((step, i) => {
        const words = (
          <span className="step-words">
            <b>
              {step.title}
              {step.optional ? <small>{t('mobile.step.optional')}</small> : null}
            </b>
            {step.detail ? <small>{step.detail}</small> : null}
          </span>
        )
        return (
          <li key={step.key} data-state={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
            <span className="step-mark">
              {step.state === 'done' ? <Check size={18} strokeWidth={2.25} aria-label={t('mobile.step.done')} /> : null}
              {step.state === 'locked' ? <Lock size={15} strokeWidth={1.75} aria-label={t('mobile.step.locked')} /> : null}
              {step.state === 'now' || step.state === 'next' ? i + 1 : null}
            </span>
            {step.onPress ? (
              <button type="button" className="step-press" onClick={step.onPress}>
                {words}
              </button>
            ) : (
              words
            )}
            {step.extra}
          </li>
        )
      })}
    </ol>
  )
}
