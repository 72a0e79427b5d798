// The customers of 澄岭建材科技: thirty from before the window, and those the source table's leads became.
import type { Ctx } from '#core/context.ts'
import { emitMany } from '#core/events.ts'
import type { Story } from '#core/story.ts'
import { insertAccounts, linkToAccount, type NewAccount } from './account.store.ts'
import { type ActivityRow, insertActivities } from './activity.store.ts'
import { exactKeys } from './blocking.rule.ts'
import { companyName } from './company-name.rule.ts'
import { insertContacts, insertSites } from './contact.store.ts'
import { C01_USCI, storyContacts, storyCustomers } from './customers.demo.ts'
import { insertKeys } from './match.store.ts'
import { newSite } from './place.actions.ts'
import { numbersFrom, type SourceLead, sourceLeads } from './source.demo.ts'

const MILLION_FEN_PER_10K = 1_000_000

export async function accountsDemo(ctx: Ctx, story: Story): Promise<void> {
  const old = storyCustomers.map((row, index) => storyAccount(story, row, index))
  const made = sourceLeads.filter((lead) => lead.accountKey !== null)
  const all = [...old, ...made.map((lead) => madeAccount(story, lead))]
  await insertAccounts(ctx, all)
  await insertContacts(ctx, [...storyPeople(story), ...made.map((lead) => madeContact(story, lead))])
  await insertSites(ctx, [...storySites(story), ...made.map((lead) => madeSite(story, lead))])
  const phones = new Map<string, string[]>()
  for (const person of storyContacts) phones.set(story.id(person.account), [...(phones.get(story.id(person.account)) ?? []), person.phone])
  for (const lead of made) phones.set(story.id(lead.accountKey as string), [lead.phone])
  await insertKeys(
    ctx,
    all.map((account) => ({
      subjectType: 'account' as const,
      subjectId: account.id,
      keys: [
        ...exactKeys({ name: account.name, phone: null, usci: account.usci }),
        ...(phones.get(account.id) ?? []).map((phone) => `phone:${phone}`),
      ],
    })),
  )
  await linkToAccount(
    ctx,
    made.map((lead) => ({
      accountId: story.id(lead.accountKey as string),
      subjectType: 'lead',
      subjectId: story.id(lead.key),
      at: story.at(lead.convertedAt as string),
    })),
  )
  await emitMany(
    ctx,
    all.map((account) => ({
      type: 'account.created',
      subjectId: account.id,
      actorId: account.ownerId,
      at: account.createdAt,
      payload: { name: account.name, ownerId: account.ownerId, leadId: account.leadId, channelKind: account.channelKind },
    })),
  )
  await calls(ctx, story)
}

const blank = { usci: null, address: null, businessScope: null, channelId: null, protected: false }

function storyAccount(story: Story, row: (typeof storyCustomers)[number], index: number): NewAccount {
  const [key, name, segment, level, owner, , , termsCode, province, city, industry, capital, staff] = row
  const createdAt = story.at(`2026-0${2 + (index % 6)}-${String(3 + (index % 24)).padStart(2, '0')} 10:00`)
  return {
    ...blank,
    id: story.id(key),
    usci: key === 'C01' ? C01_USCI : null,
    name,
    core: companyName(name).core,
    segment,
    level,
    ownerId: story.id(owner),
    termsCode,
    province,
    city,
    industry,
    capitalFen: capital * MILLION_FEN_PER_10K,
    staff,
    channelKind: 'existing',
    leadId: null,
    lastActivityAt: createdAt,
    createdAt,
  }
}

function storyPeople(story: Story) {
  return storyContacts.map((person) => ({
    id: story.id(person.key),
    accountId: story.id(person.account),
    name: person.name,
    title: person.title,
    role: person.role,
    phone: person.phone,
    email: null,
    wechat: null,
    note: null,
    isPrimary: person.key.endsWith('a'),
    createdAt: story.at(person.key.endsWith('a') ? '2026-03-02 10:00' : '2026-03-02 10:05'),
  }))
}

function storySites(story: Story) {
  return storyCustomers.map(([key, name, , , , lat, lng, , province, city]) => ({
    ...newSite({
      subjectType: 'account',
      subjectId: story.id(key),
      point: { lat, lng },
      source: 'entered',
      name,
      address: `${province === city ? '' : province}${city}`,
      verified: true,
      createdAt: story.at('2026-03-02 10:10'),
    }),
    id: story.id(`S-${key}`),
  }))
}

/** A customer that a lead of the source table became. Levels by what it signed. */
function madeAccount(story: Story, lead: SourceLead): NewAccount {
  const capital = lead.capitalFen ?? 0
  const amount = lead.fate === 'won' ? (lead.amountFen ?? 0) : 0
  return {
    ...blank,
    id: story.id(lead.accountKey as string),
    name: lead.company,
    core: companyName(lead.company).core,
    segment: capital >= 1_000_000_000 || (lead.staff ?? 0) >= 500 ? 'ka' : lead.industry === 'store' ? 'dealer' : 'smb',
    level: amount >= 20_000_000 ? 'B' : 'C',
    ownerId: story.id(lead.ownerKey as string),
    termsCode: 'COD',
    province: lead.province,
    city: lead.city,
    industry: lead.industry,
    capitalFen: lead.capitalFen,
    staff: lead.staff,
    channelKind: lead.channelKind,
    channelId: story.id(`CH-${lead.channelKind}`),
    leadId: story.id(lead.key),
    lastActivityAt: story.at(`${lead.closedOn} 18:00`),
    createdAt: story.at(lead.convertedAt as string),
  }
}

function madeContact(story: Story, lead: SourceLead) {
  return {
    id: story.id(lead.contactKey as string),
    accountId: story.id(lead.accountKey as string),
    name: lead.contactName ?? '联系人',
    title: lead.contactTitle,
    role: lead.decisionMaker ? ('decision_maker' as const) : null,
    phone: lead.phone,
    email: null,
    wechat: null,
    note: null,
    isPrimary: true,
    createdAt: story.at(lead.convertedAt as string),
  }
}

function madeSite(story: Story, lead: SourceLead) {
  return {
    ...newSite({
      subjectType: 'account',
      subjectId: story.id(lead.accountKey as string),
      point: { lat: lead.lat, lng: lead.lng },
      source: 'import',
      name: lead.company,
      address: `${lead.province === lead.city ? '' : lead.province}${lead.city}`,
      createdAt: story.at(lead.convertedAt as string),
    }),
    id: story.id(`S-${lead.accountKey}`),
  }
}

const said = [
  '下周要货，先发样品',
  '问了月底的促销',
  '对账单收到，没有异议',
  '工地下月开工，要报价',
  '老板出差，周四回',
  '想换规格，要技术参数',
]

/** Calls of the last weeks with the thirty, so that no timeline is empty. */
async function calls(ctx: Ctx, story: Story): Promise<void> {
  const random = numbersFrom(30)
  const rows = storyCustomers.flatMap(([key, , , , owner]) =>
    [8, 19].map((daysAgo) => {
      const day = new Date(Date.UTC(2026, 10, 23 - daysAgo - Math.floor(random() * 5))).toISOString().slice(0, 10)
      const activity: Omit<ActivityRow, 'memberName'> & { subjectType: 'account'; subjectId: string } = {
        id: story.id(`V-${key}-${daysAgo}`),
        subjectType: 'account',
        subjectId: story.id(key),
        kind: 'call',
        at: story.at(`${day} ${10 + Math.floor(random() * 7)}:${10 + Math.floor(random() * 49)}`),
        memberId: story.id(owner),
        text: said[Math.floor(random() * said.length)] as string,
        answered: true,
        durationS: 60 + Math.floor(random() * 400),
        measuredBy: 'self',
        nextStep: null,
        nextOn: null,
        validVisit: null,
        visitId: null,
        contact: true,
        substantive: false,
        reason: 'call_self_declared',
        acceptedBy: null,
      }
      return activity
    }),
  )
  await insertActivities(ctx, rows)
  await emitMany(
    ctx,
    rows.map((row) => ({
      type: 'account.followed_up',
      subjectId: row.subjectId,
      actorId: row.memberId,
      at: row.at,
      payload: { activityId: row.id, kind: row.kind, substantive: row.substantive, reason: row.reason },
    })),
  )
}
