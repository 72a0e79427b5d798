import { useQuery } from '@tanstack/react-query'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { orgMessages } from './org.messages.ts'

addMessages(orgMessages)

/** What the company uses of the house, month by month. */
export default function UsagePage() {
  const t = useT()
  const f = useFormats()
  const found = useQuery(query.organization.usage.queryOptions())
  const worded = (unit: 'count' | 'bytes', n: number): string => (unit === 'bytes' ? bytesWords(n, f.count) : f.count(n))
  return (
    <Loaded from={found}>
      {({ members, kinds, months }) => (
        <Page title={t('usage.title')} sentence={t('usage.sentence')}>
          <div className="four">
            <section className="card">
              <p>{t('usage.members')}</p>
              <b>{f.count(members.active)}</b>
              <small>{t('usage.disabled', { n: members.disabled })}</small>
            </section>
            {kinds
              .filter((one) => one.kind !== 'files')
              .map((one) => (
                <section key={one.kind} className="card">
                  <p>{t(`usage.${one.kind}`)}</p>
                  <b>{worded(one.unit, one.total)}</b>
                  <small>{t('usage.month', { n: worded(one.unit, one.months.at(-1) ?? 0) })}</small>
                </section>
              ))}
          </div>
          <Card title={t('usage.months')} flush>
            <div className="wide">
              <table className="lines">
                <thead>
                  <tr>
                    <th>{t('usage.col.month')}</th>
                    {kinds.map((one) => (
                      <th key={one.kind}>{t(`usage.${one.kind}`)}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {months.toReversed().map((month, back) => (
                    <tr key={month}>
                      <td>{month}</td>
                      {kinds.map((one) => (
                        <td key={one.kind}>{worded(one.unit, one.months[months.length - 1 - back] ?? 0)}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Card>
        </Page>
      )}
    </Loaded>
  )
}

function bytesWords(n: number, count: (n: number) => string): string {
  if (n < 1_000_000) return `${count(Math.round(n / 1000))} kB`
  return n < 1_000_000_000 ? `${(n / 1_000_000).toFixed(1)} MB` : `${(n / 1_000_000_000).toFixed(2)} GB`
}
