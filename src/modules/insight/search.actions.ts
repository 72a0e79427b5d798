import { holds } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { simplified } from '#core/hanzi.ts'
import { maskPhone } from '#core/text.ts'
import { type Hit, HitKind } from './search.contract.ts'
import { searchWords } from './search.rule.ts'
import { type Found, finders } from './search.store.ts'

/** Groups in the order of the street; what the actor may not see is not searched at all. */
export async function search(
  ctx: Ctx,
  input: { q: string; kind?: HitKind | undefined; limit: number },
): Promise<{ q: string; groups: { kind: HitKind; items: Hit[]; more: boolean }[] }> {
  const words = searchWords(simplified(input.q))
  const groups: { kind: HitKind; items: Hit[]; more: boolean }[] = []
  for (const kind of input.kind ? [input.kind] : HitKind.options) {
    const { permission, find } = finders[kind]
    if (!holds(ctx.actor, permission)) continue
    const found = await find(ctx, words, input.limit + 1)
    if (found.length > 0) groups.push({ kind, items: found.slice(0, input.limit).map(hitOf), more: found.length > input.limit })
  }
  return { q: input.q, groups }
}

const pages: Record<HitKind, string> = {
  lead: 'leads',
  account: 'accounts',
  contact: 'accounts',
  opportunity: 'opportunities',
  quotation: 'quotations',
  contract: 'contracts',
}

function hitOf({ phone, linkId, subtitle, ...found }: Found): Hit {
  return {
    ...found,
    subtitle: [subtitle, phone ? maskPhone(phone) : ''].filter((part) => part !== '').join(' · '),
    link: `/${pages[found.kind]}/${linkId}`,
  }
}
