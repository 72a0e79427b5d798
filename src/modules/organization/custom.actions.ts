// Values of custom fields, for the rooms whose records have them: judged by the registry, indexed for filters, worded for files.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import { yuan } from '#core/money.ts'
import { invalid } from '#core/refuse.ts'
import { fieldsOf, filesNamed, referenced } from './field.actions.ts'
import {
  type CustomField,
  type CustomValues,
  type CustomVerdict,
  type FieldProblem,
  type FieldSubject,
  judgeCustom,
  type ReferenceKind,
  readFilter,
  wordsOf,
} from './field.rule.ts'
import { filterSql, indexValues } from './field.store.ts'

export interface CustomAsk {
  given?: Record<string, unknown> | null | undefined
  before?: CustomValues
  /** What holds for the record and may ask for a field (stage, segment, purpose, kind); null asks for nothing. */
  places: readonly string[] | null
  /** The record whose files count; none yet while it is being made. */
  fileOwner?: string | null
}

/** The values the record has afterwards and the keys that changed; `problem` is the first thing that is wrong. */
export async function judgedCustom(ctx: Ctx, subjectType: FieldSubject, ask: CustomAsk): Promise<CustomVerdict> {
  const given = ask.given ?? {}
  const before = ask.before ?? {}
  const told = Object.keys(given).length > 0
  const fields = await fieldsOf(ctx, subjectType, told)
  if (fields.length === 0 && !told) return { values: before, changed: [], problem: null }
  const verdict = judgeCustom(fields, { given, before, places: ask.places, locale: ctx.actor.locale })
  if (verdict.problem || verdict.changed.length === 0) return verdict
  const problem = await strangerIn(ctx, fields, verdict, ask.fileOwner ?? null)
  return problem ? { values: before, changed: [], problem } : verdict
}

/** As `judgedCustom`, refusing what is wrong (422). */
export async function checkCustom(
  ctx: Ctx,
  subjectType: FieldSubject,
  ask: CustomAsk,
): Promise<{ values: CustomValues; changed: string[] }> {
  const { values, changed, problem } = await judgedCustom(ctx, subjectType, ask)
  if (problem) throw invalid(problem.code, problem.params)
  return { values, changed }
}

/** A reference to a record the actor does not reach, or a file of another record: as good as missing. */
async function strangerIn(
  ctx: Ctx,
  fields: readonly CustomField[],
  verdict: CustomVerdict,
  fileOwner: string | null,
): Promise<FieldProblem | null> {
  for (const key of verdict.changed) {
    const field = fields.find((one) => one.key === key)
    const id = verdict.values[key]
    if (!field || typeof id !== 'string') continue
    const params = { field: wordsOf(field, ctx.actor.locale), key }
    if (field.reference && (await referenced(ctx, field.reference, { ids: [id] })).length === 0)
      return { code: 'custom_field.reference_unknown', params }
    if (field.type === 'file' && !(await filesNamed(ctx, [id])).some((file) => file.subjectId === fileOwner))
      return { code: 'custom_field.file_unknown', params }
  }
  return null
}

/** After the record is written: filters find it by its values from now on. */
export function indexCustom(ctx: Ctx, subjectType: FieldSubject, records: readonly { id: string; values: CustomValues }[]): void {
  if (records.length > 0) indexValues(ctx, subjectType, records)
}

/** `custom.<key>=…` of a list as a condition; refuses a field the company does not have, and values that make no sense for it. */
export async function customConditions(
  ctx: Ctx,
  subjectType: FieldSubject,
  asked: Record<string, string> | undefined,
  on: { id: Query; custom: Query },
): Promise<Query> {
  const entries = Object.entries(asked ?? {}).filter(([, text]) => text.trim() !== '')
  if (entries.length === 0) return sql``
  const fields = await fieldsOf(ctx, subjectType)
  const parts = entries.map(([key, text]) => {
    const field = fields.find((one) => one.key === key)
    if (!field) throw invalid('custom_field.unknown', { field: key.slice(0, 40) })
    const filter = readFilter(field, text)
    if (!filter) throw invalid('custom_field.filter_wrong', { field: wordsOf(field, ctx.actor.locale), value: text.slice(0, 60) })
    return filterSql(ctx, field, filter, on)
  })
  return sql.join(parts, sql` `)
}

/** Columns of a file for fields in use: a heading each, and per record its words in the reader's language. */
export async function customColumns(
  ctx: Ctx,
  subjectType: FieldSubject,
  records: readonly CustomValues[],
): Promise<{ headings: string[]; cells: string[][] }> {
  const fields = (await fieldsOf(ctx, subjectType)).filter((field) => !field.retired)
  const names = new Map<string, string>()
  for (const field of fields) {
    const kind: ReferenceKind | 'file' | null = field.type === 'file' ? 'file' : field.reference
    const ids = [...new Set(records.flatMap((values) => (typeof values[field.key] === 'string' ? [values[field.key] as string] : [])))]
    if (!kind || ids.length === 0) continue
    const found = kind === 'file' ? await filesNamed(ctx, ids) : await referenced(ctx, kind, { ids })
    for (const one of found) names.set(one.id, one.name)
  }
  const { locale } = ctx.actor
  return {
    headings: fields.map((field) => wordsOf(field, locale)),
    cells: records.map((values) => fields.map((field) => cellOf(field, values, names, locale))),
  }
}

function cellOf(field: CustomField, values: CustomValues, names: ReadonlyMap<string, string>, locale: 'zh-CN' | 'en'): string {
  const value = values[field.key]
  if (value === undefined) return ''
  if (field.type === 'money') return yuan(Number(value))
  if (field.type === 'file' || field.type === 'reference') return names.get(String(value)) ?? ''
  if (field.type !== 'option' && field.type !== 'options') return String(value)
  return [value]
    .flat()
    .map((key) => {
      const option = field.options.find((one) => one.key === key)
      return option ? wordsOf(option, locale) : String(key)
    })
    .join(locale === 'en' ? ', ' : '、')
}
