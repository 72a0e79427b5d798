// A file belongs to a record of some room, and that room says who may see it and who may attach to it.
import type { Ctx } from '#core/context.ts'

export interface FileSubject {
  /** First word of the record's events: `lead`, `visit`, `quotation`. */
  type: string
  /** May the actor see files of this record? A record out of reach is answered like a missing one. */
  mayRead: (ctx: Ctx, subjectId: string) => Promise<boolean>
  /** May the actor attach a file of this purpose to the record? */
  mayAttach: (ctx: Ctx, subjectId: string, purpose: string) => Promise<boolean>
}

const subjects = new Map<string, FileSubject>()

/** Called once by the room that owns the record, when its door is loaded. */
export function registerFileSubject(subject: FileSubject): void {
  subjects.set(subject.type, subject)
}

export const fileSubject = (type: string): FileSubject | undefined => subjects.get(type)
