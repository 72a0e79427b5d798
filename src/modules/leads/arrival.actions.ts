// What an arrival says, cleaned: names simplified and tidy, phones E.164, codes checked, places and trades read. And what it is worth.
import type { Ctx } from '#core/context.ts'
import { simplified } from '#core/hanzi.ts'
import { takeNumbers } from '#core/numbers.ts'
import { normalPhone } from '#core/phone.ts'
import { policy } from '#core/policies.ts'
import { provinceOf } from '#core/regions.ts'
import { isUsci, normalUsci, tidy } from '#core/text.ts'
import { companyName, exactKeys, type MatchParty, pointOf } from '#modules/accounts/index.ts'
import { tenantDay } from '#modules/pools/index.ts'
import { capitalIn, decides, industryIn, placeIn, staffIn } from './facts.rule.ts'
import { ratingPolicy } from './lead.policy.ts'
import type { FactColumns } from './lead-write.store.ts'
import { type RatingVerdict, rate } from './rating.rule.ts'

/** What a raw lead may say; texts as a person or a file wrote them. */
export interface RawFacts {
  company: string
  contactName?: string | null | undefined
  contactTitle?: string | null | undefined
  phone?: string | null | undefined
  email?: string | null | undefined
  usci?: string | null | undefined
  address?: string | null | undefined
  province?: string | null | undefined
  city?: string | null | undefined
  industry?: string | null | undefined
  capitalFen?: number | null | undefined
  capital?: string | null | undefined
  staff?: number | string | null | undefined
  legalPerson?: string | null | undefined
  businessScope?: string | null | undefined
  decisionMaker?: boolean | null | undefined
  need?: string | null | undefined
  productLine?: string | null | undefined
  lat?: number | null | undefined
  lng?: number | null | undefined
  datum?: string | null | undefined
  /** Fields of the company's own, as they came in; the registry judges them. */
  custom?: Record<string, unknown> | null | undefined
}

export type Facts = Omit<FactColumns, 'points' | 'grade' | 'segment'> & { point: { lat: number; lng: number; datumIn: string } | null }
export type Cleaned = { facts: Facts } | { reason: { code: string; params: Record<string, unknown> } }

const text = (value: string | null | undefined): string | null => tidy(value ?? '') || null
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/

/** Facts, or the one thing that keeps it from being a lead. */
export function clean(raw: RawFacts): Cleaned {
  const company = tidy(raw.company)
  if (!company) return refused('lead.no_company')
  const core = companyName(simplified(company)).core
  if (!core) return refused('lead.no_company')
  const phone = raw.phone?.trim() ? normalPhone(raw.phone) : null
  if (raw.phone?.trim() && !phone) return refused('lead.phone_wrong', { phone: raw.phone.trim() })
  const email = raw.email?.trim().toLowerCase() || null
  if (email && !EMAIL.test(email)) return refused('lead.email_wrong', { email })
  const usci = raw.usci?.trim() ? normalUsci(raw.usci) : null
  if (usci && !isUsci(usci)) return refused('lead.usci_wrong', { usci })
  const half = (typeof raw.lat === 'number') !== (typeof raw.lng === 'number')
  const off = typeof raw.lat === 'number' && typeof raw.lng === 'number' && (Math.abs(raw.lat) > 90 || Math.abs(raw.lng) > 180)
  if (half || off) return refused('lead.half_a_point')
  const contactTitle = text(raw.contactTitle)
  return {
    facts: {
      company,
      core,
      ...placeOf(raw, company),
      address: text(raw.address),
      industry: industryIn(raw.industry, simplified(company)),
      capitalFen: raw.capitalFen ?? capitalIn(raw.capital),
      staff: staffIn(raw.staff),
      usci,
      legalPerson: text(raw.legalPerson),
      businessScope: text(raw.businessScope),
      contactName: text(raw.contactName),
      contactTitle,
      contactPhone: phone,
      contactEmail: email,
      decisionMaker: raw.decisionMaker ?? decides(contactTitle),
      need: text(raw.need),
      productLine: text(raw.productLine),
      point: pointOf(raw),
      // Judged by the registry before anything is kept.
      custom: {},
    },
  }
}

const refused = (code: string, params: Record<string, unknown> = {}): Cleaned => ({ reason: { code, params } })

/** The columns come first, then the address, then the place in the name. */
function placeOf(raw: RawFacts, company: string): { province: string | null; city: string | null } {
  const told = [raw.city, raw.address, raw.province].map((one) => placeIn(one ? simplified(one) : null))
  const named = companyName(simplified(company)).region
  const city = told.find((place) => place.city)?.city ?? (named && provinceOf(named) !== named ? named : null)
  const province = (city ? provinceOf(city) : null) ?? told.find((place) => place.province)?.province ?? (named ? provinceOf(named) : null)
  return { province, city: city && provinceOf(city) ? city : null }
}

export const partyOf = (facts: Pick<Facts, 'company' | 'contactPhone' | 'contactEmail' | 'usci' | 'city' | 'province'>): MatchParty => ({
  name: simplified(facts.company),
  phone: facts.contactPhone,
  usci: facts.usci,
  email: facts.contactEmail,
  region: facts.city ?? facts.province,
})

export const keysOf = (facts: Parameters<typeof partyOf>[0]): string[] => exactKeys(partyOf(facts))

/** Points, grade and segment by the policy in force. */
export async function ratingOf(
  ctx: Ctx,
  facts: Pick<Facts, 'province' | 'industry' | 'capitalFen' | 'staff' | 'decisionMaker' | 'custom'>,
  channelKind: string,
): Promise<RatingVerdict> {
  const { province, industry, capitalFen, staff, decisionMaker, custom } = facts
  return rate(
    { province, industry, capitalFen, staff, decisionMakerKnown: decisionMaker, channelKind, custom },
    await policy(ctx, ratingPolicy),
  )
}

// A counter row would make arrivals wait for each other until they commit; so each process sets some numbers aside. What was set aside in a
// transaction counts only once that has committed.
const SET_ASIDE = 20
const reserves = new Map<string, { next: number; end: number }>()

/** `XS-20261024-0137`: the day, and a count that starts anew each month. */
export async function leadNumbers(ctx: Ctx, count: number): Promise<string[]> {
  const day = await tenantDay(ctx)
  const series = `XS-${day.slice(0, 7)}`
  const key = `${ctx.tenantId}/${series}`
  const reserve = reserves.get(key)
  let from: number
  if (reserve && reserve.end - reserve.next >= count) {
    from = reserve.next
    reserve.next += count
  } else {
    from = await takeNumbers(ctx, series, count + SET_ASIDE)
    ctx.afterCommit(() => reserves.set(key, { next: from + count, end: from + count + SET_ASIDE }))
  }
  return Array.from({ length: count }, (_, n) => `XS-${day.replaceAll('-', '')}-${String(from + n).padStart(4, '0')}`)
}
