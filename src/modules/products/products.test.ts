import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timelineOf } from '#core/events.ts'
import { openWorld } from '#testing/world.ts'
import { productsByIds } from './index.ts'

const world = await openWorld()
const company = await world.company()
const director = await company.member('周启明', { 'product.read': 'all', 'product.write': 'all', 'field.cost': 'all' })
const clerk = await company.member('内勤', { 'product.read': 'all', 'product.write': 'all' })
const asDirector = await world.browser(director)
const asClerk = await world.browser(clerk)

const sealant = { code: 'P09', name: '堵漏王', unit: '桶', spec: '5kg', taxBp: 1300, costFen: 2800 }

test('a cost is read, changed and told in events only by those who may see it', async () => {
  const made = await asDirector('POST', '/products', sealant)
  assert.equal(made.status, 200)
  assert.equal(made.body.costFen, 2800)
  const seen = await asClerk('GET', `/products/${made.body.id}`)
  assert.equal('costFen' in seen.body, false)
  const listed = await asClerk('GET', '/products?q=堵漏')
  assert.equal(listed.body.items.length, 1)
  assert.equal('costFen' in listed.body.items[0], false)

  const { costFen, ...withoutCost } = sealant
  assert.equal((await asClerk('PUT', `/products/${made.body.id}`, { ...sealant, version: 1 })).body.code, 'product.cost_hidden')
  const renamed = await asClerk('PUT', `/products/${made.body.id}`, { ...withoutCost, name: '堵漏王快干', version: 1 })
  assert.equal(renamed.status, 200)
  const kept = await company.as(director, (ctx) => productsByIds(ctx, [made.body.id]))
  assert.equal(kept.get(made.body.id)?.costFen, costFen)

  const told = await company.as(director, (ctx) => timelineOf(ctx, [made.body.id]))
  const hidden = await company.as(clerk, (ctx) => timelineOf(ctx, [made.body.id]))
  assert.equal(told.at(-1)?.payload.costFen, 2800)
  assert.equal('costFen' in (hidden.at(-1)?.payload ?? {}), false)
})

test('one code, one product; a stale change is refused', async () => {
  assert.equal((await asDirector('POST', '/products', sealant)).body.code, 'product.code_taken')
  const [item] = (await asDirector('GET', '/products?q=P09')).body.items
  assert.equal((await asDirector('PUT', `/products/${item.id}`, { ...sealant, version: item.version - 1 })).body.code, 'common.stale')
})
