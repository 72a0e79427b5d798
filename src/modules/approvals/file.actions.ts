// Files of an approval: whoever takes part reads them; whoever takes part in a running one attaches.
import type { Ctx } from '#core/context.ts'
import type { FileSubject } from '#modules/files/index.ts'
import { mayOf, maySee } from './approval.access.ts'
import { loadInstance, viewAway } from './approval.store.ts'

export const approvalFiles: FileSubject = {
  type: 'approval',
  mayRead: async (ctx: Ctx, id: string) => {
    const one = await loadInstance(ctx, id)
    return one !== undefined && maySee(ctx.actor, one, await viewAway(ctx))
  },
  mayAttach: async (ctx: Ctx, id: string, purpose: string) => {
    const one = await loadInstance(ctx, id)
    return one?.status === 'pending' && purpose === 'document' && mayOf(ctx.actor, one, await viewAway(ctx)).comment
  },
}
