// 在岗: begins with consent to positions at check-in, ends by the rep or at closing time. Outside it nothing is collected.
import { dayOf, isWorkingDay } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { refuse } from '#core/refuse.ts'
import type { RequestFacts } from '#core/routes.ts'
import { calendarsOf, hasConsent, mustBeConfirmedPhone, setConsent } from '#modules/organization/index.ts'
import { closeDuty, insertDuty, openDuty } from './duty.store.ts'
import { viewUnderWay } from './visit.store.ts'

export async function duty(ctx: Ctx) {
  const memberId = memberOf(ctx)
  const open = await openDuty(ctx, memberId)
  const calendar = (await calendarsOf(ctx, [memberId]))(memberId)
  return {
    on: open !== undefined,
    since: open?.startedAt ?? null,
    consented: await hasConsent(ctx, memberId, 'check_in_position'),
    workFrom: calendar.workFrom,
    workTo: calendar.workTo,
    workingDay: isWorkingDay(calendar, dayOf(ctx.now, calendar.zone)),
  }
}

export async function startDuty(ctx: Ctx, input: { consent?: boolean | undefined }, request?: RequestFacts) {
  await mustBeConfirmedPhone(ctx, request)
  const memberId = memberOf(ctx)
  if (!(await hasConsent(ctx, memberId, 'check_in_position'))) {
    if (!input.consent) throw refuse('duty.consent_needed')
    await setConsent(ctx, { purpose: 'check_in_position', given: true })
  }
  await goOnDuty(ctx, memberId, ctx.now.toISOString())
  return await duty(ctx)
}

/** Opens a duty unless one is open: who checks in is on duty. */
export async function goOnDuty(ctx: Ctx, memberId: string, at: string): Promise<void> {
  const id = await insertDuty(ctx, memberId, at)
  if (id) await emit(ctx, 'duty.started', id, { memberId })
}

export async function endDuty(ctx: Ctx) {
  const memberId = memberOf(ctx)
  const visit = await viewUnderWay(ctx, memberId)
  if (visit) throw refuse('duty.visit_under_way', { name: visit.name, visitId: visit.id })
  const open = await openDuty(ctx, memberId)
  if (open) {
    await closeDuty(ctx, open.id, ctx.now.toISOString(), 'rep')
    await emit(ctx, 'duty.ended', open.id, { memberId, by: 'rep' })
  }
  return await duty(ctx)
}
