// What imports asks of the room whose records a table brings. Rooms register here; imports knows no subject.
import { holds } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { forbidden, refuse } from '#core/refuse.ts'
import type { Choice, Fate } from './import.contract.ts'
import type { ImportField, Mapping } from './sheet.rule.ts'

export type RowReason = { code: string; params: Record<string, unknown> }

/** A readable row: cells by field, and as they came by heading. */
export interface ImportRow {
  line: number
  cells: Record<string, string>
  raw: Record<string, string>
}

/** What would become, or became, of a row. Every fate but `created` has a reason. */
export interface RowFate {
  fate: Fate
  reason: RowReason | null
  /** The name of the record, and what a preview shows beside it. */
  shown: { name: string | null; grade?: string | null; owner?: string | null }
  subjectId: string | null
  /** What the room needs to undo it; kept with the row. */
  keep?: Record<string, unknown>
}

export interface Importer {
  kind: string
  zh: string
  en: string
  /** What one must be allowed to do to bring such a table: whatever creates one record of it by hand. */
  permission: string
  fields: (ctx: Ctx) => Promise<readonly ImportField[]>
  /** What is said once for the whole table: a campaign, the datum of coordinates. */
  choices?: (ctx: Ctx) => Promise<readonly Choice[]>
  /**
   * A rehearsal: the answer takes rows, chunk by chunk in order, and tells what would become of each, with all earlier chunks in mind.
   * It writes nothing and holds no lock.
   */
  rehearse: (ctx: Ctx, given: Given) => Promise<(ctx: Ctx, rows: readonly ImportRow[]) => Promise<RowFate[]>>
  /** One chunk, in the caller's transaction. */
  write: (ctx: Ctx, rows: readonly ImportRow[], given: Given) => Promise<RowFate[]>
  /** Takes back rows that were written, last first; null where it is done, else why the record stays. */
  undo: (ctx: Ctx, rows: readonly UndoRow[]) => Promise<(RowReason | null)[]>
}
/** What was said for the whole table: column by field, and the choices. */
export interface Given {
  mapping: Mapping
  choices: Record<string, string>
}
export interface UndoRow {
  line: number
  fate: Fate
  subjectId: string | null
  keep: Record<string, unknown> | null
}

const importers = new Map<string, Importer>()

/** Called once per kind, when the door of its room is loaded. */
export function registerImporter(importer: Importer): void {
  importers.set(importer.kind, importer)
}

export const registeredImporters = (): Importer[] => [...importers.values()]

/** Refuses a kind that nobody registered, and one the actor may not create. */
export function importerFor(ctx: Pick<Ctx, 'actor'>, kind: string): Importer {
  const importer = importers.get(kind)
  if (!importer) throw refuse('import.unknown_kind', {}, 422)
  if (!holds(ctx.actor, importer.permission)) throw forbidden(importer.permission)
  return importer
}
