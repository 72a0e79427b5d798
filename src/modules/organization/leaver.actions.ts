import type { Ctx } from '#core/context.ts'
import type { Person } from '#core/person.ts'
import { blankMember, forgetCustomIndex } from './erasure.store.ts'

/** A former member: what says who it was goes from the row; the login, its sessions and their addresses go after the commit. */
export async function eraseMember(ctx: Ctx, person: Person): Promise<number> {
  await forgetCustomIndex(ctx, person)
  if (person.type !== 'member') return 0
  const userId = await blankMember(ctx, person.id)
  const { identity } = ctx.services
  if (userId) await identity.leaveCompany(userId, ctx.tenantId)
  ctx.afterCommit(() => identity.forget(ctx.tenantId))
  return 1
}
