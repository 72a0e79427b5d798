// Whoever brought a table learns what became of it, wherever he is by then.
import type { Notice } from '#core/notices.ts'

const told =
  (message: string): Notice =>
  async (_ctx, event) => {
    if (!event.actorId) return null
    const { fileName, counts } = event.payload as { fileName: string; counts: Record<string, number> }
    const { created = 0, merged = 0, changed = 0, review = 0, rejected = 0, undone = 0, kept = 0 } = counts
    const params = { fileName, created, joined: merged + changed, review, rejected, undone, kept }
    return { to: [event.actorId], message, params, link: `/imports/${event.subjectId}` }
  }

export const importNotices: Record<string, Notice> = {
  'import.written': told('notice.import.written'),
  'import.undone': told('notice.import.undone'),
}
