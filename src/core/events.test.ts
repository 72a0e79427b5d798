import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld } from '#testing/world.ts'
import { sql } from './db.ts'
import { emit, emitMany, openPersonal, registerEvents, registerReactions, timelineOf } from './events.ts'
import { uuidv7 } from './ids.ts'

const world = await openWorld()
const company = await world.company()
const lin = await company.member('林晓峰', {})
const guo = await company.member('郭颖', { 'field.sample': 'all' })

registerEvents('sample', {
  'sample.happened': { when: 'Something happens.', hidden: { costFen: 'field.sample' } },
  'sample.followed': { when: 'Something follows.' },
})
let reaction: (ctx: Parameters<typeof emit>[0]) => Promise<void> = async () => {}
registerReactions('sample', { 'sample.happened': (ctx) => reaction(ctx) })
const rows = (subjectId: string) =>
  company.system((ctx) =>
    ctx.tx.rows(
      sql<{
        type: string
        payload: Record<string, unknown>
      }>`select type, payload from event where tenant_id = ${ctx.tenantId} and subject_id = ${subjectId} order by id`,
    ),
  )

test('an event and what reacts to it stand or fall together', async () => {
  const subject = uuidv7()
  reaction = async (ctx) => void (await emit(ctx, 'sample.followed', subject))
  await company.as(lin, (ctx) => emit(ctx, 'sample.happened', subject))
  assert.deepEqual(
    (await rows(subject)).map((row) => row.type),
    ['sample.happened', 'sample.followed'],
  )
  const other = uuidv7()
  reaction = async () => {
    throw new Error('the reaction refuses')
  }
  await assert.rejects(
    company.as(lin, (ctx) => emit(ctx, 'sample.happened', other)),
    /the reaction refuses/,
  )
  assert.deepEqual(await rows(other), [])
})

test('reactions are one level deep: a chain is a mistake that says so', async () => {
  const subject = uuidv7()
  reaction = async (ctx) => void (await emit(ctx, 'sample.happened', subject))
  await assert.rejects(
    company.as(lin, (ctx) => emit(ctx, 'sample.happened', subject)),
    /one level deep/,
  )
  reaction = async () => {}
})

test('an event nobody declared cannot be emitted, alone or in bulk', async () => {
  const undeclared = (work: 'one' | 'many') =>
    company.as(lin, async (ctx) =>
      work === 'one' ? await emit(ctx, 'sample.unknown', uuidv7()) : await emitMany(ctx, [{ type: 'sample.unknown', subjectId: uuidv7() }]),
    )
  await assert.rejects(undeclared('one'), /not declared/)
  await assert.rejects(undeclared('many'), /not declared/)
})

test('a hidden field is left out of the timeline for whoever lacks its permission', async () => {
  const subject = uuidv7()
  await company.as(guo, (ctx) => emit(ctx, 'sample.happened', subject, { costFen: 16_500, priceFen: 26_000 }))
  const seen = async (who: typeof lin) => (await company.as(who, (ctx) => timelineOf(ctx, [subject])))[0]
  assert.deepEqual((await seen(lin))?.payload, { priceFen: 26_000 })
  assert.deepEqual((await seen(guo))?.payload, { costFen: 16_500, priceFen: 26_000 })
  assert.equal((await seen(lin))?.actorName, '郭颖')
})

test('a personal value is unreadable in the row, opens with the person’s key, and is gone with it', async () => {
  const subject = uuidv7()
  const person = uuidv7()
  await company.as(lin, (ctx) => emit(ctx, 'sample.happened', subject, {}, { of: person, values: { phone: '13812342046' } }))
  const [row] = await rows(subject)
  assert.ok(!JSON.stringify(row).includes('13812342046'))
  const personal = row?.payload.personal as { of: string; box: string }
  const open = () => company.system((ctx) => openPersonal(ctx, personal))
  assert.deepEqual(await open(), { phone: '13812342046' })
  await company.system((ctx) => ctx.tx.run(sql`delete from personal_key where tenant_id = ${ctx.tenantId} and person_id = ${person}`))
  assert.equal(await open(), null)
})

test('bulk events carry their own times and actors', async () => {
  const subject = uuidv7()
  await company.system((ctx) =>
    emitMany(ctx, [
      { type: 'sample.happened', subjectId: subject, payload: { n: 1 }, at: '2026-01-05T01:00:00.000Z', actorId: lin.id },
      { type: 'sample.followed', subjectId: subject },
    ]),
  )
  const timeline = await company.as(lin, (ctx) => timelineOf(ctx, [subject]))
  assert.deepEqual(
    timeline.map((event) => [event.type, event.at, event.actorName]),
    [
      ['sample.followed', '2026-11-23T00:30:00.000Z', null],
      ['sample.happened', '2026-01-05T01:00:00.000Z', '林晓峰'],
    ],
  )
})
