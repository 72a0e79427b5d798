// 导入: a table is brought, its columns are named, every row's fate is told, and only then is anything written.
import { byId, Id, Instant, line, PageQuery, page, route, Version, z } from '#core/contract.ts'

export const fates = ['created', 'merged', 'changed', 'duplicate', 'review', 'rejected'] as const
export const Fate = z.enum(fates)
export type Fate = z.infer<typeof Fate>
export const ImportState = z.enum(['read', 'checking', 'checked', 'writing', 'written', 'undoing', 'undone'])

const Words = { zh: z.string(), en: z.string() }
export const Choice = z.object({
  key: z.string(),
  ...Words,
  required: z.boolean(),
  items: z.array(z.object({ value: z.string(), ...Words })),
})
export type Choice = z.infer<typeof Choice>

export const ImportKind = z.object({
  kind: z.string(),
  ...Words,
  fields: z.array(z.object({ key: z.string(), ...Words, required: z.boolean() })),
  choices: z.array(Choice),
})

const Reason = z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) })
/** How many rows have each fate; after an undo, how many were taken back and how many stayed. */
export const Counts = z.partialRecord(z.enum([...fates, 'undone', 'kept']), z.int())

export const ImportRun = z.object({
  id: Id,
  kind: z.string(),
  fileName: z.string(),
  encoding: z.string(),
  headings: z.array(z.string()),
  /** Column by field. */
  mapping: z.record(z.string(), z.string()),
  choices: z.record(z.string(), z.string()),
  state: ImportState,
  total: z.int(),
  /** Rows done in the state it is in. */
  done: z.int(),
  counts: Counts,
  /** Why it stopped; it may be begun again. */
  problem: Reason.nullable(),
  byName: z.string().nullable(),
  createdAt: Instant,
  writtenAt: Instant.nullable(),
  undoneAt: Instant.nullable(),
  /** Until when it may be undone. */
  undoUntil: Instant.nullable(),
  version: Version,
  may: z.object({ check: z.boolean(), write: z.boolean(), undo: z.boolean(), drop: z.boolean() }),
})

export const ImportedRow = z.object({
  /** Physical line on which the row begins; the heading is 1. */
  line: z.int(),
  cells: z.record(z.string(), z.string()),
  fate: z.enum([...fates, 'undone', 'kept']).nullable(),
  reason: Reason.nullable(),
  shown: z.object({ name: z.string().nullable(), grade: z.string().nullish(), owner: z.string().nullish() }).nullable(),
  subjectId: Id.nullable(),
})

const RUN = 'import.run'
const known = ['common.not_found'] as const
const mapped = ['import.unknown_column', 'import.column_missing', 'import.choice_missing'] as const

export const importContract = {
  importKinds: route('GET', '/imports/kinds', RUN, 'What I may bring as a table, with its columns').output(
    z.object({ items: z.array(ImportKind) }),
  ),
  importTemplate: route('GET', '/imports/template', RUN, 'An empty table with the headings of a kind', ['import.unknown_kind'])
    .input(z.object({ kind: line(20) }))
    .output(z.file()),
  imports: route('GET', '/imports', RUN, 'Tables that were brought, newest first').input(PageQuery).output(page(ImportRun)),
  startImport: route('POST', '/imports', RUN, 'Bring a table (multipart/form-data): it is read, nothing is written', [
    'import.unknown_kind',
    'import.empty',
    'import.not_a_table',
    'import.file_too_large',
    'import.too_many_rows',
  ])
    .input(z.object({ kind: line(20), file: z.file() }))
    .output(ImportRun),
  importRun: route('GET', '/imports/{id}', RUN, 'One table', known).input(byId).output(ImportRun),
  importRows: route('GET', '/imports/{id}/rows', RUN, 'Its rows in the order of the file', known)
    .input(PageQuery.extend({ id: Id, fate: z.enum([...fates, 'undone', 'kept']).optional() }))
    .output(page(ImportedRow)),
  checkImport: route('POST', '/imports/{id}/check', RUN, 'Say what the columns are; every row’s fate is worked out', [
    ...known,
    'common.stale',
    'import.wrong_state',
    ...mapped,
  ])
    .input(
      byId.extend({
        mapping: z.record(z.string().max(60), z.string().max(200)),
        choices: z.record(z.string().max(40), z.string().max(60)).default({}),
        version: Version,
      }),
    )
    .output(ImportRun),
  writeImport: route('POST', '/imports/{id}/write', RUN, 'Write what the check foretold', [...known, 'common.stale', 'import.wrong_state'])
    .input(byId.extend({ version: Version }))
    .output(ImportRun),
  undoImport: route('POST', '/imports/{id}/undo', RUN, 'Take back what the table brought and nobody has worked on since', [
    ...known,
    'common.stale',
    'import.wrong_state',
    'import.undo_late',
  ])
    .input(byId.extend({ version: Version }))
    .output(ImportRun),
  dropImport: route('POST', '/imports/{id}/drop', RUN, 'Throw a table away that was never written', [...known, 'import.wrong_state'])
    .input(byId)
    .output(z.object({ ok: z.literal(true) })),
  importFaults: route('GET', '/imports/{id}/faults', RUN, 'The rows that did not go in, as a file with the reason beside each', known)
    .input(byId)
    .output(z.file()),
}
