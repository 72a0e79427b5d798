import { Check, CircleSlash, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '#shared/i18n.ts'
import { Ring } from './Countdown.tsx'

export type GateCondition = {
  key: string
  state: 'met' | 'missing' | 'overridden'
  label: ReactNode
  /** evidence when met, what is in the way when missing */
  detail?: ReactNode
  overriddenBy?: { name: string; reason: string }
  /** button that fills the gap, or a link to the evidence */
  action?: ReactNode
}

type Props = { title: ReactNode; hint?: ReactNode; conditions: GateCondition[] /** show the ring 2/4 (phone) */; ring?: boolean }

/** The check-list that is the refusal: missing first with a button each, met ones with their evidence below. */
export function GateList({ title, hint, conditions, ring }: Props) {
  const order = { missing: 0, overridden: 1, met: 2 }
  const sorted = [...conditions].sort((a, b) => order[a.state] - order[b.state])
  const done = conditions.filter((one) => one.state !== 'missing').length
  return (
    <section className="fl-gate" data-open={done < conditions.length}>
      <header>
        {ring ? (
          <span className="fl-gate-ring">
            <Ring share={conditions.length ? done / conditions.length : 1} size={44} width={5} />
            <b>
              {done}/{conditions.length}
            </b>
          </span>
        ) : done < conditions.length ? (
          <TriangleAlert size={18} strokeWidth={1.75} aria-hidden="true" />
        ) : (
          <Check size={18} strokeWidth={1.75} aria-hidden="true" />
        )}
        <div>
          <h2>{title}</h2>
          {hint ? <p>{hint}</p> : null}
        </div>
      </header>
      <ul>
        {sorted.map((one) => (
          <GateRow key={one.key} condition={one} />
        ))}
      </ul>
    </section>
  )
}

function GateRow({ condition }: { condition: GateCondition }) {
  const t = useT()
  const { state, label, detail, overriddenBy, action } = condition
  return (
    <li data-state={state}>
      <span className="fl-gate-mark">
        {state === 'met' ? <Check size={14} strokeWidth={2.25} aria-hidden="true" /> : null}
        {state === 'overridden' ? <CircleSlash size={16} strokeWidth={1.75} aria-hidden="true" /> : null}
        <span className="fl-sr">{t(`ui.gate.${state}`)}</span>
      </span>
      <div>
        <b>{label}</b>
        {overriddenBy ? <p>{t('ui.gate.by', overriddenBy)}</p> : null}
        {detail ? <p>{detail}</p> : null}
      </div>
      {action}
    </li>
  )
}

/** Conditions as segments on a card: `2/4`. */
export function GateSegments({ done, of }: { done: number; of: number }) {
  return (
    <span className="fl-segments">
      <span aria-hidden="true">
        {Array.from({ length: of }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the segments are all alike
          <i key={i} data-on={i < done} />
        ))}
      </span>
      {done}/{of}
    </span>
  )
}
