// Who may do what with an instalment.
import { holds, reaches } from '#core/access.ts'
import type { Actor } from '#core/context.ts'

export type ItemMay = Record<'promise' | 'dispute' | 'endDispute' | 'recordReceipt' | 'releaseCredit', boolean>

/** `open`: something is still to come for it. */
export function mayItem(actor: Actor, item: { ownerId: string; open: boolean; disputed: boolean; frozen: boolean }): ItemMay {
  const collect = reaches(actor, 'receivable.collect', item.ownerId)
  return {
    promise: collect && item.open,
    dispute: collect && item.open && !item.disputed,
    endDispute: collect && item.disputed,
    recordReceipt: holds(actor, 'receipt.record') && item.open,
    releaseCredit: item.frozen && reaches(actor, 'receivable.release', item.ownerId),
  }
}
