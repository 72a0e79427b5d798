// A tenant is born with its root department, its roles and its first admin.
import { type Ctx, type Scope, systemActor } from '#core/context.ts'
import { global, isUniqueViolation, sql, writing } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { invalid, refuse } from '#core/refuse.ts'
import type { House } from '#core/routes.ts'
import { insertDepartment, setDepartmentHead } from './department.store.ts'
import { Phone, Username } from './member.contract.ts'
import { insertMember } from './member.store.ts'
import { plans } from './plan.rule.ts'
import { giveRole, insertRole } from './role.store.ts'

export interface NewTenant {
  code: string
  name: string
  admin: {
    name: string
    username: string
    phone?: string | null
    phoneVerified?: boolean
    password?: string
    passwordHash?: string
    given?: boolean
  }
  /** Code, name and permissions of every role the tenant is born with; the first admin gets the role `admin`. */
  roles: { code: string; name: string; permissions: Record<string, Scope> }[]
  demo?: boolean
  /** One of plan.rule.ts; without one, no limits. */
  plan?: string
  /** The id of the first admin, made of the tenant's; a new one when left out. */
  adminId?: (tenantId: string) => string
}

export interface BornTenant {
  tenantId: string
  adminId: string
  userId: string
  rootDepartmentId: string
}

/** Creates a tenant and its first admin. Refuses `tenant.code_taken`, `tenant.code_invalid`, `tenant.login_invalid`, `tenant.phone_invalid` and what identity refuses. */
export async function createTenant(house: House, input: NewTenant): Promise<BornTenant> {
  if (!/^[a-z0-9][a-z0-9-]{1,30}$/.test(input.code)) throw invalid('tenant.code_invalid', { code: input.code })
  const { plan = 'unlimited' } = input
  if (!(plan in plans)) throw invalid('tenant.plan_unknown', { plan, plans: Object.keys(plans).join(', ') })
  const { username, phone } = input.admin
  if (!Username.safeParse(username).success) throw invalid('tenant.login_invalid', { login: username })
  if (phone && !Phone.safeParse(phone).success) throw invalid('tenant.phone_invalid', { phone })
  const { identity } = house.services()
  const tenantId = uuidv7()
  const ids = { tenantId, adminId: input.adminId?.(tenantId) ?? uuidv7(), rootDepartmentId: uuidv7() }
  const now = house.clock.now()
  const taken = await global(house.pool).row(sql`select 1 from tenant where code = ${input.code}`)
  if (taken) throw refuse('tenant.code_taken', { code: input.code })
  const userId = await identity.createUser(input.admin)
  const born: BornTenant = { ...ids, userId }
  await identity.addMembership(userId, born.tenantId, born.adminId)
  try {
    await writing(house.pool, born.tenantId, async (tx) => {
      const ctx: Ctx = {
        tx,
        tenantId: born.tenantId,
        actor: systemActor,
        now,
        requestId: 'tenant',
        afterCommit: () => {},
        services: house.services(),
      }
      await tx.run(
        sql`insert into tenant (id, code, name, demo, plan, created_at) values (${born.tenantId}, ${input.code}, ${input.name}, ${input.demo ?? false}, ${plan}, ${now.toISOString()})`,
      )
      await insertDepartment(ctx, { id: born.rootDepartmentId, parentId: null, name: input.name, sort: 0 })
      const roleIds = new Map(input.roles.map((role) => [role.code, uuidv7()]))
      for (const role of input.roles) await insertRole(ctx, { ...role, id: roleIds.get(role.code) as string })
      await insertMember(ctx, {
        id: born.adminId,
        userId,
        name: input.admin.name,
        username: input.admin.username,
        phone: input.admin.phone ?? null,
        departmentId: born.rootDepartmentId,
        managerId: null,
        title: '管理员',
      })
      await setDepartmentHead(ctx, born.rootDepartmentId, born.adminId)
      await giveRole(ctx, born.adminId, roleIds.get('admin') as string)
      await emit(ctx, 'member.created', born.adminId, { roles: ['admin'] })
    })
  } catch (error) {
    await identity.removeUser(userId)
    if (isUniqueViolation(error, 'tenant_code_key')) throw refuse('tenant.code_taken', { code: input.code })
    throw error
  }
  return born
}
