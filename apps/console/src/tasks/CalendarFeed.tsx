import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'

/** My tasks in the calendar I already use. The address is shown once; whoever has it can read them. */
export function CalendarFeed() {
  const t = useT()
  const f = useFormats()
  const [url, setUrl] = useState<string | null>(null)
  const { data } = useQuery(query.tasks.calendarFeedState.queryOptions())
  const make = useAct(
    () => api.tasks.makeCalendarFeed(),
    (answer) => setUrl(answer.url),
  )
  const drop = useAct(
    () => api.tasks.dropCalendarFeed(),
    () => setUrl(null),
  )
  return (
    <Card title={t('msg.calendar')} note={data?.readAt ? t('msg.calendar.read', { at: f.moment(data.readAt) }) : undefined}>
      <p className="quiet">{t('msg.calendar.about')}</p>
      {url ? (
        <p>
          <Input readOnly value={url} aria-label={t('msg.calendar')} onFocus={(event) => event.target.select()} />
        </p>
      ) : null}
      <p className="list-filters">
        <Button loading={make.busy} onClick={() => make.run(undefined)}>
          {t(data?.active ? 'msg.calendar.anew' : 'msg.calendar.make')}
        </Button>
        {data?.active ? (
          <Button danger type="text" loading={drop.busy} onClick={() => drop.run(undefined)}>
            {t('msg.calendar.drop')}
          </Button>
        ) : null}
      </p>
      {make.refusal ?? drop.refusal}
    </Card>
  )
}
