// A flow from draft to force: named faults, the difference, the last cases, and then what is submitted follows it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoWorld } from '#testing/demo-world.ts'

const world = await demoWorld()
const admin = await world.browser({ username: 'admin', password: 'fieldloop-demo' })
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, judged by the assertions
const body = (answer: { status: number; body: unknown }, status = 200): any => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}
const step = (id: string, role: string) => ({ kind: 'approve', id, mode: 'any', approvers: [{ kind: 'role', role }] })
const end = { kind: 'end', id: 'end' }

test('the demo company’s quotations: a draft is tried on its cases and publishes nothing', async () => {
  const { items } = body(await admin('GET', '/approval-flows'))
  const flow = items.find((one: { key: string }) => one.key === 'quotation')
  const same = body(await admin('POST', '/approval-flows/quotation/check', { steps: flow.steps }))
  assert.deepEqual([same.faults, same.differences], [[], []])
  assert.ok(same.cases.length > 0 && same.counts.stuck === 0)
  const more = body(
    await admin('POST', '/approval-flows/quotation/check', {
      steps: [step('gm', 'gm'), step('finance', 'finance'), step('director', 'director'), end],
    }),
  )
  assert.ok(more.counts.more > 0)
  assert.ok(more.differences.length > 0)
  assert.equal(
    body(await admin('GET', '/approval-flows')).items.find((one: { key: string }) => one.key === 'quotation').version,
    flow.version,
  )
})

test('faults are named and keep it from being published', async () => {
  const { items } = body(await admin('GET', '/approval-flows'))
  const { version } = items.find((one: { key: string }) => one.key === 'quotation')
  const publish = (steps: object[]) => admin('POST', '/approval-flows/quotation', { basedOn: version, steps })
  assert.match(body(await publish([step('finance', 'finance')]), 422).detail, /没有结束/)
  assert.match(
    body(await publish([step('finance', 'finance'), end, step('gm', 'gm'), { ...end, id: 'end2' }]), 422).detail,
    /总经理.*走不到/,
  )
  assert.match(body(await publish([step('finance', 'astronaut'), end]), 422).detail, /astronaut/)
  assert.equal(body(await publish([{ kind: 'approve', id: 'x' }, end] as object[]), 422).code, 'approval.step_unreadable')
  assert.equal(body(await publish([step('finance', 'finance'), end])).version, version + 1)
  assert.equal(body(await admin('GET', '/approval-flows/quotation/versions')).items[0].version, version + 1)
})
