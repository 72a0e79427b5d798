import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { Timer } from 'lucide-react'
import { useState } from 'react'
import { type api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useWords } from '../shell/useWords.ts'
import { waitMessages } from './wait.messages.ts'

addMessages(waitMessages)

const RANGES = [30, 90, 365] as const
type Row = Awaited<ReturnType<typeof api.approvals.waits>>['steps'][number]

/** 等了多久: where approvals wait, by step and by person. What waits now stands beside what was answered. */
export default function WaitsPage() {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const [days, setDays] = useState<number>(90)
  const found = useQuery(query.approvals.waits.queryOptions({ input: { days } }))
  const nameOf = (row: Row) => `${t(`approval.flow.${row.flowKey}`)} · ${words(row.label)}`
  const slowest = found.data?.steps.find((row) => row.medianMinutes !== null)
  return (
    <Page
      title={t('waits.title')}
      sentence={
        slowest ? t('waits.sentence', { step: nameOf(slowest), span: f.duration((slowest.medianMinutes ?? 0) * 60_000) }) : t('waits.what')
      }
      actions={
        <Segmented
          aria-label={t('waits.range')}
          value={days}
          onChange={setDays}
          options={RANGES.map((value) => ({ value: value as number, label: t('waits.days', { n: value }) }))}
        />
      }
    >
      <Loaded from={found}>
        {({ steps, people }) =>
          steps.length === 0 ? (
            <Empty icon={Timer} title={t('waits.empty')}>
              {t('waits.empty.body')}
            </Empty>
          ) : (
            <>
              <Card title={t('waits.steps')} note={t('waits.steps.note')} flush>
                <Meter rows={steps} head={t('waits.step')} name={(row) => nameOf(row)} />
              </Card>
              <Card title={t('waits.people')} flush>
                <Meter
                  rows={people}
                  head={t('waits.person')}
                  name={(row) => (
                    <span className="person">
                      <Avatar name={row.name} size={22} /> <span data-raw>{row.name}</span>
                    </span>
                  )}
                />
              </Card>
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

function Meter({ rows, head, name }: { rows: Row[]; head: string; name: (row: Row) => React.ReactNode }) {
  const t = useT()
  const f = useFormats()
  const longest = Math.max(1, ...rows.map((row) => row.medianMinutes ?? 0))
  const span = (minutes: number | null) => (minutes === null ? '—' : f.duration(minutes * 60_000))
  return (
    <table className="lines waits">
      <thead>
        <tr>
          <th>{head}</th>
          <th>{t('waits.answered')}</th>
          <th>{t('waits.median')}</th>
          <th aria-label={t('waits.bar')} />
          <th>{t('waits.slowest')}</th>
          <th>{t('waits.open')}</th>
          <th>{t('waits.longest')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.flowKey} ${row.memberId ?? JSON.stringify(row.label)}`}>
            <td>{name(row)}</td>
            <td>{row.answered}</td>
            <td>
              <b>{span(row.medianMinutes)}</b>
            </td>
            <td className="bar">
              <i style={{ width: `${((row.medianMinutes ?? 0) / longest) * 100}%` }} />
            </td>
            <td>{span(row.slowestMinutes)}</td>
            <td>{row.open || '—'}</td>
            <td className={row.longestOpenMinutes !== null && row.longestOpenMinutes > 48 * 60 ? 'warn' : undefined}>
              {span(row.longestOpenMinutes)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
