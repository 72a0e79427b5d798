import { useNavigate } from '@tanstack/react-router'
import { Input, Segmented } from 'antd'
import { Search, Target } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { z } from 'zod'
import type { OpportunityRow as RowShape } from '#modules/opportunities/opportunity.contract.ts'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { GateSegments } from '#shared/ui/GateList.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { useCustomColumns } from '../shell/customFields.tsx'
import { useCustomFilter } from '../shell/customFilter.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { usePages } from '../shell/usePages.ts'

type Row = z.output<typeof RowShape>
const STATES = ['open', 'mine', 'ready', 'stalled', 'won', 'lost'] as const

/** The same as rows, with the closed ones. */
export function OpportunityList({ openId, onInspect }: { openId: string | null; onInspect: (id: string | null) => void }) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const [state, setState] = useState<(typeof STATES)[number]>('open')
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim()) || undefined
  const own = useCustomFilter('opportunity')
  const list = usePages(['opportunities', 'list', state, search, own.input], (cursor) =>
    api.opportunities.list({ state, search, custom: own.input, cursor }),
  )
  const chosen = useCustomColumns('opportunity', list.rows)
  const columns: ListColumn<Row>[] = [
    {
      title: t('opp.name'),
      render: (_, row) => (
        <span className="two">
          <b>{row.name}</b>
          <small>
            {row.number} · {row.accountName}
          </small>
        </span>
      ),
    },
    { title: '%', width: 64, align: 'right', render: (_, row) => `${row.weight}%` },
    {
      title: t('console.kind.opportunity'),
      width: 96,
      secondary: true,
      render: (_, row) => <GateSegments done={row.gate.done} of={row.gate.of} />,
    },
    ...chosen.columns,
    { title: t('opp.owner'), width: 90, secondary: true, dataIndex: 'ownerName' },
    { title: t('opp.signOn'), width: 110, secondary: true, render: (_, row) => (row.expectedSignOn ? f.day(row.expectedSignOn) : '—') },
    { title: t('opp.amount'), align: 'right', width: 150, render: (_, row) => <Money fen={row.amountFen} /> },
  ]
  return (
    <>
      <div className="list-filters">
        <Input
          value={text}
          allowClear
          onChange={(event) => setText(event.target.value)}
          prefix={<Search size={15} />}
          style={{ width: 220 }}
        />
        <Segmented value={state} onChange={setState} options={STATES.map((value) => ({ value, label: t(`opportunity.state.${value}`) }))} />
        {own.button}
        {chosen.chooser}
      </div>
      <ListTable
        columns={columns}
        rows={list.rows}
        rowKey={(row) => row.id}
        openId={openId}
        onInspect={onInspect}
        onEnter={(id) => void go({ to: `/opportunities/${id}` })}
        more={list.more}
        empty={
          <Empty icon={Target} title={t('opp.empty')}>
            {t('opp.empty.body')}
          </Empty>
        }
      />
    </>
  )
}
