// A visit that finds out where a lead is tells it here: lists show the distance from the lead's own row.
import type { Ctx } from '#core/context.ts'
import { type Event, emit } from '#core/events.ts'
import { sitesOf } from '#modules/accounts/index.ts'
import { leadById } from './lead.store.ts'
import { setPlace } from './lead-write.store.ts'

export async function placeByVisit(ctx: Ctx, event: Event): Promise<void> {
  const { subjectType, subjectId } = event.payload as { subjectType?: string; subjectId?: string }
  if (subjectType !== 'lead' || !subjectId) return
  const lead = await leadById(ctx, subjectId)
  if (!lead || lead.lat !== null) return
  const site = (await sitesOf(ctx, subjectId)).find((one) => one.lat !== null)
  if (!site) return
  await setPlace(ctx, subjectId, { siteId: site.id, lat: site.lat, lng: site.lng })
  await emit(ctx, 'lead.placed', subjectId, { siteId: site.id, source: site.source })
}
