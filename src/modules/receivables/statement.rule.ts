// statement.rule.ts: 流水匹配. Which open plan item a line of the bank statement most likely pays, and why. A person confirms.
import { type Day, daysBetween } from '#core/calendar.ts'
import { likeness, tidy } from '#core/text.ts'
import { companyName } from '#modules/accounts/company-name.rule.ts'

/** Weights in points. A candidate below `proposeFrom` is not shown; `certainFrom` is shown as the one to confirm. */
export type StatementPolicy = {
  amountEqual: number
  amountPart: number
  payerSame: number
  payerLike: number
  payerLikeFrom: number
  referenceContract: number
  referencePeriod: number
  nearDueDay: number
  nearDays: number
  proposeFrom: number
  certainFrom: number
}
export const statementDefaults: StatementPolicy = {
  amountEqual: 40,
  amountPart: 10,
  payerSame: 40,
  payerLike: 20,
  payerLikeFrom: 0.25,
  referenceContract: 30,
  referencePeriod: 20,
  nearDueDay: 5,
  nearDays: 30,
  proposeFrom: 45,
  certainFrom: 80,
}

export type BankLine = { onDay: Day; payer: string; amountFen: number; text: string }
/** An open plan item with what is known of its payer. `period` is the month delivered (`2026-09`) of a frame contract. */
export type StatementCandidate = {
  itemId: string
  contractNo: string
  accountName: string
  payerAliases: readonly string[]
  openFen: number
  dueOn: Day | null
  period?: string
}
export type StatementReason =
  | { code: 'amount_equal' | 'amount_part'; points: number; openFen: number }
  | { code: 'payer_same' | 'payer_alias' | 'payer_like'; points: number; name: string }
  | { code: 'reference_contract' | 'reference_period'; points: number; found: string }
  | { code: 'near_due_day'; points: number; days: number }
export type StatementProposal = { itemId: string; points: number; certain: boolean; reasons: StatementReason[] }

/** Proposals, best first. Two that are equally good are both shown and neither is called certain. */
export function proposeItems(line: BankLine, candidates: readonly StatementCandidate[], policy: StatementPolicy): StatementProposal[] {
  const scored = candidates
    .filter((candidate) => candidate.openFen > 0)
    .map((candidate) => {
      const reasons = [amountReason, payerReason, contractReason, periodReason, dayReason].flatMap(
        (reason) => reason(line, candidate, policy) ?? [],
      )
      return { candidate, reasons, points: reasons.reduce((sum, reason) => sum + reason.points, 0) }
    })
    .filter(({ points }) => points >= policy.proposeFrom)
    .sort((a, b) => b.points - a.points || (a.candidate.dueOn ?? '9999').localeCompare(b.candidate.dueOn ?? '9999'))
  const best = scored[0]?.points ?? 0
  const alone = scored.filter(({ points }) => points === best).length === 1
  return scored.map(({ candidate, reasons, points }) => ({
    itemId: candidate.itemId,
    points,
    certain: alone && points === best && points >= policy.certainFrom,
    reasons,
  }))
}

type ReasonOf = (line: BankLine, candidate: StatementCandidate, policy: StatementPolicy) => StatementReason | null

const amountReason: ReasonOf = (line, { openFen }, policy) => {
  if (line.amountFen === openFen) return { code: 'amount_equal', points: policy.amountEqual, openFen }
  return line.amountFen < openFen ? { code: 'amount_part', points: policy.amountPart, openFen } : null
}

const payerReason: ReasonOf = (line, { accountName, payerAliases }, policy) => {
  const payer = tidy(line.payer)
  if (payer === '') return null
  if (payer === tidy(accountName)) return { code: 'payer_same', points: policy.payerSame, name: accountName }
  const alias = payerAliases.find((name) => tidy(name) === payer)
  if (alias !== undefined) return { code: 'payer_alias', points: policy.payerSame, name: alias }
  const alike = likeness(companyName(payer).core, companyName(accountName).core)
  return alike >= policy.payerLikeFrom ? { code: 'payer_like', points: policy.payerLike, name: accountName } : null
}

const contractReason: ReasonOf = (line, { contractNo }, policy) => {
  const found = tidy(line.text).toUpperCase().includes(tidy(contractNo).toUpperCase())
  return found && contractNo.trim() !== '' ? { code: 'reference_contract', points: policy.referenceContract, found: contractNo } : null
}

const periodReason: ReasonOf = (line, { period }, policy) => {
  if (period === undefined) return null
  const month = Number(period.slice(5, 7))
  // 9月, 09月, 九月; but 19月 or 十九月 name no month at all, and 11月 is not January.
  const found = new RegExp(`(?<![\\d一二三四五六七八九十])(?:0?${month}|${chineseMonths[month - 1]})月`).exec(tidy(line.text))
  return found ? { code: 'reference_period', points: policy.referencePeriod, found: found[0] } : null
}

const dayReason: ReasonOf = (line, { dueOn }, policy) => {
  if (dueOn === null) return null
  const days = daysBetween(dueOn, line.onDay)
  return Math.abs(days) <= policy.nearDays ? { code: 'near_due_day', points: policy.nearDueDay, days } : null
}

const chineseMonths = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']
