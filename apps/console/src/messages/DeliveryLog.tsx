import { useQuery } from '@tanstack/react-query'
import { App, Button, Popconfirm, Popover, Select } from 'antd'
import { MailCheck } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { wordsOf } from '#shared/words.ts'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'

type Row = Awaited<ReturnType<typeof api.notifications.messages>>['items'][number]
const STATES = ['waiting', 'digest', 'sending', 'accepted', 'delivered', 'failed', 'unclear', 'withheld', 'merged'] as const
const TONES: Partial<Record<Row['state'], 'ok' | 'warn' | 'bad'>> = { delivered: 'ok', failed: 'bad', unclear: 'warn' }

/** What went where. Accepted by the vendor is not delivered, and says so. */
export function DeliveryLog() {
  const t = useT()
  const [state, setState] = useState<Row['state'] | undefined>()
  const list = usePages(['notifications', 'messages', state], (cursor) => api.notifications.messages({ state, cursor }))
  const { message } = App.useApp()
  const stop = useAct(
    (id: string) => api.notifications.stopMessages({ id }),
    () => void message.success(t('msg.stop.done')),
  )
  return (
    <>
      {stop.refusal}
      <div className="list-filters">
        <Select
          allowClear
          value={state}
          onChange={setState}
          placeholder={t('msg.col.state')}
          aria-label={t('msg.col.state')}
          style={{ width: 200 }}
          options={STATES.map((value) => ({ value, label: t(`msg.state.${value}`) }))}
        />
      </div>
      <Messages
        list={list}
        act={(row) =>
          row.may.stop ? (
            <Popconfirm title={t('msg.stop.ask')} okText={t('msg.stop')} showCancel={false} onConfirm={() => stop.run(row.id)}>
              <Button size="small" type="text">
                {t('msg.stop')}
              </Button>
            </Popconfirm>
          ) : null
        }
        empty={
          <Empty icon={MailCheck} title={t('msg.log.none')}>
            {t('msg.log.none.body')}
          </Empty>
        }
      />
    </>
  )
}

/** What is not tried again by itself: somebody mends the cause, then sends it once more. */
export function DeadLetters() {
  const t = useT()
  const list = usePages(['notifications', 'messages', 'stuck'], (cursor) => api.notifications.messages({ state: 'stuck', cursor }))
  const replay = useAct((ids: string[]) => api.notifications.replayMessages({ ids }))
  const all = (list.rows ?? []).map((row) => row.id)
  return (
    <>
      {replay.refusal}
      {all.length > 0 ? (
        <div className="list-filters" style={{ alignItems: 'center' }}>
          <span className="quiet">{t('msg.stuck.about')}</span>
          <Button loading={replay.busy} onClick={() => replay.run(all)}>
            {t('msg.replay', { n: all.length })}
          </Button>
        </div>
      ) : null}
      <Messages
        list={list}
        act={(row) => (
          <Button size="small" onClick={() => replay.run([row.id])}>
            {t('msg.replay.one')}
          </Button>
        )}
        empty={
          <Empty icon={MailCheck} title={t('msg.stuck.none')}>
            {t('msg.stuck.none.body')}
          </Empty>
        }
      />
    </>
  )
}

type List = ReturnType<typeof usePages<Row>>

function Messages({ list, act, empty }: { list: List; act: (row: Row) => ReactNode; empty: ReactNode }) {
  const t = useT()
  const f = useFormats()
  const columns: ListColumn<Row>[] = [
    { title: t('msg.col.at'), width: 116, render: (_, row) => f.moment(row.createdAt) },
    { title: t('msg.col.channel'), width: 110, render: (_, row) => t(`msg.channel.${row.channel}`) },
    {
      title: t('msg.col.to'),
      width: 90,
      render: (_, row) => row.memberName ?? t(row.channel.endsWith('_robot') ? 'msg.group' : 'msg.customer'),
    },
    { title: t('msg.col.what'), render: (_, row) => <What row={row} /> },
    {
      title: t('msg.col.state'),
      width: 200,
      render: (_, row) => (
        <span className="two">
          <b>
            <Chip tone={TONES[row.state] ?? 'plain'}>{t(`msg.state.${row.state}`)}</Chip>
          </b>
          <small>{stateNote(row, t, f)}</small>
        </span>
      ),
    },
    {
      title: '',
      width: 170,
      align: 'right',
      render: (_, row) => (
        <>
          {act(row)}
          {row.attempts > 0 ? (
            <Popover trigger="click" content={<Attempts id={row.id} />} destroyOnHidden>
              <Button size="small" type="text">
                {t('msg.attempts', { n: row.attempts })}
              </Button>
            </Popover>
          ) : null}
        </>
      ),
    },
  ]
  return <ListTable columns={columns} rows={list.rows} rowKey={(row) => row.id} more={list.more} empty={empty} />
}

/** The words, and for whom where somebody stands in. */
function What({ row }: { row: Row }) {
  const t = useT()
  const f = useFormats()
  const words = wordsOf({ key: row.message, params: row.params }, t, f)
  if (!row.params.standsInFor) return words
  return (
    <>
      {words} <small>{t('notification.stands_in', { name: String(row.params.standsInFor) })}</small>
    </>
  )
}

function stateNote(row: Row, t: ReturnType<typeof useT>, f: ReturnType<typeof useFormats>): string {
  if (row.state === 'waiting' || row.state === 'digest') return t('msg.due', { at: f.moment(row.notBefore) })
  if (row.deliveredAt) return f.moment(row.deliveredAt)
  if (row.acceptedAt) return f.moment(row.acceptedAt)
  const known = row.reason && ['interrupted', 'nobody_there', 'opted_out'].includes(row.reason)
  if (known) return t(`msg.reason.${row.reason}`)
  return row.outcome ? [t(`msg.outcome.${row.outcome}`), row.reason].filter(Boolean).join(' · ') : ''
}

function Attempts({ id }: { id: string }) {
  const t = useT()
  const f = useFormats()
  const { data } = useQuery(query.notifications.messageAttempts.queryOptions({ input: { id } }))
  return (
    <ul className="plain" style={{ maxWidth: 420 }}>
      {data?.attempts.map((one) => (
        <li key={one.at}>
          <small>{f.evidence(one.at)}</small> <span>{t(`msg.outcome.${one.outcome}`)}</span> <small data-raw>{one.detail}</small>
        </li>
      ))}
    </ul>
  )
}
