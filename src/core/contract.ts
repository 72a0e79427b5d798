// How a contract is written: route(...) with method, path, permission and refusals, and the shapes all rooms share.
import { oc } from '@orpc/contract'
import * as z from 'zod'

export { z }

/** Who may call a route: a permission, any signed-in member, or anybody. */
export type RoutePermission = string

export interface RouteMeta {
  permission: RoutePermission
  refusals: readonly string[]
  /** Fields of the answer that are told once (a new password): a repeated request gets null there, and they are kept nowhere. */
  toldOnce?: readonly string[]
  /** Open also to a member who must first set up a second factor: what is needed to do so, and to leave. */
  beforeSecondFactor?: boolean
  /** Works although the company is read-only: it writes nothing of the company's. */
  evenReadOnly?: boolean
  /** Open to a phone that still waits for its confirmation. */
  waiting?: boolean
}

export const PUBLIC = 'public'
export const MEMBER = 'member'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One route of a room. `permission` is a permission key, MEMBER or PUBLIC; `refusals` lists every code that the
 * action may refuse with, beside the common ones. Path parameters, query (GET) and body arrive as one input object.
 */
export function route(
  method: Method,
  path: `/${string}`,
  permission: RoutePermission,
  summary: string,
  refusals: readonly string[] = [],
  more: Pick<RouteMeta, 'toldOnce' | 'beforeSecondFactor' | 'evenReadOnly' | 'waiting'> = {},
) {
  return oc
    .$meta<RouteMeta>({ permission, refusals, ...more })
    .route({ method, path: `/api/v1${path}`, summary, tags: [path.split('/')[1] ?? ''], successStatus: 200 })
}

// Beyond these years a slip of the keyboard, and calendars of the database and of JavaScript that disagree.
function ofOurTimes(text: string): boolean {
  return text >= '1900' && text < '2200'
}

/** UUIDv7, made by the app. */
export const Id = z.uuid()
/** ISO 8601 in UTC with milliseconds. */
export const Instant = z.iso.datetime({ precision: 3 }).refine(ofOurTimes, { params: { sentence: 'years' } })
/** Calendar day in the tenant's zone. */
export const Day = z.iso.date().refine(ofOurTimes, { params: { sentence: 'years' } })
/** Integer fen, CNY. */
export const Fen = z.int()
/** Fen as a person or a program sends them: up to 100 billion yuan, so that sums stay countable. */
export const Amount = Fen.max(10_000_000_000_000)
/** WGS-84 unless a datum stands beside it. */
export const Lat = z.number().min(-90).max(90)
export const Lng = z.number().min(-180).max(180)
export const Datum = z.enum(['wgs84', 'gcj02', 'bd09'])
/** What the caller may do with the record: verbs to booleans, so that apps show what is allowed. */
export const May = z.record(z.string(), z.boolean())
/** Optimistic lock: send back the version you read. */
export const Version = z.int().min(0).max(2_147_483_647)

export const byId = z.object({ id: Id })

/** Query of a cursor list: numbers arrive as text in a URL. */
export const PageQuery = z.object({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** A page of a list; `next` is the cursor of the following page or null. No exact counts. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })

/** A short text a person types: trimmed, not empty. */
export const line = (max = 200) => z.string().trim().min(1).max(max)
export const optionalLine = (max = 200) => z.string().trim().max(max).nullish()
/** `true`/`false` in a query string. */
export const QueryFlag = z.enum(['true', 'false']).transform((value) => value === 'true')
