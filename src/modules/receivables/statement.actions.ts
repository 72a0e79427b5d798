// 银行流水: lines come in once, the rule proposes what each pays, a person confirms, and the payer's name is remembered.
import { createHash } from 'node:crypto'
import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { policy } from '#core/policies.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { tidy } from '#core/text.ts'
import type { Allocation } from './allocation.rule.ts'
import { dueItem } from './booking.actions.ts'
import { openFen } from './due.rule.ts'
import { book } from './receipt.actions.ts'
import { statementPolicy } from './receivable.policy.ts'
import { proposeItems, type StatementPolicy, type StatementProposal } from './statement.rule.ts'
import * as store from './statement.store.ts'

export interface StatementLine {
  onDay: string
  payer: string
  amountFen: number
  text: string
  reference?: string | null | undefined
}

/** The bank's own number makes a line unique; without one, what it says, and its place among lines that say the same. */
function dedupKeys(lines: readonly StatementLine[]): string[] {
  const seen = new Map<string, number>()
  return lines.map((line) => {
    if (line.reference) return `ref:${line.reference}`
    const said = createHash('sha256')
      .update([line.onDay, tidy(line.payer), line.amountFen, tidy(line.text)].join('\n'))
      .digest('hex')
    const nth = (seen.get(said) ?? 0) + 1
    seen.set(said, nth)
    return `${said}:${nth}`
  })
}

export async function importBankLines(ctx: Ctx, input: { lines: StatementLine[] }) {
  const keys = dedupKeys(input.lines)
  const rows = input.lines.map((line, index) => ({
    ...line,
    reference: line.reference ?? null,
    id: uuidv7(),
    dedupKey: keys[index] as string,
  }))
  const added = await store.insertBankLines(ctx, rows)
  if (added > 0) await emit(ctx, 'bank_statement.imported', rows[0]?.id as string, { added, known: rows.length - added })
  return { added, known: rows.length - added }
}

export async function bankLines(ctx: Ctx, input: { state: 'open' | 'matched' | 'ignored'; cursor?: string | undefined; limit: number }) {
  const rows = await store.bankLineRows(ctx, { ...input, after: fromCursor(input.cursor, 2) })
  const page = toPage(rows, input.limit, (row) => [row.onDay, row.id])
  const open = page.items.filter((line) => line.state === 'open')
  const candidates = open.length > 0 ? await candidatesFor(ctx, open) : []
  const rules = await policy(ctx, statementPolicy)
  return {
    items: page.items.map((line) => ({
      ...line,
      proposals: line.state === 'open' ? proposals(line, candidates, rules) : [],
      may: { confirm: line.state === 'open', ignore: line.state === 'open' },
    })),
    next: page.next,
  }
}

const candidatesFor = (ctx: Ctx, lines: readonly store.BankLineRow[]): Promise<store.CandidateRow[]> =>
  store.viewCandidates(
    ctx,
    Math.min(...lines.map((line) => line.amountFen)),
    lines.map((line) => line.payer),
  )

function proposals(line: store.BankLineRow, candidates: readonly store.CandidateRow[], rules: StatementPolicy) {
  const found = proposeItems(
    line,
    candidates.map((row) => ({
      itemId: row.id,
      contractNo: row.contractNo,
      accountName: row.accountName,
      payerAliases: row.aliases,
      openFen: openFen(dueItem(row)),
      dueOn: row.dueOn,
      ...(row.period ? { period: row.period } : {}),
    })),
    rules,
  )
  return found
    .slice(0, 5)
    .map((proposal) => shown(line, proposal, candidates.find((row) => row.id === proposal.itemId) as store.CandidateRow))
}

function shown(line: store.BankLineRow, proposal: StatementProposal, row: store.CandidateRow) {
  const open = openFen(dueItem(row))
  return {
    itemId: row.id,
    contractId: row.contractId,
    contractNo: row.contractNo,
    accountId: row.accountId,
    accountName: row.accountName,
    no: row.no,
    period: row.period,
    openFen: open,
    dueOn: row.dueOn,
    amountFen: Math.min(line.amountFen, open),
    points: proposal.points,
    certain: proposal.certain,
    newAlias: isNewName(line.payer, row.accountName, row.aliases),
    reasons: proposal.reasons.map(({ code, points, ...params }) => ({ code, points, params })),
  }
}

const isNewName = (payer: string, accountName: string, aliases: readonly string[]): boolean =>
  ![accountName, ...aliases].some((name) => tidy(name) === tidy(payer))

export async function confirmBankLine(ctx: Ctx, input: { id: string; allocations: Allocation[]; learnAlias: boolean }) {
  const line = await undecided(ctx, input.id)
  const { receipt, parts } = await book(ctx, {
    payer: line.payer,
    amountFen: line.amountFen,
    receivedOn: line.onDay,
    method: 'transfer',
    reference: line.reference,
    note: line.text || null,
    allocate: input.allocations,
    bankLineId: line.id,
  })
  await store.decideBankLine(ctx, line.id, { state: 'matched', receiptId: receipt.id, reason: null })
  const accountIds = [...new Set(parts.map((part) => part.accountId))]
  const learned = input.learnAlias && accountIds.length === 1 && (await isUnknown(ctx, line.payer, accountIds[0] as string))
  if (learned) await store.learnAlias(ctx, line.payer, accountIds[0] as string)
  await emit(ctx, 'bank_line.matched', line.id, {
    receiptId: receipt.id,
    number: receipt.number,
    amountFen: line.amountFen,
    aliasLearned: learned,
  })
  return { receiptId: receipt.id, number: receipt.number, unappliedFen: receipt.unappliedFen }
}

async function isUnknown(ctx: Ctx, payer: string, accountId: string): Promise<boolean> {
  const known = await store.namesOf(ctx, accountId)
  return !known.some((name) => tidy(name) === tidy(payer))
}

export async function ignoreBankLine(ctx: Ctx, input: { id: string; reason: string }) {
  const line = await undecided(ctx, input.id)
  await store.decideBankLine(ctx, line.id, { state: 'ignored', receiptId: null, reason: input.reason })
  await emit(ctx, 'bank_line.ignored', line.id, { amountFen: line.amountFen, reason: input.reason })
  return { ok: true as const }
}

async function undecided(ctx: Ctx, id: string): Promise<store.BankLineRow> {
  const line = await store.lockBankLine(ctx, id)
  if (!line) throw notFound('bank_line')
  if (line.state !== 'open') throw refuse('bank_line.decided', { state: line.state })
  return line
}
