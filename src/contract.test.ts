import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from './contract.ts'
import { rooms } from './rooms.ts'

test('the contract the apps are built against is the one the rooms answer by, route by route', () => {
  const client = contract as unknown as Record<string, Record<string, unknown>>
  assert.deepEqual(
    Object.keys(client),
    rooms.filter((room) => Object.keys(room.contract).length > 0).map((room) => room.name),
  )
  for (const room of rooms) {
    const routes = client[room.name] ?? {}
    assert.deepEqual(Object.keys(routes).sort(), Object.keys(room.contract).sort(), room.name)
    for (const [name, procedure] of Object.entries(room.contract)) assert.equal(routes[name], procedure, `${room.name}.${name}`)
  }
})

test('no two routes answer at the same address', () => {
  const addresses = rooms.flatMap((room) =>
    Object.values(room.contract).map((procedure) => {
      const { method, path } = procedure['~orpc'].route
      return `${method} ${path?.replace(/\{\w+\}/g, '{}')}`
    }),
  )
  assert.deepEqual(
    addresses.filter((address, index) => addresses.indexOf(address) !== index),
    [],
  )
})
