// 自定义字段 kept: adding, changing, ordering and retiring them; what they show of referenced records.
import { holds } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { port } from '#core/port.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { type CustomField, type FieldOption, type FieldSubject, type FieldType, fieldSubjects, type ReferenceKind } from './field.rule.ts'
import { allFields, insertField, lockRegistry, nameMembers, saveField, saveFieldOrder } from './field.store.ts'

export type NamedRecord = { id: string; name: string }
/** Records of later rooms that a field may name: only those within the actor's reach. */
export interface Referable {
  named: (ctx: Ctx, ids: string[]) => Promise<NamedRecord[]>
  find: (ctx: Ctx, q: string) => Promise<NamedRecord[]>
}
export const referable = port<[Exclude<ReferenceKind, 'member'>], Referable>('referable')
/** Files among these that the actor may read, each with the record it hangs on. */
export const filesNamed = port<[Ctx, string[]], Promise<(NamedRecord & { subjectId: string })[]>>('filesNamed')
/** Where a field of this record can be required: stages, segments, purposes, kinds. */
export const requiredPlaces = port<[Ctx, FieldSubject], Promise<{ key: string; zh: string; en: string }[]>>('requiredPlaces')

const MOST_ACTIVE = 60
const CACHED_MS = 3000
const cache = new Map<string, { until: number; fields: CustomField[] }>()

/** The fields of one kind of record, retired ones too. A list reads them from a cache of 3 s; a write asks for `fresh` ones. */
export async function fieldsOf(ctx: Ctx, subjectType: FieldSubject, fresh = false): Promise<CustomField[]> {
  const hit = cache.get(ctx.tenantId)
  const fields = hit && !fresh && hit.until > performance.now() ? hit.fields : await allFields(ctx)
  if (fields !== hit?.fields) cache.set(ctx.tenantId, { until: performance.now() + CACHED_MS, fields })
  return fields.filter((field) => field.subjectType === subjectType)
}

/** What this transaction changed is read by nobody before it commits, and by everybody after. */
function forget(ctx: Ctx): void {
  cache.delete(ctx.tenantId)
  ctx.afterCommit(() => cache.delete(ctx.tenantId))
}

export async function customFields(ctx: Ctx, input: { subjectType?: FieldSubject | undefined }) {
  const wanted = input.subjectType ? [input.subjectType] : [...fieldSubjects]
  const items = (await Promise.all(wanted.map((subject) => fieldsOf(ctx, subject)))).flat()
  return { items, may: { manage: holds(ctx.actor, 'custom_field.manage') } }
}

export async function fieldPlaces(ctx: Ctx, input: { subjectType: FieldSubject }) {
  return { items: await requiredPlaces(ctx, input.subjectType) }
}

interface Changeable {
  zh: string
  en: string
  options: FieldOption[]
  requiredIn: string[]
  listed: boolean
}

export async function createField(
  ctx: Ctx,
  input: Changeable & { subjectType: FieldSubject; key: string; type: FieldType; reference?: ReferenceKind | null | undefined },
): Promise<CustomField> {
  await lockRegistry(ctx)
  const fields = (await allFields(ctx)).filter((one) => one.subjectType === input.subjectType)
  if (fields.some((one) => one.key === input.key)) throw refuse('custom_field.key_taken', { key: input.key })
  roomFor(fields)
  if (input.type === 'reference' && !input.reference) throw invalid('custom_field.reference_needed')
  const field: CustomField = {
    id: uuidv7(),
    subjectType: input.subjectType,
    key: input.key,
    type: input.type,
    reference: input.type === 'reference' ? (input.reference ?? null) : null,
    retired: false,
    sort: Math.max(0, ...fields.map((one) => one.sort)) + 1,
    version: 1,
    ...(await checked(ctx, input.type, input.subjectType, input)),
  }
  await insertField(ctx, field)
  await emit(ctx, 'custom_field.created', field.id, { subjectType: field.subjectType, key: field.key, type: field.type })
  forget(ctx)
  return field
}

function roomFor(fields: readonly CustomField[]): void {
  if (fields.filter((one) => !one.retired).length >= MOST_ACTIVE) throw refuse('custom_field.too_many', { limit: MOST_ACTIVE })
}

/** What an admin says of a field, if it holds together. */
async function checked(ctx: Ctx, type: FieldType, subjectType: FieldSubject, input: Changeable): Promise<Changeable> {
  const chooses = type === 'option' || type === 'options'
  if (chooses && !input.options.some((option) => !option.retired)) throw invalid('custom_field.options_needed')
  const keys = input.options.map((option) => option.key)
  const twice = keys.find((key, at) => keys.indexOf(key) !== at)
  if (twice) throw invalid('custom_field.option_twice', { key: twice })
  const places = ['*', ...(await requiredPlaces(ctx, subjectType)).map((place) => place.key)]
  const stray = input.requiredIn.find((place) => !places.includes(place))
  if (stray) throw invalid('custom_field.place_unknown', { place: stray })
  // A file hangs on a record that is there: it cannot be asked for before.
  if (type === 'file' && input.requiredIn.length > 0 && !['opportunity', 'visit'].includes(subjectType))
    throw invalid('custom_field.file_required')
  const { zh, en, listed } = input
  return { zh, en, listed, options: chooses ? input.options : [], requiredIn: [...new Set(input.requiredIn)] }
}

export async function changeField(ctx: Ctx, input: Changeable & { id: string; version: number; retired: boolean }): Promise<CustomField> {
  await lockRegistry(ctx)
  const fields = await allFields(ctx)
  const before = fields.find((one) => one.id === input.id)
  if (!before) throw notFound('custom_field')
  const gone = before.options.find((option) => !input.options.some((one) => one.key === option.key))
  if (gone) throw invalid('custom_field.option_gone', { option: gone.zh })
  if (before.retired && !input.retired) roomFor(fields.filter((one) => one.subjectType === before.subjectType))
  const after: CustomField = {
    ...before,
    ...(await checked(ctx, before.type, before.subjectType, input)),
    retired: input.retired,
    version: input.version,
  }
  if (!(await saveField(ctx, after))) throw refuse('common.stale')
  const changed = (['zh', 'en', 'options', 'requiredIn', 'listed'] as const).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
  const retiredOptions = after.options.filter((one) => one.retired && !before.options.find((old) => old.key === one.key)?.retired)
  const type = before.retired === after.retired ? 'custom_field.changed' : after.retired ? 'custom_field.retired' : 'custom_field.restored'
  await emit(ctx, type, after.id, {
    subjectType: after.subjectType,
    key: after.key,
    changed,
    ...(retiredOptions.length > 0 ? { retiredOptions: retiredOptions.map((one) => one.key) } : {}),
  })
  forget(ctx)
  return { ...after, version: input.version + 1 }
}

export async function orderFields(ctx: Ctx, input: { subjectType: FieldSubject; ids: string[] }) {
  const ids = [...new Set(input.ids)]
  if ((await saveFieldOrder(ctx, input.subjectType, ids)) !== ids.length) throw notFound('custom_field')
  await emit(ctx, 'custom_field.ordered', ctx.tenantId, { subjectType: input.subjectType })
  forget(ctx)
  return { items: await fieldsOf(ctx, input.subjectType, true) }
}

/** Records of a kind as a reference shows them: those of these ids, or those whose name has these words. */
export async function referenced(ctx: Ctx, kind: ReferenceKind, by: { ids: string[] } | { q: string }): Promise<NamedRecord[]> {
  if (kind === 'member') return await nameMembers(ctx, by)
  return 'ids' in by ? await referable(kind).named(ctx, by.ids) : await referable(kind).find(ctx, by.q)
}

export async function fieldChoices(ctx: Ctx, input: { id: string; q?: string | undefined }) {
  const field = (await allFields(ctx)).find((one) => one.id === input.id)
  if (!field?.reference) throw notFound('custom_field')
  return { items: await referenced(ctx, field.reference, { q: input.q ?? '' }) }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function fieldNames(ctx: Ctx, input: { kind: ReferenceKind | 'file'; ids: string }) {
  const ids = [...new Set(input.ids.split(','))].filter((id) => UUID.test(id)).slice(0, 100)
  if (ids.length === 0) return { items: [] }
  if (input.kind === 'file') return { items: (await filesNamed(ctx, ids)).map(({ id, name }) => ({ id, name })) }
  return { items: await referenced(ctx, input.kind, { ids }) }
}
