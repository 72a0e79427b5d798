import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { Leaves } from './Leaves.tsx'
import { orgMessages } from './org.messages.ts'

addMessages(orgMessages)

type Day = Awaited<ReturnType<typeof api.organization.calendar>>['days'][number]

/** Days that follow each other and are the same holiday, as one row; the company's own stand alone, for each is taken back alone. */
function runs(days: readonly Day[]): { first: Day; last: string; n: number }[] {
  const out: { first: Day; last: string; n: number }[] = []
  for (const one of days) {
    const before = out.at(-1)
    const follows = before && Date.parse(one.day) - Date.parse(before.last) === 86_400_000
    if (follows && !one.own && !before.first.own && one.kind === before.first.kind && one.name.zh === before.first.name.zh) {
      before.last = one.day
      before.n += 1
    } else out.push({ first: one, last: one.day, n: 1 })
  }
  return out
}

/** Days off and make-up days of a year, what the company differs in, hours, and who is away. */
export default function CalendarPage() {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const me = useMe()
  const thisYear = Number((me?.now ?? new Date().toISOString()).slice(0, 4))
  const [year, turn] = useState(thisYear)
  const [adding, add] = useState(false)
  const found = useQuery(query.organization.calendar.queryOptions({ input: { from: `${year}-01-01`, to: `${year}-12-31` } }))
  const set = useAct(
    (v: Values) => api.organization.setCalendarDay({ day: v.day, kind: v.kind, name: v.name ?? null }),
    () => add(false),
  )
  return (
    <Loaded from={found}>
      {(calendar) => (
        <Page
          title={t('cal.title')}
          sentence={calendar.knownThrough ? t('cal.known', { day: calendar.knownThrough }) : t('cal.unknown')}
          actions={calendar.may.manage ? <Button onClick={() => add(true)}>{t('cal.add')}</Button> : null}
        >
          <Card title={t('cal.week')}>
            <p>
              {f.list(calendar.weekdays.map((day) => t(`org.weekday.${day}`)))} {calendar.workFrom}–{calendar.workTo}
            </p>
            <p className="quiet">{t('cal.week.hint')}</p>
          </Card>
          <Leaves />
          <Card
            title={t('cal.days')}
            extra={
              <Select
                size="small"
                aria-label={t('cal.year')}
                value={year}
                onChange={turn}
                options={[thisYear - 1, thisYear, thisYear + 1].map((value) => ({ value, label: String(value) }))}
              />
            }
            flush
          >
            {set.refusal}
            {calendar.knownThrough && calendar.knownThrough < `${year}-12-31` ? (
              <p className="quiet pad">{t('cal.guess', { year })}</p>
            ) : null}
            <div className="wide">
              <table className="lines text">
                <tbody>
                  {runs(calendar.days).map(({ first: one, last, n }) => (
                    <tr key={one.day}>
                      <td className="where">{n === 1 ? f.day(one.day) : `${f.day(one.day)} – ${f.day(last)}`}</td>
                      <td>
                        {pick(one.name) || t(one.kind === 'work' ? 'cal.makeUp' : 'cal.kind.off')}
                        {n > 1 ? <small> {t('cal.nDays', { n })}</small> : null}
                      </td>
                      <td>
                        <Chip tone={one.kind === 'off' ? 'ok' : 'warn'}>{t(`cal.kind.${one.kind}`)}</Chip>
                        {one.own ? <small> {t('cal.own')}</small> : null}
                      </td>
                      <td>
                        {one.own && may(me, 'calendar.manage') ? (
                          <Button size="small" type="text" onClick={() => set.run({ day: one.day, kind: 'public' })}>
                            {t('cal.undo')}
                          </Button>
                        ) : null}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Card>
          <FormModal
            open={adding}
            title={t('cal.add')}
            button={t('cal.add')}
            act={set}
            fields={[
              { name: 'day', label: t('cal.day'), kind: 'day', required: true },
              {
                name: 'kind',
                label: t('cal.is'),
                kind: 'choice',
                required: true,
                options: (['off', 'work'] as const).map((value) => ({ value, label: t(`cal.kind.${value}`) })),
              },
              { name: 'name', label: t('cal.name'), placeholder: t('cal.name.hint') },
            ]}
            onSave={set.run}
            onClose={() => add(false)}
          />
        </Page>
      )}
    </Loaded>
  )
}
