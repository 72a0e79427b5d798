import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Input, Segmented, Tabs } from 'antd'
import { FileText, Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { z } from 'zod'
import type { ContractRow as ContractShape } from '#modules/contracts/contract.contract.ts'
import type { QuotationRow as QuotationShape } from '#modules/quotations/quotation.contract.ts'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip, type Tone } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { contractScreenMessages } from '../contracts/contractScreen.messages.ts'
import { useCustomColumns } from '../shell/customFields.tsx'
import { useCustomFilter } from '../shell/customFilter.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { Failed } from '../shell/states.tsx'
import { usePages } from '../shell/usePages.ts'
import { quotationScreenMessages } from './quotationScreen.messages.ts'

addMessages(quotationScreenMessages, contractScreenMessages)

type Quotation = z.output<typeof QuotationShape>
type Contract = z.output<typeof ContractShape>
const QUOTATION_STATES = ['all', 'draft', 'in_approval', 'approved', 'sent', 'accepted', 'rejected', 'expired'] as const
const CONTRACT_TABS = ['all', 'draft', 'in_approval', 'signing', 'effective', 'ended'] as const
export const quotationTone: Record<Quotation['status'], Tone> = {
  draft: 'plain',
  in_approval: 'warn',
  approved: 'pri',
  sent: 'pri',
  accepted: 'ok',
  rejected: 'plain',
  expired: 'plain',
}
export const contractTone: Record<Contract['status'], Tone> = {
  draft: 'plain',
  in_approval: 'warn',
  approved: 'pri',
  signing: 'pri',
  effective: 'ok',
  fulfilled: 'ok',
  terminated: 'plain',
  void: 'plain',
}

/** Quotations and contracts, each under its states. */
export default function QuotationsPage() {
  const t = useT()
  const me = useMe()
  const [tab, setTab] = useState(may(me, 'quotation.read') ? 'quotations' : 'contracts')
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim()) || undefined
  const tabs = ['quotations', 'contracts'].filter((one) => may(me, one === 'quotations' ? 'quotation.read' : 'contract.read'))
  const search = (
    <Input
      value={text}
      allowClear
      onChange={(event) => setText(event.target.value)}
      placeholder={t('quo.search')}
      prefix={<Search size={15} strokeWidth={1.75} />}
      style={{ width: 220 }}
    />
  )
  return (
    <ListPage
      title={t('quo.title')}
      tabs={<Tabs activeKey={tab} onChange={setTab} items={tabs.map((key) => ({ key, label: t(`quo.tab.${key}`) }))} />}
    >
      {tab === 'quotations' ? <Quotations q={q} search={search} /> : <Contracts q={q} search={search} />}
    </ListPage>
  )
}

function Quotations({ q, search }: { q: string | undefined; search: React.ReactNode }) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const [state, setState] = useState<(typeof QUOTATION_STATES)[number]>('all')
  const counts = useQuery(query.quotations.counts.queryOptions()).data
  const list = usePages(['quotations', 'list', state, q], (cursor) =>
    api.quotations.list({ status: state === 'all' ? undefined : state, search: q, cursor }),
  )
  const columns: ListColumn<Quotation>[] = [
    {
      title: t('quo.col.number'),
      width: 200,
      render: (_, row) => (
        <span className="two">
          <b>{row.number}</b>
          <small>{t('quo.revision', { n: row.revision })}</small>
        </span>
      ),
    },
    {
      title: t('quo.col.account'),
      render: (_, row) => (
        <span className="two">
          <b>{row.accountName}</b>
          <small>{row.opportunityName}</small>
        </span>
      ),
    },
    {
      title: t('quo.col.status'),
      width: 110,
      render: (_, row) => <Chip tone={quotationTone[row.status]}>{t(`quotation.status.${row.status}`)}</Chip>,
    },
    { title: t('quo.col.owner'), width: 90, dataIndex: 'ownerName' },
    { title: t('quo.col.valid'), width: 100, render: (_, row) => f.day(row.validUntil) },
    { title: t('quo.col.amount'), align: 'right', width: 150, render: (_, row) => <Money fen={row.netFen} /> },
  ]
  if (list.error && !list.rows) return <Failed error={list.error} retry={list.retry} />
  return (
    <>
      <div className="list-filters">
        {search}
        <Segmented
          value={state}
          onChange={setState}
          options={QUOTATION_STATES.map((value) => ({
            value,
            label: value === 'all' ? t('console.all') : `${t(`quotation.status.${value}`)} ${counts?.[value] || ''}`,
          }))}
        />
      </div>
      <ListTable
        columns={columns}
        rows={list.rows}
        rowKey={(row) => row.id}
        onInspect={(id) => id && void go({ to: `/quotations/${id}` })}
        more={list.more}
        empty={
          <Empty icon={FileText} title={t('quo.empty')}>
            {t('quo.empty.body')}
          </Empty>
        }
      />
    </>
  )
}

function Contracts({ q, search }: { q: string | undefined; search: React.ReactNode }) {
  const t = useT()
  const f = useFormats()
  const shown = useLanguage()
  const go = useNavigate()
  const [tab, setTab] = useState<(typeof CONTRACT_TABS)[number]>('all')
  const counts = useQuery(query.contracts.counts.queryOptions()).data
  const own = useCustomFilter('contract')
  const list = usePages(['contracts', 'list', tab, q, own.input], (cursor) => api.contracts.list({ tab, q, custom: own.input, cursor }))
  const chosen = useCustomColumns('contract', list.rows)
  const columns: ListColumn<Contract>[] = [
    { title: t('quo.col.number'), width: 170, render: (_, row) => <b>{row.number}</b> },
    {
      title: t('quo.col.account'),
      render: (_, row) => (
        <span className="two">
          <b>{row.accountName}</b>
          <small>{row.title}</small>
        </span>
      ),
    },
    {
      title: t('quo.col.status'),
      width: 110,
      render: (_, row) => <Chip tone={contractTone[row.status]}>{t(`contract.status.${row.status}`)}</Chip>,
    },
    { title: t('quo.col.terms'), width: 150, render: (_, row) => (shown === 'zh' ? row.termZh : row.termEn) },
    ...chosen.columns,
    { title: t('quo.col.owner'), width: 90, dataIndex: 'ownerName' },
    { title: t('quo.col.signed'), width: 100, render: (_, row) => (row.signedOn ? f.day(row.signedOn) : '—') },
    { title: t('quo.col.amount'), align: 'right', width: 150, render: (_, row) => <Money fen={row.amountFen} /> },
  ]
  if (list.error && !list.rows) return <Failed error={list.error} retry={list.retry} />
  return (
    <>
      <div className="list-filters">
        {search}
        <Segmented
          value={tab}
          onChange={setTab}
          options={CONTRACT_TABS.map((value) => ({ value, label: `${t(`contract.tab.${value}`)} ${counts?.tabs[value] ?? ''}` }))}
        />
        {own.button}
        {chosen.chooser}
      </div>
      <ListTable
        columns={columns}
        rows={list.rows}
        rowKey={(row) => row.id}
        onInspect={(id) => id && void go({ to: `/contracts/${id}` })}
        more={list.more}
        empty={
          <Empty icon={FileText} title={t('quo.contracts.empty')}>
            {t('quo.contracts.empty.body')}
          </Empty>
        }
      />
    </>
  )
}
