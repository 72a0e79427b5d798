import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld } from '#testing/world.ts'
import { nextNumber, numberOfDay, numberOfYear } from './numbers.ts'

const world = await openWorld()
const company = await world.company()
const other = await world.company()

test('each series counts for itself, each tenant for itself, and a refused transaction gives its number back', async () => {
  assert.equal(await company.system((ctx) => nextNumber(ctx, 'A')), 1)
  assert.equal(await company.system((ctx) => nextNumber(ctx, 'A')), 2)
  assert.equal(await company.system((ctx) => nextNumber(ctx, 'B')), 1)
  assert.equal(await other.system((ctx) => nextNumber(ctx, 'A')), 1)
  const refused = company.system(async (ctx) => {
    await nextNumber(ctx, 'A')
    throw new Error('refused')
  })
  await assert.rejects(refused, /refused/)
  assert.equal(await company.system((ctx) => nextNumber(ctx, 'A')), 3)
})

test('twenty at once get twenty different numbers', async () => {
  const numbers = await Promise.all(Array.from({ length: 20 }, () => company.system((ctx) => nextNumber(ctx, 'C'))))
  assert.deepEqual(
    numbers.sort((a, b) => a - b),
    Array.from({ length: 20 }, (_, i) => i + 1),
  )
})

test('shapes: by day counts within the month, by year within the year', async () => {
  assert.equal(await company.system((ctx) => numberOfDay(ctx, 'XS')), 'XS-20261123-0001')
  assert.equal(await company.system((ctx) => numberOfDay(ctx, 'XS', '2026-11-30')), 'XS-20261130-0002')
  assert.equal(await company.system((ctx) => numberOfDay(ctx, 'XS', '2026-12-01')), 'XS-20261201-0001')
  assert.equal(await company.system((ctx) => numberOfYear(ctx, 'SJ')), 'SJ-2026-0001')
})
