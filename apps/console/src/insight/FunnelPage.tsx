import { useQuery } from '@tanstack/react-query'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { insightScreenMessages } from './insightScreen.messages.ts'

addMessages(insightScreenMessages)

/** What stands in each stage, what moves on, and what money that will bring, month by month. */
export default function FunnelPage() {
  const t = useT()
  const f = useFormats()
  const shown = useLanguage()
  const funnel = useQuery(query.insight.funnel.queryOptions({ input: {} }))
  const forecast = useQuery(query.insight.forecast.queryOptions())
  const data = funnel.data
  return (
    <Page
      title={t('funnel.title')}
      sentence={
        data ? t('funnel.sentence', { n: data.count, sum: f.moneyBoard(data.totalFen), weighted: f.moneyBoard(data.weightedFen) }) : null
      }
    >
      <Loaded from={funnel}>
        {(report) => {
          const most = Math.max(1, ...report.layers.map((one) => one.amountFen))
          return (
            <Card title={t('funnel.layers')} flush>
              <table className="lines">
                <thead>
                  <tr>
                    <th>{t('funnel.stage')}</th>
                    <th>{t('funnel.count')}</th>
                    <th>{t('funnel.conversion')}</th>
                    <th>{t('funnel.median')}</th>
                    <th>{t('funnel.weighted')}</th>
                    <th>{t('funnel.amount')}</th>
                    <th className="bar" />
                  </tr>
                </thead>
                <tbody>
                  {report.layers.map((one) => (
                    <tr key={one.stage}>
                      <td>
                        {one[shown]} <small>{one.weight}%</small>{' '}
                        {report.bottleneck === one.stage ? <Chip tone="warn">{t('funnel.bottleneck')}</Chip> : null}
                      </td>
                      <td>{one.count}</td>
                      <td>{one.conversion === null ? '—' : f.percent(one.conversion, 0)}</td>
                      <td>{one.medianDays === null ? '—' : f.days(Math.round(one.medianDays))}</td>
                      <td>{f.moneyBoard(one.weightedFen)}</td>
                      <td>{f.moneyBoard(one.amountFen)}</td>
                      <td className="bar">
                        <i style={{ width: `${(one.amountFen / most) * 100}%` }} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Card>
          )
        }}
      </Loaded>
      {data && data.lost.reasons.length > 0 ? (
        <Card title={t('funnel.lost')}>
          <div className="chips">
            {data.lost.reasons.map((one) => (
              <Chip key={one.reason}>
                {t(`opportunity.loss.${one.reason}`)} {one.count} · {f.moneyBoard(one.amountFen)}
              </Chip>
            ))}
          </div>
        </Card>
      ) : null}
      <Loaded from={forecast}>
        {(plan) => {
          const most = Math.max(1, ...plan.months.map((one) => one.openFen + one.signedFen))
          return (
            <Card
              title={`${t('funnel.forecast')} ${f.moneyBoard(plan.totalFen)}`}
              note={t('funnel.forecast.note', { sum: f.moneyBoard(plan.overdueFen) })}
              flush
            >
              <table className="lines">
                <thead>
                  <tr>
                    <th>{t('funnel.month')}</th>
                    <th>{t('funnel.openFen')}</th>
                    <th>{t('funnel.signedFen')}</th>
                    <th className="bar" />
                  </tr>
                </thead>
                <tbody>
                  {plan.months.map((one) => (
                    <tr key={one.month}>
                      <td>{one.month}</td>
                      <td>{f.moneyBoard(one.openFen)}</td>
                      <td>{f.moneyBoard(one.signedFen)}</td>
                      <td className="bar">
                        <i data-coming style={{ width: `${(one.openFen / most) * 100}%` }} />
                        <i style={{ width: `${(one.signedFen / most) * 100}%` }} />
                      </td>
                    </tr>
                  ))}
                  <tr>
                    <td>{t('funnel.later')}</td>
                    <td>{f.moneyBoard(plan.laterFen + plan.undatedFen)}</td>
                    <td />
                    <td />
                  </tr>
                </tbody>
              </table>
            </Card>
          )
        }}
      </Loaded>
    </Page>
  )
}
