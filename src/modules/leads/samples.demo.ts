// Sample leads of the industry pack: some wait in the pool, one is the admin's own.
import type { Ctx } from '#core/context.ts'
import { createLead } from './lead.actions.ts'

const samples = [
  { company: '（样例）无锡锡南筑友建材', contactName: '周建国', phone: '19900030201', city: '无锡', need: '防水卷材 600 卷', to: 'me' },
  { company: '（样例）常州龙运防水工程', contactName: '陈刚', phone: '19900030202', city: '常州', need: '地下室防水', to: 'pool' },
  { company: '（样例）南京宁南宏建装饰', contactName: '许梅', phone: '19900030203', city: '南京', need: '内墙漆 200 桶', to: 'pool' },
] as const

export async function leadSamples(ctx: Ctx): Promise<void> {
  for (const sample of samples) await createLead(ctx, sample)
}
