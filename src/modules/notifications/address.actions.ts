// Where people are found: what was entered for them, and for short messages the phone that answered a code.
import type { Ctx } from '#core/context.ts'
import { provenPhones } from '#modules/organization/index.ts'
import type { Channel } from './channel.rule.ts'
import { type AddressRow, addressRows } from './channel.store.ts'

export async function addressesOf(
  ctx: Pick<Ctx, 'tx' | 'tenantId' | 'services'>,
  memberIds: string[],
  channels: readonly Channel[],
): Promise<AddressRow[]> {
  const entered = await addressRows(ctx, memberIds)
  if (!channels.includes('sms')) return entered
  const phones = await provenPhones(ctx, memberIds)
  return [...entered, ...[...phones].map(([memberId, address]) => ({ memberId, channel: 'sms' as const, address }))]
}
