// Into approval: everything in the way is told at once, and what may go is handed to approvals with its card.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { yuan } from '#core/money.ts'
import { policy } from '#core/policies.ts'
import { refuse } from '#core/refuse.ts'
import { accountById } from '#modules/accounts/index.ts'
import { requestApproval } from '#modules/approvals/index.ts'
import { missingForExit, opportunitiesMessages } from '#modules/opportunities/index.ts'
import { customKeyOf, fieldsOf, memberNames, membersWithRole, missingFields, wordsOf } from '#modules/organization/index.ts'
import { quotationById } from '#modules/quotations/index.ts'
import { contractPolicy } from './contract.policy.ts'
import { contractFacts, type SubmitBlock, submitVerdict } from './contract.rule.ts'
import { type ContractRecord, contractRecord, saveStatus } from './contract.store.ts'
import { mustAct, tellStation } from './contract-state.actions.ts'

export interface Block {
  code: string
  params: Record<string, unknown>
  act: string | null
}

/** What keeps a contract from being submitted now, worded for this reader. Empty: it may go. */
export async function blocksOf(ctx: Ctx, contract: ContractRecord): Promise<Block[]> {
  const account = await accountById(ctx, contract.accountId)
  const quotation = contract.quotationId ? await quotationById(ctx, contract.quotationId) : undefined
  const stageMissing = contract.opportunityId ? await missingForExit(ctx, contract.opportunityId, ['contract_effective']) : []
  const verdict = submitVerdict({
    status: contract.status,
    amountFen: contract.amountFen,
    quotationStatus: quotation?.status ?? null,
    quotationAmountFen: quotation?.netFen ?? null,
    accountFrozen: account?.creditFrozen ?? false,
    hasTerms: contract.terms.lines.length > 0,
    stageMissing,
  })
  const blocks = verdict.blocks.filter((block) => block.code !== 'contract.stage_condition_missing').map((block) => worded(block))
  for (const block of blocks) if (block.code === 'contract.account_frozen') block.params = await frozenParams(ctx, account)
  blocks.push(...(await fieldsBlock(ctx, contract)))
  const missing = verdict.blocks.filter((block) => block.code === 'contract.stage_condition_missing')
  return missing.length > 0 ? [...blocks, await stageBlock(ctx, missing)] : blocks
}

/** Fields of the company's own that this kind of contract asks for. */
async function fieldsBlock(ctx: Ctx, contract: ContractRecord): Promise<Block[]> {
  const missing = missingFields(await fieldsOf(ctx, 'contract'), contract.custom, [contract.kind])
  if (missing.length === 0) return []
  const names = missing.map((field) => wordsOf(field, ctx.actor.locale)).join(ctx.actor.locale === 'en' ? ', ' : '、')
  const params = { fields: names, keys: missing.map((field) => field.key), link: `/contracts/${contract.id}` }
  return [{ code: 'contract.fields_missing', params, act: 'fill_custom_field' }]
}

const acts: Partial<Record<SubmitBlock['code'], string>> = {
  'contract.account_frozen': 'collect',
  'contract.quotation_not_approved': 'open_quotation',
  'contract.amount_differs': 'open_quotation',
  'contract.terms_missing': 'edit_terms',
}

function worded(block: SubmitBlock): Block {
  const { code, ...params } = block
  const amounts =
    block.code === 'contract.amount_differs' ? { amount: yuan(block.amountFen), quotationAmount: yuan(block.quotationAmountFen) } : {}
  return { code, params: { ...params, ...amounts }, act: acts[code] ?? null }
}

async function frozenParams(ctx: Ctx, account: Awaited<ReturnType<typeof accountById>>): Promise<Record<string, unknown>> {
  const reason = (account?.creditReason ?? {}) as { overdueFen?: number; oldestOverdueDays?: number }
  const finance = (await membersWithRole(ctx, 'finance')).slice(0, 1)
  const name = Object.values(await memberNames(ctx, finance))[0]
  return {
    account: account?.name ?? '',
    amount: yuan(reason.overdueFen ?? 0),
    overdueFen: reason.overdueFen ?? 0,
    days: reason.oldestOverdueDays ?? 0,
    finance: name ?? (ctx.actor.locale === 'en' ? 'finance' : '财务'),
  }
}

/** All missing conditions in one sentence, each with the act that helps. */
async function stageBlock(ctx: Ctx, missing: readonly SubmitBlock[]): Promise<Block> {
  const facts = missing.flatMap((block) =>
    block.code === 'contract.stage_condition_missing' ? [{ fact: block.fact, act: block.act }] : [],
  )
  const words: Record<string, string> = ctx.actor.locale === 'en' ? opportunitiesMessages.en : opportunitiesMessages.zh
  const fields = await fieldsOf(ctx, 'opportunity')
  const fieldWords = (fact: string): string => {
    const field = fields.find((one) => one.key === customKeyOf(fact))
    return field ? wordsOf(field, ctx.actor.locale) : fact
  }
  const named = facts.map(({ fact }) => words[`opportunity.fact.${fact}`] ?? fieldWords(fact))
  return {
    code: 'contract.stage_condition_missing',
    params: { count: facts.length, missing: named.join(ctx.actor.locale === 'en' ? ', ' : '、'), facts },
    act: facts[0]?.act ?? null,
  }
}

export async function submit(ctx: Ctx, input: { id: string }) {
  const contract = await mustAct(ctx, input.id, 'submit', 'contract.write')
  const [first, ...rest] = await blocksOf(ctx, contract)
  if (first) throw refuse(first.code, { ...first.params, act: first.act, others: rest })
  await saveStatus(ctx, contract.id, { status: 'in_approval', submittedAt: ctx.now.toISOString() })
  await emit(ctx, 'contract.submitted', contract.id, {
    number: contract.number,
    amountFen: contract.amountFen,
    opportunityId: contract.opportunityId,
  })
  await tellStation(ctx, contract.opportunityId, { key: 'contract.progress.in_approval', id: contract.id, number: contract.number })
  const { directorFromFen } = await policy(ctx, contractPolicy)
  const { approvalId } = await requestApproval(ctx, {
    subjectType: 'contract',
    subjectId: contract.id,
    reason: {
      key: contract.amountFen >= directorFromFen ? 'contract.reason_large' : 'contract.reason',
      params: { amountFen: contract.amountFen, fromFen: directorFromFen },
    },
    facts: contractFacts(contract),
    ownerId: contract.ownerId,
  })
  await saveApproval(ctx, contract.id, approvalId)
  return { approvalId }
}

/** Where no step applied the approval has ended already: only its id is added then. */
async function saveApproval(ctx: Ctx, id: string, approvalId: string): Promise<void> {
  const now = await contractRecord(ctx, id)
  if (now) await saveStatus(ctx, id, { status: now.status, approvalId })
}
