import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { reading, sql } from '#core/db.ts'
import { DEMO_PASSWORD } from '../demo.ts'
import { accessRows } from '../pages/access.ts'
import { rooms } from '../rooms.ts'
import { demoWorld } from './demo-world.ts'
import { changed, footprints } from './footprint.ts'
import { ask, belowOf, nameOf, operationOf, recordsOf } from './knock.ts'
import { filled, realIds } from './real-ids.ts'
import { sourceOf } from './records.ts'
import type { Schema } from './sample.ts'

const world = await demoWorld()
const { tenantId } = world
const read = reading(world.house.pool, tenantId)
const admin = await world.browser({ username: 'admin', password: DEMO_PASSWORD })
const ids = await realIds(read)
const print = await footprints(world, tenantId)
after(() => print.close())

/** Routes that take the version their caller read, under whichever name. */
const versioned = accessRows(rooms).flatMap((row) => {
  const schema = operationOf(row).requestBody?.content['application/json']?.schema
  const field = ['version', 'basedOn'].find((name) => ((schema?.properties ?? {}) as Record<string, Schema>)[name])
  return field ? [{ row, field }] : []
})
/** Rooms that say in words of their own what somebody else did meanwhile. */
const ownWords: Record<string, string> = {
  'PUT /policies/{id}': 'policy.changed_meanwhile',
  'PUT /me/consents/{purpose}': 'consent.outdated',
  'PUT /message-channels/{channel}': 'channel.changed_meanwhile',
  'PUT /message-templates/{message}': 'template.changed_meanwhile',
  'POST /approval-flows/{key}': 'approval.flow_changed_meanwhile',
  'POST /approvals/{id}/decide': 'approval.changed_meanwhile',
  'POST /approvals/{id}/transfer': 'approval.changed_meanwhile',
  'POST /approvals/{id}/signers': 'approval.changed_meanwhile',
}
const BEHIND = 2_000_000

// What a good request needs beside the smallest one: the value of a rule as it stands.
const { value } = (await admin('GET', '/policies/calendar.work_hours')).body
const more: Record<string, object> = { 'PUT /policies/{id}': { value } }
// The story has no contract in draft; one is made of a quotation that has none yet.
const quotations = (await read.rows<{ id: string }>(sql`select id from quotation where tenant_id = ${tenantId}`)).map(({ id }) => id)
for (const quotationId of quotations) if ((await admin('POST', '/contracts', { quotationId, kind: 'single' })).status === 200) break

test('whoever saves what he read before somebody else saved is refused, on every route that takes a version, and nothing is written', async (t) => {
  const wrong: string[] = []
  for (const { row, field } of versioned) {
    const source = row.path.includes('{') ? sourceOf(row.path) : undefined
    const records = source ? await recordsOf(read, source) : [{ id: ids.memberId as string }]
    const codes: string[] = []
    const before = await print.take()
    for (const record of records.slice(0, 400)) {
      const request = await ask(row, record.id, source ? await belowOf(read, source, record.id) : {})
      const payload = { ...(filled(request.payload, ids) as object), ...more[nameOf(row)], [field]: BEHIND }
      const { status, body } = await admin(row.method as 'PUT', request.path, payload)
      codes.push(`${status} ${body?.code ?? ''}`)
      // A record in a state that takes no changes is refused for that; another one is asked.
      if (codes.at(-1) === `409 ${ownWords[nameOf(row)] ?? 'common.stale'}`) break
    }
    if (codes.at(-1) !== `409 ${ownWords[nameOf(row)] ?? 'common.stale'}`) wrong.push(`${nameOf(row)}: ${[...new Set(codes)].join(', ')}`)
    const left = changed(before, await print.take())
    if (left.length > 0) wrong.push(`${nameOf(row)} left something in ${left.join(', ')}`)
  }
  t.diagnostic(versioned.map(({ row }) => nameOf(row)).join(', '))
  assert.deepEqual(wrong, [])
  assert.ok(versioned.length > 10)
})
