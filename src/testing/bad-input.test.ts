import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { PUBLIC } from '#core/contract.ts'
import { reading, writing } from '#core/db.ts'
import { DEMO_PASSWORD } from '../demo.ts'
import { type AccessRow, accessRows } from '../pages/access.ts'
import { rooms } from '../rooms.ts'
import { badBodies, badFiles, badQueries, badValues, put } from './bad-values.ts'
import { demoWorld } from './demo-world.ts'
import { changed, footprints } from './footprint.ts'
import { ask, belowOf, nameOf, operationOf, recordsOf } from './knock.ts'
import { filled, foreignIds, idFields, realIds } from './real-ids.ts'
import { plainParameters, sourceOf } from './records.ts'
import { faultsOf, type Got, inLanes, namingFaults, send } from './refusal-faults.ts'
import type { Schema } from './sample.ts'

const world = await demoWorld()
const { tenantId } = world
const read = reading(world.house.pool, tenantId)
const admin = await world.browser({ username: 'admin', password: DEMO_PASSWORD })
const ids = await realIds(read)
const other = await world.company()
const foreign = await writing(world.house.pool, other.tenantId, (tx) => foreignIds(read, tx, ids))
const print = await footprints(world, tenantId)
after(() => print.close())

const rows = accessRows(rooms)
const missing = '01900000-0000-7000-8000-000000000000'
/** Refused attempts that are kept on purpose: a check-in outside the fence, and the news of it. */
const traces = new Set(['position_fix', 'event', 'event_to_relay', 'event_to_seal'])

const jsonSchema = (row: AccessRow): Schema | undefined => operationOf(row).requestBody?.content['application/json']?.schema

/** A good request of a route about a record of the demo company, with ids that exist. */
async function good(row: AccessRow, nth = 0): Promise<{ path: string; payload: unknown }> {
  const source = row.path.includes('{') ? sourceOf(row.path) : undefined
  const records = source ? await recordsOf(read, source) : []
  const record = records[Math.floor((nth * records.length) / 12)]
  const request = await ask(row, record?.id ?? missing, source && record ? await belowOf(read, source, record.id) : {})
  // A thread's record is named with its kind.
  const path = request.path.replace(/^\/(threads|briefings)\/[^/]+\/[^/?]+/, `/$1/account/${ids.accountId}`)
  return { path, payload: filled(request.payload ?? {}, ids) }
}

/** Runs `work` for each row and holds against each room that what was sent to it left no trace. */
async function leavingNothing(list: readonly AccessRow[], wrong: string[], work: (row: AccessRow) => Promise<void>): Promise<void> {
  const groups = Map.groupBy(list, (row) => operationOf(row).tags[0] as string)
  let before = await print.take()
  for (const [room, group] of groups) {
    for (const row of group) await work(row)
    const now = await print.take()
    const left = changed(before, now).filter((table) => !traces.has(table))
    if (left.length > 0) wrong.push(`${room} left something in ${left.join(', ')}`)
    before = now
  }
}

const writes = rows.filter((row) => row.method !== 'GET' && row.permission !== PUBLIC && row.path !== '/session')

test('each field of each body, spoilt in each way: refused, named in Chinese and in English, nothing written', async (t) => {
  const wrong: string[] = []
  let sent = 0
  await leavingNothing([...writes, ...rows.filter((row) => row.path === '/session' && row.method === 'POST')], wrong, async (row) => {
    const schema = jsonSchema(row)
    if (!schema) return
    const { path, payload } = await good(row)
    const values = badValues(schema).filter((bad) => bad.must === 'refuse')
    await inLanes(values, async (bad, at) => {
      const locale = at % 3 === 0 ? 'en' : 'zh'
      const body = JSON.stringify(put(payload, schema, bad.path, bad.value))
      const got = await send(admin, { method: row.method, path, body, type: 'application/json' }, locale)
      sent += 1
      for (const fault of [...faultsOf(got, locale), ...namingFaults(got.body, bad.path, locale)])
        wrong.push(`${nameOf(row)}, ${bad.path.join('.')}: ${bad.kind} ${fault}`)
    })
  })
  t.diagnostic(`${sent} requests`)
  assert.deepEqual(wrong, [])
  assert.ok(sent > 3000)
})

test('no body, broken ones and wrong content types are refused everywhere', async (t) => {
  const wrong: string[] = []
  let sent = 0
  await leavingNothing(writes, wrong, async (row) => {
    const needs = ((jsonSchema(row)?.required ?? []) as string[]).length > 0 || operationOf(row).requestBody?.content['multipart/form-data']
    // Where nothing is needed an empty body is a good one: such a route is asked about a record that is not there.
    const { path } = needs ? await good(row) : await ask(row, missing)
    const harmless = needs || (row.path.includes('{') && !plainParameters[nameOf(row)])
    await inLanes(
      badBodies.filter((one) => harmless || one.never),
      async (one, at) => {
        const locale = at % 2 === 0 ? 'zh' : 'en'
        const got = await send(admin, { method: row.method, path, body: one.body, type: one.type }, locale)
        sent += 1
        for (const fault of faultsOf(got, locale)) wrong.push(`${nameOf(row)}, ${one.kind}: ${fault}`)
      },
    )
  })
  t.diagnostic(`${sent} requests`)
  assert.deepEqual(wrong, [])
})

test('each parameter of each address, spoilt in each way, is refused or taken, and never a fault of ours', async (t) => {
  const wrong: string[] = []
  let sent = 0
  await leavingNothing(
    rows.filter((row) => row.method === 'GET'),
    wrong,
    async (row) => {
      const { path } = await good(row)
      const parameters = operationOf(row).parameters ?? []
      const queries = parameters.filter((one) => one.in === 'query').flatMap((one) => badQueries(one.name, one.schema))
      await inLanes(queries, async (one, at) => {
        const locale = at % 2 === 0 ? 'zh' : 'en'
        const got = await send(admin, { method: 'GET', path: `${path.split('?')[0]}?${withOthers(path, one.name)}${one.query}` }, locale)
        sent += 1
        if (one.must === 'survive' && got.status < 400) return
        const named = one.must === 'refuse' && got.body?.code === 'common.bad_input' ? namingFaults(got.body, [one.name], locale) : []
        for (const fault of [...faultsOf(got, locale), ...named]) wrong.push(`${nameOf(row)}?${one.query.slice(0, 60)} ${fault}`)
      })
    },
  )
  t.diagnostic(`${sent} requests`)
  assert.deepEqual(wrong, [])
})

function withOthers(path: string, name: string): string {
  const others = [...new URLSearchParams(path.split('?')[1] ?? '')].filter(([key]) => key !== name)
  return others.map(([key, value]) => `${key}=${encodeURIComponent(value)}&`).join('')
}

/** Lists of ids to act on: what is not there has nothing done to it. */
const actsOnWhatIsThere = new Set(['POST /approvals/decide', 'POST /audit/dead-letters/replay', 'POST /notifications/read'])

test('a record of another company is as little there as one that is none, in an address and in a body', async (t) => {
  const wrong: string[] = []
  let [sent, found] = [0, 0]
  await leavingNothing(writes, wrong, async (row) => {
    const schema = jsonSchema(row)
    for (const field of schema && !actsOnWhatIsThere.has(nameOf(row)) ? idFields(schema) : []) {
      const [strange, none] = await askedFor(row, schema as Schema, field)
      sent += 2
      const at = `${nameOf(row)}, ${field.join('.')}`
      const words = [strange, none].map((got) => `${got.status} ${got.body?.code} ${got.body?.detail}`.replace(/[0-9a-f-]{36}/g, '…'))
      if (words[0] !== words[1]) wrong.push(`${at}: another company’s ${words[0]}, none ${words[1]}`)
      for (const fault of faultsOf(strange, 'zh')) wrong.push(`${at}: ${fault}`)
      if (strange.status === 403) wrong.push(`${at}: 403`)
      if (strange.status !== 409) found += 1
      else t.diagnostic(`${at}: ${words[0]}`)
    }
    if (!row.path.includes('{') || plainParameters[nameOf(row)]) return
    const got = await send(admin, { method: row.method, ...(await bodyOf(row, missing)) }, 'zh')
    sent += 1
    if (got.status !== 404) wrong.push(`${nameOf(row)} about no record: ${got.status} ${got.body?.code} ${got.body?.detail}`)
  })
  t.diagnostic(`${sent} requests, ${found} refused for the id`)
  assert.deepEqual(wrong, [])
})

/** Asks with a foreign and with a missing id in a field, about the record of the path that lets the question come up. */
async function askedFor(row: AccessRow, schema: Schema, field: (string | number)[]): Promise<[Got, Got]> {
  const name = String(field.findLast((step) => typeof step === 'string'))
  const ask = async (id: string | undefined, nth: number): Promise<Got> => {
    const { path, payload } = await good(row, nth)
    return await send(
      admin,
      { method: row.method, path, body: JSON.stringify(put(payload, schema, field, id)), type: 'application/json' },
      'zh',
    )
  }
  let got: [Got, Got] | undefined
  for (let nth = 0; nth < (row.path.includes('{') ? 12 : 1); nth += 1) {
    got = [await ask(foreign[name], nth), await ask(missing, nth)]
    if (got[0].status !== 409) break
  }
  return got as [Got, Got]
}

async function bodyOf(row: AccessRow, id: string): Promise<{ path: string; body?: string | Buffer; type?: string }> {
  const { path, payload, headers } = await ask(row, id)
  if (!payload) return { path }
  if (headers['content-type']) return { path, body: payload as Buffer, type: headers['content-type'] }
  return { path, body: JSON.stringify(filled(payload, ids)), type: 'application/json' }
}

test('an address that names no record, or is none, is refused in words', async () => {
  const wrong: string[] = []
  await leavingNothing(rows, wrong, async (row) => {
    if (!row.path.includes('{')) return
    const asked = await bodyOf(row, missing)
    for (const name of ['nonsense', '%00', '%E4%BD', '..%2F..%2Fme', encodeURIComponent(`'; drop table lead; --`), 'x'.repeat(3000)]) {
      const got = await send(
        admin,
        { ...asked, method: row.method, path: row.path.replace(/\{\w+\}/, name).replace(/\{\w+\}/g, missing) },
        'zh',
      )
      for (const fault of faultsOf(got, 'zh')) wrong.push(`${nameOf(row)}, ${name.slice(0, 20)}: ${fault}`)
    }
  })
  assert.deepEqual(wrong, [])
})

test('files of no bytes, of a kind that is not asked for, and texts in place of a file are refused', async (t) => {
  const wrong: string[] = []
  const forms = rows.filter((row) => operationOf(row).requestBody?.content['multipart/form-data'])
  await leavingNothing(forms, wrong, async (row) => {
    const { path, payload, headers } = await ask(row, ids[row.path.startsWith('/visits') ? 'visitIds' : 'quotationId'] ?? missing)
    const type = headers['content-type'] as string
    const form = await new Response(new Uint8Array(payload as Buffer), { headers: { 'content-type': type } }).formData()
    for (const [kind, file] of badFiles()) {
      form.set('file', file as File)
      const request = new Request('http://localhost/', { method: 'POST', body: form })
      const body = Buffer.from(await request.arrayBuffer())
      const got = await send(admin, { method: row.method, path, body, type: request.headers.get('content-type') as string }, 'zh')
      for (const fault of faultsOf(got, 'zh')) wrong.push(`${nameOf(row)}, ${kind}: ${fault}`)
      t.diagnostic(`${nameOf(row)}, ${kind}: ${got.status} ${got.body?.detail}`)
    }
  })
  assert.deepEqual(wrong, [])
  assert.ok(forms.length >= 4)
})

test('strange but possible text is taken or refused in words, never a fault of ours', async (t) => {
  const wrong: string[] = []
  let [sent, taken] = [0, 0]
  for (const row of writes) {
    const schema = jsonSchema(row)
    if (!schema) continue
    const { path, payload } = await good(row)
    await inLanes(
      badValues(schema).filter((bad) => bad.must === 'survive'),
      async (bad) => {
        const body = JSON.stringify(put(payload, schema, bad.path, bad.value))
        const got = await send(admin, { method: row.method, path, body, type: 'application/json' }, 'zh')
        sent += 1
        if (got.status === 200) taken += 1
        else for (const fault of faultsOf(got, 'zh')) wrong.push(`${nameOf(row)}, ${bad.path.join('.')}: ${bad.kind} ${fault}`)
      },
    )
  }
  t.diagnostic(`${sent} requests, ${taken} taken`)
  assert.deepEqual(wrong, [])
})
