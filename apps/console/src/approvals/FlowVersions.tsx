// 版本对比: what one version says and another does not.
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { differenceOf } from '#modules/approvals/difference.rule.ts'
import { type Approver, everyStep, type Flow, type Step } from '#modules/approvals/flow.rule.ts'
import { query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'
import type { FlowShown, FlowWords } from './flowWords.ts'

type Compared = Pick<FlowShown, 'key' | 'version' | 'same' | 'clock' | 'cc'> & { steps: Step[] }
const DRAFT = 'draft'
const tones = { added: 'ok', removed: 'bad', changed: 'warn', moved: 'pri' } as const

type Props = { flow: FlowShown; draft: Compared; words: FlowWords; restore: (version: FlowShown) => void }

export function FlowVersions({ flow, draft, words, restore }: Props) {
  const t = useT()
  const f = useFormats()
  const [from, setFrom] = useState(String(flow.version))
  const [to, setTo] = useState(DRAFT)
  const found = useQuery(query.approvals.flowVersions.queryOptions({ input: { key: flow.key } }))
  return (
    <Loaded from={found}>
      {({ items }) => {
        const versions = items.map((one) => ({
          value: String(one.version),
          label: `${t('flows.compare.n', { n: one.version })} · ${one.effectiveAt ? f.moment(one.effectiveAt) : t('flows.default')}`,
        }))
        const options = [{ value: DRAFT, label: t('flows.draft', { n: flow.version + 1 }) }, ...versions]
        const pick = (version: string): Compared =>
          version === DRAFT ? draft : ((items.find((one) => String(one.version) === version) ?? flow) as Compared)
        const kept = items.find((one) => String(one.version) === from)
        return (
          <>
            <div className="flow-versions-head">
              <Select aria-label={t('flows.compare.from')} value={from} options={versions} onChange={setFrom} />
              <span aria-hidden="true">→</span>
              <Select aria-label={t('flows.compare.to')} value={to} options={options} onChange={setTo} />
              {kept ? <Button onClick={() => restore(kept)}>{t('flows.compare.restore')}</Button> : null}
            </div>
            {kept?.note ? <p className="quiet">{[kept.authorName, kept.note].filter(Boolean).join('：')}</p> : null}
            <Differences before={pick(from)} after={pick(to)} words={words} />
          </>
        )
      }}
    </Loaded>
  )
}

/** Step by step, with what each setting said before and says now. */
function Differences({ before, after, words }: { before: Compared; after: Compared; words: FlowWords }) {
  const t = useT()
  const f = useFormats()
  const rows = differenceOf(before as unknown as Flow, after as unknown as Flow)
  const find = (flow: Compared, id: string) => everyStep(flow.steps).find((step) => step.id === id)
  const whole = (flow: Compared, what: string) => {
    if (what === 'cc') return f.list((flow.cc as Approver[]).map(words.approver)) || '—'
    return what === 'same' || what === 'clock' ? t(`flows.${what}.${flow[what]}`) : '—'
  }
  if (rows.length === 0) return <p className="quiet">{t('flows.compare.same')}</p>
  return (
    <Card flush>
      <table className="lines text flow-diff">
        <tbody>
          {rows.map((row) => {
            const [was, now] = [find(before, row.stepId), find(after, row.stepId)]
            const step = now ?? was
            return (
              <tr key={`${row.kind}-${row.stepId}`}>
                <td>
                  <Chip tone={tones[row.kind]}>{t(`flows.diff.${row.kind}`)}</Chip>
                </td>
                <td data-raw>{step ? words.nameOf(step) : t('flows.settings')}</td>
                <td>
                  {row.kind === 'added' && step ? <small>{said(step, words)}</small> : null}
                  {row.what.map((what) => (
                    <div key={what} className="flow-diff-line">
                      <small>{t(`flows.what.${what}`)}</small>
                      <del>{was ? words.setting(was, what) : whole(before, what)}</del>
                      <ins>{now ? words.setting(now, what) : whole(after, what)}</ins>
                    </div>
                  ))}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Card>
  )
}

function said(step: Step, words: FlowWords): string {
  if (step.kind === 'approve')
    return [words.setting(step, 'approvers'), step.when ? words.condition(step.when) : ''].filter(Boolean).join(' · ')
  if (step.kind === 'cc') return words.setting(step, 'copies')
  return 'branches' in step ? words.setting(step, 'branches') : ''
}
