// The company itself: its plan, its archive.
import { line, route, z } from '#core/contract.ts'
import { limitedThings } from './plan.rule.ts'

export const tenantContract = {
  plan: route('GET', '/tenant/plan', 'tenant.manage', 'The plan of the company: limits and what is used').output(
    z.object({
      plan: z.string(),
      items: z.array(z.object({ what: z.enum(limitedThings), limit: z.int().nullable(), used: z.int() })),
    }),
  ),
  archive: route('GET', '/tenant/archive', 'tenant.manage', 'Everything the company owns as one archive: rows, files, hashes').output(
    z.file(),
  ),
  renameCompany: route('PUT', '/tenant', 'tenant.manage', 'Name the company')
    .input(z.object({ name: line(60) }))
    .output(z.object({ ok: z.literal(true) })),
}
