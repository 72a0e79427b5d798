// The street: every room in the order in which money is made. main.ts wires them, the house tests walk them.
import type { Scope } from '#core/context.ts'
import { type Room, STANDARD_ROLES, type StandardRole } from '#core/room.ts'
import { accounts } from '#modules/accounts/index.ts'
import { approvals } from '#modules/approvals/index.ts'
import { commissions } from '#modules/commissions/index.ts'
import { contracts } from '#modules/contracts/index.ts'
import { files } from '#modules/files/index.ts'
import { imports } from '#modules/imports/index.ts'
import { insight } from '#modules/insight/index.ts'
import { integrations } from '#modules/integrations/index.ts'
import { leads } from '#modules/leads/index.ts'
import { notifications } from '#modules/notifications/index.ts'
import { opportunities } from '#modules/opportunities/index.ts'
import { organization } from '#modules/organization/index.ts'
import { pools } from '#modules/pools/index.ts'
import { products } from '#modules/products/index.ts'
import { quotations } from '#modules/quotations/index.ts'
import { receivables } from '#modules/receivables/index.ts'
import { tasks } from '#modules/tasks/index.ts'
import { visits } from '#modules/visits/index.ts'

export const rooms: Room[] = [
  organization,
  files,
  notifications,
  tasks,
  approvals,
  imports,
  pools,
  products,
  accounts,
  leads,
  visits,
  opportunities,
  quotations,
  contracts,
  receivables,
  commissions,
  insight,
  integrations,
]

/** The roles a tenant is born with, from what each room says of its permissions. The admin holds everything. */
export function standardRoles(): { code: string; name: string; permissions: Record<string, Scope> }[] {
  const all = rooms.flatMap((room) => Object.entries(room.permissions))
  return (Object.keys(STANDARD_ROLES) as StandardRole[]).map((code) => ({
    code,
    name: STANDARD_ROLES[code].zh,
    permissions: Object.fromEntries(
      all.flatMap(([key, permission]) => {
        const scope = code === 'admin' ? 'all' : permission.standard[code]
        return scope ? [[key, scope]] : []
      }),
    ),
  }))
}
