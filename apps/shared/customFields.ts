// The company's own fields in both apps: which there are, what they ask for, how a value reads.
import { useQuery } from '@tanstack/react-query'
import { type FieldSubject, isRequired } from '#modules/organization/field.rule.ts'
import { type api, query } from './api.ts'
import { useFormats, useLanguage } from './i18n.ts'

export type CustomField = Awaited<ReturnType<typeof api.organization.customFields>>['items'][number]
export type CustomValues = Record<string, string | number | string[]>

/** Every field of a kind of record, in order; retired ones too, for what old records have. */
export function useCustomFields(subjectType: FieldSubject): CustomField[] {
  return useQuery(query.organization.customFields.queryOptions({ input: { subjectType }, staleTime: 60_000 })).data?.items ?? []
}

/** Whether it is known which fields there are: a form that fills in what a record has waits for it. */
export const useFieldsKnown = (subjectType: FieldSubject): boolean =>
  !useQuery(query.organization.customFields.queryOptions({ input: { subjectType }, staleTime: 60_000 })).isPending

/** Under this name a field stands in a form. */
export const inForm = (key: string): string => `custom.${key}`

/** Which places ask for the field: the stage, segment, purpose or kind of the record. */
export const asked = (field: CustomField, places: readonly string[]): boolean => isRequired(field, places)

/** Options that can be chosen; a retired one only where the record has it. */
export function optionsOf(field: CustomField, before: CustomValues | undefined, language: 'zh' | 'en'): { value: string; label: string }[] {
  const had = [before?.[field.key] ?? []].flat()
  return field.options
    .filter((option) => !option.retired || had.includes(option.key))
    .map((option) => ({ value: option.key, label: option[language] }))
}

/** Initial values of a form's custom fields. */
export const initialCustom = (values: CustomValues | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [inForm(key), value]))

/** Splits what a form hands over: the record's own facts, and its custom fields. With `before`, what was emptied is cleared. */
export function splitCustom<V extends Record<string, unknown>>(
  fields: readonly CustomField[],
  handed: V,
  before?: CustomValues,
): { facts: V; custom: Record<string, string | number | string[] | null> | undefined } {
  const facts = Object.fromEntries(Object.entries(handed).filter(([name]) => !name.startsWith('custom.'))) as V
  const custom: Record<string, string | number | string[] | null> = {}
  for (const field of fields) {
    if (field.retired) continue
    const value = handed[inForm(field.key)] as CustomValues[string] | undefined
    if (value !== undefined) custom[field.key] = value
    else if (before?.[field.key] !== undefined) custom[field.key] = null
  }
  return { facts, custom: Object.keys(custom).length > 0 ? custom : undefined }
}

/** Lines of a second record in the same form, under a name of their own: both may have a field of the same key. */
export const under = <F extends { name: string }>(prefix: string, fields: readonly F[]): F[] =>
  fields.map((field) => ({ ...field, name: `${prefix}.${field.name}` }))

export const valuesUnder = (prefix: string, values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]))

/** What a form hands over, parted again: what stands `under` the prefix, without it, and the rest. */
export function partUnder<V extends Record<string, unknown>>(prefix: string, handed: V): { second: V; first: V } {
  const entries = Object.entries(handed)
  const inside = ([name]: [string, unknown]): boolean => name.startsWith(`${prefix}.`)
  return {
    second: Object.fromEntries(entries.filter(inside).map(([name, value]) => [name.slice(prefix.length + 1), value])) as V,
    first: Object.fromEntries(entries.filter((entry) => !inside(entry))) as V,
  }
}

/** Names of the records and files that these values name. */
export function useReferenced(fields: readonly CustomField[], values: readonly CustomValues[]): ReadonlyMap<string, string> {
  const naming = fields.filter((field) => field.type === 'reference' || field.type === 'file')
  const wanted = (kind: string): string =>
    [
      ...new Set(
        naming
          .filter((field) => (field.reference ?? 'file') === kind)
          .flatMap((field) => values.flatMap((one) => (typeof one[field.key] === 'string' ? [one[field.key] as string] : []))),
      ),
    ]
      .slice(0, 100)
      .join(',')
  const member = useNames('member', wanted('member'))
  const account = useNames('account', wanted('account'))
  const lead = useNames('lead', wanted('lead'))
  const opportunity = useNames('opportunity', wanted('opportunity'))
  const file = useNames('file', wanted('file'))
  return new Map([member, account, lead, opportunity, file].flat().map((one) => [one.id, one.name]))
}

function useNames(kind: 'member' | 'account' | 'lead' | 'opportunity' | 'file', ids: string) {
  return (
    useQuery(query.organization.fieldNames.queryOptions({ input: { kind, ids }, enabled: ids !== '', staleTime: 60_000 })).data?.items ?? []
  )
}

/** How a value reads; an empty text where there is none. */
export function useCustomText(names: ReadonlyMap<string, string>): (field: CustomField, values: CustomValues) => string {
  const f = useFormats()
  const language = useLanguage()
  return (field, values) => {
    const value = values[field.key]
    if (value === undefined) return ''
    switch (field.type) {
      case 'money':
        return f.money(Number(value))
      case 'number':
        return String(value)
      case 'date':
        return f.day(String(value))
      case 'option':
      case 'options':
        return f.list([value].flat().map((key) => field.options.find((one) => one.key === key)?.[language] ?? String(key)))
      case 'file':
      case 'reference':
        return names.get(String(value)) ?? '—'
      default:
        return String(value)
    }
  }
}
