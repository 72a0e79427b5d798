import { api } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'

type Hours = Awaited<ReturnType<typeof api.organization.departmentHours>>['items'][number]

/** Hours of a department and of all below it; without them the company's hold. */
export function HoursModal({
  department,
  own,
  onClose,
}: {
  department: { id: string; name: string }
  own: Hours | null
  onClose: () => void
}) {
  const t = useT()
  const save = useAct(
    (v: Values) =>
      api.organization.setDepartmentHours({
        id: department.id,
        hours: v.own ? { weekdays: (v.weekdays as string[]).map(Number), workFrom: v.workFrom, workTo: v.workTo } : null,
      }),
    onClose,
  )
  const shown = (values: Values): boolean => !!values.own
  return (
    <FormModal
      open
      title={t('org.hours.of', { name: department.name })}
      hint={t('org.hours.hint')}
      button={t('org.hours.save')}
      act={save}
      initial={{
        own: own !== null,
        weekdays: (own?.weekdays ?? [1, 2, 3, 4, 5]).map(String),
        workFrom: own?.workFrom ?? '09:00',
        workTo: own?.workTo ?? '18:00',
      }}
      fields={[
        { name: 'own', label: t('org.hours.own'), kind: 'switch' },
        {
          name: 'weekdays',
          label: t('org.hours.weekdays'),
          kind: 'choices',
          required: true,
          when: shown,
          options: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: t(`org.weekday.${day}`) })),
        },
        { name: 'workFrom', label: t('org.hours.from'), required: true, when: shown, placeholder: '09:00' },
        { name: 'workTo', label: t('org.hours.to'), required: true, when: shown, placeholder: '18:00' },
      ]}
      onSave={save.run}
      onClose={onClose}
    />
  )
}
