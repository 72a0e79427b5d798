import { useQuery } from '@tanstack/react-query'
import { Button, Select, Upload } from 'antd'
import { FileUp, X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { api, query } from '#shared/api.ts'
import { type CustomField, useReferenced } from '#shared/customFields.ts'
import { useT } from '#shared/i18n.ts'
import { useAct } from './useAct.tsx'

/** The form's item hands these in. */
type Held = { id?: string; value?: string; onChange?: (value?: string) => void }

/** A record chosen by its name, among those within reach. */
export function ReferencePick({ field, value, onChange, id }: Held & { field: CustomField }) {
  const t = useT()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const found = useQuery(query.organization.fieldChoices.queryOptions({ input: { id: field.id, q: q || undefined }, staleTime: 30_000 }))
  const names = useReferenced([field], value ? [{ [field.key]: value }] : [])
  const items = found.data?.items ?? []
  const options = items.map((one) => ({ value: one.id, label: one.name }))
  if (value && !items.some((one) => one.id === value)) options.unshift({ value, label: names.get(value) ?? '…' })
  return (
    <Select
      id={id}
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear
      value={value}
      placeholder={t('custom.pick')}
      options={options}
      onChange={(next?: string) => onChange?.(next)}
      style={{ width: '100%' }}
    />
  )
}

/** A file that hangs on the record itself; before the record is there, it waits. */
export function FilePick({ field, subject, value, onChange }: Held & { field: CustomField; subject?: { type: string; id: string } }) {
  const t = useT()
  const names = useReferenced([field], value ? [{ [field.key]: value }] : [])
  const upload = useAct(
    (file: File) => api.files.uploadFile({ file, purpose: 'document', subjectType: subject?.type ?? '', subjectId: subject?.id ?? '' }),
    (stored) => onChange?.(stored.id),
  )
  if (!subject) return <span className="quiet">{t('custom.file.later')}</span>
  return (
    <div className="chips">
      {value ? <span>{names.get(value) ?? '…'}</span> : null}
      <Upload
        showUploadList={false}
        beforeUpload={(file) => {
          upload.run(file)
          return false
        }}
      >
        <Button size="small" icon={<FileUp size={14} strokeWidth={1.75} />} loading={upload.busy}>
          {t('custom.upload')}
        </Button>
      </Upload>
      {value ? (
        <Button
          size="small"
          type="text"
          aria-label={t('custom.filter.clear')}
          icon={<X size={14} strokeWidth={1.75} />}
          onClick={() => onChange?.(undefined)}
        />
      ) : null}
      {upload.refusal}
    </div>
  )
}
