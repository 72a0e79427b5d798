// What the worker does with a table: rehearse it, write it, take it back. In chunks, each a transaction of its own; whoever dies in the
// middle leaves a run that the next one goes on with.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { Refusal, refuse } from '#core/refuse.ts'
import {
  type Counts,
  endWork,
  type KeptRow,
  type NewFate,
  noteProblem,
  noteProgress,
  type RunRow,
  readRun,
  rowsAfter,
  saveFates,
  saveUndone,
  takeRun,
  writtenBefore,
} from './import.store.ts'
import { type Importer, type ImportRow, type RowFate, registeredImporters } from './importer.actions.ts'
import { cellsByField, type Mapping, type SheetRow } from './sheet.rule.ts'

/** Rows of one transaction. */
export const CHUNK = 250
const LAST_LINE = 2_147_483_647

/** One run, from where it stands to the end of its step; 0 when none waits. */
export async function workOnImport(ctx: Ctx): Promise<number> {
  const run = await apart(ctx, (own) => takeRun(own))
  if (!run) return 0
  const importer = registeredImporters().find(({ kind }) => kind === run.kind)
  if (!importer) throw new Error(`no room registered the importer ${run.kind}`)
  const inTheName: Ctx = { ...ctx, actor: { ...ctx.actor, memberId: run.byMember, name: run.byName ?? ctx.actor.name } }
  try {
    await step[run.state as keyof typeof step](inTheName, run, importer)
  } catch (error) {
    await apart(ctx, (own) => noteProblem(own, run.id, problemOf(error)))
    if (!(error instanceof Refusal)) throw error
  }
  return 1
}

const problemOf = (error: unknown) =>
  error instanceof Refusal
    ? { code: error.code, params: error.data as Record<string, unknown> }
    : { code: 'import.broke_off', params: { error: String((error as Error).message).slice(0, 200) } }

const step = { checking: check, writing: write, undoing: undo }

/** One transaction of its own, with what is to be done after it. */
async function apart<T>(ctx: Ctx, work: (own: Ctx) => Promise<T>): Promise<T> {
  const after: (() => void)[] = []
  const result = await ctx.services.aside(ctx.tenantId, (tx) => work({ ...ctx, tx, afterCommit: (act) => void after.push(act) }))
  for (const act of after) act()
  return result
}

/** Nothing is written but what would become of each row; begun anew when it was broken off. */
async function check(ctx: Ctx, run: RunRow, importer: Importer): Promise<void> {
  const rehearse = await importer.rehearse(ctx, run)
  const now = { done: 0, atLine: 0, counts: {} as Counts }
  for (;;) {
    const rows = await rowsAfter(ctx, run.id, now.atLine, CHUNK)
    if (rows.length === 0) break
    const fates = await fatesOf(rows, run.mapping, (readable) => rehearse(ctx, readable))
    await apart(ctx, (own) => keepChunk(own, run.id, now, fates))
  }
  await apart(ctx, (own) => endWork(own, run.id, 'checked'))
}

/** What is written and how far it is stand in one transaction: a chunk is written once, whoever dies. */
async function write(ctx: Ctx, run: RunRow, importer: Importer): Promise<void> {
  const chunk = async (own: Ctx): Promise<boolean> => {
    const now = await mustBe('writing', own, run.id)
    const rows = await rowsAfter(own, run.id, now.atLine ?? 0, CHUNK)
    if (rows.length === 0) {
      await endWork(own, run.id, 'written')
      await emit(own, 'import.written', run.id, { kind: run.kind, fileName: run.fileName, counts: now.counts })
      return false
    }
    await keepChunk(own, run.id, now, await fatesOf(rows, run.mapping, (readable) => importer.write(own, readable, run)))
    return true
  }
  while (await apart(ctx, chunk));
}

async function undo(ctx: Ctx, run: RunRow, importer: Importer): Promise<void> {
  const chunk = async (own: Ctx): Promise<boolean> => {
    const now = await mustBe('undoing', own, run.id)
    const rows = await writtenBefore(own, run.id, now.atLine ?? LAST_LINE, CHUNK)
    if (rows.length === 0) {
      await endWork(own, run.id, 'undone')
      await emit(own, 'import.undone', run.id, { kind: run.kind, fileName: run.fileName, counts: now.counts })
      return false
    }
    const reasons = await importer.undo(own, rows)
    const fates = rows.map(({ line }, index) => {
      const reason = reasons[index] ?? null
      return { line, fate: reason ? ('kept' as const) : ('undone' as const), reason }
    })
    await saveUndone(own, run.id, fates)
    await noteProgress(own, run.id, progress(now, fates))
    return true
  }
  while (await apart(ctx, chunk));
}

/** The run, locked; a step that somebody has ended meanwhile is not gone on with. */
async function mustBe(state: RunRow['state'], ctx: Ctx, id: string): Promise<RunRow> {
  const run = await readRun(ctx, id, true)
  if (run?.state !== state) throw refuse('import.wrong_state', { state: run?.state ?? 'undone' })
  return run
}

type Progress = Pick<RunRow, 'done' | 'atLine' | 'counts'>

async function keepChunk(ctx: Ctx, runId: string, now: Progress, fates: readonly NewFate[]): Promise<void> {
  await saveFates(ctx, runId, fates)
  await noteProgress(ctx, runId, progress(now, fates))
}

/** How far a run is with these rows done; `now` moves along. */
function progress(now: Progress, fates: readonly { line: number; fate: KeptRow['fate'] }[]): Progress {
  for (const { fate } of fates) if (fate) now.counts[fate] = (now.counts[fate] ?? 0) + 1
  now.done += fates.length
  now.atLine = fates.at(-1)?.line ?? now.atLine
  return now
}

/** What cannot be read is rejected here; the rest is asked of the room. */
export async function fatesOf(
  rows: readonly SheetRow[],
  mapping: Mapping,
  ask: (rows: readonly ImportRow[]) => Promise<RowFate[]>,
): Promise<NewFate[]> {
  const readable = rows.flatMap(({ line, cells, problem }): ImportRow[] =>
    problem || Object.keys(cells).length === 0 ? [] : [{ line, cells: cellsByField(mapping, cells), raw: cells }],
  )
  const answers = readable.length > 0 ? await ask(readable) : []
  const byLine = new Map(readable.map(({ line }, index) => [line, answers[index]]))
  return rows.map(({ line, problem }) => {
    const answer = byLine.get(line)
    if (answer) return { ...answer, line }
    const reason = { code: problem ?? 'import.row_unreadable', params: { line } }
    return { line, fate: 'rejected', reason, shown: { name: null }, subjectId: null }
  })
}
