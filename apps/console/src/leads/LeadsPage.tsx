import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Dropdown, Input, Select, Tabs } from 'antd'
import { ChevronDown, FileUp, Hourglass, Inbox, Plus, Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Countdown } from '#shared/ui/Countdown.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { useCustomColumns } from '../shell/customFields.tsx'
import { useCustomFilter } from '../shell/customFilter.tsx'
import { AlertStrip, FilterChip, ListPage } from '../shell/ListPage.tsx'
import { ListTable } from '../shell/ListTable.tsx'
import { Failed } from '../shell/states.tsx'
import { usePages } from '../shell/usePages.ts'
import { ExportButton } from './ExportButton.tsx'
import { LeadForm } from './LeadForm.tsx'
import { LeadInspector } from './LeadInspector.tsx'
import { useHeldColumns } from './leadColumns.tsx'
import { leadScreenMessages } from './leads.messages.ts'
import { ReviewList } from './ReviewList.tsx'

addMessages(leadScreenMessages)

type View = 'mine' | 'held' | 'reach' | 'claimed' | 'review'

/** Leads by who holds them. */
export default function LeadsPage() {
  const t = useT()
  const me = useMe()
  const go = useNavigate()
  const { message } = App.useApp()
  const holds = may(me, 'lead.claim')
  const [view, setView] = useState<View>(holds && me?.permissions['lead.read'] === 'own' ? 'mine' : 'reach')
  const [openId, open] = useState<string | null>(null)
  const [adding, add] = useState(false)
  const counts = useQuery(query.leads.leadCounts.queryOptions()).data
  const tabs = (
    [
      ['mine', counts?.mine],
      ['claimed', counts?.claimedByMe],
      ['held', counts?.held],
      ['reach', undefined],
      ...(may(me, 'lead.review') ? ([['review', counts?.review]] as const) : []),
    ] as [View, number | undefined][]
  ).filter(([key]) => holds || (key !== 'mine' && key !== 'claimed'))
  return (
    <ListPage
      title={t('leads.title')}
      sentence={counts ? t('leads.sentence', { mine: counts.mine, burning: counts.burning }) : null}
      actions={
        <>
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                { key: '/leads/sources', label: t('leads.sources') },
                ...(may(me, 'lead.assign') ? [{ key: '/leads/capabilities', label: t('leads.capabilities') }] : []),
              ],
              onClick: ({ key }) => void go({ to: key }),
            }}
          >
            <Button icon={<ChevronDown size={16} strokeWidth={1.75} />} iconPlacement="end">
              {t('leads.setup')}
            </Button>
          </Dropdown>
          {may(me, 'import.run') ? (
            <Button
              icon={<FileUp size={16} strokeWidth={1.75} />}
              onClick={() => void go({ to: '/imports', search: { kind: 'lead' } as never })}
            >
              {t('leads.import')}
            </Button>
          ) : null}
          {may(me, 'lead.create') ? (
            <Button type="primary" icon={<Plus size={16} strokeWidth={1.75} />} onClick={() => add(true)}>
              {t('leads.create')}
            </Button>
          ) : null}
        </>
      }
      alert={<Burning onOpen={open} />}
      tabs={
        <Tabs
          activeKey={view}
          onChange={(key) => {
            setView(key as View)
            open(null)
          }}
          items={tabs.map(([key, n]) => ({
            key,
            label: (
              <>
                {t(`leads.tab.${key}`)} {n === undefined ? null : <small>{n}</small>}
              </>
            ),
          }))}
        />
      }
      inspector={openId ? <LeadInspector key={openId} id={openId} onClose={() => open(null)} /> : null}
    >
      {view === 'review' ? <ReviewList /> : <LeadList view={view} openId={openId} onInspect={open} onAdd={() => add(true)} />}
      <LeadForm
        open={adding}
        onClose={() => add(false)}
        onDone={(answer) => {
          add(false)
          if (!answer) return
          const who = answer.ownerName ? t('leads.fate.owner', { name: answer.ownerName }) : t('leads.fate.pool')
          void message.success(t(`leads.fate.${answer.fate}`, { grade: answer.grade ?? '', points: answer.points ?? '', who }), 6)
          if (answer.leadId) open(answer.leadId)
        }}
      />
    </ListPage>
  )
}

/** My leads that are about to be taken back, above everything else. */
export function Burning({ onOpen }: { onOpen: (id: string) => void }) {
  const t = useT()
  const me = useMe()
  const { data } = useQuery(query.leads.burningLeads.queryOptions({ input: { mine: 'true' }, enabled: may(me, 'lead.claim') }))
  const first = data?.items[0]
  if (!data || !first) return null
  return (
    <AlertStrip
      icon={<Hourglass size={18} strokeWidth={1.75} />}
      title={t('leads.burning', { n: data.items.length })}
      hint={t('leads.burning.hint')}
      action={
        <Button type="link" onClick={() => onOpen(first.id)}>
          {t('leads.burning.show')}
        </Button>
      }
    >
      {data.items
        .slice(0, 2)
        .map((one) => (one.countdown ? <Countdown key={one.id} dueAt={one.countdown.dueAt} prefix={`${one.company} `} /> : null))}
    </AlertStrip>
  )
}

type ListProps = { view: Exclude<View, 'review'>; openId: string | null; onInspect: (id: string | null) => void; onAdd: () => void }

function LeadList({ view, openId, onInspect, onAdd }: ListProps) {
  const t = useT()
  const me = useMe()
  const go = useNavigate()
  const filter = useLeadFilter()
  const held = useHeldColumns(view !== 'mine')
  const list = usePages(['leads', 'leads', view, filter.input], (cursor) =>
    api.leads.leads({ view, sort: view === 'mine' ? 'due' : 'new', ...filter.input, cursor }),
  )
  const own = useCustomColumns('lead', list.rows)
  const columns = [...held.slice(0, -1), ...own.columns, ...held.slice(-1)]
  const empty = filter.on ? (
    <Empty icon={Inbox} title={t('leads.empty.filter')} action={<Button onClick={filter.clear}>{t('leads.clear')}</Button>}>
      {t('leads.empty.filter.body')}
    </Empty>
  ) : view === 'mine' || view === 'claimed' ? (
    <Empty
      icon={Inbox}
      title={t('leads.empty.mine')}
      action={<Button onClick={() => void go({ to: '/pool' })}>{t('leads.toPool')}</Button>}
    >
      {t('leads.empty.mine.body')}
    </Empty>
  ) : (
    <Empty icon={Inbox} title={t('leads.empty.first')} action={<Button onClick={onAdd}>{t('leads.create')}</Button>}>
      {t('leads.empty.first.body')}
    </Empty>
  )
  if (list.error && !list.rows) return <Failed error={list.error} retry={list.retry} />
  return (
    <>
      <div className="list-filters">
        {filter.bar}
        {own.chooser}
        {may(me, 'lead.export') ? <ExportButton view={view} filter={filter.input} /> : null}
      </div>
      <ListTable
        columns={columns}
        rows={list.rows}
        rowKey={(row) => row.id}
        openId={openId}
        onInspect={onInspect}
        onEnter={(id) => void go({ to: `/leads/${id}` })}
        more={list.more}
        empty={empty}
      />
    </>
  )
}

/** Search, grades and sources as chips; what they ask of the server. */
export function useLeadFilter() {
  const t = useT()
  const [text, setText] = useState('')
  const [grades, setGrades] = useState<string[]>([])
  const [channels, setChannels] = useState<string[]>([])
  const [provinces, setProvinces] = useState<string[]>([])
  const own = useCustomFilter('lead')
  const choices = useQuery(query.leads.leadChoices.queryOptions({ staleTime: 300_000 })).data
  const q = useDeferredValue(text.trim())
  const kinds = [...new Set(choices?.channels.map((one) => one.kind) ?? [])]
  const flip = (list: string[], one: string) => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one])
  const input = {
    q: q || undefined,
    grade: grades.join(',') || undefined,
    channelKind: channels.join(',') || undefined,
    province: provinces.join(',') || undefined,
    custom: own.input,
  }
  const bar = (
    <>
      <Input
        value={text}
        allowClear
        onChange={(event) => setText(event.target.value)}
        placeholder={t('leads.search')}
        prefix={<Search size={15} strokeWidth={1.75} />}
        style={{ width: 240 }}
      />
      {['A', 'B', 'C'].map((grade) => (
        <FilterChip
          key={grade}
          label={t('leads.filter.grade', { grade })}
          on={grades.includes(grade)}
          onPress={() => setGrades(flip(grades, grade))}
          onClear={() => setGrades(flip(grades, grade))}
        />
      ))}
      <Select
        mode="multiple"
        maxTagCount={1}
        value={channels}
        onChange={setChannels}
        placeholder={t('leads.filter.source')}
        aria-label={t('leads.filter.source')}
        style={{ minWidth: 130 }}
        options={kinds.map((value) => ({ value, label: t(`leads.channel.${value}`) }))}
      />
      <Select
        mode="multiple"
        maxTagCount={1}
        value={provinces}
        onChange={setProvinces}
        placeholder={t('leads.filter.province')}
        aria-label={t('leads.filter.province')}
        style={{ minWidth: 120 }}
        options={(choices?.provinces ?? []).map((value) => ({ value, label: value }))}
      />
      {own.button}
    </>
  )
  const clear = () => {
    setText('')
    setGrades([])
    setChannels([])
    setProvinces([])
    own.clear()
  }
  return { input, bar, clear, on: Object.values(input).some(Boolean) }
}
