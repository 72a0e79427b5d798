import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { Bell } from 'lucide-react'
import { api, query } from '#shared/api.ts'
import { t, useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Skeleton } from '#shared/ui/Skeleton.tsx'
import { fillOf } from '#shared/words.ts'
import { type Counts, type Hit, plugs } from '../shell/plugs.ts'
import { useAct } from '../shell/useAct.tsx'

/** Gives the frame its counts, notices and search. */
export function plugRooms(): void {
  plugs.useCounts = useCounts
  plugs.useUnread = useUnread
  plugs.BellPanel = BellPanel
  plugs.search = search
}

function useCounts(): Counts {
  const { data } = useQuery(query.insight.counts.queryOptions({ refetchInterval: 120_000 }))
  if (!data) return {}
  const { act } = data
  const pairs: [string, number | null, number][] = [
    ['leads', data.leads, act.leadsBurning],
    ['pool', data.pool, 0],
    ['accounts', data.accounts, 0],
    ['visits', data.visitsToday, act.visitsToReview],
    ['opportunities', data.opportunities, 0],
    ['approvals', null, act.approvals],
    ['receivables', null, act.receiptsToConfirm],
    ['today', null, act.tasks],
  ]
  const counts: Counts = {}
  for (const [key, n, mine] of pairs) {
    if (mine > 0) counts[key] = { n: mine, mine: true }
    else if (n) counts[key] = { n }
  }
  return counts
}

function useUnread(): number {
  return useQuery(query.notifications.notificationCount.queryOptions()).data?.unread ?? 0
}

async function search(text: string): Promise<Hit[]> {
  const { groups } = await api.insight.search({ q: text })
  return groups.flatMap((group) =>
    group.items.map((hit) => ({
      key: `${hit.kind}-${hit.id}`,
      kind: t(`console.kind.${hit.kind}`),
      title: hit.title,
      detail: [hit.subtitle, hit.ownerName].filter(Boolean).join(' · '),
      path: hit.link,
    })),
  )
}

function BellPanel({ onClose }: { onClose: () => void }) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const list = useQuery(query.notifications.notifications.queryOptions({ input: { limit: 30 } }))
  const read = useAct((input: { ids?: string[]; all?: true }) => api.notifications.readNotifications(input))
  if (!list.data) return <Skeleton />
  if (list.data.items.length === 0)
    return (
      <Empty icon={Bell} title={t('console.bell.none')}>
        {t('console.bell.none.body')}
      </Empty>
    )
  return (
    <div className="bell-list">
      <header>
        <b>{t('console.bell')}</b>
        <Button type="link" size="small" onClick={() => read.run({ all: true })}>
          {t('console.bell.readAll')}
        </Button>
      </header>
      {read.refusal}
      {list.data.items.map((notice) => (
        <button
          key={notice.id}
          type="button"
          data-unread={notice.readAt === null}
          onClick={() => {
            if (!notice.readAt) read.run({ ids: [notice.id] })
            onClose()
            if (notice.link) void go({ to: notice.link })
          }}
        >
          <span>{t(notice.message, fillOf(notice.params, f))}</span>
          <small>
            {f.moment(notice.at)}
            {notice.params.standsInFor ? ` · ${t('notification.stands_in', { name: String(notice.params.standsInFor) })}` : ''}
          </small>
        </button>
      ))}
    </div>
  )
}
