// Who may do what with a pool: anyone may look into the pools he may claim from; only pool.manage changes them.
import { holds } from '#core/access.ts'
import type { Actor } from '#core/context.ts'
import type { PoolRow } from './pool.store.ts'

/** A pool names the departments whose people may claim; without any it is everybody's. */
export function mayUsePool(actor: Actor, pool: Pick<PoolRow, 'departmentIds'>): boolean {
  if (pool.departmentIds === null || actor.kind === 'system') return true
  return actor.departmentId !== null && pool.departmentIds.includes(actor.departmentId)
}

export const mayOfPool = (actor: Actor, pool: PoolRow): Record<string, boolean> => ({
  manage: holds(actor, 'pool.manage'),
  claim: pool.open && mayUsePool(actor, pool),
})
