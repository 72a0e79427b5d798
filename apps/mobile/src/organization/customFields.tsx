import { useQueries } from '@tanstack/react-query'
import type { ChangeEvent } from 'react'
import type { FieldSubject } from '#modules/organization/field.rule.ts'
import { api, query } from '#shared/api.ts'
import {
  asked,
  type CustomField,
  type CustomValues,
  inForm,
  initialCustom,
  optionsOf,
  splitCustom,
  useCustomFields,
  useCustomText,
  useFieldsKnown,
  useReferenced,
} from '#shared/customFields.ts'
import { addMessages, useLanguage, useT } from '#shared/i18n.ts'
import { type Field, FormSheet, type Values } from '../shell/Form.tsx'
import { type Act, useAct } from '../shell/useAct.tsx'
import { customFieldMessages } from './customFields.messages.ts'

addMessages(customFieldMessages)

type Record_ = { id: string; custom: CustomValues }

/** The company's fields as lines of a form on the phone; `places` says what holds for the record and may ask for a field. */
export function useCustomForm(
  subjectType: FieldSubject,
  places: readonly string[] | null,
  record?: Record_,
): { fields: Field[]; initial: Values; ready: boolean; split: (handed: Values) => Values } {
  const all = useCustomFields(subjectType)
  const language = useLanguage()
  const active = all.filter((field) => !field.retired)
  const naming = active.filter((field) => field.type === 'reference')
  const names = useReferenced(naming, record ? [record.custom] : [])
  const found = useQueries({
    queries: naming.map((field) => query.organization.fieldChoices.queryOptions({ input: { id: field.id }, staleTime: 60_000 })),
  })
  const choicesOf = (field: CustomField): { value: string; label: string }[] => {
    const near = (found[naming.indexOf(field)]?.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))
    const had = record?.custom[field.key]
    return typeof had === 'string' && !near.some((one) => one.value === had)
      ? [{ value: had, label: names.get(had) ?? '…' }, ...near]
      : near
  }
  const fields = active.map((field): Field => {
    const line = { name: inForm(field.key), label: field[language], required: places !== null && asked(field, places) }
    switch (field.type) {
      case 'number':
      case 'money':
        return { ...line, kind: field.type }
      case 'date':
        return { ...line, kind: 'day' }
      case 'option': {
        const options = optionsOf(field, record?.custom, language)
        // Few are pressed, many are picked from a list; what may stay empty needs the list's dash.
        return { ...line, kind: options.length <= 6 && line.required ? 'chips' : 'choice', options }
      }
      case 'options':
        return { ...line, kind: 'checks', options: optionsOf(field, record?.custom, language) }
      case 'reference':
        return { ...line, kind: 'choice', options: choicesOf(field) }
      case 'file':
        return {
          ...line,
          control: (value, change) => (
            <FileControl
              field={field}
              value={value}
              change={change}
              subject={record?.id ? { type: subjectType, id: record.id } : undefined}
            />
          ),
        }
      default:
        return line
    }
  })
  return {
    fields,
    initial: initialCustom(record?.custom),
    ready: useFieldsKnown(subjectType),
    split: (handed) => {
      const { facts, custom } = splitCustom(all, handed, record?.custom)
      return custom ? { ...facts, custom } : facts
    },
  }
}

type FileProps = {
  field: CustomField
  value: string | undefined
  change: (next: string | undefined) => void
  subject: { type: string; id: string } | undefined
}

/** A file goes up as soon as it is chosen, and hangs on the record. */
function FileControl({ field, value, change, subject }: FileProps) {
  const t = useT()
  const names = useReferenced([field], value ? [{ [field.key]: value }] : [])
  const upload = useAct(
    (file: File) => api.files.uploadFile({ file, purpose: 'document', subjectType: subject?.type ?? '', subjectId: subject?.id ?? '' }),
    (stored) => change(stored.id),
  )
  if (!subject) return <small>{t('custom.file.later')}</small>
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0]
    if (file) upload.run(file)
  }
  return (
    <>
      {value ? <small>{names.get(value) ?? '…'}</small> : null}
      <input type="file" aria-label={t('custom.upload')} disabled={upload.busy} onChange={take} />
      {upload.refusal}
    </>
  )
}

/** What the company's fields say, as lines of a list of facts. */
export function CustomFacts({ subject, values }: { subject: FieldSubject; values: CustomValues }) {
  const language = useLanguage()
  const fields = useCustomFields(subject)
  const text = useCustomText(useReferenced(fields, [values]))
  return fields.map((field) => {
    const words = text(field, values)
    return words ? (
      <div key={field.key} style={{ display: 'contents' }}>
        <dt>{field[language]}</dt>
        <dd>{words}</dd>
      </div>
    ) : null
  })
}

type FillProps = {
  subject: FieldSubject
  record: Record_
  name: string
  places: readonly string[] | null
  act: Pick<Act<never>, 'busy' | 'refusal'>
  onSave: (custom: Record<string, never>) => void
  onClose: () => void
}

/** The company's fields of one record in a sheet. */
export function FillSheet({ subject, record, name, places, act, onSave, onClose }: FillProps) {
  const t = useT()
  const form = useCustomForm(subject, places, record)
  if (form.fields.length === 0) return null
  return (
    <FormSheet
      title={t('custom.fill.title', { name })}
      fields={form.fields}
      initial={form.initial}
      button={t('custom.save')}
      act={act}
      onSave={(handed) => onSave((form.split(handed).custom as Record<string, never> | undefined) ?? {})}
      onClose={onClose}
    />
  )
}

/** Whether the company has fields for this kind of record at all. */
export const useHasFields = (subject: FieldSubject): boolean => useCustomFields(subject).some((field) => !field.retired)
