import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mustBeGoodPassword } from './passwords.ts'

const verdict = (password: string, own: string[] = []): string => {
  try {
    mustBeGoodPassword(password, own)
    return 'good'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('what is known from breaches is refused, decorated or not', () => {
  for (const password of [
    'password',
    '12345678',
    'qwertyuiop',
    '1qaz2wsx',
    'iloveyou',
    'woaini1314',
    'a5201314',
    'P@ssw0rd',
    'Password123!',
    'zhang123456',
  ])
    assert.equal(verdict(password), 'identity.password_known', password)
})

test('patterns are refused: one key, a walk over the keyboard, a piece again and again', () => {
  for (const password of ['aaaaaaaaaa', 'abcabcabcabc', 'poiuytrewq', '98765432', 'asdfghjklasdf', '1212121212'])
    assert.equal(verdict(password), 'identity.password_known', password)
})

test('length has two ends, in characters', () => {
  assert.deepEqual(
    ['kq7mxx2', 'kq7mxx2p'].map((one) => verdict(one)),
    ['identity.password_short', 'good'],
  )
  assert.equal(verdict('雨天带伞出门见客户'), 'good')
  assert.deepEqual([verdict(`${'ab3x '.repeat(25)}zq8`), verdict(`${'ab3x '.repeat(25)}zq8k`)], ['good', 'identity.password_long'])
})

test('the own login and phone do not belong in it', () => {
  assert.equal(verdict('linxiaofeng-77', ['linxiaofeng']), 'identity.password_own')
  assert.equal(verdict('x13800002046y', ['+8613800002046']), 'identity.password_own')
  assert.equal(verdict('wu-regen-bambus', ['wu']), 'good', 'a login of two letters says nothing')
})

test('of 20,000 random passwords at most one in 500 is taken for a known one', () => {
  let seed = 20261124
  const next = (): number => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return seed >> 8
  }
  let wrong = 0
  for (let i = 0; i < 20_000; i++) {
    const password = Array.from({ length: 12 }, () => 'abcdefghjkmnpqrstuvwxyz23456789'[next() % 31]).join('')
    if (verdict(password) !== 'good') wrong += 1
  }
  assert.ok(wrong <= 40, `${wrong} of 20,000`)
})
