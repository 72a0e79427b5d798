// Doing something with a contract: it is loaded within reach, locked, and its state must allow the act.
import { reaches } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { forbidden, notFound, refuse } from '#core/refuse.ts'
import { tellProgress } from '#modules/opportunities/index.ts'
import { type ContractMay, mayContract } from './contract.access.ts'
import { type ContractAct, nextContractStatus } from './contract.rule.ts'
import * as store from './contract.store.ts'

/** The contract, locked, if the actor may do this with it now. Refuses: out of reach 404, no permission 403, wrong state 409. */
export async function mustAct(ctx: Ctx, id: string, act: keyof ContractMay, permission: string): Promise<store.ContractView> {
  const seen = await store.viewContract(ctx, id, 'contract.read')
  if (!seen) throw notFound('contract')
  const locked = await store.lockContract(ctx, id)
  const contract = { ...seen, ...locked }
  if (!reaches(ctx.actor, permission, contract.ownerId)) throw forbidden(permission)
  if (!mayContract(ctx.actor, contract)[act]) throw impossible(contract, act)
  return contract
}

export function impossible(contract: Pick<store.ContractRecord, 'number' | 'status'>, act: string) {
  const draftOnly = act === 'edit' || act === 'submit'
  return refuse(draftOnly ? 'contract.not_a_draft' : 'contract.not_possible_now', { number: contract.number, status: contract.status, act })
}

/** Moves the contract along the table of states; an impossible act is a refusal. */
export function stateAfter(contract: Pick<store.ContractRecord, 'number' | 'status'>, act: ContractAct) {
  const next = nextContractStatus(contract.status, act)
  if (!next) throw impossible(contract, act)
  return next
}

/** The opportunity's check-list says where its contract stands. */
export async function tellStation(
  ctx: Ctx,
  opportunityId: string | null,
  at: { key: string; id: string; number: string } | null,
): Promise<void> {
  if (!opportunityId) return
  await tellProgress(
    ctx,
    opportunityId,
    'contract_effective',
    at ? { words: { key: at.key, params: { number: at.number } }, act: 'open_contract', link: `/contracts/${at.id}` } : null,
  )
}
