// 公海: who may take what, who holds what since when, and when an idle record goes back. Knows no subject.
import { bind, defineRoom } from '#core/room.ts'
import { claimPolicy } from './claim.policy.ts'
import * as pool from './pool.actions.ts'
import { poolContract } from './pool.contract.ts'
import { namesDepartment } from './pool.store.ts'
import { poolsDemo } from './pools.demo.ts'
import { poolsMessages } from './pools.messages.ts'

export { claimPolicy } from './claim.policy.ts'
export { type ClaimPolicy, type ClaimReason, mayClaim } from './claim.rule.ts'
export { holdUntil, liftHold, placeHold } from './hold.store.ts'
export {
  dropHoldings,
  type EndedHolding,
  endHoldings,
  type HoldingMode,
  holdingsOf,
  holdingsSql,
  insertHoldings,
  type NewHolding,
  quotaOf,
  recountQuotas,
  type StartedHolding,
  startHolding,
  startHoldings,
} from './holding.store.ts'
export { mayUsePool } from './pool.access.ts'
export { defaultPool, poolFor, poolsOf, tenantDay, tenantZone } from './pool.actions.ts'
export type { PoolRow, PoolSubject } from './pool.store.ts'
export { RecyclePolicyShape, recycleFields } from './recycle.policy.ts'
export {
  type Circumstances,
  type Countdown,
  convertTimeUsed,
  countdown,
  type Held,
  type RecyclePolicy,
  recycleDefaults,
  recycleDue,
} from './recycle.rule.ts'

export const pools = defineRoom({
  name: 'pools',
  title: { zh: '公海', en: 'Pools' },
  contract: poolContract,
  actions: bind(poolContract, { pools: pool.pools, quota: pool.quota, createPool: pool.createPool, changePool: pool.changePool }),
  tables: ['pool', 'holding', 'quota', 'hold'],
  permissions: {
    'pool.read': {
      zh: '查看公海',
      en: 'See the pools',
      standard: { gm: 'all', director: 'all', manager: 'all', rep: 'all', marketing: 'all' },
    },
    'pool.manage': { zh: '管理公海', en: 'Manage pools', standard: { director: 'all' } },
    'field.pool_contact': {
      zh: '查看公海里的联系方式',
      en: 'See contact data of pool records',
      standard: { director: 'all', marketing: 'all' },
    },
  },
  policies: [claimPolicy],
  events: {
    'pool.created': { when: 'A pool is made.' },
    'pool.changed': { when: 'A pool is changed.' },
  },
  reactions: {},
  notices: {},
  jobs: [],
  messages: poolsMessages,
  namesDepartment,
  demo: poolsDemo,
})
