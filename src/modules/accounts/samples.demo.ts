// Sample customers of the industry pack; the new company's admin holds them.
import type { Ctx } from '#core/context.ts'
import { createAccount } from './account.actions.ts'

const samples = [
  { name: '（样例）苏州恒筑建材经营部', segment: 'dealer', contact: { name: '王德发', title: '老板', phone: '19900030101' } },
  { name: '（样例）昆山玉峰工程建设', segment: 'ka', contact: { name: '顾国平', title: '总经理', phone: '19900030103' } },
] as const

export async function accountSamples(ctx: Ctx): Promise<void> {
  for (const { name, segment, contact } of samples)
    await createAccount(ctx, {
      name,
      segment,
      level: 'B',
      termsCode: 'COD',
      contact: { ...contact, role: 'decision_maker' },
      evenIfAlike: true,
    })
}
