import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button, Input, Segmented, Tabs } from 'antd'
import { Landmark, Plus, Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { z } from 'zod'
import type { Figures as FiguresShape } from '#modules/receivables/due.contract.ts'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { AgeBar, type AgeKey } from '#shared/ui/AgeBar.tsx'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { Card, Figures } from '../shell/RecordPage.tsx'
import { Failed } from '../shell/states.tsx'
import { usePages } from '../shell/usePages.ts'
import { BankLines, BankStrip } from './BankLines.tsx'
import { DueWords } from './DueWords.tsx'
import { ExpectedChart } from './ExpectedChart.tsx'
import { GroupList } from './GroupList.tsx'
import { ItemInspector } from './ItemInspector.tsx'
import { NextWords, type PlanItem } from './NextWords.tsx'
import { ReceiptList } from './ReceiptList.tsx'
import { RecordReceipt } from './RecordReceipt.tsx'
import { receivableScreenMessages } from './receivableScreen.messages.ts'

addMessages(receivableScreenMessages)

const STATES = ['unpaid', 'overdue', 'due_soon', 'not_due', 'paid', 'disputed'] as const
const AGES: AgeKey[] = ['d1_30', 'd31_60', 'd61_90', 'd90']

/** Five figures that read as a sum, the ageing that filters, and what is due. */
export default function ReceivablesPage() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const { id } = useParams({ strict: false }) as { id?: string }
  const [tab, setTab] = useState('items')
  const [openId, open] = useState<string | null>(id ?? null)
  const [recording, record] = useState(false)
  const [age, setAge] = useState<AgeKey | null>(null)
  const figures = useQuery(query.receivables.figures.queryOptions({ input: {} })).data
  const books = may(me, 'receipt.record')
  const tabs = ['items', 'account', 'owner', 'receipts', ...(books ? ['bank'] : [])].filter(
    (one) => one !== 'receipts' || may(me, 'receipt.read'),
  )
  return (
    <ListPage
      title={t('rec.title')}
      sentence={
        figures
          ? figures.bankThrough
            ? t('rec.sentence', { contracts: figures.contracts, items: figures.items, day: f.day(figures.bankThrough) })
            : t('rec.sentence.nobank', { contracts: figures.contracts, items: figures.items })
          : null
      }
      actions={
        books ? (
          <Button type="primary" icon={<Plus size={16} strokeWidth={1.75} />} onClick={() => record(true)}>
            {t('rec.record')}
          </Button>
        ) : null
      }
      alert={
        <>
          {figures ? (
            <FiveFigures
              figures={figures}
              age={age}
              onAge={(next) => {
                setAge(next)
                setTab('items')
              }}
            />
          ) : null}
          {books && tab !== 'bank' ? <BankStrip onAll={() => setTab('bank')} /> : null}
        </>
      }
      tabs={<Tabs activeKey={tab} onChange={setTab} items={tabs.map((key) => ({ key, label: t(`rec.tab.${key}`) }))} />}
      inspector={openId && tab === 'items' ? <ItemInspector key={openId} id={openId} onClose={() => open(null)} /> : null}
    >
      {tab === 'items' ? <Items openId={openId} onInspect={open} age={age} ageing={figures?.ageing ?? []} /> : null}
      {tab === 'account' || tab === 'owner' ? <GroupList key={tab} by={tab} /> : null}
      {tab === 'receipts' ? <ReceiptList /> : null}
      {tab === 'bank' ? <BankLines /> : null}
      {recording ? <RecordReceipt onClose={() => record(false)} /> : null}
    </ListPage>
  )
}

function FiveFigures({
  figures,
  age,
  onAge,
}: {
  figures: z.output<typeof FiguresShape>
  age: AgeKey | null
  onAge: (age: AgeKey | null) => void
}) {
  const t = useT()
  const f = useFormats()
  return (
    <>
      <Figures
        items={[
          { label: t('rec.fig.due'), value: f.moneyShort(figures.dueFen) },
          {
            label: t('rec.fig.received'),
            value: f.moneyShort(figures.receivedFen),
            note: t('rec.fig.quarter', { sum: f.moneyBoard(figures.receivedThisQuarterFen) }),
            tone: 'ok',
          },
          {
            label: t('rec.fig.overdue'),
            value: f.moneyShort(figures.overdueFen),
            note: t('rec.fig.overdue.note', { n: figures.overdueItems, days: f.days(figures.oldestOverdueDays) }),
            tone: figures.overdueFen > 0 ? 'bad' : undefined,
          },
          {
            label: t('rec.fig.soon', { n: figures.dueSoonDays }),
            value: f.moneyShort(figures.dueSoonFen),
            note: t('rec.fig.soon.note', { n: figures.dueSoonItems }),
            tone: figures.dueSoonFen > 0 ? 'warn' : undefined,
          },
          { label: t('rec.fig.completion'), value: figures.completion === null ? '—' : f.percent(figures.completion) },
        ]}
      />
      <div className="columns ageing">
        <Card title={t('rec.ageing')} note={figures.overdueFen > 0 ? t('rec.ageing.hint') : undefined}>
          <AgeBar
            parts={figures.ageing.slice(0, 4).map((one, i) => ({ key: AGES[i] as AgeKey, fen: one.amountFen, items: one.items }))}
            chosen={age}
            onChoose={onAge}
          />
          {figures.overdueFen > 0 ? null : <p className="quiet">{t('rec.ageing.none')}</p>}
        </Card>
        <ExpectedChart />
      </div>
    </>
  )
}

type ItemsProps = {
  openId: string | null
  onInspect: (id: string | null) => void
  age: AgeKey | null
  ageing: { from: number; to: number | null }[]
}

function Items({ openId, onInspect, age, ageing }: ItemsProps) {
  const t = useT()
  const f = useFormats()
  const [state, setState] = useState<(typeof STATES)[number]>('unpaid')
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim()) || undefined
  const bucket = age ? ageing[AGES.indexOf(age)] : undefined
  const input = bucket
    ? { state: 'overdue' as const, overdueFrom: Math.max(1, bucket.from), overdueTo: bucket.to ?? undefined, q }
    : { state, q }
  const list = usePages(['receivables', 'items', input], (cursor) => api.receivables.items({ ...input, cursor }))
  const columns: ListColumn<PlanItem>[] = [
    {
      title: t('rec.col.account'),
      render: (_, row) => (
        <span className="two">
          <b>
            {row.accountName} {row.frozen ? <Chip tone="bad">{t('rec.frozen')}</Chip> : null}
          </b>
          <small>{row.contractNo}</small>
        </span>
      ),
    },
    { title: t('rec.col.no'), width: 110, render: (_, row) => `${row.no}/${row.count} ${row.period ?? ''}` },
    { title: t('rec.col.owner'), width: 90, secondary: true, dataIndex: 'ownerName' },
    {
      title: t('rec.col.due'),
      width: 150,
      render: (_, row) => (
        <span className="two">
          <span>{row.dueOn ? f.day(row.dueOn) : '—'}</span>
          <DueWords item={row} />
        </span>
      ),
    },
    { title: t('rec.col.next'), secondary: true, render: (_, row) => <NextWords item={row} /> },
    {
      title: t('rec.col.open'),
      align: 'right',
      width: 150,
      render: (_, row) => (
        <Money
          fen={row.settled === 'paid' ? row.receivedFen : row.openFen}
          tone={row.settled === 'paid' ? 'arrived' : row.overdueDays > 0 ? 'overdue' : undefined}
        />
      ),
    },
  ]
  if (list.error && !list.rows) return <Failed error={list.error} retry={list.retry} />
  return (
    <>
      <div className="list-filters">
        <Input
          value={text}
          allowClear
          onChange={(event) => setText(event.target.value)}
          placeholder={t('rec.search')}
          prefix={<Search size={15} strokeWidth={1.75} />}
          style={{ width: 220 }}
        />
        <Segmented
          disabled={!!bucket}
          value={bucket ? 'overdue' : state}
          onChange={setState}
          options={STATES.map((value) => ({ value, label: t(`rec.state.${value}`) }))}
        />
      </div>
      <ListTable
        columns={columns}
        rows={list.rows}
        rowKey={(row) => row.id}
        openId={openId}
        onInspect={onInspect}
        more={list.more}
        empty={
          <Empty icon={Landmark} title={t('rec.empty.items')}>
            {t('rec.empty.items.body')}
          </Empty>
        }
      />
    </>
  )
}
