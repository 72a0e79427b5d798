import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'

/** A day and an hour as typed here, as an instant. */
const instantOf = (day: string, time: string): string => new Date(`${day}T${time}:00+08:00`).toISOString()

/** Who is away until when, and who stands in. */
export function Leaves() {
  const t = useT()
  const f = useFormats()
  const found = useQuery(query.organization.leaves.queryOptions({ input: {} }))
  const members = useQuery(query.organization.members.queryOptions()).data?.items ?? []
  const [adding, add] = useState(false)
  const record = useAct(
    (v: Values) =>
      api.organization.recordLeave({
        memberId: v.memberId,
        delegateId: v.delegateId ?? null,
        reason: v.reason ?? null,
        fromAt: instantOf(v.fromDay, '00:00'),
        toAt: new Date(Date.parse(instantOf(v.toDay, '00:00')) + 86_400_000).toISOString(),
      }),
    () => add(false),
  )
  const cancel = useAct((id: string) => api.organization.cancelLeave({ id }))
  const people = members.filter((one) => !one.disabledAt).map((one) => ({ value: one.id, label: one.name }))
  return (
    <Loaded from={found}>
      {({ items, may }) => (
        <Card
          title={t('cal.leaves')}
          note={t('cal.leaves.hint')}
          extra={
            may.record ? (
              <Button size="small" onClick={() => add(true)}>
                {t('cal.leave.add')}
              </Button>
            ) : null
          }
        >
          {cancel.refusal}
          {items.length === 0 ? <p className="quiet">{t('cal.leaves.none')}</p> : null}
          <ul className="plain">
            {items.map((one) => (
              <li key={one.id}>
                <span>
                  <b>{one.memberName}</b> {f.moment(one.fromAt)} – {f.moment(one.toAt)}{' '}
                  <small>
                    {one.reason} {one.delegateName ? t('cal.delegate', { name: one.delegateName }) : t('cal.delegate.none')}
                  </small>
                </span>
                {one.may.cancel ? (
                  <Button size="small" type="text" danger onClick={() => cancel.run(one.id)}>
                    {t('cal.leave.cancel')}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
          <FormModal
            open={adding}
            title={t('cal.leave.add')}
            button={t('cal.leave.add')}
            act={record}
            fields={[
              { name: 'memberId', label: t('cal.who'), kind: 'choice', required: true, options: people },
              { name: 'fromDay', label: t('cal.from'), kind: 'day', required: true },
              { name: 'toDay', label: t('cal.to'), kind: 'day', required: true },
              { name: 'delegateId', label: t('cal.standIn'), kind: 'choice', options: people },
              { name: 'reason', label: t('cal.reason') },
            ]}
            onSave={record.run}
            onClose={() => add(false)}
          />
        </Card>
      )}
    </Loaded>
  )
}
