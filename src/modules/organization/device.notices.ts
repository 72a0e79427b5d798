// A phone that waits is told to whom can confirm it; the old phone of the same person sees it by itself.
import type { Notice } from '#core/notices.ts'
import { devicesOf } from './device.store.ts'
import { managerOf, memberById } from './member.store.ts'

export const deviceNotices: Record<string, Notice> = {
  'device.registered': async (ctx, event) => {
    const memberId = String(event.payload.memberId)
    // Where an approval decides, its own notices tell whom it waits for.
    if (event.payload.state !== 'waiting' || event.payload.asked === true) return null
    const [manager, member] = [await managerOf(ctx, memberId), await memberById(ctx, memberId)]
    const device = (await devicesOf(ctx, memberId)).find((row) => row.id === event.subjectId)
    if (!manager || !member || !device) return null
    return {
      to: [manager],
      message: 'notice.device.waiting',
      params: { name: member.name, device: device.name },
      link: '/devices',
      urgent: true,
    }
  },
}
