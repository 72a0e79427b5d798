import { useQuery } from '@tanstack/react-query'
import { CloudCheck, CloudOff, CloudUpload, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { useFormats, useT } from '#shared/i18n.ts'
import { problem, problemSentence } from '#shared/problem.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Dialog } from '../shell/antdMobile.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { theOutbox, useSync } from './outbox.ts'
import { isHeld, type QueuedAct } from './queue.ts'

/** What waits on this phone, and what needs the person: send again or give up. */
export default function OutboxScreen() {
  const t = useT()
  const sync = useSync()
  const acts = useQuery({ queryKey: ['outbox'], queryFn: () => theOutbox().list(), networkMode: 'always', staleTime: 0 })
  const { refetch } = acts
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the outbox says something, the list is read again
  useEffect(() => void refetch(), [sync, refetch])
  const rows = acts.data ?? []
  return (
    <FlowPage
      title={t('mobile.sync.title')}
      dock={
        rows.some((act) => act.state === 'waiting') ? (
          <BigButton icon={CloudUpload} busy={sync.kind === 'sending'} onPress={() => void theOutbox().drain()}>
            {t('mobile.sync.now')}
          </BigButton>
        ) : undefined
      }
    >
      {rows.length === 0 ? (
        <Empty icon={CloudCheck} title={t('mobile.sync.none')}>
          {t('mobile.sync.none.body')}
        </Empty>
      ) : (
        rows.map((act) => <ActCard key={act.id} act={act} held={isHeld(rows, act)} sending={sync.kind === 'sending'} />)
      )}
    </FlowPage>
  )
}

function ActCard({ act, held, sending }: { act: QueuedAct; held: boolean; sending: boolean }) {
  const t = useT()
  const f = useFormats()
  const attention = act.state === 'attention'
  const Icon = attention ? TriangleAlert : CloudOff
  const conflict = act.problem?.status === 412 || act.problem?.code === 'common.stale'
  const drop = async () => {
    const sure = await Dialog.confirm({
      content: t('mobile.sync.drop.ask', { label: act.label }),
      confirmText: t('mobile.sync.drop'),
      cancelText: t('mobile.sync.keep'),
    })
    if (sure) await theOutbox().drop(act.id)
  }
  return (
    <section className="phone-card" data-tone={attention ? 'warn' : undefined}>
      <div className="act">
        <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
        <div>
          <b>{act.label}</b>
          <p>
            {f.moment(act.doneAt)} ·{' '}
            {attention && act.problem
              ? conflict
                ? t('mobile.sync.conflict')
                : problemSentence(problem(act.problem))
              : t(held ? 'mobile.sync.held' : sending ? 'mobile.sync.sending' : 'mobile.sync.waiting')}
          </p>
        </div>
      </div>
      {attention ? (
        <div className="act-answers">
          <BigButton look="danger" onPress={() => void drop()}>
            {t('mobile.sync.drop')}
          </BigButton>
          <BigButton onPress={() => void theOutbox().again(act)}>{t('mobile.sync.again')}</BigButton>
        </div>
      ) : null}
    </section>
  )
}
