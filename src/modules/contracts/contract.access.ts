// Who may do what with a contract, as far as its state allows it.
import { reaches } from '#core/access.ts'
import type { Actor } from '#core/context.ts'
import { type ContractStatus, nextContractStatus } from './contract.rule.ts'

export interface Guarded {
  status: ContractStatus
  kind: 'single' | 'frame'
  ownerId: string
}

export type ContractMay = Record<
  | 'edit'
  | 'submit'
  | 'void'
  | 'beginSigning'
  | 'stopSigning'
  | 'signSeller'
  | 'signBuyer'
  | 'recordEvent'
  | 'recordDelivery'
  | 'fulfil'
  | 'terminate',
  boolean
>

/** Our side signs with `contract.sign`; the counterpart signs on the screen of whoever carries the contract. */
export function mayContract(actor: Actor, contract: Guarded): ContractMay {
  const { status, ownerId } = contract
  const write = reaches(actor, 'contract.write', ownerId)
  const sign = reaches(actor, 'contract.sign', ownerId)
  const dates = reaches(actor, 'contract.dates', ownerId) && status === 'effective'
  return {
    edit: write && status === 'draft',
    submit: write && nextContractStatus(status, 'submit') !== null,
    void: write && nextContractStatus(status, 'void') !== null,
    beginSigning: write && nextContractStatus(status, 'begin_signing') !== null,
    stopSigning: write && nextContractStatus(status, 'stop_signing') !== null,
    signSeller: sign && status === 'signing',
    signBuyer: (write || sign) && status === 'signing',
    recordEvent: dates,
    recordDelivery: dates && contract.kind === 'frame',
    fulfil: dates,
    terminate: sign && nextContractStatus(status, 'terminate') !== null,
  }
}
