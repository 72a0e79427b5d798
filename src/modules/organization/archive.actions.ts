// Everything the company owns, for its own administrator, as one file.
import type { Ctx } from '#core/context.ts'
import { port } from '#core/port.ts'

/** Makes the archive and leaves a trace of who took it; plugged in ports.ts. */
export const tenantArchive = port<[ctx: Ctx], Promise<File>>('organization.tenantArchive')

export const archive = async (ctx: Ctx): Promise<File> => await tenantArchive(ctx)
