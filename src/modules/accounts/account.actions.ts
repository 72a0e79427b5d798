// What people do with accounts, and what later rooms ask of them.
import { reaches } from '#core/access.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { policy } from '#core/policies.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { checkCustom, indexCustom, memberById } from '#modules/organization/index.ts'
import { matchPolicy } from './account.policy.ts'
import {
  type AccountRow,
  accountById,
  insertAccounts,
  type NewAccount,
  readAccount,
  saveCredit,
  setOwner,
  updateAccount,
} from './account.store.ts'
import { accountDetail } from './account-view.actions.ts'
import { exactKeys } from './blocking.rule.ts'
import { createContact, makeSite } from './contact.actions.ts'
import { contactsOf } from './contact.store.ts'
import {
  type AccountInput,
  accountToChange,
  type ContactInput,
  keysOf,
  normalFacts,
  partyOf,
  phoneOf,
  type SiteInput,
} from './facts.actions.ts'
import { accountCandidates, insertKeys, replaceKeys } from './match.store.ts'
import { match } from './matching.rule.ts'

export interface AccountToMake extends Omit<AccountInput, 'level' | 'termsCode'> {
  id?: string
  level?: AccountRow['level']
  termsCode?: string
  ownerId: string
  channelKind: string
  channelId?: string | null
  leadId?: string | null
}

/** A new account, whoever asks: later rooms make one of a lead. Emits account.created. */
export async function createAccountOf(ctx: Ctx, input: AccountToMake): Promise<AccountRow> {
  const facts = normalFacts({ level: 'C', termsCode: 'COD', ...input })
  const { values: custom, changed } = await checkCustom(ctx, 'account', { given: input.custom, places: [facts.segment] })
  const row: NewAccount = {
    ...facts,
    id: input.id ?? uuidv7(),
    ownerId: input.ownerId,
    channelKind: input.channelKind,
    channelId: input.channelId ?? null,
    leadId: input.leadId ?? null,
    lastActivityAt: ctx.now.toISOString(),
    protected: false,
    createdAt: ctx.now.toISOString(),
    custom,
  }
  await insertAccounts(ctx, [row])
  if (changed.length > 0) indexCustom(ctx, 'account', [{ id: row.id, values: custom }])
  await insertKeys(ctx, [{ subjectType: 'account', subjectId: row.id, keys: keysOf(row.name, row.usci, []) }])
  await emit(ctx, 'account.created', row.id, { name: row.name, ownerId: row.ownerId, leadId: row.leadId, channelKind: row.channelKind })
  const made = await accountById(ctx, row.id)
  if (!made) throw new Error('an account vanished while it was being made')
  return made
}

/** The account within the actor's reach, or undefined. */
export const accountInReach = readAccount

export async function createAccount(
  ctx: Ctx,
  input: AccountInput & { contact?: ContactInput | null; site?: SiteInput | null; evenIfAlike: boolean },
) {
  const facts = normalFacts(input)
  const contact = input.contact ? { phone: phoneOf(input.contact.phone), email: input.contact.email?.toLowerCase() || null } : undefined
  const party = partyOf(facts.name, facts.usci, facts.city ?? facts.province, contact)
  const limits = await policy(ctx, matchPolicy)
  const alike = (await accountCandidates(ctx, exactKeys(party)))
    .map((one) => ({
      one,
      verdict: match(party, { ...one, phone: one.phones.find((phone) => phone === party.phone) ?? one.phone }, limits),
    }))
    .filter(({ verdict }) => verdict.decision !== 'different')
    .sort((a, b) => b.verdict.score - a.verdict.score)[0]
  if (alike && (alike.verdict.decision === 'same' || !input.evenIfAlike))
    throw refuse('account.exists', {
      accountId: alike.one.id,
      name: alike.one.name,
      owner: alike.one.ownerName,
      score: alike.verdict.score,
    })
  const { id } = await createAccountOf(ctx, { ...input, ownerId: memberOf(ctx), channelKind: 'own' })
  if (input.contact) await createContact(ctx, id, { ...input.contact, isPrimary: true })
  if (input.site) await makeSite(ctx, id, { ...input.site, isPrimary: true })
  return await accountDetail(ctx, { id })
}

export async function changeAccount(ctx: Ctx, input: AccountInput & { id: string; version: number }) {
  const before = await accountToChange(ctx, input.id)
  const facts = normalFacts(input)
  const own = await checkCustom(ctx, 'account', {
    given: input.custom,
    before: before.custom,
    places: [facts.segment],
    fileOwner: input.id,
  })
  if (!(await updateAccount(ctx, { ...facts, custom: own.values, id: input.id, version: input.version }))) throw refuse('common.stale')
  if (own.changed.length > 0) indexCustom(ctx, 'account', [{ id: input.id, values: own.values }])
  const contacts = await contactsOf(ctx, input.id)
  await replaceKeys(ctx, { subjectType: 'account', subjectId: input.id, keys: keysOf(facts.name, facts.usci, contacts) })
  const changed = Object.entries(facts).filter(([field, value]) => field !== 'core' && before[field as keyof typeof before] !== value)
  await emit(ctx, 'account.changed', input.id, {
    ...Object.fromEntries(changed),
    ...(own.changed.length > 0 ? { custom: own.changed } : {}),
  })
  return await accountDetail(ctx, { id: input.id })
}

export async function assignAccount(ctx: Ctx, input: { id: string; memberId: string; reason?: string | null }) {
  const account = await readAccount(ctx, input.id)
  if (!account || !reaches(ctx.actor, 'account.assign', account.ownerId)) throw notFound('account')
  const member = await memberById(ctx, input.memberId)
  if (!member || member.disabledAt) throw refuse('account.no_such_member')
  await setOwner(ctx, [account.id], member.id)
  await emit(ctx, 'account.assigned', account.id, {
    from: account.ownerId,
    to: member.id,
    toName: member.name,
    reason: input.reason ?? null,
  })
  return await accountDetail(ctx, { id: account.id })
}

/** What the credit rule of receivables says of an account: set there, shown and obeyed everywhere. Emits account.credit_changed. */
export async function setCredit(
  ctx: Ctx,
  accountId: string,
  credit: { grade: 'A' | 'B' | 'C' | 'D' | null; frozen: boolean; reason: Record<string, unknown> | null },
): Promise<void> {
  const before = await accountById(ctx, accountId)
  if (!before) throw notFound('account')
  await saveCredit(ctx, accountId, credit)
  if (before.creditGrade === credit.grade && before.creditFrozen === credit.frozen) return
  await emit(ctx, 'account.credit_changed', accountId, {
    from: before.creditGrade,
    to: credit.grade,
    frozen: credit.frozen,
    reason: credit.reason,
  })
}
