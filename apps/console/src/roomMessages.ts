// The sentences of every room (refusals, events, notices), as one file of their own that loads beside the first screen.
import type { Messages } from '#core/messages.ts'
import { addMessages } from '#shared/i18n.ts'

const rooms = import.meta.glob<Record<string, Messages>>('../../../src/modules/*/*.messages.ts', { eager: true })

/** Adds them all; screens may then word any event, refusal or notice. */
export function addRoomMessages(): void {
  for (const room of Object.values(rooms)) addMessages(...Object.values(room).filter((one) => one.zh && one.en))
}
