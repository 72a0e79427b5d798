// discount.rule.ts: 折扣权限与底价. Who must agree to a price, from what is left after every discount.
import type { Decimal } from 'decimal.js'

/** Percent of the price anyone may sell at: a rep down to `repPercent`, a manager to `managerPercent`, a director to the floor. */
export type DiscountPolicy = { repPercent: number; managerPercent: number; gmBelowMarginPercent: number }
export const discountDefaults: DiscountPolicy = { repPercent: 95, managerPercent: 90, gmBelowMarginPercent: 8 }

export type RouteLevel = 'nobody' | 'manager' | 'director' | 'special'
/** `percent` of the open price (two decimals, for people); `belowFloor` and the level are tested on exact fen. */
export type LineRoute = { level: RouteLevel; belowFloor: boolean; percent: number; floorFen: number }
export type ApproverRole = 'manager' | 'director' | 'finance' | 'gm'
/** The highest of the lines. `special` is 特批: director and finance, with the general manager when too little is earned. */
export type Route = { level: RouteLevel; approvers: ApproverRole[] }

/** Amounts of one line in fen: net after all discounts, at the open price, at the floor price. */
export function lineRoute(line: { netFen: number; openFen: number; floorFen: number }, policy: DiscountPolicy): LineRoute {
  const { netFen, openFen, floorFen } = line
  const reaches = (percent: number) => BigInt(netFen) * 1_000_000n >= BigInt(openFen) * BigInt(Math.round(percent * 10_000))
  const belowFloor = netFen < floorFen
  const level = belowFloor ? 'special' : reaches(policy.repPercent) ? 'nobody' : reaches(policy.managerPercent) ? 'manager' : 'director'
  return { level, belowFloor, percent: openFen === 0 ? 100 : Math.round((netFen / openFen) * 10_000) / 100, floorFen }
}

/** The route of a quotation. `effectiveMargin` in percent, exact; null when nothing is sold. */
export function routeOf(lines: readonly LineRoute[], effectiveMargin: Decimal | null, policy: DiscountPolicy): Route {
  const order: RouteLevel[] = ['nobody', 'manager', 'director', 'special']
  const level = order.findLast((one) => lines.some((line) => line.level === one)) ?? 'nobody'
  if (level === 'nobody') return { level, approvers: [] }
  if (level !== 'special') return { level, approvers: [level] }
  const gm = effectiveMargin?.lt(policy.gmBelowMarginPercent) ?? false
  return { level, approvers: gm ? ['director', 'finance', 'gm'] : ['director', 'finance'] }
}

/** The facts the approval of a quotation decides on. */
export function quotationFacts(route: Route, amountFen = 0): { level: RouteLevel; gm: boolean; amountFen: number } {
  return { level: route.level, gm: route.approvers.includes('gm'), amountFen }
}

/** The default flow, as data for approvals; one after the other, so that finance sees what the director said. */
export function quotationFlow(ownerId: string, version = 1) {
  const only = (fact: 'level' | 'gm', value: RouteLevel | true) => ({ fact, op: 'eq', value }) as const
  return {
    key: 'quotation',
    version,
    steps: [
      { kind: 'approve', id: 'manager', mode: 'any', approvers: [{ kind: 'manager', of: ownerId }], when: only('level', 'manager') },
      {
        kind: 'approve',
        id: 'director',
        mode: 'any',
        approvers: [{ kind: 'role', role: 'director' }],
        when: { fact: 'level', op: 'in', value: ['director', 'special'] },
      },
      { kind: 'approve', id: 'finance', mode: 'any', approvers: [{ kind: 'role', role: 'finance' }], when: only('level', 'special') },
      { kind: 'approve', id: 'gm', mode: 'any', approvers: [{ kind: 'role', role: 'gm' }], when: only('gm', true) },
      { kind: 'end', id: 'end' },
    ],
  } as const
}
