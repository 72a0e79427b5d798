// Targets of the story; the entries follow from its receipts by the rule.
import type { Ctx } from '#core/context.ts'
import type { Story } from '#core/story.ts'
import { countedAllocations } from '#modules/receivables/index.ts'
import { accrueHistory } from './accrue.actions.ts'
import { periodOf } from './period.rule.ts'
import { saveTarget } from './target.store.ts'

/** Yuan per quarter. */
const targets: Record<string, number> = { U07: 250_000, U08: 900_000, U09: 700_000, U10: 600_000, U11: 450_000, U12: 1_100_000 }

export async function commissionsDemo(ctx: Ctx, story: Story): Promise<void> {
  const periods = new Set(
    ['2026-04-20', '2026-07-12', '2026-09-01', '2026-10-20', '2026-11-23'].map((day) => periodOf(story.day(day)).name),
  )
  for (const period of periods) {
    for (const [key, yuan] of Object.entries(targets)) {
      await saveTarget(ctx, { memberId: story.id(key), period, targetFen: yuan * 100, version: 0 })
    }
  }
  await accrueHistory(ctx, await countedAllocations(ctx, '2000-01-01'), (day) => `${day}T07:10:00.000Z`)
}
