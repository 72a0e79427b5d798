import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Input, Tabs } from 'antd'
import { Building2, Plus, Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { z } from 'zod'
import type { AccountRow as RowShape } from '#modules/accounts/account.contract.ts'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { MaskedContact } from '#shared/ui/MaskedContact.tsx'
import { leadScreenMessages } from '../leads/leads.messages.ts'
import { useCustomColumns, useCustomForm } from '../shell/customFields.tsx'
import { useCustomFilter } from '../shell/customFilter.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { Failed } from '../shell/states.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'
import { accountScreenMessages } from './accountScreen.messages.ts'

addMessages(accountScreenMessages, leadScreenMessages)

type Row = z.output<typeof RowShape>
type Tab = 'mine' | 'all' | 'frozen' | 'idle'

/** Accounts within reach. */
export default function AccountsPage() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const go = useNavigate()
  const shown = useLanguage()
  const [tab, setTab] = useState<Tab>('all')
  const [text, setText] = useState('')
  const [making, make] = useState(false)
  const q = useDeferredValue(text.trim()) || undefined
  const counts = useQuery(query.accounts.accountCounts.queryOptions()).data
  const terms = useQuery(query.accounts.terms.queryOptions({ staleTime: 600_000 })).data?.items ?? []
  const filter = { mine: 'true', all: undefined, frozen: 'true', idle: 'true' } as const
  const own = useCustomFilter('account')
  const form = useCustomForm('account', ({ segment }) => [segment ?? ''])
  const list = usePages(['accounts', 'accounts', tab, q, own.input], (cursor) =>
    api.accounts.accounts({ q, custom: own.input, cursor, ...(tab === 'all' ? {} : { [tab]: filter[tab] }) }),
  )
  const create = useAct(
    (values: Values) => api.accounts.createAccount(values as never),
    (made) => {
      make(false)
      void go({ to: `/accounts/${made.id}` })
    },
  )
  const chosen = useCustomColumns('account', list.rows)
  const columns: ListColumn<Row>[] = [
    { title: t('acc.level'), width: 60, render: (_, row) => <Grade grade={row.level} /> },
    {
      title: t('acc.col.account'),
      render: (_, row) => (
        <span className="two">
          <b>{row.name}</b>
          <small>
            {[t(`leads.segment.${row.segment}`), [row.province, row.city].filter(Boolean).join('')].filter(Boolean).join(' · ')}
          </small>
        </span>
      ),
    },
    {
      title: t('acc.col.contact'),
      width: 210,
      render: (_, row) =>
        row.primaryContact ? <MaskedContact name={row.primaryContact.name} phone={row.primaryContact.phone} masked={false} /> : '—',
    },
    {
      title: t('acc.col.terms'),
      width: 150,
      render: (_, row) => terms.find((one) => one.code === row.termsCode)?.[shown] ?? row.termsCode,
    },
    {
      title: t('acc.col.credit'),
      width: 110,
      render: (_, row) =>
        row.creditFrozen ? <Chip tone="bad">{t('acc.frozen')}</Chip> : row.creditGrade ? t('acc.credit', { grade: row.creditGrade }) : '—',
    },
    ...chosen.columns,
    { title: t('acc.col.owner'), width: 90, dataIndex: 'ownerName' },
    {
      title: t('acc.col.last'),
      width: 120,
      align: 'right',
      render: (_, row) =>
        row.idleDays ? (
          <span className="warn">{t('acc.idle', { days: f.days(row.idleDays) })}</span>
        ) : row.lastActivityAt ? (
          f.moment(row.lastActivityAt)
        ) : (
          '—'
        ),
    },
  ]
  const tabs: [Tab, number | undefined][] = [
    ['all', counts?.all],
    ['mine', counts?.mine],
    ['frozen', counts?.frozen],
    ['idle', counts?.idle],
  ]
  return (
    <ListPage
      title={t('acc.title')}
      sentence={counts ? t('acc.sentence', { all: counts.all, frozen: counts.frozen, idle: counts.idle }) : null}
      actions={
        may(me, 'account.write') ? (
          <Button icon={<Plus size={16} strokeWidth={1.75} />} onClick={() => make(true)}>
            {t('acc.create')}
          </Button>
        ) : null
      }
      tabs={
        <Tabs
          activeKey={tab}
          onChange={(key) => setTab(key as Tab)}
          items={tabs.map(([key, n]) => ({
            key,
            label: (
              <>
                {t(`acc.tab.${key}`)} <small>{n}</small>
              </>
            ),
          }))}
        />
      }
      filters={
        <>
          <Input
            value={text}
            allowClear
            onChange={(event) => setText(event.target.value)}
            placeholder={t('acc.search')}
            prefix={<Search size={15} strokeWidth={1.75} />}
            style={{ width: 260 }}
          />
          {own.button}
          {chosen.chooser}
        </>
      }
    >
      {list.error && !list.rows ? (
        <Failed error={list.error} retry={list.retry} />
      ) : (
        <ListTable
          columns={columns}
          rows={list.rows}
          rowKey={(row) => row.id}
          onInspect={(id) => id && void go({ to: `/accounts/${id}` })}
          more={list.more}
          empty={
            <Empty icon={Building2} title={t('acc.empty')}>
              {t('acc.empty.body')}
            </Empty>
          }
        />
      )}
      <FormModal
        open={making}
        title={t('acc.create')}
        button={t('acc.create')}
        act={create}
        initial={{ segment: 'smb', level: 'C', termsCode: 'COD' }}
        fields={[
          { name: 'name', label: t('acc.name'), required: true },
          {
            name: 'segment',
            label: t('acc.segment'),
            kind: 'choice',
            required: true,
            options: ['ka', 'dealer', 'smb'].map((value) => ({ value, label: t(`leads.segment.${value}`) })),
          },
          {
            name: 'level',
            label: t('acc.level'),
            kind: 'choice',
            required: true,
            options: ['A', 'B', 'C'].map((value) => ({ value, label: value })),
          },
          {
            name: 'termsCode',
            label: t('acc.col.terms'),
            kind: 'choice',
            required: true,
            options: terms.map((one) => ({ value: one.code, label: one[shown] })),
          },
          { name: 'province', label: t('acc.province') },
          { name: 'city', label: t('acc.city') },
          { name: 'address', label: t('acc.address') },
          { name: 'usci', label: t('acc.usci') },
          ...form.fields,
          { name: 'evenIfAlike', label: t('acc.evenIfAlike'), kind: 'switch', when: () => create.problem !== undefined },
        ]}
        onSave={(values) => create.run(form.split(values))}
        onClose={() => make(false)}
      />
    </ListPage>
  )
}
