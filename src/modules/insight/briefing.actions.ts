// 客户简报: one card that says what is open with this customer, and what this visit could bring.
import { holds, inScope } from '#core/access.ts'
import { type Day, dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { sumFen } from '#core/money.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { maskName, maskPhone } from '#core/text.ts'
import { zone } from '#modules/organization/index.ts'
import { duePolicy, dueState, overdueDays } from '#modules/receivables/index.ts'
import { type AccountLevel, cadencePolicy, visitDue } from '#modules/visits/index.ts'
import type { Briefing } from './briefing.contract.ts'
import {
  type BriefingHead,
  viewBriefingHead,
  viewContractsOf,
  viewLastContacts,
  viewLastVisits,
  viewLeadsOf,
  viewPeople,
} from './briefing.store.ts'
import { openOfAccount } from './gate.actions.ts'
import { suggestedGoals } from './goals.rule.ts'
import { type OpenItem, viewOpenItems } from './money.store.ts'

export async function briefing(ctx: Ctx, input: { type: 'lead' | 'account'; id: string }): Promise<Briefing> {
  const head = await viewBriefingHead(ctx, input.type, input.id)
  if (!head) throw notFound(input.type)
  const tz = await zone(ctx)
  const today = dayOf(ctx.now, tz)
  const isLead = input.type === 'lead'
  const subjects = isLead ? [input.id] : [input.id, ...(await viewLeadsOf(ctx, input.id))]
  const visits = await viewLastVisits(ctx, subjects)
  const contacts = await viewLastContacts(ctx, subjects)
  const opportunities = isLead ? [] : await openOfAccount(ctx, input.id)
  const contracts = isLead ? [] : await viewContractsOf(ctx, input.id)
  const owed = isLead
    ? []
    : await viewOpenItems(ctx, sql<boolean>`(i.account_id = ${input.id} and ${inScope(ctx, 'receivable.read', sql`i.owner_id`)})`, null)
  const receivables = await receivableRows(ctx, owed, today)
  const leftOvers = leftOversOf(visits, contacts, tz)
  const { pooled, contactName, contactTitle, contactPhone, decisionMaker, since, ...shown } = head
  return {
    type: input.type,
    ...shown,
    people: isLead
      ? leadPeople(ctx, head)
      : (await viewPeople(ctx, input.id)).map((one) => ({
          ...one,
          title: one.title ?? '',
          phoneMasked: one.phone && maskPhone(one.phone),
        })),
    history: historyOf(contracts),
    contracts: contracts.map(({ lastReceiptOn, ...contract }) => contract),
    opportunities: opportunities.map((one) => ({
      id: one.id,
      title: one.name,
      stage: one.stage,
      weight: one.weight,
      amountFen: one.amountFen,
      expectedSignOn: one.expectedSignOn,
      stalled: one.stalled,
      missing: one.missing.map(({ condition, act, why }) => ({ fact: condition.fact, act, why })),
    })),
    receivables,
    overdueFen: sumFen(receivables.filter((item) => item.due === 'overdue').map((item) => item.openFen)),
    lastVisit: visits[0] ? visitOf(visits[0]) : null,
    leftOvers,
    goals: suggestedGoals({
      ...moneyOf(receivables, today),
      opportunities: opportunities.map((one) => ({ name: one.name, missing: one.missing.map(({ condition }) => condition.fact) })),
      leftOver: leftOvers[0] ? { text: leftOvers[0].text } : null,
      visitLateDays: isLead ? null : await visitLate(ctx, head, visits, today, tz),
      isLead,
    }),
    lastContacts: contacts.map(({ nextStep, nextOn, ...contact }) => contact),
  }
}

/** The person a lead names; masked while the lead waits in a pool and the reader may not see contacts there. */
function leadPeople(ctx: Ctx, head: BriefingHead): Briefing['people'] {
  const { contactName, contactTitle, contactPhone, decisionMaker } = head
  if (!contactName && !contactPhone) return []
  const hidden = head.pooled && !holds(ctx.actor, 'field.pool_contact')
  return [
    {
      id: head.id,
      name: hidden ? maskName(contactName ?? '') : (contactName ?? ''),
      title: contactTitle ?? '',
      role: decisionMaker ? 'decision_maker' : null,
      phone: hidden ? null : contactPhone,
      phoneMasked: contactPhone && maskPhone(contactPhone),
    },
  ]
}

const historyOf = (contracts: Awaited<ReturnType<typeof viewContractsOf>>): Briefing['history'] => {
  const signed = contracts.filter((one) => one.signedOn !== null)
  const last = (days: (string | null)[]): string | null =>
    days
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null
  return {
    contracts: signed.length,
    contractFen: sumFen(signed.map((one) => one.amountFen)),
    receivedFen: sumFen(signed.map((one) => one.receivedFen)),
    lastContractOn: last(signed.map((one) => one.signedOn)),
    lastReceiptOn: last(signed.map((one) => one.lastReceiptOn)),
  }
}

async function receivableRows(ctx: Ctx, owed: OpenItem[], today: Day): Promise<Briefing['receivables']> {
  const rules = await policy(ctx, duePolicy)
  return owed.map((item) => ({
    id: item.id,
    contractNumber: item.contractNumber,
    no: item.no,
    openFen: item.amountFen - item.receivedFen,
    dueOn: item.dueOn,
    overdueDays: overdueDays(item, today),
    due: dueState(item, rules, today) ?? 'not_due',
  }))
}

function moneyOf(receivables: Briefing['receivables'], today: Day) {
  const late = receivables.filter((item) => item.due === 'overdue')
  const soon = receivables.find((item) => item.due === 'due_soon' || item.due === 'due_today')
  return {
    overdue:
      late.length > 0
        ? { amountFen: sumFen(late.map((item) => item.openFen)), days: Math.max(...late.map((item) => item.overdueDays)) }
        : null,
    dueSoon: soon ? { amountFen: soon.openFen, dueOn: soon.dueOn ?? today } : null,
  }
}

const visitOf = ({ id, at, purpose, validity, memberName, dwellMs }: Awaited<ReturnType<typeof viewLastVisits>>[number]) => ({
  id,
  at,
  purpose,
  validity,
  memberName,
  minutes: dwellMs === null ? null : Math.round(dwellMs / 60_000),
})

const MOST_LEFT = 3

/** What visits left open and next steps agreed in talks, newest first. */
function leftOversOf(
  visits: Awaited<ReturnType<typeof viewLastVisits>>,
  contacts: Awaited<ReturnType<typeof viewLastContacts>>,
  tz: string,
): Briefing['leftOvers'] {
  const ofVisits = visits.flatMap((one) =>
    [one.leaves && { text: one.leaves, dueOn: null }, one.nextStep && { text: one.nextStep, dueOn: one.nextOn }]
      .filter((left) => left !== null && left !== '')
      .map((left) => ({ ...left, on: dayOf(one.at, tz), visitId: one.id })),
  )
  const ofTalks = contacts.flatMap((one) =>
    one.nextStep ? [{ text: one.nextStep, dueOn: one.nextOn, on: dayOf(one.at, tz), visitId: null }] : [],
  )
  return [...ofVisits, ...ofTalks].sort((a, b) => b.on.localeCompare(a.on)).slice(0, MOST_LEFT)
}

/** Days past the day on which the cadence wants the account visited; negative while there is time. */
async function visitLate(
  ctx: Ctx,
  head: BriefingHead,
  visits: { plannedOn: Day; validity: string | null }[],
  today: Day,
  tz: string,
): Promise<number> {
  const last = visits.find((one) => one.validity === 'valid')
  const account = { level: (head.grade ?? 'C') as AccountLevel, lastValidVisitOn: last?.plannedOn ?? null, since: dayOf(head.since, tz) }
  return visitDue(account, await policy(ctx, cadencePolicy), today).overdueDays
}
