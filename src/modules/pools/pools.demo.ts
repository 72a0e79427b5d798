// The pools of 澄岭建材科技: one for all, one for tenders, one for key accounts.
import type { Ctx } from '#core/context.ts'
import type { Story } from '#core/story.ts'
import { insertPool } from './pool.store.ts'

export const demoPools = [
  { key: 'POOL-EAST', name: '华东公海', isDefault: true, takes: {}, sort: 999 },
  { key: 'POOL-TENDER', name: '招标专池', isDefault: false, takes: { channelKind: ['tender'] }, sort: 10 },
  { key: 'POOL-KA', name: 'KA 公海', isDefault: false, takes: { segment: ['ka' as const] }, sort: 20 },
]

export async function poolsDemo(ctx: Ctx, story: Story): Promise<void> {
  for (const { key, name, isDefault, takes, sort } of demoPools)
    await insertPool(ctx, { id: story.id(key), subjectType: 'lead', name, isDefault, open: true, departmentIds: null, takes, sort })
}
