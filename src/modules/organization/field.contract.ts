// 自定义字段: the registry of what a company adds to its records, and the shapes in which values travel.
import { Id, line, May, MEMBER, route, Version, z } from '#core/contract.ts'
import { fieldSubjects, fieldTypes, referenceKinds } from './field.rule.ts'

/** `{ key: value }`: money in fen, days as `YYYY-MM-DD`, options by key, files and references by id. */
export const CustomShown = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
/** As a person or a program sends them: what is left out stays, null clears. */
export const CustomGiven = z
  .record(z.string().max(40), z.union([z.string().max(4000), z.number(), z.array(z.string().max(60)).max(60), z.null()]))
  .optional()
/** `custom.<key>=…` in an address: keys with commas, `from..to` for figures and days, words within a text. */
export const CustomFilter = z.record(z.string().max(40), z.string().max(400)).optional()

/** What speaks against values of the company's own fields. */
export const customRefusals = [
  'custom_field.unknown',
  'custom_field.retired',
  'custom_field.required',
  'custom_field.not_text',
  'custom_field.text_long',
  'custom_field.not_number',
  'custom_field.not_money',
  'custom_field.not_date',
  'custom_field.not_option',
  'custom_field.not_options',
  'custom_field.option_retired',
  'custom_field.not_file',
  'custom_field.file_unknown',
  'custom_field.not_reference',
  'custom_field.reference_unknown',
]

/** What speaks against a filter by them. */
export const customFilterRefusals = ['custom_field.unknown', 'custom_field.filter_wrong']

const FieldKey = z.string().regex(/^[a-z][a-z0-9_]{1,30}$/)
const Words = { zh: line(40), en: line(60) }
const Option = z.object({ key: FieldKey, ...Words, retired: z.boolean().default(false) })
const Subject = z.enum(fieldSubjects)

export const Field = z.object({
  id: Id,
  subjectType: Subject,
  key: z.string(),
  type: z.enum(fieldTypes),
  zh: z.string(),
  en: z.string(),
  options: z.array(z.object({ key: z.string(), zh: z.string(), en: z.string(), retired: z.boolean() })),
  reference: z.enum(referenceKinds).nullable(),
  requiredIn: z.array(z.string()),
  listed: z.boolean(),
  retired: z.boolean(),
  sort: z.int(),
  version: Version,
})
const NamedRecord = z.object({ id: Id, name: z.string() })
const changeable = {
  ...Words,
  /** Of option fields; an option that was there is kept, and may be retired. */
  options: z.array(Option).max(200).default([]),
  requiredIn: z.array(z.string().max(40)).max(40).default([]),
  listed: z.boolean().default(false),
}
const refusals = ['custom_field.options_needed', 'custom_field.option_twice', 'custom_field.place_unknown', 'custom_field.file_required']

export const fieldContract = {
  customFields: route('GET', '/custom-fields', MEMBER, 'Fields the company has added, in order, the retired ones too')
    .input(z.object({ subjectType: Subject.optional() }))
    .output(z.object({ items: z.array(Field), may: May })),
  fieldPlaces: route('GET', '/custom-fields/places', 'custom_field.manage', 'Where a field of this record can be required')
    .input(z.object({ subjectType: Subject }))
    .output(z.object({ items: z.array(z.object({ key: z.string(), zh: z.string(), en: z.string() })) })),
  createField: route('POST', '/custom-fields', 'custom_field.manage', 'Add a field', [
    ...refusals,
    'custom_field.key_taken',
    'custom_field.too_many',
    'custom_field.reference_needed',
  ])
    .input(
      z.object({
        subjectType: Subject,
        key: FieldKey,
        type: z.enum(fieldTypes),
        reference: z.enum(referenceKinds).nullish(),
        ...changeable,
      }),
    )
    .output(Field),
  changeField: route(
    'PUT',
    '/custom-fields/{id}',
    'custom_field.manage',
    'Words, options, where it is required; retire it or take it back',
    [...refusals, 'common.not_found', 'common.stale', 'custom_field.option_gone', 'custom_field.too_many'],
  )
    .input(z.object({ id: Id, version: Version, retired: z.boolean().default(false), ...changeable }))
    .output(Field),
  orderFields: route('PUT', '/custom-fields/order', 'custom_field.manage', 'The order in which forms and lists show them', [
    'common.not_found',
  ])
    .input(z.object({ subjectType: Subject, ids: z.array(Id).min(1).max(200) }))
    .output(z.object({ items: z.array(Field) })),
  fieldChoices: route('GET', '/custom-fields/{id}/choices', MEMBER, 'Records within reach that a reference may name', ['common.not_found'])
    .input(z.object({ id: Id, q: z.string().trim().max(60).optional() }))
    .output(z.object({ items: z.array(NamedRecord) })),
  fieldNames: route('GET', '/custom-fields/names', MEMBER, 'Names of referenced records and files, as far as the reader reaches them')
    .input(z.object({ kind: z.enum([...referenceKinds, 'file']), ids: z.string().max(4000) }))
    .output(z.object({ items: z.array(NamedRecord) })),
}
