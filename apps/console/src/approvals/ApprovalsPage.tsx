import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { Stamp } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Skeleton } from '#shared/ui/Skeleton.tsx'
import { Failed } from '../shell/states.tsx'
import { TopKeys } from '../shell/TopKeys.tsx'
import { usePages } from '../shell/usePages.ts'
import { useRowKeys } from '../shell/useRowKeys.ts'
import { useWords } from '../shell/useWords.ts'
import { ApprovalRecord } from './ApprovalRecord.tsx'
import { approvalScreenMessages } from './approvalScreen.messages.ts'

addMessages(approvalScreenMessages)

const BOXES = ['waiting', 'mine', 'done'] as const

/** Queue left, the one being decided beside it. ↑↓ walk the queue. */
export default function ApprovalsPage() {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const go = useNavigate()
  const { id } = useParams({ strict: false }) as { id?: string }
  const [box, setBox] = useState<(typeof BOXES)[number]>('waiting')
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
        {list.rows?.length === 0 ? (
          <Empty icon={Stamp} title={t(`approvals.empty.${box}`)}>
            {t('approvals.empty.body')}
          </Empty>
        ) : null}
        {list.rows?.map((row) => (
          <button key={row.id} type="button" data-row={row.id} aria-pressed={row.id === shown} onClick={() => open(row.id)}>
            <b>{row.title}</b>
            <strong>{row.amountFen === null ? null : f.moneyShort(row.amountFen)}</strong>
            <small>{words(row.reason)}</small>
            <small>
              {t('approvals.submitted', { name: row.requesterName, at: f.moment(row.requestedAt) })}
              {row.status === 'pending' ? null : (
                <Chip tone={row.status === 'approved' ? 'ok' : 'plain'}>{t(`approval.status.${row.status}`)}</Chip>
              )}
            </small>
          </button>
        ))}
      </aside>
      {shown ? (
        <ApprovalRecord key={shown} id={shown} />
      ) : (
        <div className="page">
          <Empty icon={Stamp} title={t('approvals.pick')} />
        </div>
      )}
    </div>
  )
}
