import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRightLeft } from 'lucide-react'
import { query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'

/** Hand-overs that concern me, newest first. */
export function HandOvers({ title }: { title?: string }) {
  const t = useT()
  const f = useFormats()
  const found = useQuery(query.organization.handOvers.queryOptions())
  return (
    <Loaded from={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Card title={title}>
            <Empty icon={ArrowRightLeft} title={t('org.handOvers.none')} />
          </Card>
        ) : (
          <Card title={title} flush>
            <table className="lines text">
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td>
                      <Link className="link" to={`/hand-overs/${one.id}` as string}>
                        {t('org.handOver.line', { from: one.fromName, to: one.toName })}
                      </Link>
                    </td>
                    <td>{f.list(Object.entries(one.counts).map(([kind, n]) => `${t(`holding.${kind}`)} ${f.count(n)}`))}</td>
                    <td>{t(one.leaving ? 'org.handOver.leaving' : 'org.handOver.staying')}</td>
                    <td>{f.moment(one.at)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Card>
        )
      }
    </Loaded>
  )
}
