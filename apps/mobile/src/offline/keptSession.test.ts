import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problem } from '#shared/problem.ts'
import type { Me, SessionPort } from '#shared/session.ts'
import { keptSession } from './keptSession.ts'

const me = { memberId: 'u07', name: '林晓峰', tenant: { timeZone: 'Asia/Shanghai' }, clockFixed: false } as Me

function storage() {
  const rows = new Map<string, string>()
  return {
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
    removeItem: (key: string) => void rows.delete(key),
  }
}

const server = (load: SessionPort['load']): SessionPort => ({ load, signIn: async () => me, signOut: async () => {} })

test('without a network the person of last time is there', async () => {
  const kept = storage()
  await keptSession(
    server(async () => me),
    kept,
  ).load()
  const offline = keptSession(
    server(async () => Promise.reject(problem(null))),
    kept,
  )
  assert.equal((await offline.load())?.memberId, 'u07')
})

test('a server that says nobody is signed in is believed, and the kept person forgotten', async () => {
  const kept = storage()
  await keptSession(
    server(async () => me),
    kept,
  ).load()
  assert.equal(
    await keptSession(
      server(async () => null),
      kept,
    ).load(),
    null,
  )
  await assert.rejects(
    keptSession(
      server(async () => Promise.reject(problem(null))),
      kept,
    ).load(),
  )
})

test('an error of the server is no missing network', async () => {
  const kept = storage()
  await keptSession(
    server(async () => me),
    kept,
  ).load()
  await assert.rejects(
    keptSession(
      server(async () => Promise.reject(problem({ status: 500 }))),
      kept,
    ).load(),
  )
})

test('signing out forgets the person', async () => {
  const kept = storage()
  const session = keptSession(
    server(async () => me),
    kept,
  )
  await session.signIn({ login: 'x', password: 'y' })
  await session.signOut()
  await assert.rejects(
    keptSession(
      server(async () => Promise.reject(problem(null))),
      kept,
    ).load(),
  )
})
