// Who may do what with an account: its owner, those above him, and whom a later room gave access to this one record.
import { reaches } from '#core/access.ts'
import type { Actor } from '#core/context.ts'

/** `granted`: a record_grant opens the account to the actor (a team member of an opportunity). It opens reading, not changing. */
export function mayOfAccount(actor: Actor, account: { ownerId: string }): Record<string, boolean> {
  const write = reaches(actor, 'account.write', account.ownerId)
  return {
    change: write,
    followUp: write,
    addContact: write,
    addSite: write,
    assign: reaches(actor, 'account.assign', account.ownerId),
  }
}

export const mayWriteAccount = (actor: Actor, account: { ownerId: string }): boolean => reaches(actor, 'account.write', account.ownerId)
