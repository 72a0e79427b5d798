import { Button } from 'antd'
import { Copy } from 'lucide-react'
import { api } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Skeleton } from '#shared/ui/Skeleton.tsx'
import { Why } from '#shared/ui/Why.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { Failed } from '../shell/states.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'
import { reviewMessages } from './review.messages.ts'

addMessages(reviewMessages)

/** Raw leads that look like a record we have: the two side by side, and what to do with them. */
export function ReviewList() {
  const t = useT()
  const f = useFormats()
  const list = usePages(['leads', 'submissions'], (cursor) => api.leads.submissions({ state: 'in_review', cursor }))
  const resolve = useAct((input: { id: string; decision: 'merge' | 'create' | 'reject' }) => api.leads.resolveSubmission(input))
  if (list.error && !list.rows) return <Failed error={list.error} retry={list.retry} />
  if (!list.rows) return <Skeleton />
  if (list.rows.length === 0)
    return (
      <Empty icon={Copy} title={t('review.empty')}>
        {t('review.empty.body')}
      </Empty>
    )
  return (
    <div className="stack">
      {resolve.refusal}
      {list.rows.map((row) => (
        <Card
          key={row.id}
          title={row.incoming?.name ?? String(row.raw.company ?? '—')}
          note={`${row.channelName} · ${f.moment(row.receivedAt)}`}
          extra={
            <Why
              rule={t('review.rule')}
              facts={row.reasons.map((one) => ({
                label: t(`review.fact.${one.fact}`),
                value: `${one.a ?? '—'} ${one.agrees ? '=' : '≠'} ${one.b ?? '—'}`,
                points: one.weight > 0 ? `+${one.weight}` : String(one.weight),
              }))}
            >
              {t('review.score', { n: row.score ?? 0 })}
            </Why>
          }
        >
          <table className="sides">
            <tbody>
              {(['name', 'phone', 'usci', 'email', 'address', 'contactName'] as const).map((key) => (
                <tr key={key}>
                  <th>{t(`review.side.${key}`)}</th>
                  <td>{row.incoming?.[key] ?? '—'}</td>
                  <td>{row.candidate?.side[key] ?? '—'}</td>
                </tr>
              ))}
              <tr>
                <th>{t('review.side.owner')}</th>
                <td>—</td>
                <td>{row.candidate?.ownerName ?? '—'}</td>
              </tr>
            </tbody>
          </table>
          <div className="acts">
            <Button danger onClick={() => resolve.run({ id: row.id, decision: 'reject' })}>
              {t('review.reject')}
            </Button>
            <Button onClick={() => resolve.run({ id: row.id, decision: 'create' })}>{t('review.create')}</Button>
            <Button
              type="primary"
              disabled={!row.candidate}
              loading={resolve.busy}
              onClick={() => resolve.run({ id: row.id, decision: 'merge' })}
            >
              {t('review.merge')}
            </Button>
          </div>
        </Card>
      ))}
    </div>
  )
}
