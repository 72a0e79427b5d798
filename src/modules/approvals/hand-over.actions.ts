// 交接: what waits for a leaver goes to who takes over from him.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { closeTasks } from '#modules/tasks/index.ts'
import { apply, follow, giveTask, told, whoAsked } from './approval.actions.ts'
import { dropTasks, type Instance, lockAsking, viewAway, viewDirectory } from './approval.store.ts'
import { managersAbove, signers } from './approver.rule.ts'
import { taskFor } from './instance.rule.ts'

/** What waits for a leaver waits for his successor, or for who stands above him. */
export async function handOverApprovals(ctx: Ctx, from: string, to: string): Promise<void> {
  const directory = signers(await viewDirectory(ctx))
  for (const one of await lockAsking(ctx, from)) {
    await dropTasks(ctx, one.id, from)
    const heirs = [to, ...managersAbove(from, directory), ...managersAbove(one.requesterId, directory)].filter((id) =>
      directory.able?.includes(id),
    )
    const effects = await apply(ctx, one, { kind: 'pass_on', memberId: from, to: heirs, at: ctx.now.toISOString() })
    const { asked, turns } = await whoAsked(ctx, one, effects)
    await emit(ctx, 'approval.passed_on', one.id, { ...told(one), from, asked, turns, byName: ctx.actor.name })
    await follow(
      ctx,
      one,
      effects.filter((effect) => effect.kind !== 'ask' || effect.memberId !== to),
      '',
    )
    await settleTask(ctx, one, to)
  }
}

/** The leaver's to-dos pass to his successor with all his others: of this approval he keeps one where he is asked, and none where he is not. */
async function settleTask(ctx: Ctx, one: Instance, ownerId: string): Promise<void> {
  await closeTasks(ctx, { subjectId: one.id, kind: 'approval', ownerId })
  if (taskFor(one.state, ownerId, await viewAway(ctx))) await giveTask(ctx, one, ownerId)
}
