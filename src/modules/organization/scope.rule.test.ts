import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type DataScope, departmentsBelow, type Organization, reaches, reachOf } from './scope.rule.ts'

const organization: Organization = {
  departments: [
    { id: 'hq', parentId: null },
    { id: 'sales', parentId: 'hq' },
    { id: 'suhu', parentId: 'sales' },
    { id: 'zhe', parentId: 'sales' },
    { id: 'finance', parentId: 'hq' },
  ],
  members: [
    { id: 'U01', departmentIds: ['hq'] },
    { id: 'U02', departmentIds: ['sales'] },
    { id: 'U04', departmentIds: ['suhu'] },
    { id: 'U07', departmentIds: ['suhu'] },
    { id: 'U08', departmentIds: ['suhu'] },
    { id: 'U05', departmentIds: ['zhe'] },
    { id: 'U10', departmentIds: ['zhe'] },
    { id: 'U14', departmentIds: ['finance'] },
  ],
}
const reach = (memberId: string, scope: DataScope, departmentIds: string[] = []) => {
  const found = reachOf('lead.read', memberId, [{ permission: 'lead.read', scope, departmentIds }], organization)
  return found.all ? 'all' : found.memberIds
}

test('own, department, subtree, custom, all', () => {
  assert.deepEqual(reach('U07', 'own'), ['U07'])
  assert.deepEqual(reach('U04', 'department'), ['U04', 'U07', 'U08'])
  assert.deepEqual(reach('U02', 'department'), ['U02'])
  assert.deepEqual(reach('U02', 'subtree'), ['U02', 'U04', 'U05', 'U07', 'U08', 'U10'])
  assert.deepEqual(reach('U14', 'custom', ['zhe']), ['U05', 'U10', 'U14'])
  assert.equal(reach('U01', 'all'), 'all')
})

test('several roles add up, another permission adds nothing, none reaches nobody', () => {
  const grants = [
    { permission: 'lead.read', scope: 'own' },
    { permission: 'lead.read', scope: 'custom', departmentIds: ['finance'] },
    { permission: 'receipt.read', scope: 'all' },
  ] as const
  assert.deepEqual(reachOf('lead.read', 'U07', grants, organization), { all: false, memberIds: ['U07', 'U14'] })
  assert.deepEqual(reachOf('lead.assign', 'U07', grants, organization), { all: false, memberIds: [] })
  assert.deepEqual(reachOf('receipt.read', 'U07', grants, organization), { all: true })
})

test('a record without an owner is only within all', () => {
  assert.equal(reaches({ all: true }, null), true)
  assert.equal(reaches({ all: false, memberIds: ['U07'] }, null), false)
  assert.equal(reaches({ all: false, memberIds: ['U07'] }, 'U07'), true)
  assert.equal(reaches({ all: false, memberIds: ['U07'] }, 'U08'), false)
})

test('a tree that bites its own tail ends all the same', () => {
  const circle = [
    { id: 'a', parentId: 'b' },
    { id: 'b', parentId: 'a' },
  ]
  assert.deepEqual([...departmentsBelow(['a'], circle)].sort(), ['a', 'b'])
})

test('each scope reaches at least what the narrower one does', () => {
  const members = organization.members.map((member) => member.id)
  fc.assert(
    fc.property(fc.constantFrom(...members), (id) => {
      const [own, department, subtree] = (['own', 'department', 'subtree'] as const).map((scope) => reach(id, scope))
      assert.ok(Array.isArray(own) && Array.isArray(department) && Array.isArray(subtree))
      assert.ok(own.every((one) => department.includes(one)) && department.every((one) => subtree.includes(one)))
    }),
  )
})
