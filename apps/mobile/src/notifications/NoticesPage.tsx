import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { BellRing, Check, SlidersHorizontal } from 'lucide-react'
import { useEffect } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import { noticeScreenMessages } from './notice.messages.ts'

addMessages(noticeScreenMessages)

/** So many unread requests for approval are fetched whole: the card is there with the tap, also without a network. */
const READY = 3

/** What I was told, newest first; pressing one reads it and leads there. */
export default function NoticesPage() {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const words = useWords()
  const notices = useQuery(query.notifications.notifications.queryOptions({ input: { limit: 60 } }))
  const read = useAct((ids: string[] | null) => api.notifications.readNotifications(ids ? { ids } : { all: true }))
  const unread = notices.data?.items.some((one) => one.readAt === null) ?? false
  const asked = (notices.data?.items ?? [])
    .flatMap((one) => (one.readAt === null && one.link?.startsWith('/approvals/') ? [one.link.split('/')[2] as string] : []))
    .slice(0, READY)
    .join()
  const router = useRouter()
  const client = useQueryClient()
  useEffect(() => {
    for (const id of asked ? asked.split(',') : []) {
      void router.preloadRoute({ to: `/approvals/${id}` })
      void client.prefetchQuery(query.approvals.get.queryOptions({ input: { id } }))
    }
  }, [asked, router, client])
  return (
    <FlowPage
      title={t('notices.title')}
      extra={
        <button
          type="button"
          className="plain-link"
          aria-label={t('notices.settings')}
          onClick={() => void go({ to: '/notifications/settings' })}
        >
          <SlidersHorizontal size={20} strokeWidth={1.75} />
        </button>
      }
      dock={
        unread ? (
          <BigButton look="plain" icon={Check} busy={read.busy} onPress={() => read.run(null)}>
            {t('notices.readAll')}
          </BigButton>
        ) : undefined
      }
    >
      {read.refusal}
      <Loaded of={notices}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={BellRing} title={t('notices.none')}>
              {t('notices.none.body')}
            </Empty>
          ) : (
            <Rows
              rows={items.map((one) => ({
                key: one.id,
                lead: (
                  <BellRing
                    size={20}
                    strokeWidth={1.75}
                    style={{ color: one.readAt ? undefined : one.urgent ? 'var(--bad)' : 'var(--pri)' }}
                  />
                ),
                title: <span style={{ fontWeight: one.readAt ? 400 : 600 }}>{words({ key: one.message, params: one.params })}</span>,
                detail: one.params.standsInFor
                  ? `${f.moment(one.at)} · ${t('notification.stands_in', { name: String(one.params.standsInFor) })}`
                  : f.moment(one.at),
                onPress: () => {
                  if (!one.readAt) read.run([one.id])
                  if (one.link) void go({ to: one.link })
                },
              }))}
            />
          )
        }
      </Loaded>
    </FlowPage>
  )
}
