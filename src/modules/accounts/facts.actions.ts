// The facts of an account in the form in which they are kept, and the keys under which it is found again.
import type { Ctx } from '#core/context.ts'
import { simplified } from '#core/hanzi.ts'
import { normalPhone } from '#core/phone.ts'
import { invalid, notFound } from '#core/refuse.ts'
import { isUsci, normalUsci, tidy } from '#core/text.ts'
import { mayWriteAccount } from './account.access.ts'
import { type AccountRow, type ListedAccount, readAccount } from './account.store.ts'
import { exactKeys } from './blocking.rule.ts'
import { companyName } from './company-name.rule.ts'
import type { ContactRole } from './contact.store.ts'
import type { MatchParty } from './portrait.rule.ts'
import { termCatalogue } from './terms.rule.ts'

export interface AccountInput {
  name: string
  segment: AccountRow['segment']
  level: AccountRow['level']
  usci?: string | null
  industry?: string | null
  province?: string | null
  city?: string | null
  address?: string | null
  capitalFen?: number | null
  staff?: number | null
  businessScope?: string | null
  termsCode: string
  custom?: Record<string, unknown> | null | undefined
}
export interface ContactInput {
  name: string
  title?: string | null
  role?: ContactRole | null
  phone?: string | null
  email?: string | null
  wechat?: string | null
  note?: string | null
  isPrimary?: boolean
  custom?: Record<string, unknown> | null | undefined
}
export interface SiteInput {
  name: string
  address?: string | null
  lat?: number | null
  lng?: number | null
  datum?: string | null
  radiusM?: number | null
  isPrimary?: boolean
}

/** Facts in the form in which they are kept; refuses a credit code that cannot be one, and unknown terms. */
export function normalFacts(input: AccountInput) {
  const name = tidy(input.name)
  const usci = input.usci ? normalUsci(input.usci) : null
  if (usci && !isUsci(usci)) throw invalid('account.usci_wrong', { usci })
  if (!termCatalogue.some((term) => term.code === input.termsCode)) throw invalid('account.terms_unknown', { code: input.termsCode })
  return {
    name,
    core: companyName(simplified(name)).core,
    segment: input.segment,
    level: input.level,
    usci,
    industry: input.industry || null,
    province: input.province || null,
    city: input.city || null,
    address: input.address || null,
    capitalFen: input.capitalFen ?? null,
    staff: input.staff ?? null,
    businessScope: input.businessScope || null,
    termsCode: input.termsCode,
  }
}

/** A phone as it is kept; refuses what is none. */
export function phoneOf(raw: string | null | undefined): string | null {
  if (!raw?.trim()) return null
  const phone = normalPhone(raw)
  if (!phone) throw invalid('account.phone_wrong', { phone: raw })
  return phone
}

export const partyOf = (
  name: string,
  usci: string | null,
  region: string | null,
  contact?: { phone: string | null; email: string | null },
): MatchParty => ({
  name: simplified(name),
  usci,
  region,
  phone: contact?.phone ?? null,
  email: contact?.email ?? null,
})

/** The keys under which an account with these people is found again. */
export function keysOf(name: string, usci: string | null, contacts: readonly { phone: string | null; email: string | null }[]): string[] {
  const all = [undefined, ...contacts].flatMap((contact) => exactKeys(partyOf(name, usci, null, contact)))
  return [...new Set(all)]
}

/** An account the actor may change; a foreign one is a missing one. */
export async function accountToChange(ctx: Ctx, id: string): Promise<ListedAccount> {
  const account = await readAccount(ctx, id)
  if (!account || !mayWriteAccount(ctx.actor, account)) throw notFound('account')
  return account
}
