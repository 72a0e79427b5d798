// Visit templates: versioned rows of the tenant, and the standard ones where it has none of its own.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { type SopTemplate, sopDefaults } from './sop.rule.ts'
import type { VisitPurpose } from './validity.rule.ts'

/** The newest version of each template; a purpose without one of the tenant's own has the standard one. */
export async function templatesInForce(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<SopTemplate[]> {
  const own = await ctx.tx.rows(sql<SopTemplate>`select distinct on (key) key, version, zh, en, purpose, steps from sop_template
    where tenant_id = ${ctx.tenantId} order by key, version desc`)
  return [...own, ...sopDefaults.filter((standard) => !own.some((template) => template.purpose === standard.purpose))]
}

export async function templateFor(ctx: Pick<Ctx, 'tx' | 'tenantId'>, purpose: VisitPurpose): Promise<SopTemplate> {
  const found = (await templatesInForce(ctx)).find((template) => template.purpose === purpose)
  if (!found) throw new Error(`no visit template for ${purpose}`)
  return found
}

export async function insertTemplate(ctx: Ctx, template: SopTemplate, createdAt: string): Promise<void> {
  await ctx.tx.run(sql`insert into sop_template (tenant_id, key, version, zh, en, purpose, steps, author_id, created_at)
    values (${ctx.tenantId}, ${template.key}, ${template.version}, ${template.zh}, ${template.en}, ${template.purpose}, ${JSON.stringify(template.steps)}::jsonb,
      ${ctx.actor.memberId}, ${createdAt})`)
}
