import { CalendarCheck, CircleSlash, OctagonPause } from 'lucide-react'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { today, useT } from '#shared/i18n.ts'
import { FormSheet, type Values } from '../shell/Form.tsx'
import { type Row, Rows } from '../shell/Rows.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { useAct } from '../shell/useAct.tsx'
import type { ContractDetail } from './ContractPage.tsx'

/** Days of delivery and acceptance, stopping the signing, giving the contract up. */
export function ContractMoreSheet({ data, onClose }: { data: ContractDetail; onClose: () => void }) {
  const t = useT()
  const [asked, ask] = useState<'void' | 'dates' | null>(null)
  const { id } = data
  const stop = useAct(() => api.contracts.stopSigning({ id }), onClose)
  const act = useAct<Values, unknown>(
    (values) =>
      asked === 'void'
        ? api.contracts.void({ id, reason: values.reason as string })
        : api.contracts.recordEvent({ id, event: values.event as string, onDay: values.day as string }),
    onClose,
  )
  if (asked === 'void')
    return (
      <FormSheet
        title={t('deed.void')}
        fields={[{ name: 'reason', label: t('deed.void.why'), kind: 'area', required: true }]}
        button={t('deed.void')}
        act={act}
        onSave={act.run}
        onClose={onClose}
      />
    )
  if (asked === 'dates')
    return (
      <FormSheet
        title={t('deed.dates')}
        fields={[
          {
            name: 'event',
            label: t('deed.dates.event'),
            kind: 'chips',
            required: true,
            options: (['delivery', 'acceptance'] as const).map((value) => ({ value, label: t(`deed.dates.${value}`) })),
          },
          { name: 'day', label: t('deed.dates.day'), kind: 'day', required: true },
        ]}
        initial={{ day: today() }}
        button={t('deed.dates.save')}
        act={act}
        onSave={act.run}
        onClose={onClose}
      />
    )
  const icon = { size: 20, strokeWidth: 1.75 }
  const rows: (Row | false)[] = [
    data.may.recordEvent === true && {
      key: 'dates',
      lead: <CalendarCheck {...icon} />,
      title: t('deed.dates'),
      onPress: () => ask('dates'),
    },
    data.may.stopSigning === true && {
      key: 'stop',
      lead: <OctagonPause {...icon} />,
      title: t('deed.stop'),
      onPress: () => stop.run(undefined),
    },
    data.may.void === true && { key: 'void', lead: <CircleSlash {...icon} />, title: t('deed.void'), onPress: () => ask('void') },
  ]
  return (
    <Sheet title={data.number} onClose={onClose}>
      {stop.refusal}
      <Rows rows={rows.filter((row) => row !== false)} />
    </Sheet>
  )
}
