// card.rule.ts: 价格怎么来的. The waterfall from list price to margin and the reasons of a route, as data for a screen or an approval card.
import { percentOf, sumFen } from '#core/money.ts'
import type { Words } from '#modules/approvals/approval.contract.ts'
import type { RouteLevel } from './discount.rule.ts'
import type { Priced, PricedLine, PricingPolicy } from './pricing.rule.ts'
import { fenOf, type KeptLine } from './quotation.rule.ts'

type Tone = 'grey' | 'warn' | 'bad' | 'pri' | 'ok'
type Bar = { key: string; label: Words; note: Words | null; kind: 'total' | 'step' | 'rest'; fen: number; tone: Tone }
type Mark = { key: string; label: Words; fen: number; tone: 'quiet' | 'warn' | 'bad' }
export type Waterfall = { bars: Bar[]; lines: Mark[]; fromFen: number }

const words = (key: string, params: Words['params'] = {}): Words => ({ key: `quotation.${key}`, params })

/** Bars for at most six lines; what is over goes into one. */
const SHOWN_LINES = 6

/** Null when nothing is sold. Cost and margin stand in it only where `seesCost`. */
export function waterfallOf(lines: readonly KeptLine[], priced: Priced, policy: PricingPolicy, seesCost: boolean): Waterfall | null {
  const listFen = amountOf(priced, 'list')
  if (lines.length === 0 || listFen === 0) return null
  const openFen = sumFen(priced.lines.map(openOf))
  const floorFen = sumFen(priced.lines.map((line) => line.route.floorFen))
  const drops = lines
    .map((line, index) => dropOf(line, priced.lines[index] as PricedLine, priced.route.level))
    .filter((bar) => bar.fen !== 0)
  const shown = drops.length > SHOWN_LINES ? [...drops].sort((a, b) => a.fen - b.fen).slice(0, SHOWN_LINES) : drops
  const rest = sumFen(drops.map((bar) => bar.fen)) - sumFen(shown.map((bar) => bar.fen))
  const costFen = seesCost ? priced.costFen : null
  const bars: Bar[] = [
    {
      key: 'list',
      label: words('waterfall.list'),
      note: words('waterfall.lines', { count: lines.length }),
      kind: 'total',
      fen: listFen,
      tone: 'grey',
    },
    ...(openFen === listFen ? [] : [step('book', openFen - listFen)]),
    ...drops.filter((bar) => shown.includes(bar)),
    ...(rest === 0 ? [] : [step('others', rest)]),
    { key: 'net', label: words('waterfall.net'), note: ratio(priced.netFen, listFen), kind: 'total', fen: priced.netFen, tone: 'pri' },
    ...(costFen === null ? [] : earned(priced, costFen)),
  ]
  const marks: Mark[] = [
    {
      key: 'rep',
      label: words('waterfall.rep_right', { percent: policy.discount.repPercent }),
      fen: percentOf(openFen, policy.discount.repPercent),
      tone: 'quiet',
    },
    {
      key: 'manager',
      label: words('waterfall.manager_right', { percent: policy.discount.managerPercent }),
      fen: percentOf(openFen, policy.discount.managerPercent),
      tone: 'warn',
    },
    { key: 'floor', label: words('waterfall.floor', { amountFen: floorFen }), fen: floorFen, tone: 'bad' },
  ]
  return { bars, lines: marks, fromFen: cutBelow(Math.min(priced.netFen, floorFen, costFen ?? floorFen)) }
}

const amountOf = (priced: Priced, name: string): number => priced.waterfall.find((one) => one.step === name)?.amountFen ?? 0
const openOf = (line: PricedLine): number =>
  line.steps.findLast((one) => !['line_discount', 'header_discount'].includes(one.step))?.amountFen ?? 0
const ratio = (part: number, whole: number): Words => words('waterfall.ratio', { shareRatio: Math.round((part / whole) * 1000) / 1000 })
const step = (key: string, fen: number): Bar => ({ key, label: words(`waterfall.${key}`), note: null, kind: 'step', fen, tone: 'grey' })

function dropOf(line: KeptLine, one: PricedLine, worst: RouteLevel): Bar {
  const culprit = one.route.level === worst && (worst === 'director' || worst === 'special')
  return {
    key: `line-${line.no}`,
    label: words('waterfall.product', { name: line.name }),
    note: words('waterfall.ratio', { shareRatio: one.route.percent / 100 }),
    kind: 'step',
    fen: one.netFen - openOf(one),
    tone: culprit ? 'bad' : one.route.level === 'nobody' ? 'grey' : 'warn',
  }
}

function earned(priced: Priced, costFen: number): Bar[] {
  const marginFen = priced.netFen - costFen
  return [
    { key: 'cost', label: words('waterfall.cost'), note: null, kind: 'total', fen: costFen, tone: 'grey' },
    {
      key: 'margin',
      label: words('waterfall.margin'),
      note: ratio(marginFen, priced.netFen),
      kind: 'rest',
      fen: marginFen,
      tone: marginFen > 0 ? 'ok' : 'bad',
    },
  ]
}

/** Where the bars begin: a round number at four fifths of the lowest, so that differences can be seen; the chart says so. */
function cutBelow(lowestFen: number): number {
  const target = Math.max(0, lowestFen * 0.8)
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, target))))
  return Math.floor(target / unit) * unit
}

/** Why these people are asked: the lines that reach the route's level, and the margin where the general manager is asked. */
export function whyOf(lines: readonly KeptLine[], priced: Priced, policy: PricingPolicy): Words[] {
  const { level, approvers } = priced.route
  if (level === 'nobody') return [words('why.nobody', { percent: policy.discount.repPercent })]
  const causes = lines.flatMap((line, index): Words[] => {
    const one = priced.lines[index] as PricedLine
    if (one.route.level !== level) return []
    const gapFen = Math.abs(fenOf(one.unitPrice) - fenOf(line.floorPrice))
    if (level === 'special') return [words('why.below_floor', { no: line.no, name: line.name, gapFen, percent: one.route.percent })]
    const limit = level === 'manager' ? policy.discount.repPercent : policy.discount.managerPercent
    return [words(`why.${level}`, { no: line.no, name: line.name, percent: one.route.percent, limit })]
  })
  const thin = approvers.includes('gm') ? [words('why.margin', { limit: policy.discount.gmBelowMarginPercent })] : []
  return [...causes, ...thin]
}
