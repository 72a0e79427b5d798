import type { Ctx } from '#core/context.ts'
import type { Story } from '#core/story.ts'

export async function leadsDemo(_ctx: Ctx, _story: Story): Promise<void> {}
