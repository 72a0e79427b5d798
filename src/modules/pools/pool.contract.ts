// 公海: which pools there are, who may take from them, and how much I may still take.
import { byId, Id, line, May, MEMBER, QueryFlag, route, Version, z } from '#core/contract.ts'

export const PoolSubject = z.enum(['lead', 'account'])

/** What a pool takes by itself: each list given must hold the record's value; an empty condition takes what no other pool does. */
export const PoolTakes = z.object({
  channelKind: z.array(z.string().max(40)).max(40).optional(),
  segment: z
    .array(z.enum(['ka', 'dealer', 'smb']))
    .max(3)
    .optional(),
  province: z.array(z.string().max(20)).max(60).optional(),
})

export const Pool = z.object({
  id: Id,
  subjectType: PoolSubject,
  name: z.string(),
  isDefault: z.boolean(),
  /** Claims are taken; otherwise managers hand out. */
  open: z.boolean(),
  /** Departments whose people may claim; null: everybody. */
  departmentIds: z.array(Id).nullable(),
  takes: PoolTakes,
  sort: z.int(),
  version: Version,
  may: May,
})

/** What I may still take today and hold at a time. `cooldownDays`: how long I wait for what was taken from me. */
export const Quota = z.object({
  claimedToday: z.int(),
  dailyClaim: z.int(),
  leftToday: z.int(),
  holding: z.int(),
  holdingCap: z.int(),
  leftToHold: z.int(),
  cooldownDays: z.number(),
})

const PoolInput = z.object({
  name: line(40),
  open: z.boolean().default(true),
  departmentIds: z.array(Id).max(100).nullable().default(null),
  takes: PoolTakes.default({}),
  sort: z.int().min(0).max(999).default(100),
})

export const poolContract = {
  pools: route('GET', '/pools', MEMBER, 'The pools, in the order in which they are shown')
    .input(z.object({ subjectType: PoolSubject.default('lead'), mine: QueryFlag.optional() }))
    .output(z.object({ items: z.array(Pool) })),
  quota: route('GET', '/pools/quota', MEMBER, 'What I may still claim today and hold at a time')
    .input(z.object({ subjectType: PoolSubject.default('lead') }))
    .output(Quota),
  createPool: route('POST', '/pools', 'pool.manage', 'A new pool', ['pool.unknown_department'])
    .input(PoolInput.extend({ subjectType: PoolSubject.default('lead') }))
    .output(Pool),
  changePool: route('PUT', '/pools/{id}', 'pool.manage', 'Change a pool', ['common.not_found', 'common.stale', 'pool.unknown_department'])
    .input(PoolInput.extend({ ...byId.shape, version: Version }))
    .output(Pool),
}
