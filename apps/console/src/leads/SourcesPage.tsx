import { useQuery } from '@tanstack/react-query'
import { App, Button, Tabs } from 'antd'
import { Megaphone, Plus } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, today, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { Failed } from '../shell/states.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'
import { leadScreenMessages } from './leads.messages.ts'
import { sourceMessages } from './sources.messages.ts'

addMessages(leadScreenMessages, sourceMessages)

type Campaign = Awaited<ReturnType<typeof api.leads.campaigns>>['items'][number]
type Channel = Awaited<ReturnType<typeof api.leads.channels>>['items'][number]

const KINDS = ['form', 'card', 'tender', 'hotline', 'vendor', 'referral', 'existing', 'own', 'api', 'import']

/** Where leads come from: campaigns with what they cost, and the channels they run on. */
export default function SourcesPage() {
  const t = useT()
  const me = useMe()
  const manages = may(me, 'campaign.manage')
  const [tab, setTab] = useState('campaigns')
  const [adding, add] = useState<'campaign' | 'channel' | null>(null)
  const channels = useQuery(query.leads.channels.queryOptions())
  const spent = channels.data?.items.reduce((sum, one) => sum + one.spentFen, 0)
  const f = useFormats()
  return (
    <ListPage
      title={t('sources.title')}
      sentence={
        channels.data && spent !== undefined ? t('sources.sentence', { n: channels.data.items.length, sum: f.moneyBoard(spent) }) : null
      }
      actions={
        manages ? (
          <>
            <Button onClick={() => add('channel')}>{t('sources.channel.add')}</Button>
            <Button type="primary" icon={<Plus size={16} strokeWidth={1.75} />} onClick={() => add('campaign')}>
              {t('sources.campaign.add')}
            </Button>
          </>
        ) : null
      }
      tabs={
        <Tabs activeKey={tab} onChange={setTab} items={['campaigns', 'channels'].map((key) => ({ key, label: t(`sources.tab.${key}`) }))} />
      }
    >
      {tab === 'campaigns' ? <Campaigns manages={manages} /> : null}
      {tab === 'channels' ? (
        channels.isError && !channels.data ? (
          <Failed error={channels.error} retry={() => void channels.refetch()} />
        ) : (
          <Channels rows={channels.data?.items} />
        )
      ) : null}
      <NewCampaign open={adding === 'campaign'} channels={channels.data?.items ?? []} onClose={() => add(null)} />
      <NewChannel open={adding === 'channel'} onClose={() => add(null)} />
    </ListPage>
  )
}

function Campaigns({ manages }: { manages: boolean }) {
  const t = useT()
  const f = useFormats()
  const { message } = App.useApp()
  const [costing, cost] = useState<Campaign | null>(null)
  const list = usePages(['leads', 'campaigns'], (cursor) => api.leads.campaigns({ cursor }))
  const record = useAct(
    (v: Values) => api.leads.recordCost({ id: costing?.id ?? '', day: v.day, amountFen: v.amountFen, note: v.note }),
    (made) => {
      cost(null)
      void message.success(t('sources.cost.done', { name: made.name, sum: f.money(made.spentFen) }))
    },
  )
  const columns: ListColumn<Campaign>[] = [
    {
      title: t('sources.col.campaign'),
      render: (_, row) => (
        <span className="two">
          <b>{row.name}</b>
          <small>{row.channelName}</small>
        </span>
      ),
    },
    {
      title: t('sources.col.days'),
      width: 200,
      render: (_, row) => `${f.day(row.startsOn)} – ${row.endsOn ? f.day(row.endsOn) : t('sources.running')}`,
    },
    { title: t('sources.col.leads'), width: 100, align: 'right', render: (_, row) => f.count(row.leads) },
    { title: t('sources.col.spent'), width: 150, align: 'right', render: (_, row) => f.money(row.spentFen) },
    {
      title: t('sources.col.each'),
      width: 150,
      align: 'right',
      render: (_, row) => (row.leads > 0 && row.spentFen > 0 ? f.money(Math.round(row.spentFen / row.leads)) : '—'),
    },
    ...(manages
      ? [
          {
            title: <span className="fl-sr">{t('sources.cost')}</span>,
            width: 110,
            align: 'right' as const,
            render: (_: unknown, row: Campaign) => (
              <Button size="small" onClick={() => cost(row)}>
                {t('sources.cost')}
              </Button>
            ),
          },
        ]
      : []),
  ]
  if (list.error && !list.rows) return <Failed error={list.error} retry={list.retry} />
  return (
    <>
      <ListTable
        columns={columns}
        rows={list.rows}
        rowKey={(row) => row.id}
        more={list.more}
        empty={
          <Empty icon={Megaphone} title={t('sources.empty')}>
            {t('sources.empty.body')}
          </Empty>
        }
      />
      <FormModal
        open={costing !== null}
        title={t('sources.cost.title', { name: costing?.name ?? '' })}
        button={(v) => (v.amountFen ? t('sources.cost.button', { sum: f.moneyShort(v.amountFen) }) : t('sources.cost'))}
        act={record}
        initial={{ day: today() }}
        fields={[
          { name: 'amountFen', label: t('sources.cost.amount'), kind: 'money', required: true },
          { name: 'day', label: t('sources.cost.day'), kind: 'day', required: true },
          { name: 'note', label: t('sources.cost.note') },
        ]}
        onSave={record.run}
        onClose={() => cost(null)}
      />
    </>
  )
}

function Channels({ rows }: { rows: Channel[] | undefined }) {
  const t = useT()
  const f = useFormats()
  const columns: ListColumn<Channel>[] = [
    {
      title: t('sources.col.channel'),
      render: (_, row) => (
        <>
          {row.name} {row.active ? null : <Chip>{t('sources.closed')}</Chip>}
        </>
      ),
    },
    { title: t('sources.col.kind'), width: 160, render: (_, row) => t(`leads.channel.${row.kind}`) },
    { title: t('sources.col.leads'), width: 110, align: 'right', render: (_, row) => f.count(row.leads) },
    { title: t('sources.col.spent'), width: 160, align: 'right', render: (_, row) => f.money(row.spentFen) },
  ]
  return <ListTable columns={columns} rows={rows} rowKey={(row) => row.id} empty={<Empty icon={Megaphone} title={t('sources.empty')} />} />
}

function NewCampaign({ open, channels, onClose }: { open: boolean; channels: Channel[]; onClose: () => void }) {
  const t = useT()
  const act = useAct(
    (v: Values) => api.leads.createCampaign({ channelId: v.channelId, name: v.name, startsOn: v.startsOn, endsOn: v.endsOn ?? null }),
    onClose,
  )
  return (
    <FormModal
      open={open}
      title={t('sources.campaign.add')}
      button={t('sources.campaign.add')}
      act={act}
      initial={{ startsOn: today() }}
      fields={[
        { name: 'name', label: t('sources.col.campaign'), required: true },
        {
          name: 'channelId',
          label: t('sources.col.channel'),
          kind: 'choice',
          required: true,
          options: channels.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name })),
        },
        { name: 'startsOn', label: t('sources.from'), kind: 'day', required: true },
        { name: 'endsOn', label: t('sources.to'), kind: 'day' },
      ]}
      onSave={act.run}
      onClose={onClose}
    />
  )
}

function NewChannel({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useT()
  const act = useAct((v: Values) => api.leads.createChannel({ kind: v.kind, name: v.name }), onClose)
  return (
    <FormModal
      open={open}
      title={t('sources.channel.add')}
      button={t('sources.channel.add')}
      act={act}
      fields={[
        { name: 'name', label: t('sources.col.channel'), required: true },
        {
          name: 'kind',
          label: t('sources.col.kind'),
          kind: 'choice',
          required: true,
          options: KINDS.map((value) => ({ value, label: t(`leads.channel.${value}`) })),
        },
      ]}
      onSave={act.run}
      onClose={onClose}
    />
  )
}
