// thread.rule.ts: 全程一线. The stations between the first touch and the commission, and where the time went.
import { addDays, type Day, daysBetween } from '#core/calendar.ts'
import { sumFen } from '#core/money.ts'

export type Words = { key: string; params: Record<string, string | number | boolean | null> }
export const words = (key: string, params: Words['params'] = {}): Words => ({ key, params })

export type ThreadItem = {
  id: string
  no: number
  event: string
  amountFen: number
  receivedFen: number
  dueOn: Day | null
  paidOn: Day | null
}

/** What the rooms know of one thread. Null where nothing is recorded; amounts in fen, days in the tenant's zone. */
export type ThreadFacts = {
  today: Day
  lead: { on: Day; channel: string; costFen: number | null; contactLimitHours: number } | null
  /** The account's own channel: of a customer from before it is known how he came, though not when. */
  channel: { kind: string; name: string | null } | null
  firstContact: { on: Day; hours: number | null; kind: string } | null
  visits: { on: Day; count: number; valid: number; deep: number } | null
  opportunity: {
    on: Day
    amountFen: number
    weight: number
    state: 'open' | 'won' | 'lost'
    endedOn: Day | null
    decisionMaker: string | null
  } | null
  quotation: { on: Day; number: string; revision: number; netFen: number; percentOfList: number | null; status: string } | null
  contract: {
    number: string
    amountFen: number
    termCode: string
    signedOn: Day | null
    /** Accepted, or delivered where the terms wait for the delivery. */
    waitsFor: 'acceptance' | 'delivery' | null
    happenedOn: Day | null
    expectedDays: number
    approvalHours: number | null
  } | null
  items: readonly ThreadItem[]
  receipts: { count: number; lastOn: Day | null }
  commission: { amountFen: number; ratePercent: number | null; period: string } | null
  /** Stations this person may not see: neither what is there nor whether. */
  hidden: readonly NodeKind[]
}

export type NodeKind =
  | 'lead'
  | 'first_contact'
  | 'visits'
  | 'opportunity'
  | 'quotation'
  | 'contract'
  | 'acceptance'
  | 'receipts'
  | 'commission'
export type NodeState = 'done' | 'now' | 'ahead' | 'none' | 'hidden'
export type ThreadNode = {
  kind: NodeKind
  /** Message key of its name: what a contract waits for may be a delivery. */
  label: string
  state: NodeState
  figure: { value: number; unit: 'fen' | 'hours' | 'days' | 'times' } | null
  lines: Words[]
  alarm: Words | null
  on: Day | null
}

type Draft = Omit<ThreadNode, 'state'> & { done: boolean; begun?: boolean }
const empty = (kind: NodeKind): Draft => ({
  kind,
  label: `thread.node.${kind}`,
  done: false,
  figure: null,
  lines: [],
  alarm: null,
  on: null,
})

/**
 * The stations in order. What is not done and has a done station after it was passed without a record; of the others the
 * first is where the thread stands and the rest lie ahead.
 */
export function threadNodes(facts: ThreadFacts): ThreadNode[] {
  const drafts = [
    leadNode(facts),
    contactNode(facts),
    visitsNode(facts),
    opportunityNode(facts),
    quotationNode(facts),
    contractNode(facts),
    ...(facts.contract && facts.contract.waitsFor === null ? [] : [acceptanceNode(facts)]),
    receiptsNode(facts),
    commissionNode(facts),
  ]
  const lastDone = drafts.findLastIndex((draft) => draft.done || draft.begun)
  const lost = facts.opportunity?.state === 'lost'
  let standing = false
  return drafts.map(({ done, begun, ...node }, index) => {
    let state: NodeState = 'ahead'
    if (facts.hidden.includes(node.kind))
      return { kind: node.kind, label: node.label, state: 'hidden', figure: null, lines: [], alarm: null, on: null }
    if (done) state = 'done'
    else if (begun) state = 'now'
    else if (index < lastDone || lost) state = 'none'
    else if (!standing && !drafts.some((one, at) => at < index && one.begun)) state = 'now'
    if (state === 'now') standing = true
    return { ...node, state }
  })
}

function leadNode({ lead, channel }: ThreadFacts): Draft {
  const node = empty('lead')
  if (!lead) {
    if (!channel) return node
    const line = channel.name ? words('thread.lead.from_channel', { channel: channel.name }) : words(`thread.channel.${channel.kind}`)
    return { ...node, done: true, lines: [line] }
  }
  const figure = lead.costFen === null ? null : ({ value: lead.costFen, unit: 'fen' } as const)
  const lines = [words('thread.lead.from_channel', { channel: lead.channel }), ...(figure ? [words('thread.lead.cost_share')] : [])]
  return { ...node, done: true, figure, lines, on: lead.on }
}

/** Of a customer from before, the first talk was never recorded: one after the business began is not the first. */
export function firstContactOf({ firstContact, lead, channel, opportunity, contract }: ThreadFacts): ThreadFacts['firstContact'] {
  if (!firstContact || lead) return firstContact
  const begun = opportunity?.on ?? contract?.signedOn ?? null
  return channel?.kind === 'existing' || (begun !== null && firstContact.on > begun) ? null : firstContact
}

function contactNode(facts: ThreadFacts): Draft {
  const node = empty('first_contact')
  const firstContact = firstContactOf(facts)
  const { lead } = facts
  if (!firstContact) return node
  const { hours, kind, on } = firstContact
  const late = hours !== null && lead !== null && hours > lead.contactLimitHours
  return {
    ...node,
    done: true,
    figure: hours === null ? null : { value: hours, unit: 'hours' },
    lines: [words(`thread.contact.${kind}`), ...(lead && !late ? [words('thread.contact.limit', { hours: lead.contactLimitHours })] : [])],
    alarm: late ? words('thread.contact.late', { hours: lead.contactLimitHours }) : null,
    on,
  }
}

function visitsNode({ visits }: ThreadFacts): Draft {
  const node = empty('visits')
  if (!visits || visits.count === 0) return node
  const { count, valid, deep, on } = visits
  return { ...node, done: true, figure: { value: count, unit: 'times' }, lines: [words('thread.visits.valid', { valid, deep })], on }
}

function opportunityNode({ opportunity, lead }: ThreadFacts): Draft {
  const node = empty('opportunity')
  if (!opportunity) return node
  const { amountFen, decisionMaker, on, state, weight } = opportunity
  const lines = [
    decisionMaker ? words('thread.opportunity.decision_maker', { name: decisionMaker }) : null,
    state === 'open' ? words('thread.opportunity.weight', { weight }) : null,
    lead && daysBetween(lead.on, on) > 0 ? words('thread.opportunity.after_days', { days: daysBetween(lead.on, on) }) : null,
  ]
  return {
    ...node,
    done: true,
    figure: { value: amountFen, unit: 'fen' },
    lines: lines.filter((one) => one !== null),
    alarm: state === 'lost' ? words('thread.opportunity.lost', { lostOn: opportunity.endedOn }) : null,
    on,
  }
}

function quotationNode({ quotation }: ThreadFacts): Draft {
  const node = empty('quotation')
  if (!quotation) return node
  const { netFen, percentOfList, number, revision, status, on } = quotation
  const lines = [
    words('thread.quotation.number', { number, revision }),
    percentOfList === null ? null : words('thread.quotation.of_list', { ofListRatio: percentOfList }),
  ]
  const done = ['approved', 'sent', 'accepted'].includes(status)
  const alarm = done || status === 'draft' ? null : words(`thread.quotation.${status}`)
  return { ...node, done, begun: !done, figure: { value: netFen, unit: 'fen' }, lines: lines.filter((one) => one !== null), alarm, on }
}

function contractNode({ contract }: ThreadFacts): Draft {
  const node = empty('contract')
  if (!contract) return node
  const { amountFen, number, termCode, signedOn, approvalHours } = contract
  const lines = [
    words('thread.contract.terms', { number, termCode }),
    approvalHours === null ? null : words('thread.contract.approval', { hours: approvalHours }),
  ]
  return {
    ...node,
    done: signedOn !== null,
    begun: signedOn === null,
    figure: { value: amountFen, unit: 'fen' },
    lines: lines.filter((one) => one !== null),
    on: signedOn,
  }
}

function acceptanceNode({ contract, today }: ThreadFacts): Draft {
  const label = contract?.waitsFor === 'delivery' ? 'thread.node.delivery' : 'thread.node.acceptance'
  const node = { ...empty('acceptance'), label }
  if (!contract?.signedOn) return node
  const { signedOn, waitsFor, happenedOn, expectedDays } = contract
  const lines = [words(`thread.${waitsFor}.expected`, { days: expectedDays })]
  if (happenedOn) {
    const late = daysBetween(signedOn, happenedOn) - expectedDays
    const alarm = late > 0 ? words('thread.acceptance.late', { days: late }) : null
    return { ...node, done: true, figure: { value: daysBetween(signedOn, happenedOn), unit: 'days' }, lines, alarm, on: happenedOn }
  }
  const expectedOn = addDays(signedOn, expectedDays)
  const alarm = today > expectedOn ? words('thread.acceptance.overdue', { days: daysBetween(expectedOn, today) }) : null
  return { ...node, begun: true, lines, alarm, on: expectedOn }
}

function receiptsNode({ items, receipts, today, contract }: ThreadFacts): Draft {
  const node = empty('receipts')
  if (!contract || items.length === 0) return node
  const receivedFen = sumFen(items.map((item) => item.receivedFen))
  const openFen = sumFen(items.map((item) => item.amountFen)) - receivedFen
  const late = items.filter((item) => isOpen(item) && item.dueOn !== null && item.dueOn < today)
  const lateFen = sumFen(late.map((item) => item.amountFen - item.receivedFen))
  const alarm = lateFen > 0 ? words('thread.receipts.overdue', { lateFen }) : null
  const lines = [
    ...(receipts.count > 0 ? [words('thread.receipts.count', { count: receipts.count })] : []),
    ...(openFen > 0 ? [words('thread.receipts.open', { openFen })] : []),
  ]
  return {
    ...node,
    done: openFen === 0,
    begun: openFen > 0,
    figure: { value: receivedFen, unit: 'fen' },
    lines,
    alarm,
    on: receipts.lastOn,
  }
}

function commissionNode({ commission }: ThreadFacts): Draft {
  const node = empty('commission')
  if (!commission) return node
  const { amountFen, ratePercent, period } = commission
  const lines = [
    ratePercent === null ? null : words('thread.commission.rate', { rateRatio: ratePercent / 100 }),
    words('thread.commission.period', { period }),
  ]
  return { ...node, done: true, figure: { value: amountFen, unit: 'fen' }, lines: lines.filter((one) => one !== null) }
}

export const isOpen = (item: ThreadItem): boolean => item.receivedFen < item.amountFen
