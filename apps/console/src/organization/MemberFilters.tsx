import { Input, Select } from 'antd'
import { useT } from '#shared/i18n.ts'
import type { MemberFilter, Tree } from './memberFilter.ts'

type Props = {
  value: MemberFilter
  onChange: (next: MemberFilter) => void
  departments: Tree
  roles: { code: string; name: string }[]
}

/** By words, department with all below, role and state. */
export function MemberFilters({ value, onChange, departments, roles }: Props) {
  const t = useT()
  return (
    <div className="list-filters">
      <Input
        allowClear
        style={{ width: 260 }}
        aria-label={t('org.find')}
        placeholder={t('org.find')}
        value={value.words ?? ''}
        onChange={(event) => onChange({ ...value, words: event.target.value })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 160 }}
        aria-label={t('org.find.department')}
        placeholder={t('org.find.department')}
        value={value.departmentId}
        onChange={(departmentId?: string) => onChange({ ...value, departmentId })}
        options={departments.map((one) => ({ value: one.id, label: one.name }))}
      />
      {roles.length > 0 ? (
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 140 }}
          aria-label={t('org.find.role')}
          placeholder={t('org.find.role')}
          value={value.role}
          onChange={(role?: string) => onChange({ ...value, role })}
          options={roles.map((one) => ({ value: one.code, label: one.name }))}
        />
      ) : null}
      <Select
        style={{ width: 110 }}
        aria-label={t('org.state')}
        value={value.state}
        onChange={(state: MemberFilter['state']) => onChange({ ...value, state })}
        options={(['all', 'active', 'disabled'] as const).map((state) => ({
          value: state,
          label: t(state === 'all' ? 'org.find.all' : `org.${state}`),
        }))}
      />
    </div>
  )
}
