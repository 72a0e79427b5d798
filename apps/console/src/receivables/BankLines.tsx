import { App, Button, Input, Modal } from 'antd'
import { Landmark, Sparkle } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { BankLine as LineShape } from '#modules/receivables/receipt.contract.ts'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { Skeleton } from '#shared/ui/Skeleton.tsx'
import { Why } from '#shared/ui/Why.tsx'
import { fillOf } from '#shared/words.ts'
import { FormModal } from '../shell/FormModal.tsx'
import { Failed } from '../shell/states.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'

type Line = z.output<typeof LineShape>

function useOpenLines() {
  return usePages(['receivables', 'bankLines'], (cursor) => api.receivables.bankLines({ state: 'open', cursor }))
}

/** The best proposal of the open lines, as one sentence above the table. */
export function BankStrip({ onAll }: { onAll: () => void }) {
  const t = useT()
  const list = useOpenLines()
  const best = list.rows
    ?.filter((line) => line.proposals.length > 0)
    .sort((a, b) => (b.proposals[0]?.points ?? 0) - (a.proposals[0]?.points ?? 0))[0]
  if (!best) return null
  return (
    <Proposal
      line={best}
      extra={
        (list.rows?.length ?? 0) > 1 ? (
          <Button type="link" size="small" onClick={onAll}>
            {t('rec.tab.bank')} {list.rows?.length}
          </Button>
        ) : null
      }
    />
  )
}

/** All open lines, each with what it most likely pays. */
export function BankLines() {
  const t = useT()
  const list = useOpenLines()
  const [importing, importLines] = useState(false)
  if (list.error && !list.rows) return <Failed error={list.error} retry={list.retry} />
  return (
    <div className="stack">
      <div className="acts">
        <Button onClick={() => importLines(true)}>{t('rec.bank.import')}</Button>
      </div>
      {!list.rows ? <Skeleton /> : null}
      {list.rows?.length === 0 ? (
        <Empty icon={Landmark} title={t('rec.empty.bank')}>
          {t('rec.empty.bank.body')}
        </Empty>
      ) : null}
      {list.rows?.map((line) => (
        <Proposal key={line.id} line={line} />
      ))}
      {importing ? <ImportModal onClose={() => importLines(false)} /> : null}
    </div>
  )
}

function Proposal({ line, extra }: { line: Line; extra?: React.ReactNode }) {
  const t = useT()
  const f = useFormats()
  const [ignoring, ignore] = useState(false)
  const best = line.proposals[0]
  const confirm = useAct(() =>
    api.receivables.confirmBankLine({
      id: line.id,
      allocations: best ? [{ itemId: best.itemId, amountFen: best.amountFen }] : [],
      learnAlias: true,
    }),
  )
  const drop = useAct(
    (reason: string) => api.receivables.ignoreBankLine({ id: line.id, reason }),
    () => ignore(false),
  )
  return (
    <section className="strip proposal">
      <Sparkle size={18} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <b>
          {best
            ? t('rec.bank.proposal', {
                payer: line.payer,
                sum: f.money(line.amountFen),
                account: best.accountName,
                contract: best.contractNo,
                no: best.no,
              })
            : `${line.payer} ${f.money(line.amountFen)}`}
        </b>
        <p>
          {f.day(line.onDay)} · {line.text || line.reference || '—'}{' '}
          {best?.newAlias ? t('rec.bank.learn', { payer: line.payer, account: best.accountName }) : best ? '' : t('rec.bank.none')}
        </p>
        {confirm.refusal}
      </div>
      {best ? (
        <Why
          rule={t('rec.bank.rule')}
          facts={best.reasons.map((one) => ({
            label: t(one.code.startsWith('statement.') ? one.code : `statement.${one.code}`, fillOf(one.params, f)),
            value: '',
            points: `+${one.points}`,
          }))}
        >
          {t('rec.bank.points', { n: best.points })}
        </Why>
      ) : null}
      {extra}
      <Button size="small" onClick={() => ignore(true)}>
        {t('rec.bank.ignore')}
      </Button>
      {best ? (
        <Button size="small" type="primary" loading={confirm.busy} onClick={() => confirm.run(undefined)}>
          {t('rec.bank.confirm', { sum: f.moneyShort(best.amountFen) })}
        </Button>
      ) : null}
      <FormModal
        open={ignoring}
        title={t('rec.bank.ignore.title')}
        button={t('rec.bank.ignore')}
        act={drop}
        fields={[{ name: 'reason', label: t('rec.reason'), required: true }]}
        onSave={(values) => drop.run(values.reason)}
        onClose={() => ignore(false)}
      />
    </section>
  )
}

type Read = { lines: { onDay: string; payer: string; amountFen: number; text: string }[]; badLine: number | null }

/** Lines as pasted: day, payer, yuan, text; commas or tabs. Stops at the first that cannot be read. */
function readLines(pasted: string): Read {
  const lines: Read['lines'] = []
  for (const [i, row] of pasted.split('\n').entries()) {
    if (!row.trim()) continue
    const [onDay = '', payer = '', yuan = '', ...rest] = row.split(/[,，\t]/).map((part) => part.trim())
    const amount = Number(yuan.replace(/[¥\s]/g, ''))
    if (!/^\d{4}-\d\d-\d\d$/.test(onDay) || !payer || !(amount > 0)) return { lines, badLine: i + 1 }
    lines.push({ onDay, payer, amountFen: Math.round(amount * 100), text: rest.join(' ') })
  }
  return { lines, badLine: null }
}

function ImportModal({ onClose }: { onClose: () => void }) {
  const t = useT()
  const { message } = App.useApp()
  const [pasted, setPasted] = useState('')
  const { lines, badLine } = readLines(pasted)
  const act = useAct(
    () => api.receivables.importBankLines({ lines }),
    ({ added, known }) => {
      void message.success(t('rec.bank.added', { added, known }))
      onClose()
    },
  )
  return (
    <Modal
      open
      title={t('rec.bank.import')}
      okText={t('rec.bank.import.button', { n: lines.length })}
      okButtonProps={{ disabled: lines.length === 0 || badLine !== null, loading: act.busy }}
      onOk={() => act.run(undefined)}
      onCancel={onClose}
    >
      <p className="form-hint">{t('rec.bank.paste')}</p>
      <Input.TextArea rows={8} value={pasted} aria-label={t('rec.bank.paste')} onChange={(event) => setPasted(event.target.value)} />
      {badLine ? <Refusal>{t('rec.bank.unread', { line: badLine })}</Refusal> : null}
      {act.refusal}
    </Modal>
  )
}
