// Does a file carry a virus? A port: by default nobody looks, and the page of files says so.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { port } from '#core/port.ts'
import { keeping, type Refusal, refuse } from '#core/refuse.ts'
import { insertQuarantined } from './scan.store.ts'

/** Who looks at files. `look` gives the virus's name or null, and throws when it cannot tell. */
export interface Scanner {
  name: 'none' | 'clamd'
  look: (bytes: Uint8Array) => Promise<string | null>
}
export const noScanner: Scanner = { name: 'none', look: async () => null }
export const scanner = port<[], Scanner>('files.scan')

export interface Suspect {
  bytes: Uint8Array
  name: string
  sha256: string
  purpose: string
  subjectType: string
  subjectId: string
}

/** Refuses `file.infected`, with the bytes kept apart, and `file.scan_unavailable`: what could not be looked at does not come in. */
export async function mustBeClean(ctx: Ctx, file: Suspect): Promise<void> {
  const virus = await scanner()
    .look(file.bytes)
    .catch(() => {
      throw refuse('file.scan_unavailable', { name: file.name }, 503)
    })
  if (virus) throw await quarantined(ctx, file, virus)
}

async function quarantined(ctx: Ctx, file: Suspect, virus: string): Promise<Refusal> {
  const id = uuidv7()
  const key = `${ctx.tenantId}/quarantine/${id}`
  await ctx.services.objects.put(key, file.bytes)
  // The refusal rolls everything back; that somebody tried must stay.
  return keeping(refuse('file.infected', { name: file.name, virus }, 422), async (kept) => {
    await insertQuarantined(kept, { ...file, id, key, virus, size: file.bytes.length })
    await emit(kept, 'file.quarantined', id, { subjectType: file.subjectType, subjectId: file.subjectId, virus, sha256: file.sha256 })
  })
}
