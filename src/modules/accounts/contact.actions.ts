// People and places of an account.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { tidy } from '#core/text.ts'
import { checkCustom, indexCustom } from '#modules/organization/index.ts'
import { type ContactRow, contactsOf, insertContacts, onlyPrimary, updateContact } from './contact.store.ts'
import { accountToChange, type ContactInput, keysOf, phoneOf, type SiteInput } from './facts.actions.ts'
import { insertKeys, replaceKeys } from './match.store.ts'
import { createSite, pointOf } from './place.actions.ts'

/** Somebody to talk to at an account, whoever asks. Refuses `account.phone_wrong`. */
export async function createContact(ctx: Ctx, accountId: string, input: ContactInput & { id?: string }): Promise<ContactRow> {
  // Only a person who fills in the form is asked for required fields; a later room brings what it knows.
  const places = input.custom === undefined ? null : placesOf(input)
  const { values: custom, changed } = await checkCustom(ctx, 'contact', { given: input.custom, places, fileOwner: accountId })
  const contact: ContactRow = {
    id: input.id ?? uuidv7(),
    accountId,
    name: tidy(input.name),
    title: input.title || null,
    role: input.role ?? null,
    phone: phoneOf(input.phone),
    email: input.email?.trim().toLowerCase() || null,
    wechat: input.wechat || null,
    note: input.note || null,
    isPrimary: input.isPrimary ?? false,
    custom,
    version: 1,
  }
  await insertContacts(ctx, [contact])
  if (changed.length > 0) indexCustom(ctx, 'contact', [{ id: contact.id, values: custom }])
  if (contact.isPrimary) await onlyPrimary(ctx, accountId, contact.id)
  const keys = [...(contact.phone ? [`phone:${contact.phone}`] : []), ...(contact.email ? [`email:${contact.email}`] : [])]
  await insertKeys(ctx, [{ subjectType: 'account', subjectId: accountId, keys }])
  await emit(ctx, 'account.contact_added', accountId, { contactId: contact.id, role: contact.role })
  return contact
}

const placesOf = (input: ContactInput): string[] => (input.role ? [input.role] : [])

export async function addContact(ctx: Ctx, input: ContactInput & { id: string }) {
  await accountToChange(ctx, input.id)
  const { id, ...contact } = input
  return await createContact(ctx, id, { ...contact, custom: contact.custom ?? {} })
}

export async function changeContact(ctx: Ctx, input: ContactInput & { id: string; contactId: string; version: number }) {
  const account = await accountToChange(ctx, input.id)
  const before = (await contactsOf(ctx, account.id)).find((one) => one.id === input.contactId)
  if (!before) throw notFound('contact')
  const own = await checkCustom(ctx, 'contact', {
    given: input.custom,
    before: before.custom,
    places: placesOf(input),
    fileOwner: account.id,
  })
  const next: ContactRow = {
    ...before,
    custom: own.values,
    name: tidy(input.name),
    title: input.title || null,
    role: input.role ?? null,
    phone: phoneOf(input.phone),
    email: input.email?.trim().toLowerCase() || null,
    wechat: input.wechat || null,
    note: input.note || null,
    isPrimary: input.isPrimary ?? before.isPrimary,
    version: input.version,
  }
  if (!(await updateContact(ctx, next))) throw refuse('common.stale')
  if (own.changed.length > 0) indexCustom(ctx, 'contact', [{ id: next.id, values: own.values }])
  if (next.isPrimary) await onlyPrimary(ctx, account.id, next.id)
  const people = await contactsOf(ctx, account.id)
  await replaceKeys(ctx, { subjectType: 'account', subjectId: account.id, keys: keysOf(account.name, account.usci, people) })
  const fields = (['name', 'title', 'role', 'phone', 'email'] as const).filter((field) => before[field] !== next[field])
  // What stood there before stays readable for who has to, under the person's own key: erasing the person ends it.
  const were = Object.fromEntries(fields.flatMap((field) => (field !== 'role' && before[field] ? [[field, before[field] as string]] : [])))
  const personal = Object.keys(were).length > 0 ? { of: next.id, values: were } : undefined
  await emit(
    ctx,
    'account.contact_changed',
    account.id,
    {
      contactId: next.id,
      role: next.role,
      fields: [...fields, ...own.changed.map((key) => `custom.${key}`)],
    },
    personal,
  )
  return { ...next, version: next.version + 1 }
}

export async function makeSite(ctx: Ctx, accountId: string, input: SiteInput) {
  const point = pointOf(input)
  const site = await createSite(ctx, {
    subjectType: 'account',
    subjectId: accountId,
    point,
    datumIn: point?.datumIn ?? null,
    source: 'entered',
    name: input.name,
    address: input.address || null,
    radiusM: input.radiusM ?? null,
    isPrimary: input.isPrimary ?? false,
  })
  await emit(ctx, 'account.site_added', accountId, { siteId: site.id, name: site.name })
  return site
}

export async function addSite(ctx: Ctx, input: SiteInput & { id: string }) {
  const account = await accountToChange(ctx, input.id)
  const { id: _, ...site } = input
  return await makeSite(ctx, account.id, site)
}
