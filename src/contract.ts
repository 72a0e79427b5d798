// The whole API as one contract, by room. The apps take its types and a table of its routes; the server binds the same
// objects at each room's door (a test holds the two together).
import { memberContract } from '#modules/organization/member.contract.ts'
import { sessionContract } from '#modules/organization/session.contract.ts'

export const contract = {
  organization: { ...sessionContract, ...memberContract },
}

export type Contract = typeof contract
