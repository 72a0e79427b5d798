// A company of sixteen reps with as many leads as asked: half of them held, half waiting in the pool.
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { asSystem } from '#core/jobs.ts'
import { createTenant } from '#modules/organization/index.ts'
import type { OpenHouse } from '../src/main.ts'
import { standardRoles } from '../src/rooms.ts'

export interface Company {
  tenantId: string
  reps: { id: string; username: string }[]
  password: string
  poolId: string
  channelId: string
  held: string[]
  pooled: string[]
  /** The next waiting lead that nobody has claimed yet. */
  nextPooled: number
}

const REPS = 16
const PASSWORD = 'fieldloop-bench'

export async function seedCompany(house: OpenHouse, leads: number): Promise<Company> {
  const { identity } = house.services()
  const passwordHash = await identity.hashPassword(PASSWORD)
  const { tenantId, rootDepartmentId } = await createTenant(house, {
    code: 'bench',
    name: 'Bench',
    admin: { name: 'Admin', username: 'bench-admin', passwordHash },
    roles: standardRoles(),
  })
  const reps = Array.from({ length: REPS }, (_, i) => ({ id: uuidv7(), username: `bench-rep-${i}` }))
  for (const rep of reps) {
    const userId = await identity.createUser({ name: rep.username, username: rep.username, passwordHash })
    await identity.addMembership(userId, tenantId, rep.id)
    await asSystem(house, tenantId, 'bench', async (ctx) => {
      await ctx.tx.run(
        sql`insert into member (tenant_id, id, user_id, name, username, department_id, created_at) values (${tenantId}, ${rep.id}, ${userId}, ${rep.username}, ${rep.username}, ${rootDepartmentId}, now())`,
      )
      // Everything in reach, as a manager's list has it: the widest case.
      await ctx.tx.run(
        sql`insert into member_role (tenant_id, member_id, role_id) select tenant_id, ${rep.id}::uuid, id from role where tenant_id = ${tenantId} and code in ('rep', 'director')`,
      )
    })
  }
  const poolId = uuidv7()
  const channelId = uuidv7()
  await asSystem(house, tenantId, 'bench', async (ctx) => {
    await ctx.tx.run(
      sql`insert into pool (tenant_id, id, subject_type, name, is_default, created_at) values (${tenantId}, ${poolId}, 'lead', '公海', true, now()) on conflict do nothing`,
    )
    await ctx.tx.run(
      sql`insert into channel (tenant_id, id, kind, name, created_at) values (${tenantId}, ${channelId}, 'api', 'api', now()) on conflict do nothing`,
    )
    await ctx.tx.run(sql`insert into policy_version (tenant_id, policy, version, value, effective_at, author_name, created_at)
      values (${tenantId}, 'pool.claim', 1, '{"dailyClaim":100000000,"holdingCap":100000000,"formerOwnerCooldownDays":7}', now() - interval '1 day', 'bench', now() - interval '1 day')`)
  })
  await asSystem(house, tenantId, 'bench', (ctx) =>
    ctx.tx.run(sql`insert into lead (tenant_id, id, number, company, core, state, owner_id, held_since, hold_mode, pool_id, pooled_at, pool_reason, channel_id, channel_kind, received_at,
        province, city, industry, contact_name, contact_phone, points, grade, segment, rated_at, updated_at)
      select ${tenantId}::uuid, gen_random_uuid(), 'XS-B-' || n, '测试' || n || '号建设有限公司', '测试' || n || '号建设', case when n % 2 = 0 then 'assigned' else 'pooled' end,
        case when n % 2 = 0 then (${reps.map((rep) => rep.id)}::uuid[])[1 + n / 2 % ${REPS}::int] end, case when n % 2 = 0 then now() - make_interval(mins => n % 600) end, case when n % 2 = 0 then 'manual' end,
        case when n % 2 = 1 then ${poolId}::uuid end, case when n % 2 = 1 then now() - make_interval(secs => n) end, case when n % 2 = 1 then 'unassigned' end,
        ${channelId}::uuid, 'api', now() - make_interval(secs => n * 10), '江苏', '苏州', 'contractor', '张工', '+861' || (3200000000 + n), 45, 'B', 'smb', now(), now()
      from generate_series(1, ${leads}::int) n`),
  )
  const ids = await asSystem(house, tenantId, 'bench', (ctx) =>
    ctx.tx.rows<{ id: string; held: boolean }>(
      sql`select id, owner_id is not null as held from lead where tenant_id = ${tenantId} order by received_at`,
    ),
  )
  return {
    tenantId,
    reps,
    password: PASSWORD,
    poolId,
    channelId,
    held: ids.filter((row) => row.held).map((row) => row.id),
    pooled: ids.filter((row) => !row.held).map((row) => row.id),
    nextPooled: 0,
  }
}
