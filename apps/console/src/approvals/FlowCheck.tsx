// 如果早就这样: what is wrong with the draft, what it changes, and whom it would have asked in the last cases.
import { Check, CircleAlert } from 'lucide-react'
import { useState } from 'react'
import type { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Part } from '../shell/Inspector.tsx'
import { useWords } from '../shell/useWords.ts'

export type Checked = Awaited<ReturnType<typeof api.approvals.checkFlow>>

const VERDICTS = ['same', 'more', 'fewer', 'other', 'stuck'] as const
const FEW = 5

export function FlowCheck({ checked, choose }: { checked: Checked; choose: (id: string) => void }) {
  const t = useT()
  const words = useWords()
  const { faults, counts, cases } = checked
  return (
    <>
      <Part title={faults.length > 0 ? t('flows.faults', { n: faults.length }) : t('flows.check')}>
        {faults.length > 0 ? (
          <ul className="flow-faults">
            {faults.map((fault) => (
              <li key={`${fault.code}-${fault.stepId}-${JSON.stringify(fault.words.params)}`}>
                <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
                <span>{words(fault.words)}</span>
                {fault.stepId ? (
                  <button type="button" className="link" onClick={() => choose(fault.stepId as string)}>
                    {t('flows.fault.show')}
                  </button>
                ) : null}
              </li>
            ))}
          </ul>
        ) : (
          <p className="flow-holds">
            <Check size={16} strokeWidth={2} aria-hidden="true" />
            {t('flows.no_faults')}
          </p>
        )}
      </Part>
      <Part title={cases.length > 0 ? t('flows.cases', { n: cases.length }) : t('flows.cases.none')}>
        {cases.length > 0 ? (
          <ul className="flow-counts">
            {VERDICTS.filter((verdict) => counts[verdict] > 0 || verdict === 'same').map((verdict) => (
              <li key={verdict} data-verdict={verdict}>
                <span>{t(`flows.case.${verdict}`)}</span>
                <i style={{ width: `${(counts[verdict] / cases.length) * 100}%` }} />
                <b>{counts[verdict]}</b>
              </li>
            ))}
          </ul>
        ) : null}
        <ChangedCases cases={cases.filter((one) => one.verdict !== 'same')} />
      </Part>
    </>
  )
}

function ChangedCases({ cases }: { cases: Checked['cases'] }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const [whole, showWhole] = useState(false)
  if (cases.length === 0) return null
  const asked = (steps: Checked['cases'][number]['before']) => f.list(steps.flatMap((step) => step.names)) || t('flows.case.nobody')
  return (
    <>
      <h4 className="flow-h4">{t('flows.case.changed')}</h4>
      <ul className="flow-cases">
        {(whole ? cases : cases.slice(0, FEW)).map((one) => (
          <li key={one.approvalId} data-verdict={one.verdict}>
            <b data-raw>{one.title}</b>
            <span>{one.amountFen === null ? one.number : f.moneyShort(one.amountFen)}</span>
            <small>
              {asked(one.before)} → {one.stuck ? words(one.stuck) : asked(one.after)}
            </small>
          </li>
        ))}
      </ul>
      {!whole && cases.length > FEW ? (
        <button type="button" className="link" onClick={() => showWhole(true)}>
          {t('flows.case.rest', { n: cases.length - FEW })}
        </button>
      ) : null}
    </>
  )
}
