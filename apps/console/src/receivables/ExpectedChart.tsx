import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { SkeletonRows } from '#shared/ui/Skeleton.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { Failed } from '../shell/states.tsx'

const WIDTH = 640
const HEIGHT = 176
const FOOT = 22
const HEAD = 18

/** What the contracts' plans bring in ten weeks: its conclusion in words, the weeks as bars, and the same as a table. */
export function ExpectedChart() {
  const t = useT()
  const f = useFormats()
  const [table, showTable] = useState(false)
  const found = useQuery(query.receivables.expected.queryOptions({ input: {} }))
  const { data } = found
  if (found.isError && !data) return <Failed error={found.error} retry={() => void found.refetch()} />
  if (!data)
    return (
      <Card title={t('rec.expected')}>
        <SkeletonRows rows={4} />
      </Card>
    )
  const sum = data.weeks.reduce((all, week) => all + week.amountFen, 0)
  const most = Math.max(1, ...data.weeks.map((week) => week.amountFen))
  const step = WIDTH / data.weeks.length
  const room = HEIGHT - FOOT - HEAD
  const fullest = data.weeks.find((week) => week.amountFen === most)
  return (
    <Card
      title={t('rec.expected')}
      extra={
        <Button size="small" type="text" onClick={() => showTable(!table)}>
          {t(table ? 'rec.expected.chart' : 'rec.expected.table')}
        </Button>
      }
    >
      <p className="chart-words">
        {t('rec.expected.title', { sum: f.moneyBoard(sum), overdue: f.moneyBoard(data.overdueFen) })}
        {fullest ? ` ${t('rec.expected.most', { day: f.day(fullest.from), sum: f.moneyBoard(most) })}` : ''}
      </p>
      {table ? (
        <table className="lines">
          <thead>
            <tr>
              <th>{t('rec.expected.week')}</th>
              <th>{t('rec.expected.items')}</th>
              <th>{t('rec.expected.amount')}</th>
            </tr>
          </thead>
          <tbody>
            {data.weeks.map((week) => (
              <tr key={week.from}>
                <td>
                  {f.day(week.from)} – {f.day(week.to)}
                </td>
                <td>{week.items}</td>
                <td>{f.money(week.amountFen)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <svg className="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('rec.expected.label')}>
          <line x1={0} x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} stroke="var(--border)" />
          {data.weeks.map((week, i) => {
            const tall = (week.amountFen / most) * room
            const x = i * step + step * 0.18
            return (
              <g key={week.from}>
                {week.amountFen > 0 ? (
                  <>
                    <rect
                      x={x}
                      y={HEIGHT - FOOT - tall}
                      width={step * 0.64}
                      height={tall}
                      rx={3}
                      fill="var(--okbg)"
                      stroke="var(--ok)"
                      strokeDasharray="4 3"
                    />
                    <text x={x + step * 0.32} y={HEIGHT - FOOT - tall - 6} textAnchor="middle" className="chart-value">
                      {f.moneyBoard(week.amountFen)}
                    </text>
                  </>
                ) : null}
                <text x={x + step * 0.32} y={HEIGHT - 6} textAnchor="middle" className="chart-axis">
                  {week.from.slice(5)}
                </text>
              </g>
            )
          })}
        </svg>
      )}
      {data.undatedFen > 0 ? <p className="quiet">{t('rec.expected.undated', { sum: f.moneyBoard(data.undatedFen) })}</p> : null}
    </Card>
  )
}
