// What the phone keeps in IndexedDB: acts that wait, and answers that were seen.
import { Dexie, type EntityTable } from 'dexie'
import type { OutboxStore } from './outbox.ts'
import { isAnothers, type QueuedAct } from './queue.ts'

type KeptAnswers = { memberId: string; state: unknown }

const db = new Dexie('fieldloop') as Dexie & { acts: EntityTable<QueuedAct, 'id'>; answers: EntityTable<KeptAnswers, 'memberId'> }
db.version(1).stores({ acts: 'id, memberId', answers: 'memberId' })

/** Acts in IndexedDB. Ids are UUIDv7, so the order of keys is the order in which things were done. */
export const dexieStore: OutboxStore = {
  all: async (memberId) => (await db.acts.where('memberId').equals(memberId).toArray()).sort((a, b) => (a.id < b.id ? -1 : 1)),
  put: async (act) => {
    await db.acts.put(act)
    // Asked once there is something to lose; the answer does not change what is done.
    void navigator.storage?.persist?.()
  },
  remove: (id) => db.acts.delete(id),
}

export async function keptAnswers(memberId: string): Promise<unknown> {
  return (await db.answers.get(memberId))?.state ?? null
}

export async function keepAnswers(memberId: string, state: unknown): Promise<void> {
  await db.answers.put({ memberId, state })
}

/** Somebody else, another company or nobody: answers of those before go, acts that were not sent stay for their owner. */
export async function forgetAnswers(but: string | undefined): Promise<void> {
  await db.answers
    .where('memberId')
    .notEqual(but ?? '')
    .delete()
}

/** What waits for these companies goes, and what nobody says for which; so do the answers of all but the one who is here. */
export async function dropCompanies(tenants: readonly string[], here?: string): Promise<void> {
  await db.acts.filter((act) => !isAnothers(act, tenants)).delete()
  await forgetAnswers(here)
}
