// plan.rule.ts: 回款计划. Which instalments a contract makes. Terms give days and shares; a frame contract is owed by its deliveries.
import type { Calendar, Day } from '#core/calendar.ts'
import { type EventDays, type PaymentTerm, planItems } from '#modules/accounts/terms.rule.ts'

export type PlanContract = {
  kind: 'single' | 'frame'
  amountFen: number
  terms: PaymentTerm
  signedOn: Day
  deliveredOn: Day | null
  acceptedOn: Day | null
  milestones: Readonly<Record<string, Day>>
}
export type PlanDelivery = { id: string; deliveredOn: Day; amountFen: number; period: string }

/** `line` is the place of its line in the terms; `period` the month delivered (`2026-09`) on a frame contract. */
export type Instalment = {
  no: number
  line: number
  event: string
  amountFen: number
  dueOn: Day | null
  period: string | null
  deliveryId: string | null
}

/** The days that the terms may wait for, as far as they are known. */
export function eventDays(contract: Pick<PlanContract, 'signedOn' | 'deliveredOn' | 'acceptedOn' | 'milestones'>): EventDays {
  return {
    ...contract.milestones,
    signing: contract.signedOn,
    ...(contract.deliveredOn ? { delivery: contract.deliveredOn } : {}),
    ...(contract.acceptedOn ? { acceptance: contract.acceptedOn } : {}),
  }
}

/** The instalments of a signed contract, to the fen. A frame contract has none until something is delivered. */
export function planOf(contract: PlanContract, deliveries: readonly PlanDelivery[], calendar: Calendar): Instalment[] {
  if (contract.kind === 'frame') {
    const parts: Omit<Instalment, 'no'>[] = deliveries.flatMap((delivery) => instalmentsOf(contract, delivery, calendar))
    return parts.map((part, index) => ({ ...part, no: index + 1 }))
  }
  return planItems(contract.terms, contract.amountFen, eventDays(contract), calendar).map((item, index) => ({
    ...item,
    line: index,
    period: null,
    deliveryId: null,
  }))
}

/** The instalments that one delivery on a frame contract adds. */
export function instalmentsOf(contract: PlanContract, delivery: PlanDelivery, calendar: Calendar): Omit<Instalment, 'no'>[] {
  const days = { ...eventDays(contract), delivery: delivery.deliveredOn }
  return planItems(contract.terms, delivery.amountFen, days, calendar).map(({ event, amountFen, dueOn }, line) => {
    return { line, event, amountFen, dueOn, period: delivery.period, deliveryId: delivery.id }
  })
}

/** Due days by line of the terms, once another event has its day: what `re-dating` writes on items that are not paid. */
export function dueDays(contract: PlanContract, calendar: Calendar): (Day | null)[] {
  return planItems(contract.terms, contract.amountFen, eventDays(contract), calendar).map((item) => item.dueOn)
}
