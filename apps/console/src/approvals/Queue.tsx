// 待办的一列: a box of approvals; what needs nothing but a yes can be ticked and answered together.
import { App, Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'

export type Row = Awaited<ReturnType<typeof api.approvals.list>>['items'][number]

type Props = {
  rows: Row[]
  shown: string | undefined
  open: (id: string) => void
  /** those to be answered together; null where nothing is to be answered */
  ticked: ReadonlySet<string> | null
  tick: (next: ReadonlySet<string>) => void
}

export function Queue({ rows, shown, open, ticked, tick }: Props) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const able = rows.filter((row) => ticked !== null && row.plain && row.may.approve)
  const chosen = able.filter((row) => ticked?.has(row.id))
  const toggle = (id: string, on: boolean) =>
    tick(new Set([...chosen.map((row) => row.id).filter((one) => one !== id), ...(on ? [id] : [])]))
  return (
    <>
      {chosen.length > 0 ? <Together rows={chosen} done={() => tick(new Set())} /> : null}
      {rows.map((row) => (
        <section key={row.id} className="queue-pick" data-batch={able.length > 1}>
          {able.length > 1 ? (
            <Checkbox
              aria-label={t('approvals.tick', { title: row.title })}
              checked={ticked?.has(row.id)}
              disabled={!able.includes(row)}
              onChange={(event) => toggle(row.id, event.target.checked)}
            />
          ) : null}
          <button type="button" data-row={row.id} aria-pressed={row.id === shown} onClick={() => open(row.id)}>
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
        </section>
      ))}
    </>
  )
}

/** One answer for several; what is refused stays, with its reason. */
function Together({ rows, done }: { rows: Row[]; done: () => void }) {
  const t = useT()
  const f = useFormats()
  const { message } = App.useApp()
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const act = useAct(
    (answer: 'approve' | 'reject') =>
      api.approvals.decideMany({ items: rows.map((row) => ({ approvalId: row.id, version: row.version })), answer, note: note || null }),
    ({ items }) => {
      const refused = items.filter((one) => one.code !== null)
      const why = [...new Set(refused.map((one) => t(one.code ?? '', one.params as Record<string, string | number>)))]
      if (refused.length === 0) void message.success(t('approvals.batch.done', { n: items.length }))
      else
        void message.warning(t('approvals.batch.some', { n: items.length - refused.length, left: refused.length, why: why.join(' ') }), 8)
      done()
    },
  )
  const sum = rows.reduce((all, row) => all + (row.amountFen ?? 0), 0)
  return (
    <div className="queue-together">
      <Input
        size="small"
        aria-label={t('approvals.batch.note')}
        placeholder={t('approvals.batch.note')}
        status={missing ? 'error' : undefined}
        value={note}
        maxLength={1000}
        onChange={(event) => setNote(event.target.value)}
      />
      {act.refusal}
      <div className="acts">
        <Button
          size="small"
          danger
          disabled={act.busy}
          onClick={() => {
            setMissing(!note.trim())
            if (note.trim()) act.run('reject')
          }}
        >
          {t('approvals.batch.reject', { n: rows.length })}
        </Button>
        <Button size="small" type="primary" className="grow" loading={act.busy} onClick={() => act.run('approve')}>
          {t('approvals.batch.approve', { n: rows.length, sum: f.moneyShort(sum) })}
        </Button>
      </div>
    </div>
  )
}
