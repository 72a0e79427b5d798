import { useQuery } from '@tanstack/react-query'
import { visitOutcomes } from '#modules/visits/validity.rule.ts'
import { query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { useServerNow } from '#shared/ui/Countdown.tsx'
import { useCustomForm } from '../organization/customFields.tsx'
import { FormSheet } from '../shell/Form.tsx'
import { useRefusalOf } from '../shell/useRefusal.tsx'
import type { VisitActs } from './useVisitActs.ts'
import type { ShownVisit } from './visitText.ts'

type Props = {
  visit: ShownVisit
  acts: VisitActs /** the work was not possible: any outcome but done */
  early: boolean
  onClose: () => void
}

/** How it ended, what stays open, and how long one was there. */
export function CheckOutSheet({ visit, acts, early, onClose }: Props) {
  const t = useT()
  const f = useFormats()
  const choices = useQuery(query.visits.visitChoices.queryOptions())
  const stay = useServerNow(1_000).getTime() - Date.parse(visit.checkInAt ?? '')
  const min = visit.minMinutes ?? choices.data?.purposes.find((one) => one.purpose === visit.purpose)?.minMinutes
  const refusal = useRefusalOf(acts.checkOut)
  const own = useCustomForm('visit', early ? null : [visit.purpose], visit)
  const outcomes = visitOutcomes.filter((one) => !early || one !== 'done')
  return (
    <FormSheet
      key={String(own.ready)}
      title={t('visits.checkOut')}
      fields={[
        {
          name: 'outcome',
          label: t('visits.outcome'),
          kind: 'chips',
          required: true,
          options: outcomes.map((value) => ({ value, label: t(`visit.outcome.${value}`) })),
        },
        { name: 'leaves', label: t('visits.leaves'), hint: t('visits.leaves.hint') },
        { name: 'note', label: t('visits.note'), kind: 'area' },
        ...own.fields,
      ]}
      initial={{ ...own.initial, ...(early ? {} : { outcome: 'done' }) }}
      button={t('visits.checkOut')}
      act={{ busy: acts.checkOut.busy, refusal }}
      onSave={(values) => acts.checkOut.run(own.split(values), onClose)}
      onClose={onClose}
    >
      {min === undefined || Number.isNaN(stay) ? null : <p className="quiet">{t('visits.stay', { span: f.duration(stay), min })}</p>}
    </FormSheet>
  )
}
