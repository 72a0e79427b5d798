import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { Stamp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { query } from '#shared/api.ts'
import { serverNow } from '#shared/clock.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { TabPage, TapChip } from '../shell/TabPage.tsx'
import { useWords } from '../shell/useWords.ts'
import { approvalScreenMessages } from './approval.messages.ts'
import { BatchSheet } from './BatchSheet.tsx'

addMessages(approvalScreenMessages)

const boxes = ['waiting', 'mine', 'copied', 'done'] as const

/** So many of the longest waiting are fetched whole, to be decided without a network. */
const KEPT = 10

/** 审批: what waits for me, the longest first. */
export default function ApprovalsPage() {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const [box, setBox] = useState<(typeof boxes)[number]>('waiting')
  const counts = useQuery(query.approvals.counts.queryOptions())
  const list = useQuery(query.approvals.list.queryOptions({ input: { box, limit: 60 } }))
  const client = useQueryClient()
  const router = useRouter()
  const [together, setTogether] = useState(false)
  const waiting = box === 'waiting' ? (list.data?.items ?? []) : []
  const plain = waiting.filter((one) => one.plain && one.may.approve)
  const first = waiting
    .slice(0, KEPT)
    .map((one) => one.id)
    .join()
  useEffect(() => {
    if (first) void router.preloadRoute({ to: `/approvals/${first.split(',')[0]}` })
    const cards = (first ? first.split(',') : []).map((id) => client.prefetchQuery(query.approvals.get.queryOptions({ input: { id } })))
    // To hand one on without a network, too; the cards come first.
    if (cards.length > 0) void Promise.all(cards).then(() => client.prefetchQuery(query.organization.members.queryOptions()))
  }, [first, client, router])
  return (
    <TabPage
      title={t('approve.title')}
      extra={
        plain.length > 1 ? (
          <button type="button" className="plain-link" onClick={() => setTogether(true)}>
            {t('approve.batch')}
          </button>
        ) : undefined
      }
      sentence={counts.data ? t('approve.sentence', { n: counts.data.waiting }) : undefined}
      chips={boxes.map((key) => (
        <TapChip key={key} on={box === key} onPress={() => setBox(key)}>
          {t(`approve.box.${key}`)}
        </TapChip>
      ))}
    >
      <Loaded of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={Stamp} title={t(`approve.empty.${box}`)}>
              {t(`approve.empty.${box}.body`)}
            </Empty>
          ) : (
            items.map((one) => (
              <Link key={one.id} className="card-link" to={`/approvals/${one.id}`}>
                <section className="phone-card">
                  <div className="card-head">
                    <h2>{one.title}</h2>
                    <b>
                      <Money fen={one.amountFen} as="short" />
                    </b>
                  </div>
                  <p>{words(one.reason)}</p>
                  <div className="card-foot">
                    <div>
                      {one.requesterName} · {one.number}
                    </div>
                    <small className="quiet">
                      {one.status === 'pending' && one.waitingSince
                        ? t('approve.waited', { span: f.duration(serverNow().getTime() - Date.parse(one.waitingSince)) })
                        : t(`approve.status.${one.status}`)}
                    </small>
                  </div>
                </section>
              </Link>
            ))
          )
        }
      </Loaded>
      {together ? <BatchSheet waiting={plain} onClose={() => setTogether(false)} /> : null}
    </TabPage>
  )
}
