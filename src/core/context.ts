// What every action gets first: ctx = { tx, actor, tenantId, now, … }.
import type { Tx } from './db.ts'

/** `custom`: chosen departments and all below them. */
export type Scope = 'own' | 'department' | 'subtree' | 'custom' | 'all'

/** Who acts. `permissions` is the widest scope of each permission over all roles of the member. */
export interface Actor {
  kind: 'member' | 'system'
  userId: string | null
  memberId: string | null
  name: string
  departmentId: string | null
  roles: string[]
  permissions: Record<string, Scope>
  /** Member ids within reach of the scopes `department` and `subtree` (own id included); of `custom` by permission, the other scopes' reach included. */
  reach: { department: string[]; subtree: string[]; custom?: Record<string, string[]> }
  locale: 'zh-CN' | 'en'
}

export interface Ctx {
  tx: Tx
  tenantId: string
  actor: Actor
  /** The clock of this request; rules get it as an argument. */
  now: Date
  requestId: string
  /** Set while reactions run, so that a reaction cannot set off another one. */
  reacting?: string
  /** Work for after the commit (notify live streams, drop cache entries). Lost on a crash: nothing durable here. */
  afterCommit: (work: () => void) => void
  /** This process's services: policies, object store … */
  services: Services
}

/** Services of the process that actions may use; main.ts makes them once. Widened by the core files that own them. */
export interface Services {
  policies: import('./policies.ts').Policies
  objects: import('./objects.ts').Objects
  jobs: import('./jobs.ts').Jobs
  live: import('./live.ts').Live
  standings: import('./standing.ts').Standings
  identity: import('./identity.ts').Identity
  outward: import('./outward.ts').Outward
  secret: string
  /** A transaction of its own, for what must be written although the request only reads (who looked). */
  aside: <T>(tenantId: string, work: (tx: Tx) => Promise<T>) => Promise<T>
}

/** A member or the system; the system stands for rules and jobs. */
export const systemActor: Actor = {
  kind: 'system',
  userId: null,
  memberId: null,
  name: 'system',
  departmentId: null,
  roles: [],
  permissions: {},
  reach: { department: [], subtree: [] },
  locale: 'zh-CN',
}

/** The member id of the actor; a bug if the system calls what only people do. */
export function memberOf(ctx: Pick<Ctx, 'actor'>): string {
  if (!ctx.actor.memberId) throw new Error('this action needs a member')
  return ctx.actor.memberId
}
