// 能力画像: every SQL.
import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { LeadIndustry } from './rating.rule.ts'

export interface ProfileRow {
  memberId: string
  memberName: string
  department: string
  level: 'senior' | 'regular' | 'newcomer'
  skills: Partial<Record<'ka' | 'dealer' | 'smb', number>>
  regions: string[]
  industries: LeadIndustry[]
  productLines: string[]
  active: boolean
  holding: number
  assignedToday: number
  version: number
}

/** Profiles within the reach of lead.assign; of one member when `memberId` is given. */
export async function readProfiles(ctx: Ctx, day: string, memberId: string | null = null): Promise<ProfileRow[]> {
  return await ctx.tx.rows(sql<ProfileRow>`select p.member_id, m.name as member_name, d.name as department, p.level, p.skills, p.regions, p.industries, p.product_lines, p.active,
      coalesce(q.holding, 0) as holding, case when q.day = ${day}::date then q.assigned else 0 end as assigned_today, p.version
    from capability_profile p join member m on m.tenant_id = ${ctx.tenantId} and m.id = p.member_id join department d on d.tenant_id = ${ctx.tenantId} and d.id = m.department_id
      left join quota q on q.tenant_id = ${ctx.tenantId} and q.member_id = p.member_id and q.subject_type = 'lead'
    where p.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'lead.assign', sql`p.member_id`)} and (${memberId}::uuid is null or p.member_id = ${memberId}) order by d.sort, m.username limit 2000`)
}

/** Whom the rules may choose at all. */
export interface EligibleRow {
  memberId: string
  name: string
  departmentId: string
  level: 'senior' | 'regular' | 'newcomer'
  skills: Partial<Record<'ka' | 'dealer' | 'smb', number>>
  regions: string[]
  industries: string[]
  productLines: string[]
}

export async function readEligible(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<EligibleRow[]> {
  return await ctx.tx.rows(sql<EligibleRow>`select p.member_id, m.name, m.department_id, p.level, p.skills, p.regions, p.industries, p.product_lines
    from capability_profile p join member m on m.tenant_id = ${ctx.tenantId} and m.id = p.member_id and m.disabled_at is null
    where p.tenant_id = ${ctx.tenantId} and p.active order by p.member_id`)
}

export type Profile = Pick<ProfileRow, 'memberId' | 'level' | 'skills' | 'regions' | 'industries' | 'productLines' | 'active' | 'version'>

/** False when somebody else changed it meanwhile; version 0 makes the first one. */
export async function saveProfile(ctx: Ctx, p: Profile): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`insert into capability_profile as c (tenant_id, member_id, level, skills, regions, industries, product_lines, active, updated_at)
    select ${ctx.tenantId}::uuid, ${p.memberId}::uuid, ${p.level}, ${JSON.stringify(p.skills)}::jsonb, ${p.regions}::text[], ${p.industries}::text[], ${p.productLines}::text[],
      ${p.active}::boolean, ${ctx.now.toISOString()}::timestamptz
    where ${p.version}::int = 0 or exists (select 1 from capability_profile x where x.tenant_id = ${ctx.tenantId} and x.member_id = ${p.memberId})
    on conflict (tenant_id, member_id) do update set level = excluded.level, skills = excluded.skills, regions = excluded.regions, industries = excluded.industries,
      product_lines = excluded.product_lines, active = excluded.active, updated_at = excluded.updated_at, version = c.version + 1 where c.version = ${p.version}::int`)
  return count === 1
}
