import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ProblemBody, problem } from '#shared/problem.ts'
import { makeOutbox, type NewAct, type OutboxStore, type SendAct } from './outbox.ts'
import { fateOf, isAnothers, isHeld, pauseAfter, type QueuedAct, referTo } from './queue.ts'

const act = (label: string, chain = 'visit-1'): NewAct => ({ chain, label, method: 'POST', path: `/x/${label}`, body: { label } })

/** A store that outlives the outbox, as IndexedDB outlives the app. */
function disk(): OutboxStore & { rows: Map<string, QueuedAct> } {
  const rows = new Map<string, QueuedAct>()
  return {
    rows,
    all: async (memberId) => [...rows.values()].filter((row) => row.memberId === memberId).sort((a, b) => (a.id < b.id ? -1 : 1)),
    put: async (row) => void rows.set(row.id, row),
    remove: async (id) => void rows.delete(id),
  }
}

function open(store: OutboxStore, send: SendAct, memberId = 'u07') {
  const pauses: { ms: number; again: () => void }[] = []
  const told: string[] = []
  const outbox = makeOutbox({
    store: async () => store,
    send,
    memberId: () => memberId,
    tenantId: () => `company of ${memberId}`,
    signedOut: () => void told.push('signed out'),
    arrived: (sent) => void told.push(sent.label),
    wait: (ms, again) => void pauses.push({ ms, again }),
  })
  return { outbox, pauses, told }
}

const refused = (status: number, code = 'x'): Error => problem({ status, code } satisfies ProblemBody)

test('acts are sent in the order they were done, and are gone when they arrived', async () => {
  const store = disk()
  const { outbox, told } = open(store, async () => ({}))
  for (const label of ['签到', '门头照', '签退']) await outbox.add(act(label))
  await outbox.drain()
  assert.deepEqual(told, ['签到', '门头照', '签退'])
  assert.equal(store.rows.size, 0)
  assert.deepEqual(outbox.state(), { kind: 'synced' })
})

test('without a network acts stay, survive a restart and keep their Idempotency-Key', async () => {
  const store = disk()
  const keys: string[] = []
  const first = open(store, async (sent) => {
    keys.push(sent.key)
    throw problem(null)
  })
  await first.outbox.add(act('签到'))
  await first.outbox.drain()
  assert.deepEqual(first.outbox.state(), { kind: 'waiting', n: 1 })
  assert.equal(first.pauses[0]?.ms, 2000)

  const second = open(store, async (sent) => void keys.push(sent.key))
  await second.outbox.drain()
  assert.equal(new Set(keys).size, 1, 'the second try must not be a second act')
  assert.deepEqual(second.told, ['签到'])
})

test('a refused act is kept and holds its own chain, not the others', async () => {
  const store = disk()
  const sent: string[] = []
  const { outbox } = open(store, async (one) => {
    sent.push(one.label)
    if (one.label === '签到') throw refused(409, 'visit.changed')
  })
  await outbox.add(act('签到'))
  await outbox.add(act('签退'))
  await outbox.add(act('记跟进', 'lead-9'))
  await outbox.drain()
  assert.deepEqual(sent, ['签到', '记跟进'])
  assert.deepEqual(outbox.state(), { kind: 'attention', n: 1 })
  const kept = await outbox.list()
  assert.deepEqual(
    kept.map((row) => [row.label, row.state, row.problem?.code, isHeld(kept, row)]),
    [
      ['签到', 'attention', 'visit.changed', false],
      ['签退', 'waiting', undefined, true],
    ],
  )
})

test('sending a refused act again takes a new key, keeps its place and lets the chain go on', async () => {
  const store = disk()
  const keys: string[] = []
  let open409 = true
  const { outbox, told } = open(store, async (one) => {
    keys.push(one.key)
    if (one.label === '签到' && open409) throw refused(409)
  })
  await outbox.add(act('签到'))
  await outbox.add(act('签退'))
  await outbox.drain()
  open409 = false
  await outbox.again((await outbox.list())[0] as QueuedAct)
  assert.deepEqual(told, ['签到', '签退'])
  assert.notEqual(keys[0], keys[1])
})

test('giving an act up lets the chain go on', async () => {
  const store = disk()
  const { outbox, told } = open(store, async (one) => {
    if (one.label === '签到') throw refused(422)
  })
  await outbox.add(act('签到'))
  await outbox.add(act('签退'))
  await outbox.drain()
  await outbox.drop((await outbox.list())[0]?.id ?? '')
  assert.deepEqual(told, ['签退'])
})

test('a session that ended stops the queue and loses nothing', async () => {
  const store = disk()
  const { outbox, told, pauses } = open(store, async () => {
    throw refused(401)
  })
  await outbox.add(act('签到'))
  await outbox.drain()
  assert.deepEqual(told, ['signed out'])
  assert.equal(store.rows.size, 1)
  assert.equal(pauses.length, 0)
})

test("another person's acts on the same phone are not sent", async () => {
  const store = disk()
  const offline = open(store, async () => {
    throw problem(null)
  })
  await offline.outbox.add(act('签到'))
  await offline.outbox.drain()
  const other = open(store, async () => ({}), 'u08')
  await other.outbox.drain()
  assert.deepEqual(other.told, [])
  assert.equal(store.rows.size, 1)
})

test('what an answer means', () => {
  assert.deepEqual(
    [200, 201, 401, 0, 503, 429, 409, 412, 422, 404].map((status) => fateOf(status)),
    ['done', 'done', 'signed_out', 'later', 'later', 'later', 'attention', 'attention', 'attention', 'attention'],
  )
  assert.deepEqual([1, 2, 3, 30].map(pauseAfter), [2_000, 4_000, 8_000, 300_000])
})

test('a wipe for one company leaves what waits for another; an act that does not say goes', async () => {
  const store = disk()
  await open(store, async () => Promise.reject(problem(null)), 'a').outbox.add(act('签到'))
  await open(store, async () => Promise.reject(problem(null)), 'b').outbox.add(act('签退'))
  const left = (tenants: string[]) => [...store.rows.values()].filter((one) => isAnothers(one, tenants)).map((one) => one.label)
  assert.deepEqual(left(['company of a']), ['签退'])
  assert.deepEqual(left(['company of a', 'company of b']), [])
  assert.equal(isAnothers({}, ['company of a']), false)
})

test('an act of the other company waits for its owner: it neither goes astray nor asks anybody', async () => {
  const store = disk()
  const { outbox, pauses, told } = open(store, async () => Promise.reject(refused(409, 'session.other_company')))
  assert.deepEqual(await outbox.doNow(act('签到')), { kind: 'kept' })
  assert.deepEqual([outbox.state(), pauses.length, told], [{ kind: 'waiting', n: 1 }, 0, []])
})

test('an answer names a file that waits with it, and is sent with what the file became', async () => {
  const store = disk()
  let online = false
  const sent: QueuedAct[] = []
  const { outbox } = open(store, async (one) => {
    if (!online) throw problem(null)
    sent.push(one)
    return one.file ? { id: `stored-${one.label}` } : {}
  })
  const keep = async (chain: string, label: string) => {
    const blob = new Blob([label])
    const file = await outbox.add({ ...act(label, chain), file: { field: 'file', name: label, blob } })
    await outbox.add({ ...act(`同意 ${label}`, chain), body: { fileIds: [referTo(file), 'known'] } })
    return file
  }
  await keep('approval:1', '合同')
  const given = await keep('approval:2', '照片')
  await outbox.drop(given.id)
  online = true
  await outbox.drain()
  const fileIds = sent.flatMap((one) => (one.file ? [] : [one.body.fileIds]))
  assert.deepEqual(fileIds, [['stored-合同', 'known'], ['known']])
  // The file may arrive in the moment before the answer is kept.
  const early = await outbox.add({ ...act('价目', 'approval:3'), file: { field: 'file', name: '价目', blob: new Blob(['x']) } })
  await outbox.drain()
  await outbox.add({ ...act('同意 价目', 'approval:3'), body: { fileIds: [referTo(early)] } })
  await outbox.drain()
  assert.deepEqual(sent.at(-1)?.body.fileIds, ['stored-价目'])
  assert.equal(store.rows.size, 0)
})
