// What an early room or the core needs of a later room, plugged here.
import { loadActor } from '#core/identity.ts'
import type { House } from '#core/routes.ts'
import { actorOf } from '#modules/organization/index.ts'

export function plugPorts(house: House): void {
  loadActor.plug((tenantId, memberId, userId) => actorOf(house.pool, tenantId, memberId, userId))
}
