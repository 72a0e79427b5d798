import { useQuery } from '@tanstack/react-query'
import { CalendarPlus, MapPin } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { Due as DueShape } from '#modules/visits/plan.contract.ts'
import type { VisitCard as CardShape } from '#modules/visits/visit.contract.ts'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { PlanVisitSheet } from '../leads/PlanVisitSheet.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { TabPage, TapChip } from '../shell/TabPage.tsx'
import { usePick } from '../shell/useWords.ts'
import { visitScreenMessages } from './visits.messages.ts'

addMessages(visitScreenMessages)

type Card = z.output<typeof CardShape>
type Due = z.output<typeof DueShape>
type Tab = 'today' | 'due' | 'past' | 'review'

const tone = { valid: 'ok', invalid: 'bad', pending: 'plain', attempted: 'warn' } as const

/** 拜访: today's stops, accounts that are due, what was done. */
export default function VisitsPage() {
  const t = useT()
  const me = useMe()
  const [tab, setTab] = useState<Tab>(may(me, 'visit.do') ? 'today' : 'past')
  const tabs: Tab[] = [
    'today',
    ...(may(me, 'visit.plan') ? (['due'] as const) : []),
    'past',
    ...(may(me, 'visit.review') ? (['review'] as const) : []),
  ]
  const today = useQuery({ ...query.visits.today.queryOptions({ input: {} }), enabled: tab === 'today' })
  const counts = today.data?.counts
  return (
    <TabPage
      title={t('visits.title')}
      sentence={counts ? t('visits.sentence', { n: today.data?.stops.length ?? 0, done: counts.done }) : undefined}
      chips={tabs.map((key) => (
        <TapChip key={key} on={tab === key} onPress={() => setTab(key)}>
          {t(`visits.tab.${key}`)}
        </TapChip>
      ))}
    >
      {tab === 'today' ? (
        <Loaded of={today}>
          {({ stops }) => (stops.length === 0 ? <NoStops toDue={() => setTab('due')} /> : <VisitRows visits={stops} />)}
        </Loaded>
      ) : tab === 'due' ? (
        <DueList />
      ) : (
        <Past tab={tab === 'review' ? 'review' : 'all'} />
      )}
    </TabPage>
  )
}

function NoStops({ toDue }: { toDue: () => void }) {
  const t = useT()
  return (
    <Empty
      icon={CalendarPlus}
      title={t('visits.empty.today')}
      action={
        <BigButton narrow onPress={toDue}>
          {t('visits.tab.due')}
        </BigButton>
      }
    >
      {t('visits.empty.today.body')}
    </Empty>
  )
}

function VisitRows({ visits }: { visits: readonly Card[] }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  return (
    <Rows
      rows={visits.map((visit) => {
        const at = visit.checkInAt ?? visit.plannedAt
        return {
          key: visit.id,
          to: `/visits/${visit.id}`,
          lead: at ? f.time(at) : <MapPin size={20} strokeWidth={1.75} />,
          title: (
            <>
              {visit.subjectName} {visit.level ? <Grade grade={visit.level} /> : null}
            </>
          ),
          detail: [
            visit.checkInAt ? f.date(visit.checkInAt) : null,
            pick(visit.template),
            visit.dwellMs ? f.duration(visit.dwellMs) : visit.goal,
          ]
            .filter(Boolean)
            .join(' · '),
          extra: visit.validity ? (
            <Chip tone={tone[visit.validity]}>{t(`visit.validity.${visit.validity}`)}</Chip>
          ) : visit.status === 'in_progress' ? (
            <Chip tone="pri">{t('visit.status.in_progress')}</Chip>
          ) : undefined,
        }
      })}
    />
  )
}

function Past({ tab }: { tab: 'all' | 'review' }) {
  const t = useT()
  const visits = useQuery(query.visits.listVisits.queryOptions({ input: { tab, limit: 40 } }))
  return (
    <Loaded of={visits}>
      {({ items }) => {
        const done = items.filter((visit) => visit.status !== 'planned')
        return done.length === 0 ? (
          <Empty icon={MapPin} title={t('visits.empty.past')}>
            {t('visits.empty.past.body')}
          </Empty>
        ) : (
          <VisitRows visits={done} />
        )
      }}
    </Loaded>
  )
}

/** Accounts the cadence wants visited, most overdue first, each with the act that plans it. */
function DueList() {
  const t = useT()
  const f = useFormats()
  const [chosen, choose] = useState<Due | null>(null)
  const due = useQuery(query.visits.visitsDue.queryOptions({ input: {} }))
  return (
    <Loaded of={due}>
      {({ items }) => {
        const open = items.filter((one) => one.state !== 'not_due')
        if (open.length === 0)
          return (
            <Empty icon={CalendarPlus} title={t('visits.empty.due')}>
              {t('visits.empty.due.body')}
            </Empty>
          )
        return (
          <>
            <Rows
              rows={open.map((one) => ({
                key: one.accountId,
                lead: <Grade grade={one.level} />,
                title: one.accountName,
                detail: [
                  one.overdueDays > 0 ? t('visits.due.since', { days: one.overdueDays }) : t('visits.due.today'),
                  one.plannedOn
                    ? t('visits.due.planned', { day: f.day(one.plannedOn) })
                    : one.lastValidVisitOn
                      ? t('visits.due.last', { day: f.day(one.lastValidVisitOn) })
                      : t('visits.due.never'),
                ].join(' · '),
                extra: one.plannedOn ? undefined : (
                  <BigButton look="plain" narrow onPress={() => choose(one)}>
                    {t('visits.plan')}
                  </BigButton>
                ),
              }))}
            />
            {chosen ? (
              <PlanVisitSheet subjectType="account" subjectId={chosen.accountId} name={chosen.accountName} onClose={() => choose(null)} />
            ) : null}
          </>
        )
      }}
    </Loaded>
  )
}
