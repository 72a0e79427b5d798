// Somebody answers from outside (a button in a vendor's app, a link in a message): the act runs as that member, with his rights of now.
import type { Ctx } from '#core/context.ts'
import { systemActor } from '#core/context.ts'
import { isLostRace, writing } from '#core/db.ts'
import { refuse } from '#core/refuse.ts'
import type { House } from '#core/routes.ts'
import { loadMember } from '#modules/organization/index.ts'

const TRIES = 3

/** One transaction of the company's own, before it is known who acts; one that lost to another is run again, and then sees what stands. */
export async function inTenant<T>(house: House, tenantId: string, requestId: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(house, tenantId, requestId, work)
    } catch (error) {
      if (!isLostRace(error)) throw error
      if (tries === TRIES) throw refuse('common.raced')
    }
  }
}

async function once<T>(house: House, tenantId: string, requestId: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const after: (() => void)[] = []
  const result = await writing(house.pool, tenantId, (tx) =>
    work({
      tx,
      tenantId,
      actor: systemActor,
      now: house.clock.now(),
      requestId,
      afterCommit: (act) => void after.push(act),
      services: house.services(),
    }),
  )
  for (const act of after) act()
  return result
}

/** The same transaction, in the name of a member; null when he is gone or disabled. */
export async function asMember(ctx: Ctx, memberId: string): Promise<Ctx | null> {
  const actor = await loadMember(ctx.tx, memberId, null)
  return actor ? { ...ctx, actor } : null
}
