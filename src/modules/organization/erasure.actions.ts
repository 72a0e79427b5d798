// 个人信息的导出与删除: every room says in which columns it may name somebody; what words cannot blank it erases itself.
import { readFile } from 'node:fs/promises'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { blank, eventsNaming, forgetPerson, namesakes, type Person, type PersonRows, rowsBelonging, rowsNaming } from '#core/person.ts'
import { port } from '#core/port.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import * as store from './erasure.store.ts'
import { noteLook } from './lookup.actions.ts'
import { memberDetail } from './member.store.ts'
import { street } from './street.actions.ts'

type Asked = { id: string }

/** Contacts are the accounts room's, which stands later in the street. */
export const contactPerson = port<[ctx: Ctx, id: string], Promise<Person | undefined>>('organization.contactPerson')
export const findContacts = port<[ctx: Ctx, q: string], Promise<store.FoundPerson[]>>('organization.findContacts')

async function personOf(ctx: Ctx, asked: Asked): Promise<Person> {
  const found = (await contactPerson(ctx, asked.id)) ?? (await store.memberPerson(ctx, asked.id))
  if (!found) throw notFound('person')
  // Where a namesake may be meant, the name counts in this person's records alone.
  if (found.type === 'member' && (await namesakesOf(ctx, found)) > 0) found.records = [found.id]
  if (found.records) for (const room of street()) found.records.push(...((await room.recordsOf?.(ctx, found.records)) ?? []))
  return found
}

async function namesakesOf(ctx: Ctx, person: Person): Promise<number> {
  let sum = 0
  for (const room of street())
    for (const [table, columns] of Object.entries(room.names ?? {})) sum += await namesakes(ctx, person, table, columns)
  return sum
}

/** Where to look for words. What somebody is called there is a member's own affair only in the member's row, which is blanked by id. */
function columnsFor(person: Person): [table: string, columns: readonly string[]][] {
  return street().flatMap((room) =>
    Object.entries(room.personal ?? {}).map(([table, columns]): [string, readonly string[]] => [
      table,
      person.type === 'member' ? columns.filter((column) => !room.names?.[table]?.includes(column)) : columns,
    ]),
  )
}

/** A former member: what says who it was goes from the row, and the login with its sessions and addresses. Can be done again where it broke off. */
export async function eraseMember(ctx: Ctx, person: Person): Promise<number> {
  await store.forgetCustomIndex(ctx, person)
  if (person.type !== 'member') return 0
  const userId = await store.blankMember(ctx, person.id)
  const { identity } = ctx.services
  if (userId) await identity.leaveCompany(userId, ctx.tenantId)
  ctx.afterCommit(() => identity.forget(ctx.tenantId))
  return 1
}

const OWN: readonly [table: string, column: string][] = [
  ['member', 'id'],
  ['member_role', 'member_id'],
  ['consent', 'member_id'],
  ['leave', 'member_id'],
  ['device', 'member_id'],
  ['access_log', 'person_id'],
]

/** What this room holds on a member, and how he signed in. */
export async function exportMember(ctx: Ctx, person: Person): Promise<PersonRows[]> {
  if (person.type !== 'member') return []
  const parts: PersonRows[] = []
  for (const [table, column] of OWN) parts.push(await rowsBelonging(ctx, table, column, person.id))
  const member = await memberDetail(ctx, person.id)
  const history = member ? await ctx.services.identity.history(member.userId) : []
  return [...parts, { table: 'sign_in_log', rows: history.map((row) => ({ ...row })), cut: false }]
}

export async function findPeople(ctx: Ctx, input: { q: string }) {
  return { items: [...(await findContacts(ctx, input.q)), ...(await store.findMembers(ctx, input.q))].slice(0, 50) }
}

export async function exportPerson(ctx: Ctx, input: Asked) {
  const person = await personOf(ctx, input)
  const parts: PersonRows[] = []
  for (const room of street()) parts.push(...((await room.exportPerson?.(ctx, person)) ?? []))
  for (const [table, columns] of columnsFor(person)) parts.push(await rowsNaming(ctx, person, table, columns))
  const rows = parts.reduce((sum, part) => sum + part.rows.length, 0)
  await noteLook(ctx, {
    personId: person.type === 'member' ? input.id : null,
    kind: 'person_export',
    subjectType: person.type,
    subjectId: input.id,
    count: rows,
  })
  await emit(ctx, 'person.exported', input.id, { type: person.type, rows })
  return { name: person.name, at: ctx.now.toISOString(), rows, parts: parts.filter((part) => part.rows.length > 0) }
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
  for (const [table, columns] of columnsFor(person)) count(table, await blank(ctx, person, table, columns))
  count('kept_answers', await forgetPerson(ctx, person))
  const all = [
    { what: 'events', count: await eventsNaming(ctx, person) },
    { what: 'namesakes', count: person.type === 'member' ? await namesakesOf(ctx, person) : 0 },
  ]
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
