import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type MemberFilter, matching } from './memberFilter.ts'

const tree = [
  { id: 'top', parentId: null, name: '公司' },
  { id: 'east', parentId: 'top', name: '华东' },
  { id: 'suzhou', parentId: 'east', name: '苏州' },
]
const member = (name: string, departmentId: string, more: object = {}) => ({
  name,
  username: `u-${name}`,
  title: '',
  departmentId,
  managerName: null,
  roles: ['rep'],
  disabledAt: null as string | null,
  ...more,
})
const members = [
  member('林晓峰', 'suzhou', { title: '业务员', username: 'LinXiaofeng' }),
  member('高志远', 'east', { roles: ['manager'] }),
  member('赵总', 'top', { disabledAt: '2026-11-01T00:00:00.000Z' }),
]

test('members are found by words, department with all below, role and state', () => {
  const found = (filter: Partial<MemberFilter>) => matching(members, { state: 'all', ...filter }, tree).map((one) => one.name)
  assert.deepEqual(found({}), ['林晓峰', '高志远', '赵总'])
  assert.deepEqual(found({ words: ' linxiao ' }), ['林晓峰'])
  assert.deepEqual(found({ words: '业务' }), ['林晓峰'])
  assert.deepEqual(found({ departmentId: 'east' }), ['林晓峰', '高志远'])
  assert.deepEqual(found({ role: 'manager' }), ['高志远'])
  assert.deepEqual(found({ state: 'disabled' }), ['赵总'])
  assert.deepEqual(found({ state: 'active', departmentId: 'top', words: '远' }), ['高志远'])
})
