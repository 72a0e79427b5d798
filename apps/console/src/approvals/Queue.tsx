// 待办的一列: a box of approvals; what needs nothing but a yes can be ticked and answered together.
import { Button, Checkbox, Input } from 'antd'
import { CircleCheck, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'

export type Row = Awaited<ReturnType<typeof api.approvals.list>>['items'][number]

/** Those ticked, each with the version it had then: what came after that is a conflict, not agreed to. */
export type Ticked = ReadonlyMap<string, number>
type Fate = { id: string; title: string; why: string | null }

type Props = {
  rows: Row[]
  shown: string | undefined
  open: (id: string) => void
  /** those to be answered together; null where nothing is to be answered */
  ticked: Ticked | null
  tick: (next: Ticked) => void
}

export function Queue({ rows, shown, open, ticked, tick }: Props) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const able = rows.filter((row) => ticked !== null && row.plain && row.may.approve)
  const chosen = able.filter((row) => ticked?.has(row.id))
  const [fates, setFates] = useState<Fate[]>([])
  const versionOf = (row: Row): number => ticked?.get(row.id) ?? row.version
  const toggle = (row: Row, on: boolean) => {
    const others = chosen.filter((one) => one.id !== row.id).map((one) => [one.id, versionOf(one)] as const)
    tick(new Map(on ? [...others, [row.id, row.version]] : others))
  }
  return (
    <>
      {chosen.length > 0 ? (
        <Together
          rows={chosen}
          versionOf={versionOf}
          done={(next) => {
            setFates(next)
            tick(new Map())
          }}
        />
      ) : null}
      {fates.length > 0 ? <Fates fates={fates} close={() => setFates([])} /> : null}
      {rows.map((row) => (
        <section key={row.id} className="queue-pick" data-batch={able.length > 1}>
          {able.length > 1 ? (
            <Checkbox
              aria-label={t('approvals.tick', { title: row.title })}
              checked={ticked?.has(row.id)}
              disabled={!able.includes(row)}
              onChange={(event) => toggle(row, event.target.checked)}
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

/** What became of each; it stays until it was read. */
function Fates({ fates, close }: { fates: Fate[]; close: () => void }) {
  const t = useT()
  const left = fates.filter((one) => one.why !== null).length
  return (
    <section className="queue-fates" role="status" data-tone={left > 0 ? 'warn' : 'ok'}>
      <header>
        <b>{left > 0 ? t('approvals.batch.some', { n: fates.length - left, left }) : t('approvals.batch.done', { n: fates.length })}</b>
        <button type="button" className="fl-icon" aria-label={t('ui.close')} title={t('ui.close')} onClick={close}>
          <X size={14} strokeWidth={1.75} />
        </button>
      </header>
      <ul>
        {fates.map(({ id, title, why }) => (
          <li key={id} data-tone={why ? 'warn' : 'ok'}>
            {why ? (
              <TriangleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
            ) : (
              <CircleCheck size={14} strokeWidth={1.75} aria-hidden="true" />
            )}
            <span>{t('approvals.batch.fate', { title, fate: why ?? t('approvals.batch.answered') })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

type TogetherProps = { rows: Row[]; versionOf: (row: Row) => number; done: (fates: Fate[]) => void }

/** One answer for several; what is refused stays, with its reason. */
function Together({ rows, versionOf, done }: TogetherProps) {
  const t = useT()
  const f = useFormats()
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const act = useAct(
    ({ answer, picked }: { answer: 'approve' | 'reject'; picked: Row[] }) =>
      api.approvals.decideMany({
        items: picked.map((row) => ({ approvalId: row.id, version: versionOf(row) })),
        answer,
        note: note || null,
      }),
    ({ items }, { picked }) => {
      const whyNot = (id: string): string | null => {
        const { code, params } = items.find((one) => one.id === id) ?? { code: null, params: {} }
        return code === null ? null : t(code, params as Record<string, string | number>)
      }
      done(picked.map(({ id, title }) => ({ id, title, why: whyNot(id) })))
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
            if (note.trim()) act.run({ answer: 'reject', picked: rows })
          }}
        >
          {t('approvals.batch.reject', { n: rows.length })}
        </Button>
        <Button
          size="small"
          type="primary"
          className="grow"
          loading={act.busy}
          onClick={() => act.run({ answer: 'approve', picked: rows })}
        >
          {t('approvals.batch.approve', { n: rows.length, sum: f.moneyShort(sum) })}
        </Button>
      </div>
    </div>
  )
}
