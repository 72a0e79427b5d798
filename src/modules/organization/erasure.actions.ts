// 个人信息的导出与删除: every room says in which columns it may name somebody; what words cannot blank it erases itself.
import { readFile } from 'node:fs/promises'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { blank, eventsNaming, forgetPerson, type Person, rowsNaming } from '#core/person.ts'
import { port } from '#core/port.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import * as store from './erasure.store.ts'
import { noteLook } from './lookup.actions.ts'
import { street } from './street.actions.ts'

type Asked = { id: string }

/** Contacts are the accounts room's, which stands later in the street. */
export const contactPerson = port<[ctx: Ctx, id: string], Promise<Person | undefined>>('organization.contactPerson')
export const findContacts = port<[ctx: Ctx, q: string], Promise<store.FoundPerson[]>>('organization.findContacts')

async function personOf(ctx: Ctx, asked: Asked): Promise<Person> {
  const found = (await contactPerson(ctx, asked.id)) ?? (await store.memberPerson(ctx, asked.id))
  if (!found) throw notFound('person')
  // Where a namesake may be meant, the name counts in this person's records alone.
  if (found.records) for (const room of street()) found.records.push(...((await room.recordsOf?.(ctx, found.records)) ?? []))
  return found
}

const columnsOf = (): [table: string, columns: readonly string[]][] => street().flatMap((room) => Object.entries(room.personal ?? {}))

export async function findPeople(ctx: Ctx, input: { q: string }) {
  return { items: [...(await findContacts(ctx, input.q)), ...(await store.findFormerMembers(ctx, input.q))].slice(0, 50) }
}

export async function exportPerson(ctx: Ctx, input: Asked) {
  const person = await personOf(ctx, input)
  const parts: { table: string; rows: unknown[] }[] = []
  for (const [table, columns] of columnsOf()) {
    const rows = await rowsNaming(ctx, person, table, columns)
    if (rows.length > 0) parts.push({ table, rows })
  }
  const rows = parts.reduce((sum, part) => sum + part.rows.length, 0)
  await noteLook(ctx, {
    personId: person.type === 'member' ? input.id : null,
    kind: 'person_export',
    subjectType: person.type,
    subjectId: input.id,
    count: rows,
  })
  await emit(ctx, 'person.exported', input.id, { type: person.type, rows })
  return { name: person.name, at: ctx.now.toISOString(), rows, parts }
}

export async function erasePerson(ctx: Ctx, input: Asked & { confirmName: string; reason: string }) {
  const person = await personOf(ctx, input)
  if (person.name !== input.confirmName.trim()) throw invalid('privacy.name_differs', { name: person.name })
  if (person.type === 'member' && !(await store.isFormer(ctx, input.id))) throw refuse('privacy.still_active', { name: person.name })
  const changed: Record<string, number> = {}
  const count = (what: string, n: number): void => {
    if (n > 0) changed[what] = (changed[what] ?? 0) + n
  }
  for (const room of street()) count(room.name, (await room.erasePerson?.(ctx, person)) ?? 0)
  for (const [table, columns] of columnsOf()) count(table, await blank(ctx, person, table, columns))
  count('kept_answers', await forgetPerson(ctx, person))
  const all = [{ what: 'events', count: await eventsNaming(ctx, person) }]
  for (const room of street()) all.push(...((await room.keptOf?.(ctx, person)) ?? []))
  const kept = all.filter((one) => one.count > 0)
  const id = uuidv7()
  await store.insertErasure(ctx, {
    id,
    personType: person.type,
    personId: input.id,
    reason: input.reason,
    changed,
    kept,
    by: memberOf(ctx),
  })
  // Who it was is not told, else the erasure would be where the name lives on. The reason stays out too: it may name somebody.
  await emit(ctx, 'person.erased', input.id, { type: person.type, changed, kept })
  return { id, changed, kept }
}

export async function erasures(ctx: Ctx) {
  return { items: await store.newestErasures(ctx) }
}

const documents = ['processing-register', 'impact-assessment'] as const

/** They come with the product, in docs/privacy, so that they say what this version does. */
export async function privacyDocuments(_ctx: Ctx) {
  const text = (key: string, language: string): Promise<string> =>
    readFile(new URL(`../../../docs/privacy/${key}.${language}.md`, import.meta.url), 'utf8')
  return { items: await Promise.all(documents.map(async (key) => ({ key, zh: await text(key, 'zh'), en: await text(key, 'en') }))) }
}
