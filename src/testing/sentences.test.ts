import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RouteMeta } from '#core/contract.ts'
import { coreMessages } from '#core/core.messages.ts'
import { fieldMessages } from '../fields.messages.ts'
import { rooms } from '../rooms.ts'
import { filesBelow, roomOf, text } from './source.ts'

const bundles = [coreMessages, fieldMessages, ...rooms.map((room) => room.messages)]
const zh: Record<string, string> = Object.assign({}, ...bundles.map((bundle) => bundle.zh))
const en: Record<string, string> = Object.assign({}, ...bundles.map((bundle) => bundle.en))
const worded = (key: string): boolean => Boolean(zh[key] && en[key])
const present = new Set(rooms.map((room) => room.name))
/** Source of the rooms on the street and of the core, tests left out. */
const sources = filesBelow('src', '.ts').filter(
  (path) => !/\.test\.ts$|\/testing\//.test(path) && (roomOf(path) === null || present.has(roomOf(path) as string)),
)

/** What the code says, without what is said about it. */
const code = (path: string): string => text(path).replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, ' ')

test('every refusal that a contract lists has its sentence', () => {
  const codes = rooms.flatMap((room) =>
    Object.values(room.contract).flatMap((procedure) => (procedure['~orpc'].meta as RouteMeta).refusals),
  )
  assert.ok(codes.length > 20)
  assert.deepEqual([...new Set(codes)].filter((code) => !worded(code)).sort(), [])
})

test('every refusal in the code has its sentence', () => {
  const missing = sources.flatMap((path) =>
    [...code(path).matchAll(/\b(?:refuse|invalid)\(\s*'([a-z_.]+)'/g)]
      .filter((match) => !worded(match[1] as string))
      .map((match) => `${path}: ${match[1]}`),
  )
  assert.deepEqual([...new Set(missing)], [])
})

test('every refusal in a room’s code stands in a contract, so that the apps’ switch is complete', () => {
  // A door that other rooms call may leave its refusal to the routes of those rooms.
  const listed = new Set(
    rooms.flatMap((room) => Object.values(room.contract).flatMap((procedure) => (procedure['~orpc'].meta as RouteMeta).refusals)),
  )
  const missing = rooms.flatMap((room) =>
    filesBelow(`src/modules/${room.name}`, '.actions.ts').flatMap((path) =>
      [...code(path).matchAll(/\b(?:refuse|invalid)\(\s*'([a-z_.]+)'/g)]
        .map((match) => match[1] as string)
        .filter((one) => !listed.has(one) && !one.startsWith('common.') && !one.startsWith('tenant.'))
        .map((one) => `${path}: ${one}`),
    ),
  )
  assert.deepEqual([...new Set(missing)], [])
})

test('every event has its sentence for the timeline', () => {
  const types = rooms.flatMap((room) => Object.keys(room.events))
  assert.deepEqual(
    types.filter((type) => !worded(`event.${type}`)),
    [],
  )
  assert.equal(new Set(types).size, types.length, 'two rooms declare the same event')
})

test('reactions and notices listen to events that some room emits', () => {
  const declared = new Set(rooms.flatMap((room) => Object.keys(room.events)))
  const wrong = rooms.flatMap((room) =>
    [...Object.keys(room.reactions), ...Object.keys(room.notices)]
      .filter((type) => !declared.has(type))
      .map((type) => `${room.name} listens to ${type}, which nobody emits`),
  )
  assert.deepEqual(wrong, [])
})

test('every message a notice or a task names has its sentence', () => {
  const missing = sources.flatMap((path) =>
    [...code(path).matchAll(/\b(?:message|titleKey):\s*'([a-z_]+(?:\.[a-z_]+)+)'/g)]
      .filter((match) => !worded(match[1] as string))
      .map((match) => `${path}: ${match[1]}`),
  )
  assert.deepEqual([...new Set(missing)], [])
})

test('permissions have words, and standard roles hold only what exists', () => {
  const keys = rooms.flatMap((room) => Object.entries(room.permissions))
  assert.equal(new Set(keys.map(([key]) => key)).size, keys.length, 'two rooms declare the same permission')
  assert.deepEqual(
    keys.filter(([, permission]) => !(permission.zh && permission.en)).map(([key]) => key),
    [],
  )
})

test('jobs have names of their own', () => {
  const names = rooms.flatMap((room) => room.jobs.map((job) => job.name))
  assert.equal(new Set(names).size, names.length)
})
