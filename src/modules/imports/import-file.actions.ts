// A table from the command line: the same steps in one go. A server that runs beside it may take the work over.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Ctx, systemActor } from '#core/context.ts'
import { reading } from '#core/db.ts'
import { asSystem, type JobHost, systemCtx } from '#core/jobs.ts'
import { keepTable, MOST_ROWS, mappingOf, readTable } from './import.actions.ts'
import { moveRun, type RunRow, readRun, rememberedHeadings, rowsAfter } from './import.store.ts'
import { type Importer, importerFor, type RowReason } from './importer.actions.ts'
import { guessMapping, type Mapping, type Sheet } from './sheet.rule.ts'
import { CHUNK, fatesOf, workOnImport } from './work.actions.ts'

export interface FileOptions {
  kind: string
  bytes: Uint8Array
  fileName: string
  /** Column by field or alias; guessed when left out. */
  mapping?: Mapping | undefined
  commit: boolean
  onProgress?: (done: number, total: number) => void
}
export interface LineFate {
  line: number
  fate: string
  reason: RowReason | null
}

/** Every row's fate, in the order of the file. A dry run writes nothing; what is committed can be undone at the desk. */
export async function importFromFile(host: JobHost, tenantId: string, options: FileOptions): Promise<LineFate[]> {
  const importer = importerFor({ actor: systemActor }, options.kind)
  const sheet = await readTable(options.bytes)
  const ctx = systemCtx(host, reading(host.pool, tenantId), 'import', [])
  const given =
    options.mapping ??
    guessMapping(sheet.headings, await importer.fields(ctx), await rememberedHeadings(ctx, importer.kind, sheet.headings))
  const mapping = await mappingOf(ctx, importer, sheet.headings, given)
  return options.commit
    ? await commit(host, ctx, importer, { ...options, sheet, mapping })
    : await rehearse(ctx, importer, sheet, mapping, options)
}

async function rehearse(
  ctx: Ctx,
  importer: Importer,
  { rows }: Sheet & { ok: true },
  mapping: Mapping,
  { onProgress }: FileOptions,
): Promise<LineFate[]> {
  const ask = await importer.rehearse(ctx, { mapping, choices: {} })
  const told: LineFate[] = []
  for (let from = 0; from < rows.length; from += CHUNK) {
    const fates = await fatesOf(rows.slice(from, from + CHUNK), mapping, (readable) => ask(ctx, readable))
    for (const { line, fate, reason } of fates) told.push({ line, fate: fate ?? 'rejected', reason })
    onProgress?.(told.length, rows.length)
  }
  return told
}

async function commit(
  host: JobHost,
  ctx: Ctx,
  importer: Importer,
  options: FileOptions & { sheet: Sheet & { ok: true }; mapping: Mapping },
): Promise<LineFate[]> {
  const { id } = await asSystem(host, ctx.tenantId, 'import', async (own) => {
    const run = await keepTable(own, importer, options)
    await moveRun(own, run.id, 'writing')
    return run
  })
  const now = async (): Promise<RunRow> => {
    const run = await readRun(ctx, id)
    if (!run || run.problem) throw new Error(run?.problem ? JSON.stringify(run.problem) : 'the import is gone')
    options.onProgress?.(run.done, run.total)
    return run
  }
  const told = setInterval(() => void now().catch(() => {}), 2000)
  try {
    while ((await now()).state === 'writing') if ((await workOnImport(ctx)) === 0) await sleep(200)
  } finally {
    clearInterval(told)
  }
  return (await rowsAfter(ctx, id, 0, MOST_ROWS)).map(({ line, fate, reason }) => ({ line, fate: fate ?? 'rejected', reason }))
}
