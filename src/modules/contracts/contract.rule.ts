// contract.rule.ts: 合同. When a contract may be submitted, who must approve it, and which state follows which.

/** From `directorFromFen` (fen, tax included) on, the director approves too. */
export type ContractPolicy = { directorFromFen: number }
export const contractDefaults: ContractPolicy = { directorFromFen: 50_000_000 }

export type ContractStatus = 'draft' | 'in_approval' | 'approved' | 'signing' | 'effective' | 'fulfilled' | 'terminated' | 'void'
export type ContractAct =
  | 'submit'
  | 'approve'
  | 'reject'
  | 'return'
  | 'withdraw'
  | 'begin_signing'
  | 'stop_signing'
  | 'take_effect'
  | 'fulfil'
  | 'terminate'
  | 'void'

/** Refused, returned and withdrawn contracts are drafts again: there is no dead end but `void`, and money ends in two ways. */
const transitions: Record<ContractStatus, Partial<Record<ContractAct, ContractStatus>>> = {
  draft: { submit: 'in_approval', void: 'void' },
  in_approval: { approve: 'approved', reject: 'draft', return: 'draft', withdraw: 'draft' },
  approved: { begin_signing: 'signing', void: 'void' },
  signing: { take_effect: 'effective', stop_signing: 'approved', void: 'void' },
  effective: { fulfil: 'fulfilled', terminate: 'terminated' },
  fulfilled: {},
  terminated: {},
  void: {},
}

/** The state an act leads to, or null when the act is not possible in this state. */
export function nextContractStatus(status: ContractStatus, act: ContractAct): ContractStatus | null {
  return transitions[status][act] ?? null
}

/** What a user of this state can do at all; permissions come on top. */
export function contractActs(status: ContractStatus): ContractAct[] {
  return Object.keys(transitions[status]) as ContractAct[]
}

/**
 * What submission looks at. `quotationStatus` null: no quotation. `stageMissing`: the exit conditions of the
 * opportunity's stage that its facts do not meet, as the gate rule gives them. Amounts in fen.
 */
export type Submission = {
  status: ContractStatus
  amountFen: number
  quotationStatus: string | null
  quotationAmountFen: number | null
  accountFrozen: boolean
  hasTerms: boolean
  stageMissing: readonly { condition: { fact: string }; act: string }[]
}
export type SubmitBlock =
  | { code: 'contract.not_a_draft' }
  | { code: 'contract.account_frozen' }
  | { code: 'contract.quotation_not_approved'; quotationStatus: string | null }
  | { code: 'contract.amount_differs'; amountFen: number; quotationAmountFen: number }
  | { code: 'contract.terms_missing' }
  | { code: 'contract.stage_condition_missing'; fact: string; act: string }
export type SubmitVerdict = { allowed: boolean; blocks: SubmitBlock[] }

/** A quotation keeps its approval while it is with the customer. */
const approvedQuotation = new Set(['approved', 'sent', 'accepted'])

/**
 * Whether the contract may go into approval: everything in the way at once, so that nobody comes back twice. All exit
 * conditions but the contract itself must hold now, so that becoming effective never meets a closed gate.
 */
export function submitVerdict(submission: Submission): SubmitVerdict {
  const { status, amountFen, quotationStatus, quotationAmountFen } = submission
  const blocks: SubmitBlock[] = []
  if (status !== 'draft') blocks.push({ code: 'contract.not_a_draft' })
  if (submission.accountFrozen) blocks.push({ code: 'contract.account_frozen' })
  if (quotationStatus === null || !approvedQuotation.has(quotationStatus)) {
    blocks.push({ code: 'contract.quotation_not_approved', quotationStatus })
  } else if (quotationAmountFen !== null && quotationAmountFen !== amountFen) {
    blocks.push({ code: 'contract.amount_differs', amountFen, quotationAmountFen })
  }
  if (!submission.hasTerms) blocks.push({ code: 'contract.terms_missing' })
  for (const { condition, act } of submission.stageMissing) {
    if (condition.fact !== 'contract_effective') blocks.push({ code: 'contract.stage_condition_missing', fact: condition.fact, act })
  }
  return { allowed: blocks.length === 0, blocks }
}

/** The facts the contract's approval decides on. */
export function contractFacts(contract: { amountFen: number }): { amountFen: number } {
  return { amountFen: contract.amountFen }
}

/** The default flow, as data for approvals: manager of the owner, then finance, then from the threshold the director. */
export function contractFlow(policy: ContractPolicy, ownerId: string, version = 1) {
  return {
    key: 'contract',
    version,
    steps: [
      { kind: 'approve', id: 'manager', mode: 'any', approvers: [{ kind: 'manager', of: ownerId }] },
      { kind: 'approve', id: 'finance', mode: 'any', approvers: [{ kind: 'role', role: 'finance' }] },
      {
        kind: 'approve',
        id: 'director',
        mode: 'any',
        approvers: [{ kind: 'role', role: 'director' }],
        when: { fact: 'amountFen', op: 'gte', value: policy.directorFromFen },
      },
      { kind: 'end', id: 'end' },
    ],
  } as const
}
