import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { Stamp } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Skeleton } from '#shared/ui/Skeleton.tsx'
import { Failed } from '../shell/states.tsx'
import { TopKeys } from '../shell/TopKeys.tsx'
import { usePages } from '../shell/usePages.ts'
import { useRowKeys } from '../shell/useRowKeys.ts'
import { ApprovalRecord } from './ApprovalRecord.tsx'
import { approvalScreenMessages } from './approvalScreen.messages.ts'
import { Queue, type Ticked } from './Queue.tsx'

addMessages(approvalScreenMessages)

const BOXES = ['waiting', 'mine', 'copied', 'done'] as const

/** Queue left, the one being decided beside it. ↑↓ walk the queue. */
export default function ApprovalsPage() {
  const t = useT()
  const me = useMe()
  const go = useNavigate()
  const { id } = useParams({ strict: false }) as { id?: string }
  const [box, setBox] = useState<(typeof BOXES)[number]>('waiting')
  const [ticked, tick] = useState<Ticked>(new Map())
  const counts = useQuery(query.approvals.counts.queryOptions()).data
  const list = usePages(['approvals', 'list', box], (cursor) => api.approvals.list({ box, cursor }))
  const shown = id ?? list.rows?.[0]?.id
  const open = (next: string | null) => void go({ to: next ? `/approvals/${next}` : '/approvals' })
  useRowKeys({ ids: list.rows?.map((row) => row.id) ?? [], openId: shown ?? null, letters: true, onInspect: (next) => next && open(next) })
  return (
    <div className="panes">
      <TopKeys hints={[{ keys: ['J', 'K'], words: t('console.keys.next') }]} />
      <aside className="queue" aria-label={t('approvals.title')}>
        <header>
          <h1>{t('approvals.title')}</h1>
          <nav aria-label={t('approvals.title')}>
            {may(me, 'approval.read') ? <Link to="/approvals/waits">{t('approvals.waits')}</Link> : null}
            {may(me, 'approval.flows') ? <Link to="/approvals/flows">{t('approvals.flows')}</Link> : null}
          </nav>
          {counts ? <p>{t('approvals.sentence', { n: counts.waiting, mine: counts.mine })}</p> : null}
          <Segmented
            block
            size="small"
            value={box}
            onChange={setBox}
            options={BOXES.map((value) => ({ value, label: t(`approvals.box.${value}`) }))}
          />
        </header>
        {list.error && !list.rows ? <Failed error={list.error} retry={list.retry} /> : null}
        {!list.rows && !list.error ? <Skeleton /> : null}
        {list.rows ? (
          <Queue key={box} rows={list.rows} shown={shown} open={open} ticked={box === 'waiting' ? ticked : null} tick={tick} />
        ) : null}
        {list.rows?.length === 0 ? (
          <Empty icon={Stamp} title={t(`approvals.empty.${box}`)}>
            {t('approvals.empty.body')}
          </Empty>
        ) : null}
        {list.more.shown ? (
          <Button type="link" block loading={list.more.loading} onClick={list.more.load}>
            {t('approvals.more.rows')}
          </Button>
        ) : null}
      </aside>
      {shown ? (
        <ApprovalRecord key={shown} id={shown} quiet={box === 'waiting' && ticked.size > 0} />
      ) : (
        <div className="page">
          <Empty icon={Stamp} title={t('approvals.pick')} />
        </div>
      )}
    </div>
  )
}
