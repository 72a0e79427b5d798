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
  const said = { steps: flow.steps, cc: flow.cc, same: flow.same, clock: flow.clock }
  assert.deepEqual(body(await admin('POST', '/approval-flows/quotation/check', said)).differences, [], 'what is shown is what is in force')
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
  const copied = (cc: object[]) =>
    admin('POST', '/approval-flows/quotation', { basedOn: version, steps: [step('finance', 'finance'), end], cc })
  assert.match(body(await copied([{ kind: 'role', role: 'astronaut' }]), 422).detail, /抄送名单.*astronaut/)
  const odd = { kind: 'rule', cases: [{ when: { fact: 'nothing', op: 'eq', value: 1 }, approver: { kind: 'role', role: 'gm' } }] }
  assert.match(body(await copied([odd]), 422).detail, /抄送名单.*nothing/)
  const broken = { kind: 'rule', cases: [{ when: { fact: 'amountFen' }, approver: { kind: 'role', role: 'gm' } }] }
  assert.equal(body(await copied([broken]), 422).code, 'approval.condition_wrong')
  assert.equal(body(await copied([{ kind: 'role' }]), 422).code, 'approval.step_unreadable')
  const inStep = [step('finance', 'finance'), { kind: 'cc', id: 'cc', copies: [broken] }, end]
  assert.equal(body(await publish(inStep), 422).code, 'approval.condition_wrong', 'a copy on the way is read as strictly')
  const said = body(await copied([{ kind: 'role', role: 'gm' }]))
  assert.deepEqual([said.version, said.cc], [version + 1, [{ kind: 'role', role: 'gm' }]])
  const kept = body(await admin('POST', '/approval-flows/quotation', { basedOn: version + 1, steps: [step('gm', 'gm'), end] }))
  assert.deepEqual(kept.cc, said.cc, 'a draft that does not speak of copies keeps them')
  assert.equal(body(await admin('GET', '/approval-flows/quotation/versions')).items[0].version, version + 2)
})
