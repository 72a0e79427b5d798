// The approval card of a quotation: amount, three figures, waterfall, lines, four facts. For whoever takes part: no scope check, costs only with field.cost.
import type { Ctx } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { accountById, expectedEvents, planItems, termCatalogue, termsPolicy } from '#modules/accounts/index.ts'
import type { Card, Words } from '#modules/approvals/approval.contract.ts'
import { pipelinePolicy } from '#modules/opportunities/index.ts'
import { calendarOf } from '#modules/organization/index.ts'
import { waterfallOf } from './card.rule.ts'
import { pricingPolicy } from './price.actions.ts'
import { maySeeCost } from './quotation.access.ts'
import { shownLines, totalsOf } from './quotation.rule.ts'
import { type CustomerFacts, linesOf, type QuotationFull, viewAny, viewCustomer, viewPeers } from './quotation.store.ts'

const words = (key: string, params: Words['params'] = {}): Words => ({ key: `quotation.${key}`, params })
type Fact = Card['facts'][number]
type Figure = Card['figures'][number]

export async function quotationCard(ctx: Ctx, id: string): Promise<Card> {
  const row = await viewAny(ctx, id)
  if (!row) throw notFound('quotation')
  const lines = await linesOf(ctx, id)
  const rules = await pricingPolicy(ctx)
  const seesCost = maySeeCost(ctx.actor)
  const shown = shownLines(lines, row.priced, seesCost)
  return {
    number: row.number,
    title: row.accountName,
    accountId: row.accountId,
    accountLevel: row.accountLevel,
    amountFen: row.netFen,
    link: `/quotations/${row.id}`,
    subtitle: words('card.subtitle', { number: row.number, revision: row.revision, by: row.ownerName, validUntilOn: row.validUntil }),
    alarm: row.level === 'nobody' ? null : words(`alarm.${row.level}`),
    figures: figuresOf(row, shown, seesCost),
    waterfall: waterfallOf(lines, row.priced, rules, seesCost),
    lines: shown.map(
      ({ no, code, name, unit, quantity, listPrice, unitPrice, percent, floorPrice, floorGapFen, netFen, level, belowFloor }) => ({
        no,
        code,
        name,
        unit,
        quantity,
        listPrice,
        unitPrice,
        percent,
        floorPrice,
        floorGapFen,
        netFen,
        level,
        belowFloor,
      }),
    ),
    facts: await factsOf(ctx, row),
    consequence: words('card.consequence'),
  }
}

function figuresOf(row: QuotationFull, lines: ReturnType<typeof shownLines>, seesCost: boolean): Figure[] {
  const totals = totalsOf(row.priced, row.termDays, seesCost)
  const lowest = lines.toSorted((a, b) => a.percent - b.percent)[0]
  const gap = (net: number, floor: number): number | null => (floor === 0 ? null : net / floor - 1)
  const nearest = lines.toSorted(
    (a, b) => (gap(Number(a.unitPrice), Number(a.floorPrice)) ?? 0) - (gap(Number(b.unitPrice), Number(b.floorPrice)) ?? 0),
  )[0]
  const toFloor = gap(totals.netFen, totals.floorFen)
  const below = lines.some((line) => line.belowFloor)
  const figures: Figure[] = [
    {
      key: 'share',
      label: words('figure.share'),
      value: totals.listFen === 0 ? null : totals.netFen / totals.listFen,
      unit: 'ratio',
      note: lowest ? words('figure.lowest', { no: lowest.no, shareRatio: lowest.percent / 100 }) : null,
      tone: row.level === 'nobody' ? 'ok' : 'warn',
    },
  ]
  if (typeof totals.marginPercent === 'number')
    figures.push({
      key: 'margin',
      label: words('figure.margin'),
      value: totals.marginPercent / 100,
      unit: 'ratio',
      note: words('figure.effective', { amountFen: totals.marginFen ?? null, effectiveRatio: (totals.effectiveMarginPercent ?? 0) / 100 }),
      tone: (totals.marginFen ?? 0) > 0 ? 'ok' : 'bad',
    })
  figures.push({
    key: 'floor',
    label: words('figure.floor'),
    value: toFloor,
    unit: 'ratio',
    note: nearest
      ? words('figure.nearest', { no: nearest.no, gapRatio: gap(Number(nearest.unitPrice), Number(nearest.floorPrice)) })
      : null,
    tone: below ? 'bad' : 'grey',
  })
  return figures
}

/** Credit, terms, history, opportunity; and how it compares with what the same kind of customer was sold at. */
export async function factsOf(ctx: Ctx, row: QuotationFull): Promise<Fact[]> {
  const customer = await viewCustomer(ctx, row.accountId, row.opportunityId)
  if (!customer) return []
  const facts = [
    creditFact(row, customer),
    await termsFact(ctx, row, customer),
    historyFact(row, customer),
    await opportunityFact(ctx, row, customer),
  ]
  const peers = await peersFact(ctx, row)
  return peers ? [...facts, peers] : facts
}

function creditFact(row: QuotationFull, customer: CustomerFacts): Fact {
  const reason = customer.creditReason ?? {}
  const days = typeof reason.worstDelayDays === 'number' ? reason.worstDelayDays : null
  const title = customer.creditFrozen
    ? words('fact.credit_frozen')
    : customer.creditGrade
      ? words('fact.credit', { grade: customer.creditGrade })
      : words('fact.credit_unknown')
  const detail = days === null ? null : words(days > 0 ? 'fact.credit_late' : 'fact.credit_in_time', { days })
  const tone = customer.creditFrozen ? 'bad' : customer.creditGrade === 'A' || customer.creditGrade === 'B' ? 'ok' : 'warn'
  return { key: 'credit', label: words('fact.credit_label'), title, detail, tone, link: `/accounts/${row.accountId}` }
}

async function termsFact(ctx: Ctx, row: QuotationFull, customer: CustomerFacts): Promise<Fact> {
  const term = termCatalogue.find((one) => one.code === row.termsCode)
  const label = words('fact.terms_label')
  if (!term) return { key: 'terms', label, title: words('fact.terms', { terms: row.termsCode }), detail: null, tone: 'grey', link: null }
  const signOn = customer.expectedSignOn ?? row.madeOn
  const first = planItems(term, row.netFen, expectedEvents(term, signOn, await policy(ctx, termsPolicy)), await calendarOf(ctx))[0]
  const detail = words('fact.terms_detail', {
    firstFen: first?.amountFen ?? 0,
    firstOn: first?.dueOn ?? null,
    days: Math.round(row.termDays * 10) / 10,
  })
  return {
    key: 'terms',
    label,
    title: words('fact.terms', { terms: term.code }),
    detail,
    tone: row.termDays > 90 ? 'warn' : 'grey',
    link: null,
  }
}

function historyFact(row: QuotationFull, customer: CustomerFacts): Fact {
  const label = words('fact.history_label')
  const link = `/accounts/${row.accountId}`
  if (customer.wonCount === 0) return { key: 'history', label, title: words('fact.history_none'), detail: null, tone: 'grey', link }
  const detail = customer.firstWonOn ? words('fact.history_since', { sinceOn: customer.firstWonOn }) : null
  return {
    key: 'history',
    label,
    title: words('fact.history', { count: customer.wonCount, amountFen: customer.wonFen }),
    detail,
    tone: 'grey',
    link,
  }
}

async function opportunityFact(ctx: Ctx, row: QuotationFull, customer: CustomerFacts): Promise<Fact> {
  const stage = (await policy(ctx, pipelinePolicy)).stages.find((one) => one.key === customer.stage)
  return {
    key: 'opportunity',
    label: words('fact.opportunity_label'),
    title: words('fact.opportunity', { amountFen: customer.opportunityFen, number: customer.opportunityNumber }),
    detail: words('fact.opportunity_detail', {
      stageZh: stage?.zh ?? customer.stage,
      stageEn: stage?.en ?? customer.stage,
      weight: stage?.weight ?? 0,
      signOn: customer.expectedSignOn,
    }),
    tone: 'grey',
    link: `/opportunities/${row.opportunityId}`,
  }
}

async function peersFact(ctx: Ctx, row: QuotationFull): Promise<Fact | null> {
  const account = await accountById(ctx, row.accountId)
  const peers = account ? await viewPeers(ctx, account.segment, row.id) : undefined
  if (!peers?.count || peers.share === null || row.listFen === 0) return null
  const margin = maySeeCost(ctx.actor) ? peers.margin : null
  return {
    key: 'peers',
    label: words('fact.peers_label'),
    title: words('fact.peers', { count: peers.count, shareRatio: peers.share, differenceRatio: row.netFen / row.listFen - peers.share }),
    detail:
      margin === null
        ? null
        : words('fact.peers_margin', { marginRatio: margin / 100, differenceRatio: ((row.priced.marginPercent ?? 0) - margin) / 100 }),
    tone: 'grey',
    link: null,
  }
}
