import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StandardRole } from '#core/room.ts'
import { demoWorld } from '#testing/demo-world.ts'
import { DEMO_PASSWORD } from '../../demo.ts'
import { accessRows } from '../../pages/access.ts'
import { rooms } from '../../rooms.ts'
import { demoPeople } from './organization.demo.ts'

const world = await demoWorld()
const { story } = world
const admin = await world.browser({ username: 'admin', password: DEMO_PASSWORD })
const rows = accessRows(rooms)
// Whom department and below reach, written down by hand.
const below: Record<string, string[]> = {
  U04: ['U04', 'U07', 'U08', 'U09'],
  U05: ['U05', 'U10', 'U11'],
  U06: ['U06', 'U12'],
}

test('what the page says of each person of the demo company is what the table of access says of his role', async () => {
  const people = [...demoPeople, { key: 'U15', role: 'admin', name: '管理员' }]
  for (const { key, role, name } of people) {
    const { body } = await admin('GET', `/members/${story.id(key)}/effect`)
    assert.equal(body.member.name, name)
    const told = new Map(body.routes.map((one: { method: string; path: string }) => [`${one.method} ${one.path}`, one]))
    assert.equal(told.size, rows.length)
    const differs = rows.filter((row) => {
      const one = told.get(`${row.method} ${row.path}`) as { open: boolean; scope: string | null; permission: string } | undefined
      const free = row.permission === 'member' || row.permission === 'public'
      const scope = row.scopes[role as StandardRole]
      return one?.open !== (scope !== null) || one.permission !== row.permission || (!free && one.scope !== scope)
    })
    assert.deepEqual(
      differs.map((row) => `${name}: ${row.method} ${row.path}`),
      [],
    )
  }
})

test('it names whose records are reached, which roles give it, and which fields are hidden', async () => {
  const effect = async (key: string) => (await admin('GET', `/members/${story.id(key)}/effect`)).body
  const of = (
    body: { permissions: { key: string; owners: { id: string }[] | null; scope: string | null; from: string[] }[] },
    key: string,
  ) => body.permissions.find((one) => one.key === key)
  for (const [key, team] of Object.entries(below)) {
    const lead = of(await effect(key), 'lead.read')
    assert.deepEqual(lead?.owners?.map((one) => one.id).sort(), team.map((one) => story.id(one)).sort())
    assert.deepEqual([lead?.scope, lead?.from], ['subtree', ['区域经理']])
  }
  const lin = await effect('U07')
  assert.deepEqual(of(lin, 'account.read')?.owners, [{ id: story.id('U07'), name: '林晓峰' }])
  assert.deepEqual([of(lin, 'field.cost')?.scope, of(lin, 'field.cost')?.owners], [null, []])
  assert.equal(of(await effect('U01'), 'account.read')?.owners, null, 'everybody’s')
})
