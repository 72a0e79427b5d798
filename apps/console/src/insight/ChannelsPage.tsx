import { useQuery } from '@tanstack/react-query'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { insightScreenMessages } from './insightScreen.messages.ts'

addMessages(insightScreenMessages)

/** What each channel cost and brought, down to cash. */
export default function ChannelsPage() {
  const t = useT()
  const f = useFormats()
  const report = useQuery(query.insight.channelReport.queryOptions({ input: {} }))
  const best = report.data?.rows.filter((row) => row.roi !== null).sort((a, b) => (b.roi ?? 0) - (a.roi ?? 0))[0]
  return (
    <Page
      title={t('channels.title')}
      sentence={report.data ? t('channels.sentence', { from: f.day(report.data.from), until: f.day(report.data.until) }) : null}
    >
      <Loaded from={report}>
        {(data) => (
          <Card title={best?.roi ? t('channels.conclusion', { name: best.name, roi: best.roi.toFixed(2) }) : t('channels.title')} flush>
            <table className="lines">
              <thead>
                <tr>
                  {['name', 'leads', 'valid', 'opportunities', 'won', 'spend', 'cpl', 'cac', 'cash', 'roi'].map((key) => (
                    <th key={key}>{t(`channels.${key}`)}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {[...data.rows, { ...data.total, name: t('channels.total'), channelId: 'total' }].map((row) => (
                  <tr key={row.channelId} data-total={row.channelId === 'total'}>
                    <td>{row.name}</td>
                    <td>{f.count(row.leads)}</td>
                    <td>{f.count(row.valid)}</td>
                    <td>{row.opportunities}</td>
                    <td>{row.won}</td>
                    <td>{f.moneyBoard(row.spendFen)}</td>
                    <td>{row.cplFen === null ? '—' : f.moneyShort(row.cplFen)}</td>
                    <td>{row.cacFen === null ? '—' : f.moneyBoard(row.cacFen)}</td>
                    <td>{f.moneyBoard(row.cashFen)}</td>
                    <td>{row.roi === null ? t('channels.nospend') : row.roi.toFixed(2)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Card>
        )}
      </Loaded>
    </Page>
  )
}
