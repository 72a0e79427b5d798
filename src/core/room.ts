// The door of a room: everything the composition root and the house tests need to know about it.
import type { AnyContractProcedure, ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract'
import type { Ctx, Scope } from './context.ts'
import type { EventSpec, Reaction } from './events.ts'
import type { JobSpec } from './jobs.ts'
import type { Notice } from './notices.ts'
import type { Person, PersonRows } from './person.ts'
import type { PolicySpec } from './policies.ts'
import type { RequestFacts } from './routes.ts'
import type { Story } from './story.ts'

export type Procedure = AnyContractProcedure
export type RoomContract = Record<string, Procedure>

/** An action bound to a route: ctx first, then the parsed input; returns what the contract promises. */
// biome-ignore lint/suspicious/noExplicitAny: inputs differ per route; bind() checks each against its contract
export type Action = (ctx: Ctx, input: any, request: RequestFacts) => Promise<unknown>

export interface Bilingual {
  zh: string
  en: string
}

/** The roles every tenant is born with; a room says in which scope each holds its permissions. The admin holds all. */
export const STANDARD_ROLES = {
  gm: { zh: '总经理', en: 'General manager' },
  director: { zh: '销售总监', en: 'Sales director' },
  manager: { zh: '区域经理', en: 'Regional manager' },
  rep: { zh: '业务员', en: 'Field rep' },
  presales: { zh: '售前工程师', en: 'Presales engineer' },
  marketing: { zh: '市场', en: 'Marketing' },
  finance: { zh: '财务', en: 'Finance' },
  admin: { zh: '管理员', en: 'Admin' },
} as const satisfies Record<string, Bilingual>
export type StandardRole = keyof typeof STANDARD_ROLES

export interface Permission extends Bilingual {
  standard: Partial<Record<StandardRole, Scope>>
}

/** One record that a member holds: what a hand-over moves, and what its record says of it. `kind` is worded by `holding.<kind>`. */
export interface Holding {
  kind: string
  id: string
  name: string
}

/** How much of one kind a company has made, by month (`2026-11`) of its own zone. Worded by `usage.<kind>`. */
export interface Usage {
  kind: string
  unit: 'count' | 'bytes'
  byMonth: Record<string, number>
}

export interface Room {
  name: string
  title: Bilingual
  contract: RoomContract
  actions: Record<string, Action>
  /** Tables this room owns (a test holds them against the catalogue). */
  tables: string[]
  /** Permissions this room defines, with the words the role page shows. */
  permissions: Record<string, Permission>
  // biome-ignore lint/suspicious/noExplicitAny: policies of different shapes stand in one list
  policies: PolicySpec<any>[]
  events: Record<string, EventSpec>
  reactions: Record<string, Reaction>
  notices: Record<string, Notice>
  jobs: JobSpec[]
  messages: { zh: Record<string, string>; en: Record<string, string> }
  /** Its part of the demo company's story; called in the order of the street, one transaction per room, as the system. */
  demo?: (ctx: Ctx, story: Story) => Promise<void>
  /** What the industry pack brings to a new company that looks around; the actor is its admin, and one click removes it. */
  samples?: (ctx: Ctx, story: Story) => Promise<void>
  /** How much of what a plan limits stands in this room. */
  usage?: Record<string, (ctx: Ctx) => Promise<number>>
  /** Columns that may name a person (`note`, `card::jsonb`): exported for that person, blanked when they are erased. */
  personal?: Record<string, readonly string[]>
  /** Columns that hold one person's own name: what a namesake is called is never blanked. */
  names?: Record<string, readonly string[]>
  /** What is held on the person by id, table by table, beyond the columns that may name them. */
  exportPerson?: (ctx: Ctx, person: Person) => Promise<PersonRows[]>
  /** Ids of own records that belong to these records of earlier rooms: where a name means this person and no namesake. */
  recordsOf?: (ctx: Ctx, ids: readonly string[]) => Promise<string[]>
  /** What blanking words cannot do: rows, keys, files and accounts of the person. Says how many rows it changed. */
  erasePerson?: (ctx: Ctx, person: Person) => Promise<number>
  /** What the law keeps of the person although they are erased. */
  keptOf?: (ctx: Ctx, person: Person) => Promise<{ what: string; count: number }[]>
  /** Records of a leaver go to a successor; what a room cannot hand over returns to its pool. */
  handOver?: (ctx: Ctx, from: string, to: string) => Promise<void>
  /** What of this room the member holds: all that `handOver` would move. */
  holdings?: (ctx: Ctx, memberId: string) => Promise<Holding[]>
  /** What the company has used of this room. */
  usageByMonth?: (ctx: Ctx, timeZone: string) => Promise<Usage[]>
}

export function defineRoom(room: Room): Room {
  return room
}

// biome-ignore lint/suspicious/noExplicitAny: error map and meta do not matter to an action
type ParsedInput<P> = P extends ContractProcedure<infer I, any, any, any> ? InferSchemaOutput<I> : never
// biome-ignore lint/suspicious/noExplicitAny: error map and meta do not matter to an action
type Promised<P> = P extends ContractProcedure<any, infer O, any, any> ? InferSchemaInput<O> : never

/** Binds actions to a contract; the types must agree, route by route. */
export function bind<C extends RoomContract>(
  _contract: C,
  actions: { [K in keyof C]: (ctx: Ctx, input: ParsedInput<C[K]>, request: RequestFacts) => Promise<Promised<C[K]>> },
): Record<string, Action> {
  return actions as Record<string, Action>
}
