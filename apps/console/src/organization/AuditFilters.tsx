import { useQuery } from '@tanstack/react-query'
import { App, Button, Input, Select } from 'antd'
import { FileDown } from 'lucide-react'
import { api, query } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { saveFile } from '../shell/saveFile.ts'
import { useAct } from '../shell/useAct.tsx'

/** Days as chosen, both included. */
export type AuditFilter = { type?: string; actorId?: string; subjectId?: string; fromDay?: string; toDay?: string }
type Asked = Parameters<typeof api.organization.exportAudit>[0]

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The filter as the server asks for it: instants, the last day included; an id half typed is none. */
export function askedBy({ type, actorId, subjectId, fromDay, toDay }: AuditFilter): Asked {
  const start = (day: string): number => new Date(`${day}T00:00:00`).getTime()
  return {
    type,
    actorId,
    subjectId: subjectId && UUID.test(subjectId.trim()) ? subjectId.trim() : undefined,
    from: fromDay ? new Date(start(fromDay)).toISOString() : undefined,
    to: toDay ? new Date(start(toDay) + 86_400_000).toISOString() : undefined,
  }
}

type Props = { value: AuditFilter; types: { type: string }[]; onChange: (next: AuditFilter) => void }

/** By person, type, subject and time; and what is shown as a file. */
export function AuditFilters({ value, types, onChange }: Props) {
  const t = useT()
  const { message } = App.useApp()
  const members = useQuery(query.organization.members.queryOptions()).data?.items ?? []
  const act = useAct(
    () => api.organization.exportAudit(askedBy(value)),
    (made) => {
      if (made.csv === null) return
      saveFile(made.fileName, made.csv)
      void message.success(t('audit.exported', { n: made.rows }))
    },
  )
  const subjects = [...new Set(types.map((one) => one.type.split('.')[0] as string))]
  const day = (key: 'fromDay' | 'toDay', label: string) => (
    <Input
      type="date"
      aria-label={label}
      title={label}
      style={{ width: 150 }}
      value={value[key] ?? ''}
      onChange={(event) => onChange({ ...value, [key]: event.target.value || undefined })}
    />
  )
  return (
    <>
      <div className="list-filters">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={value.actorId}
          onChange={(actorId?: string) => onChange({ ...value, actorId })}
          placeholder={t('audit.actor')}
          aria-label={t('audit.actor')}
          style={{ width: 140 }}
          options={members.map((one) => ({ value: one.id, label: one.name }))}
        />
        <Select
          allowClear
          showSearch
          value={value.type}
          onChange={(type?: string) => onChange({ ...value, type })}
          placeholder={t('audit.type')}
          aria-label={t('audit.type')}
          style={{ width: 240 }}
          options={[
            { label: t('audit.subject'), options: subjects.map((subject) => ({ value: subject, label: subject })) },
            { label: t('audit.type'), options: types.map((one) => ({ value: one.type, label: one.type })) },
          ]}
        />
        <Input
          allowClear
          value={value.subjectId ?? ''}
          placeholder={t('audit.subject.id')}
          aria-label={t('audit.subject.id')}
          style={{ width: 200 }}
          onChange={(event) => onChange({ ...value, subjectId: event.target.value || undefined })}
        />
        {day('fromDay', t('audit.from'))}
        {day('toDay', t('audit.to'))}
        <Button icon={<FileDown size={16} strokeWidth={1.75} />} loading={act.busy} onClick={() => act.run(undefined)}>
          {t('audit.export')}
        </Button>
      </div>
      {act.refusal}
    </>
  )
}
