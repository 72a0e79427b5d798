// 代理: what is urgent for somebody on leave reaches who stands in for him, in the app and outside of it, and says for whom.
import type { Ctx } from '#core/context.ts'
import type { NoticeDraft } from '#core/notices.ts'
import { awayAt, memberNames } from '#modules/organization/index.ts'

/** The notice for those it is for, and a marked one for each who stands in. Whoever is told anyway is not told again. */
export async function withStandIns(ctx: Ctx, draft: NoticeDraft): Promise<NoticeDraft[]> {
  const standsInFor = new Map(Object.entries(draft.standIns ?? {}))
  if (draft.urgent)
    for (const [absentId, { delegateId }] of await awayAt(ctx, draft.to, ctx.now))
      if (delegateId !== null && !draft.to.includes(delegateId))
        standsInFor.set(delegateId, [...(standsInFor.get(delegateId) ?? []), absentId])
  if (standsInFor.size === 0) return [draft]
  const names = await memberNames(ctx, [...standsInFor.values()].flat())
  const marked = [...standsInFor].map(([delegateId, absentIds]) => ({
    ...draft,
    to: [delegateId],
    params: { ...draft.params, standsInFor: absentIds.map((id) => names[id] ?? '—').join('、') },
  }))
  return [{ ...draft, to: draft.to.filter((id) => !standsInFor.has(id)) }, ...marked]
}
