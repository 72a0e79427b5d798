import { Button, Checkbox, Dropdown } from 'antd'
import { Columns3 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { FieldSubject } from '#modules/organization/field.rule.ts'
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
import { FilePick, ReferencePick } from './CustomPickers.tsx'
import { customFieldScreenMessages } from './customFields.messages.ts'
import { type Field, FormModal, type Values } from './FormModal.tsx'
import { Facts, Part } from './Inspector.tsx'
import type { ListColumn } from './ListTable.tsx'
import type { Act } from './useAct.tsx'

addMessages(customFieldScreenMessages)

type FormOf = {
  fields: Field[]
  initial: Values
  ready: boolean
  /** what the form hands over, apart: its own facts, and the company's fields */
  split: (handed: Values) => Values
}

/** The company's fields as lines of a form. `placesOf` says, of what is typed so far, which places ask for a field. */
export function useCustomForm(
  subjectType: FieldSubject,
  placesOf: (values: Values) => string[] | null,
  record?: { id: string; custom: CustomValues },
): FormOf {
  const all = useCustomFields(subjectType)
  const language = useLanguage()
  const active = all.filter((field) => !field.retired)
  const subject = record?.id && subjectType !== 'contact' ? { type: subjectType, id: record.id } : undefined
  const fields = active.map(
    (field): Field => ({
      name: inForm(field.key),
      label: field[language],
      ...controlOf(field, language, record?.custom, subject),
      requiredWhen: (values) => {
        const places = placesOf(values)
        return places !== null && asked(field, places)
      },
    }),
  )
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

function controlOf(
  field: CustomField,
  language: 'zh' | 'en',
  before: CustomValues | undefined,
  subject: { type: string; id: string } | undefined,
): Partial<Field> {
  switch (field.type) {
    case 'number':
      return { kind: 'number' }
    case 'money':
      return { kind: 'money' }
    case 'date':
      return { kind: 'day' }
    case 'option':
      return { kind: 'choice', options: optionsOf(field, before, language) }
    case 'options':
      return { kind: 'choices', options: optionsOf(field, before, language) }
    case 'reference':
      return { control: <ReferencePick field={field} /> }
    case 'file':
      return { control: <FilePick field={field} subject={subject} /> }
    default:
      return {}
  }
}

type FactsProps = { subject: FieldSubject; values: CustomValues; fill?: () => void }

/** What the company's fields say of a record; nothing where it has none. */
export function CustomFacts({ subject, values, fill }: FactsProps) {
  const t = useT()
  const language = useLanguage()
  const fields = useCustomFields(subject)
  const text = useCustomText(useReferenced(fields, [values]))
  const shown = fields.filter((field) => values[field.key] !== undefined || !field.retired)
  if (shown.length === 0) return null
  return (
    <Part
      title={t('custom.facts')}
      extra={
        fill ? (
          <Button size="small" onClick={fill}>
            {t('custom.fill')}
          </Button>
        ) : null
      }
    >
      <Facts rows={shown.map((field) => [field[language], textOrFile(field, values, text(field, values))])} />
    </Part>
  )
}

function textOrFile(field: CustomField, values: CustomValues, text: string): ReactNode {
  const value = values[field.key]
  if (field.type !== 'file' || typeof value !== 'string') return text || '—'
  return (
    <a href={`/api/v1/files/${value}/content`} target="_blank" rel="noreferrer">
      {text}
    </a>
  )
}

type FillProps = {
  subject: FieldSubject
  record: { id: string; custom: CustomValues }
  name: string
  places: string[]
  open: boolean
  act: Pick<Act<never>, 'busy' | 'refusal'>
  onSave: (custom: Values) => void
  onClose: () => void
}

/** The company's fields of one record in a form of their own. */
export function FillModal({ subject, record, name, places, open, act, onSave, onClose }: FillProps) {
  const t = useT()
  const form = useCustomForm(subject, () => places, record)
  return (
    <FormModal
      open={open}
      title={t('custom.fill.title', { name })}
      button={t('custom.save')}
      act={act}
      fields={form.fields}
      initial={form.initial}
      onSave={(handed) => onSave((form.split(handed).custom as Values | undefined) ?? {})}
      onClose={onClose}
    />
  )
}

const chosenKey = (subject: FieldSubject): string => `fieldloop.columns.${subject}`
function chosenColumns(subject: FieldSubject): string[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(chosenKey(subject)) ?? 'null')
    return Array.isArray(kept) ? kept.map(String) : null
  } catch {
    return null
  }
}

/** Columns of a list for the company's fields, and the button that chooses them; the choice stays on this device. */
export function useCustomColumns<Row extends { custom: CustomValues }>(
  subject: FieldSubject,
  rows: Row[] | undefined,
): { columns: ListColumn<Row>[]; chooser: ReactNode } {
  const t = useT()
  const language = useLanguage()
  const fields = useCustomFields(subject).filter((field) => !field.retired)
  const [chosen, choose] = useState(() => chosenColumns(subject))
  const on = (field: CustomField): boolean => (chosen ? chosen.includes(field.key) : field.listed)
  const shown = fields.filter(on)
  const text = useCustomText(
    useReferenced(
      shown,
      (rows ?? []).map((row) => row.custom),
    ),
  )
  const columns = shown.map(
    (field): ListColumn<Row> => ({
      title: field[language],
      key: inForm(field.key),
      width: 130,
      secondary: true,
      align: field.type === 'number' || field.type === 'money' ? 'right' : undefined,
      render: (_, row) => text(field, row.custom) || <span className="quiet">—</span>,
    }),
  )
  const flip = (key: string): void => {
    const before = shown.map((field) => field.key)
    const next = before.includes(key) ? before.filter((one) => one !== key) : [...before, key]
    localStorage.setItem(chosenKey(subject), JSON.stringify(next))
    choose(next)
  }
  const chooser =
    fields.length === 0 ? null : (
      <Dropdown
        trigger={['click']}
        popupRender={() => (
          <div className="card column-chooser">
            {fields.map((field) => (
              <Checkbox key={field.key} checked={on(field)} onChange={() => flip(field.key)}>
                {field[language]}
              </Checkbox>
            ))}
          </div>
        )}
      >
        <Button icon={<Columns3 size={15} strokeWidth={1.75} />}>{t('custom.columns')}</Button>
      </Dropdown>
    )
  return { columns, chooser }
}
