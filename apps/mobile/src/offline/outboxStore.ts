import { Dexie, type EntityTable } from 'dexie'
import type { OutboxStore } from './outbox.ts'
import type { QueuedAct } from './queue.ts'

const db = new Dexie('fieldloop') as Dexie & { acts: EntityTable<QueuedAct, 'id'> }
db.version(1).stores({ acts: 'id, memberId' })

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
