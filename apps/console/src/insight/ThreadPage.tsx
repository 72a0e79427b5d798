import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { BadgeCheck, Coins, FileText, Handshake, Inbox, Landmark, type LucideIcon, MapPin, PackageCheck, Phone, Target } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { ThreadNode as NodeShape, Thread as ThreadShape } from '#modules/insight/thread.contract.ts'
import { api, query } from '#shared/api.ts'
import { addMessages, knows, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { Thread, type ThreadNode, type ThreadSpan } from '#shared/ui/Thread.tsx'
import { WhatIfSlip } from '#shared/ui/WhatIfSlip.tsx'
import { useCrumb } from '../shell/crumb.ts'
import { Facts } from '../shell/Inspector.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { Timeline } from '../shell/Timeline.tsx'
import { usePages } from '../shell/usePages.ts'
import { useWords } from '../shell/useWords.ts'
import { insightScreenMessages } from './insightScreen.messages.ts'

addMessages(insightScreenMessages)

type Data = z.output<typeof ThreadShape>
type Subject = { type: Data['head']['type']; id: string }

/** One line from the cost of the channel to commission; where the time went; what one receipt would change. */
export default function ThreadPage() {
  const { type, id } = useParams({ strict: false }) as Subject
  const found = useQuery(query.insight.thread.queryOptions({ input: { type, id } }))
  useCrumb(found.data?.head.name)
  return <Loaded from={found}>{(data) => <Filled data={data} subject={{ type, id }} />}</Loaded>
}

function Filled({ data, subject }: { data: Data; subject: Subject }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const { head } = data
  const nodes = useNodes(data)
  const spans: ThreadSpan[] = data.segments.map((one) => ({
    key: `${one.kind}-${one.from}`,
    label: f.days(one.days),
    days: one.days,
    tone: one.kind === 'overdue' ? 'late' : one.kind === 'terms' ? 'wait' : one.kind === 'to_opportunity' ? 'soft' : 'work',
    note: t(`thread.seg.${one.kind}`),
  }))
  return (
    <Page
      title={
        <>
          {head.grade ? <Grade grade={head.grade} size={24} /> : null} {head.name}
        </>
      }
      sentence={[
        t('thread.days', { from: f.day(head.from), until: f.day(head.until), days: f.days(head.days) }),
        head.channelName,
        head.ownerName,
      ]
        .filter(Boolean)
        .join(' · ')}
      chips={
        <>
          {head.overdueFen > 0 ? (
            <Chip tone="bad">{t('thread.overdue', { sum: f.moneyShort(head.overdueFen), days: f.days(head.overdueDays) })}</Chip>
          ) : null}
          {head.frozen ? <Chip tone="bad">{t('thread.frozen')}</Chip> : null}
        </>
      }
    >
      <Card>
        <Thread nodes={nodes} spans={spans} spanTitle={t('thread.bar')} spanRange={data.verdict ? words(data.verdict) : undefined} />
      </Card>
      <div className="thirds">
        <Happened subject={subject} />
        <Yuan data={data} />
        <Imagined data={data} />
      </div>
      {data.siblings.length > 0 ? (
        <Card title={t('thread.siblings')}>
          <div className="chips">
            {data.siblings.map((one) => (
              <Link key={one.id} to={`/thread/${one.type}/${one.id}`}>
                {one.title} {one.amountFen === null ? '' : f.moneyBoard(one.amountFen)}
              </Link>
            ))}
          </div>
        </Card>
      ) : null}
    </Page>
  )
}

const ICONS: Record<z.output<typeof NodeShape>['kind'], LucideIcon> = {
  lead: Inbox,
  first_contact: Phone,
  visits: MapPin,
  opportunity: Target,
  quotation: FileText,
  contract: Handshake,
  acceptance: PackageCheck,
  receipts: Landmark,
  commission: Coins,
}

function useNodes(data: Data): ThreadNode[] {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const figure = (node: Data['nodes'][number]) => {
    if (node.state === 'hidden') return t('thread.hidden')
    if (!node.figure) return node.state === 'ahead' ? t('thread.ahead') : node.state === 'none' ? t('thread.none') : '—'
    const { value, unit } = node.figure
    if (unit === 'fen') return f.moneyBoard(value)
    if (unit === 'days') return f.days(value)
    return t(unit === 'hours' ? 'thread.hours' : 'thread.times', { n: value })
  }
  return data.nodes.map((node) => ({
    key: node.kind,
    icon: node.kind === 'receipts' && node.state === 'done' ? BadgeCheck : ICONS[node.kind],
    label: node.link ? <Link to={node.link}>{t(`thread.node.${node.kind}`)}</Link> : t(`thread.node.${node.kind}`),
    value: figure(node),
    lines: [
      ...node.lines.map(words),
      ...(node.alarm
        ? [
            <b key="alarm" className="bad">
              {words(node.alarm)}
            </b>,
          ]
        : []),
    ],
    when: node.on ? f.day(node.on) : undefined,
    state: stateOf(node),
  }))
}

/** Green is only for money that has arrived; what is not here is dashed. */
function stateOf(node: Data['nodes'][number]): ThreadNode['state'] {
  if (node.state === 'ahead' || node.state === 'none' || node.state === 'hidden') return node.kind === 'lead' ? 'start' : 'coming'
  if (node.kind === 'receipts' || node.kind === 'commission') return (node.figure?.value ?? 0) > 0 ? 'cash' : 'coming'
  return node.kind === 'lead' ? 'start' : 'work'
}

function Happened({ subject }: { subject: Subject }) {
  const t = useT()
  const [group, setGroup] = useState<'all' | 'money' | 'visit' | 'work' | 'system'>('all')
  const list = usePages(['insight', 'threadEvents', subject.type, subject.id, group], (cursor) =>
    api.insight.threadEvents({ ...subject, group: group === 'all' ? undefined : group, cursor, limit: 30 }),
  )
  return (
    <Card
      title={t('thread.events')}
      extra={
        <Segmented
          size="small"
          value={group}
          onChange={setGroup}
          options={(['all', 'money', 'visit', 'work', 'system'] as const).map((value) => ({ value, label: t(`thread.group.${value}`) }))}
        />
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a mouse */}
      <section className="scroll" tabIndex={0} aria-label={t('thread.events')}>
        <Timeline entries={list.rows ?? []} />
        {list.more.shown ? (
          <Button type="text" loading={list.more.loading} onClick={list.more.load}>
            {t('console.list.more', { n: 30 })}
          </Button>
        ) : null}
      </section>
    </Card>
  )
}

function Yuan({ data }: { data: Data }) {
  const t = useT()
  const f = useFormats()
  const { totals } = data
  const rows: [React.ReactNode, React.ReactNode][] = [
    [t('thread.contract'), f.money(totals.contractFen)],
    [
      t('thread.received'),
      <b key="r" className="ok">
        {f.money(totals.receivedFen)}
      </b>,
    ],
    [t('thread.open'), f.money(totals.openFen)],
  ]
  if (totals.channelCostFen !== null) rows.unshift([t('thread.cost'), f.money(totals.channelCostFen)])
  return (
    <Card title={t('thread.money')} note={totals.perYuan === null ? undefined : t('thread.perYuan', { n: totals.perYuan.toFixed(1) })}>
      <Facts rows={rows} />
      <ul className="instalments">
        {data.instalments.map((one) => (
          <li key={one.id} data-state={one.settled === 'paid' ? 'paid' : one.overdueDays > 0 ? 'late' : 'open'}>
            <span>
              <Link to={`/contracts/${one.contractId}`}>{t('thread.instalment', { contract: one.contractNumber, no: one.no })}</Link>
              <small>{knows(`term_event.${one.event}`) ? t(`term_event.${one.event}`) : one.event}</small>
            </span>
            <span>
              <b>{f.money(one.amountFen)}</b>
              <small>{one.dueOn ? f.day(one.dueOn) : '—'}</small>
            </span>
            <i>
              <i style={{ width: `${(one.receivedFen / one.amountFen) * 100}%` }} />
            </i>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Imagined({ data }: { data: Data }) {
  const t = useT()
  const f = useFormats()
  const one = data.whatIf
  if (!one) return null
  const percent = (value: number | null) => (value === null ? '—' : f.percent(value))
  const lines = [
    { label: t('thread.whatif.company'), before: percent(one.companyCompletion.before), after: percent(one.companyCompletion.after) },
    { label: t('thread.whatif.owner'), before: percent(one.ownerCompletion.before), after: percent(one.ownerCompletion.after) },
    { label: t('thread.whatif.credit'), before: one.credit.before, after: one.credit.after },
  ]
  const comm = one.commission
  if (comm)
    lines.push(
      { label: t('thread.whatif.target'), before: percent(comm.attainment.before), after: percent(comm.attainment.after) },
      { label: t('thread.whatif.rate'), before: `${comm.ratePercent.before ?? '—'}%`, after: `${comm.ratePercent.after ?? '—'}%` },
    )
  const gain = comm && comm.amountFen.after !== null && comm.amountFen.before !== null ? comm.amountFen.after - comm.amountFen.before : null
  return (
    <WhatIfSlip
      title={t('thread.whatif')}
      subject={data.head.name}
      late={one.overdueDays > 0}
      note={t(one.overdueDays > 0 ? 'thread.whatif.late' : 'thread.whatif.open', {
        contract: one.contractNumber,
        no: one.no,
        days: f.days(one.overdueDays),
      })}
      amount={f.moneyShort(one.amountFen)}
      lines={lines}
      result={
        comm && comm.amountFen.after !== null
          ? { label: t('thread.whatif.commission'), value: f.money(comm.amountFen.after), gain: gain ? `+${f.money(gain)}` : undefined }
          : undefined
      }
    />
  )
}
