import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Tabs } from 'antd'
import { Plus, Waves } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { ListTable } from '../shell/ListTable.tsx'
import { Failed } from '../shell/states.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'
import { LeadForm } from './LeadForm.tsx'
import { LeadInspector } from './LeadInspector.tsx'
import { Burning, useLeadFilter } from './LeadsPage.tsx'
import { usePoolColumns } from './leadColumns.tsx'
import { leadScreenMessages } from './leads.messages.ts'
import { poolScreenMessages } from './pool.messages.ts'

addMessages(leadScreenMessages, poolScreenMessages)

/** What waits in the pools, and what I may take. */
export default function PoolPage() {
  const t = useT()
  const me = useMe()
  const go = useNavigate()
  const { message } = App.useApp()
  const [poolId, setPool] = useState<string | undefined>()
  const [openId, open] = useState<string | null>(null)
  const [adding, add] = useState(false)
  const filter = useLeadFilter()
  const pools = useQuery(query.pools.pools.queryOptions({ input: {} })).data?.items ?? []
  const counts = useQuery(query.leads.leadCounts.queryOptions()).data
  const claim = useAct(
    (input: { id: string }) => api.leads.claimLead(input),
    (row) => {
      void message.success(`${row.company} ${t('leads.claimed')}`)
      open(row.id)
    },
  )
  const [claiming, setClaiming] = useState<string | null>(null)
  const columns = usePoolColumns(
    (row) => {
      setClaiming(row.id)
      claim.run({ id: row.id })
    },
    claim.busy ? claiming : null,
  )
  const list = usePages(['leads', 'pooledLeads', poolId, filter.input], (cursor) =>
    api.leads.pooledLeads({ poolId, ...filter.input, cursor }),
  )
  const here = pools.find((one) => one.id === poolId)
  const shown = counts?.pools.filter((one) => !poolId || one.poolId === poolId) ?? []
  const sum = (pick: (one: (typeof shown)[number]) => number) => shown.reduce((all, one) => all + pick(one), 0)
  return (
    <ListPage
      title={here?.name ?? t('pool.title')}
      sentence={
        counts ? t('pool.sentence', { n: sum((one) => one.count), a: sum((one) => one.gradeA), fresh: sum((one) => one.newToday) }) : null
      }
      actions={
        may(me, 'lead.create') ? (
          <Button icon={<Plus size={16} strokeWidth={1.75} />} onClick={() => add(true)}>
            {t('leads.create')}
          </Button>
        ) : null
      }
      alert={
        <>
          <Burning onOpen={open} />
          {openId ? null : claim.refusal}
        </>
      }
      tabs={
        <Tabs
          activeKey={poolId ?? ''}
          onChange={(key) => {
            setPool(key || undefined)
            open(null)
          }}
          items={[
            { key: '', label: t('pool.all') },
            ...pools.map((one) => ({
              key: one.id,
              label: (
                <>
                  <span data-raw>{one.name}</span> <small>{counts?.pools.find((count) => count.poolId === one.id)?.count ?? ''}</small>
                </>
              ),
            })),
          ]}
        />
      }
      filters={filter.bar}
      inspector={openId ? <LeadInspector key={openId} id={openId} claim={claim} onClose={() => open(null)} /> : null}
    >
      {list.error && !list.rows ? (
        <Failed error={list.error} retry={list.retry} />
      ) : (
        <ListTable
          columns={columns}
          rows={list.rows}
          rowKey={(row) => row.id}
          openId={openId}
          onInspect={(id) => {
            claim.clear()
            open(id)
          }}
          onEnter={(id) => void go({ to: `/leads/${id}` })}
          tone={(row) => (row.ownerId ? 'faded' : undefined)}
          more={list.more}
          empty={
            filter.on ? (
              <Empty icon={Waves} title={t('leads.empty.filter')} action={<Button onClick={filter.clear}>{t('leads.clear')}</Button>}>
                {t('leads.empty.filter.body')}
              </Empty>
            ) : (
              <Empty icon={Waves} title={t('leads.empty.pool')}>
                {t('leads.empty.pool.body')}
              </Empty>
            )
          }
        />
      )}
      <LeadForm open={adding} onClose={() => add(false)} onDone={() => add(false)} />
    </ListPage>
  )
}
