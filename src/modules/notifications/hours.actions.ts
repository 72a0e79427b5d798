// When a reader may be disturbed: a member by his own hours, a customer by the company's rule, a group at any time.
import type { Ctx } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { calendarOf } from '#modules/organization/index.ts'
import { isGroup } from './channel.rule.ts'
import { hoursRows } from './choice.store.ts'
import { customerMessagePolicy } from './message.policy.ts'
import type { MessageRow } from './outbox.store.ts'
import { awake, type Hours, hoursDefaults } from './schedule.rule.ts'

/** What somebody waits for at the screen. */
const ASKED_FOR = ['notification.test', 'notification.card']

/** `at`, or the first instant after it at which this message may arrive. */
export async function whenWelcome(ctx: Ctx, row: MessageRow, at: Date): Promise<Date> {
  if (isGroup(row.channel) || ASKED_FOR.includes(row.eventType)) return at
  return awake(at, await hoursFor(ctx, row.memberId), await calendarOf(ctx))
}

/** Hours in which this reader may be told; without a member those for customers. */
export async function hoursFor(ctx: Ctx, memberId: string | null): Promise<Hours> {
  if (memberId !== null) return (await hoursRows(ctx, [memberId]))[0] ?? hoursDefaults
  const limits = await policy(ctx, customerMessagePolicy)
  return { ...limits, workingDays: false, digestAt: limits.quietTo }
}
