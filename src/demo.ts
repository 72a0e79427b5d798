// The demo company 澄岭建材科技: born like any tenant, then every room tells its part of the story, in street order.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { asSystem } from '#core/jobs.ts'
import { storyFor, storyId } from '#core/story.ts'
import { createTenant } from '#modules/organization/index.ts'
import type { OpenHouse } from './main.ts'
import { rooms, standardRoles } from './rooms.ts'

export const DEMO_PASSWORD = 'fieldloop-demo'

/** The logins bin/start prints; all with DEMO_PASSWORD. */
export const DEMO_LOGINS = [
  { username: 'linxiaofeng', who: '林晓峰 field rep, Suzhou (phone)' },
  { username: 'gaozhiyuan', who: '高志远 regional manager' },
  { username: 'zhouqiming', who: '周启明 sales director' },
  { username: 'guoying', who: '郭颖 finance' },
  { username: 'chenlan', who: '陈岚 general manager' },
  { username: 'xuwenjing', who: '许文静 marketing' },
  { username: 'admin', who: '管理员 admin' },
]

/** Creates the tenant `demo` and its story, shifted to the latest Monday not after the clock. Returns the tenant id. */
export async function createDemoTenant(house: OpenHouse, log: (line: string) => void = () => {}): Promise<string> {
  const passwordHash = await house.services().identity.hashPassword(DEMO_PASSWORD)
  const { tenantId } = await createTenant(house, {
    code: 'demo',
    name: '澄岭建材科技',
    demo: true,
    admin: { name: '管理员', username: 'admin', passwordHash },
    adminId: (id) => storyId(id, 'U15'),
    roles: standardRoles(),
  })
  const story = storyFor(tenantId, house.clock.now())
  for (const room of rooms) {
    if (!room.demo) continue
    const { demo } = room
    const started = performance.now()
    await asSystem(house, tenantId, `demo:${room.name}`, (ctx) => demo(ctx, story))
    log(`  ${room.title.zh} ${room.title.en} (${Math.round(performance.now() - started)} ms)`)
  }
  await asSystem(house, tenantId, 'demo', (ctx) => forgetOldNews(ctx))
  return tenantId
}

/** People were told of it when it happened: only what is younger than three days is still news on the first morning. */
async function forgetOldNews(ctx: Ctx): Promise<void> {
  const since = new Date(ctx.now.getTime() - 3 * 86_400_000).toISOString()
  await ctx.tx.run(sql`delete from event_to_relay q using event e where q.tenant_id = ${ctx.tenantId} and e.tenant_id = q.tenant_id
    and e.id = q.event_id and e.at < ${since}::timestamptz`)
}
