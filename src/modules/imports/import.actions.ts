// 导入: what a person does with a table, step by step. The work between the steps is the worker's (work.actions).
import { createHash } from 'node:crypto'
import { holds } from '#core/access.ts'
import { DAY, msOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { csvText } from '#core/csv.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { createSay } from '#core/messages.ts'
import { policy } from '#core/policies.ts'
import { port } from '#core/port.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { importPolicy } from './import.policy.ts'
import {
  deleteRun,
  insertRun,
  type KeptRow,
  listRuns,
  moveRun,
  type RunRow,
  readRun,
  rememberedHeadings,
  rememberHeadings,
  rowsAfter,
  type State,
} from './import.store.ts'
import { type Importer, importerFor, registeredImporters } from './importer.actions.ts'
import { importsMessages } from './imports.messages.ts'
import { readSheet } from './sheet.actions.ts'
import { checkMapping, guessMapping, type Mapping, type Sheet } from './sheet.rule.ts'

export const MOST_ROWS = 50_000

/** Work waits for this tenant: whoever runs the worker is woken after the commit. */
export const workSoon = port<[tenantId: string], void>('imports.workSoon')

/** Sentences of any room, in a language: a file carries reasons in words. */
export const sayReason = port<[locale: 'zh-CN' | 'en', code: string, params: Record<string, unknown>], string>('imports.sayReason')

export async function importKinds(ctx: Ctx) {
  const mine = registeredImporters().filter(({ permission }) => holds(ctx.actor, permission))
  const items = []
  for (const importer of mine) {
    const fields = (await importer.fields(ctx)).map(({ key, zh, en, required }) => ({ key, zh, en, required: required ?? false }))
    items.push({ kind: importer.kind, zh: importer.zh, en: importer.en, fields, choices: [...((await importer.choices?.(ctx)) ?? [])] })
  }
  return { items }
}

export async function importTemplate(ctx: Ctx, input: { kind: string }): Promise<File> {
  const importer = importerFor(ctx, input.kind)
  const language = ctx.actor.locale === 'en' ? 'en' : 'zh'
  const headings = (await importer.fields(ctx)).map((field) => (field.required ? `${field[language]}*` : field[language]))
  return new File([csvText([headings])], `${importer[language]}.csv`, { type: 'text/csv' })
}

/** Refuses what is no table, and one of too many rows. */
export async function readTable(bytes: Uint8Array): Promise<Sheet & { ok: true }> {
  const sheet = await readSheet(bytes)
  if (!sheet.ok) throw invalid(sheet.code)
  if (sheet.rows.length > MOST_ROWS) throw invalid('import.too_many_rows', { rows: sheet.rows.length, limit: MOST_ROWS })
  if (sheet.rows.length === 0) throw invalid('import.empty')
  return sheet
}

/** Keeps a table with its rows as they came; the columns are guessed, or as given. */
export async function keepTable(
  ctx: Ctx,
  importer: Importer,
  table: { sheet: Sheet & { ok: true }; bytes: Uint8Array; fileName: string; mapping?: Mapping },
): Promise<RunRow> {
  const { sheet, bytes, fileName } = table
  const { headings, encoding, rows } = sheet
  const mapping =
    table.mapping ?? guessMapping(headings, await importer.fields(ctx), await rememberedHeadings(ctx, importer.kind, headings))
  const id = uuidv7()
  const sha256 = createHash('sha256').update(bytes).digest()
  await insertRun(ctx, { id, kind: importer.kind, fileName: fileName.slice(0, 200), encoding, headings, mapping, sha256 }, rows)
  return await mustRead(ctx, id)
}

export async function startImport(ctx: Ctx, input: { kind: string; file: File }) {
  const importer = importerFor(ctx, input.kind)
  const bytes = new Uint8Array(await input.file.arrayBuffer())
  return await shown(ctx, await keepTable(ctx, importer, { sheet: await readTable(bytes), bytes, fileName: input.file.name }))
}

async function mustRead(ctx: Ctx, id: string, lock = false): Promise<RunRow> {
  const run = await readRun(ctx, id, lock)
  const importer = run && registeredImporters().find(({ kind }) => kind === run.kind)
  if (!run || !importer || !holds(ctx.actor, importer.permission)) throw notFound('import')
  return run
}

/** The run, locked, in one of these states and as the caller last saw it. */
async function mustStand(ctx: Ctx, input: { id: string; version?: number }, states: readonly State[]): Promise<RunRow> {
  const run = await mustRead(ctx, input.id, true)
  if (input.version !== undefined && run.version !== input.version) throw refuse('common.stale', { version: run.version })
  if (!states.includes(run.state)) throw refuse('import.wrong_state', { state: run.state })
  return run
}

const CHECKABLE: State[] = ['read', 'checking', 'checked']

/** A mapping as it will be used; refuses one that cannot be. */
export async function mappingOf(ctx: Ctx, importer: Importer, headings: readonly string[], given: Mapping): Promise<Mapping> {
  const verdict = checkMapping(headings, await importer.fields(ctx), given)
  if ('mapping' in verdict) return verdict.mapping
  const { zh, en, ...params } = verdict.fault.params
  throw invalid(verdict.fault.code, { ...params, ...(zh ? { field: ctx.actor.locale === 'en' ? en : zh } : {}) })
}

export async function checkImport(ctx: Ctx, input: { id: string; mapping: Mapping; choices: Record<string, string>; version: number }) {
  const run = await mustStand(ctx, input, CHECKABLE)
  const importer = importerFor(ctx, run.kind)
  const mapping = await mappingOf(ctx, importer, run.headings, input.mapping)
  await mustChoose(ctx, importer, input.choices)
  await rememberHeadings(ctx, run.kind, mapping)
  return await onItsWay(ctx, run, 'checking', { mapping, choices: input.choices })
}

async function mustChoose(ctx: Ctx, importer: Importer, given: Record<string, string>): Promise<void> {
  for (const choice of (await importer.choices?.(ctx)) ?? []) {
    const value = given[choice.key]
    const wrong = value ? !choice.items.some((item) => item.value === value) : choice.required
    if (wrong) throw invalid('import.choice_missing', { field: ctx.actor.locale === 'en' ? choice.en : choice.zh })
  }
}

export async function writeImport(ctx: Ctx, input: { id: string; version: number }) {
  const run = await mustStand(ctx, input, ['checked', 'writing'])
  return await onItsWay(ctx, run, 'writing')
}

export async function undoImport(ctx: Ctx, input: { id: string; version: number }) {
  const run = await mustStand(ctx, input, ['written', 'undoing'])
  if (undoUntil(run, (await policy(ctx, importPolicy)).undoDays) < ctx.now.toISOString()) throw refuse('import.undo_late')
  return await onItsWay(ctx, run, 'undoing')
}

async function onItsWay(ctx: Ctx, run: RunRow, to: State, more: Parameters<typeof moveRun>[3] = {}) {
  await moveRun(ctx, run.id, to, more)
  ctx.afterCommit(() => workSoon(ctx.tenantId))
  return await shown(ctx, await mustRead(ctx, run.id))
}

export async function dropImport(ctx: Ctx, input: { id: string }) {
  const run = await mustStand(ctx, input, ['read', 'checked'])
  await deleteRun(ctx, run.id)
  await emit(ctx, 'import.dropped', run.id, { kind: run.kind, rows: run.total })
  return { ok: true as const }
}

const undoUntil = (run: RunRow, days: number): string => (run.writtenAt ? new Date(msOf(run.writtenAt) + days * DAY).toISOString() : '')

async function shown(ctx: Ctx, run: RunRow) {
  const { byMember: _, ...rest } = run
  const until = undoUntil(run, (await policy(ctx, importPolicy)).undoDays)
  const stopped = run.problem !== null
  return {
    ...rest,
    undoUntil: until || null,
    may: {
      check: run.state === 'read' || run.state === 'checked' || (run.state === 'checking' && stopped),
      write: run.state === 'checked' || (run.state === 'writing' && stopped),
      undo: (run.state === 'written' || (run.state === 'undoing' && stopped)) && until >= ctx.now.toISOString(),
      drop: run.state === 'read' || run.state === 'checked',
    },
  }
}

export async function imports(ctx: Ctx, input: { cursor?: string | undefined; limit: number }) {
  const kinds = registeredImporters().flatMap(({ kind, permission }) => (holds(ctx.actor, permission) ? [kind] : []))
  const rows = await listRuns(ctx, kinds, fromCursor(input.cursor, 2), input.limit + 1)
  const { items, next } = toPage(rows, input.limit, (row) => [row.createdAt, row.id])
  return { items: await Promise.all(items.map((row) => shown(ctx, row))), next }
}

export const importRun = async (ctx: Ctx, input: { id: string }) => await shown(ctx, await mustRead(ctx, input.id))

export async function importRows(ctx: Ctx, input: { id: string; fate?: string | undefined; cursor?: string | undefined; limit: number }) {
  const run = await mustRead(ctx, input.id)
  const [line] = fromCursor(input.cursor, 1) ?? [0]
  const rows = await rowsAfter(ctx, run.id, Number(line), input.limit + 1, input.fate ? [input.fate] : null)
  const { items, next } = toPage(rows, input.limit, (row) => [row.line])
  return { items: items.map(shownRow), next }
}

const shownRow = ({ line, cells, fate, reason, shown, subjectId }: KeptRow) => ({ line, cells, fate, reason, shown, subjectId })

/** The rows that did not go in, under their own headings, so that the file can be corrected and brought again. */
export async function importFaults(ctx: Ctx, input: { id: string }): Promise<File> {
  const run = await mustRead(ctx, input.id)
  const words = (key: string): string => say(ctx.actor.locale, key)
  const rows = await rowsAfter(ctx, run.id, 0, MOST_ROWS, ['rejected', 'kept'])
  const table = [
    [...run.headings, words('imports.file.line'), words('imports.file.reason')],
    ...rows.map((row) => [
      ...run.headings.map((heading) => row.cells[heading] ?? ''),
      String(row.line),
      row.reason ? sayReason(ctx.actor.locale, row.reason.code, row.reason.params) : '',
    ]),
  ]
  const name = run.fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '')
  return new File([csvText(table)], `${name}-${words('imports.file.faults')}.csv`, { type: 'text/csv' })
}

const say = createSay([importsMessages])
