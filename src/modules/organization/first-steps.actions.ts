// 首次设置: what a new company still has to do, and the samples it may look at meanwhile.
import { type Ctx, memberOf } from '#core/context.ts'
import { isUniqueViolation } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { refuse } from '#core/refuse.ts'
import { storyFor, storyId } from '#core/story.ts'
import * as store from './sample.store.ts'
import { street } from './street.actions.ts'

export async function firstSteps(ctx: Ctx) {
  const [facts, samples] = await Promise.all([store.stepFacts(ctx), store.samplesOf(ctx)])
  const leads =
    (await street()
      .find((room) => room.usage?.leads)
      ?.usage?.leads?.(ctx)) ?? 0
  const ownLeads = leads - samples.filter((row) => row.tableName === 'lead').length
  return {
    items: [
      { step: 'company' as const, done: facts.renamed },
      { step: 'departments' as const, done: facts.departments > 1 },
      { step: 'people' as const, done: facts.members > 1 },
      { step: 'roles' as const, done: facts.roleGiven },
      { step: 'pack' as const, done: facts.packed },
      { step: 'lead' as const, done: ownLeads > 0 },
    ],
    samples: samples.length,
    createdAt: facts.createdAt,
  }
}

/** Every room brings its samples; what was not there before is one. */
export async function addSamples(ctx: Ctx): Promise<{ rows: number }> {
  if ((await store.samplesOf(ctx)).length > 0) throw refuse('sample.there_already')
  const tables = (await store.sampleTables(ctx)).filter((table) => table.hasId)
  const before = new Map<string, Set<string>>()
  for (const { name } of tables) before.set(name, new Set(await store.idsIn(ctx, name)))
  const told = storyFor(ctx.tenantId, ctx.now)
  // Anew each time: a pack that was removed may come again, and its rows are others. Its people are the one who asked.
  const seed = ctx.now.toISOString()
  const id = (key: string): string => (/^U\d\d$/.test(key) ? memberOf(ctx) : storyId(ctx.tenantId, `${seed}/${key}`))
  try {
    for (const room of street()) await room.samples?.(ctx, { ...told, id, at: () => seed })
  } catch (error) {
    if (isUniqueViolation(error)) throw refuse('sample.not_empty')
    throw error
  }
  const rows: { table: string; id: string }[] = []
  for (const { name } of tables)
    for (const row of await store.idsIn(ctx, name)) if (!before.get(name)?.has(row)) rows.push({ table: name, id: row })
  await store.keepSamples(ctx, rows)
  await emit(ctx, 'sample.added', ctx.tenantId, { rows: rows.length })
  return { rows: rows.length }
}

/** Samples go with all that the house made of them. What people made stays, and the samples it stands on become the company's own. */
export async function removeSamples(ctx: Ctx): Promise<{ removed: number; kept: number }> {
  const samples = new Set((await store.samplesOf(ctx)).map((row) => row.rowId))
  if (samples.size === 0) throw refuse('sample.none')
  const tables = await store.sampleTables(ctx)
  const made = await madeByPeople(ctx, tables, samples)
  const kept = await stoodOn(ctx, tables, samples, made)
  let gone = [...samples].filter((id) => !kept.has(id))
  const removed = gone.length
  gone.push(...(await store.eventsAbout(ctx, gone)))
  const spared = [...made, ...kept]
  while (gone.length > 0) {
    const next: string[] = []
    for (const table of tables) next.push(...(await store.deleteLinked(ctx, table, gone, spared)))
    gone = next.filter((id) => !gone.includes(id))
  }
  await store.forgetSamples(ctx)
  await emit(ctx, 'sample.removed', ctx.tenantId, { removed, kept: kept.size })
  return { removed, kept: kept.size }
}

/** What people touched, and its parts: the lines of a quotation are as much their own as its head. */
async function madeByPeople(ctx: Ctx, tables: store.SampleTable[], samples: Set<string>): Promise<Set<string>> {
  const made = new Set((await store.touchedByPeople(ctx)).filter((id) => !samples.has(id)))
  let fresh = [...made]
  while (fresh.length > 0) {
    const next: string[] = []
    for (const table of tables)
      for (const { id } of await store.linksOf(ctx, table, 'reference', fresh)) if (id && !samples.has(id) && !made.has(id)) next.push(id)
    for (const id of next) made.add(id)
    fresh = [...new Set(next)]
  }
  return made
}

async function stoodOn(ctx: Ctx, tables: store.SampleTable[], samples: Set<string>, made: Set<string>): Promise<Set<string>> {
  const kept = new Set<string>()
  let from = [...made]
  let by: ('id' | 'reference')[] = ['id', 'reference']
  while (from.length > 0) {
    const next = new Set<string>()
    for (const table of tables)
      for (const way of by)
        for (const { refs, id } of await store.linksOf(ctx, table, way, from))
          if (!(id && samples.has(id)) || way === 'id') for (const ref of refs) if (samples.has(ref) && !kept.has(ref)) next.add(ref)
    for (const id of next) kept.add(id)
    from = [...next]
    by = ['id']
  }
  return kept
}
