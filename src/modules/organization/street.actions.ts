// What organization must know of all rooms, the later ones included, to show rules, roles and the timetable, and to hand over what a
// leaver holds. Plugged in ports.ts.
import type { Ctx } from '#core/context.ts'
import { port } from '#core/port.ts'
import type { Room } from '#core/room.ts'
import type { OuterDirectory } from './directory.rule.ts'
import type { NewTenant } from './tenant.actions.ts'

/** Every room, in the order of the street. */
export const street = port<[], Room[]>('organization.street')
/** The roles every company is born with. */
export const bornRoles = port<[], NewTenant['roles']>('organization.bornRoles')
/** Writes one line about a published head outside the database. */
export const publishHeadLine = port<[line: string], Promise<void>>('organization.publishHeadLine')
/** Heads published outside the database for a tenant. */
export const publishedHeads = port<[tenantId: string], Promise<{ seq: number; hash: string }[]>>('organization.publishedHeads')

/** The directory a company keeps in another system, as it stands now. */
export const directorySource = port<[link: { kind: string; corpId: string; secret: string }], Promise<OuterDirectory>>(
  'organization.directorySource',
)

/** Every room hands the records of `from` over to `to`, or returns them to its pool. */
export async function handOverRooms(ctx: Ctx, from: string, to: string): Promise<void> {
  for (const room of street()) await room.handOver?.(ctx, from, to)
}
