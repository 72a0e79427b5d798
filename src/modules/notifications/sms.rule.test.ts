import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSmsSign, smsParts, smsText } from './sms.rule.ts'

test('one part holds 70 letters, each of several 67; a letter outside the first plane counts twice', () => {
  const parts = [0, 1, 70, 71, 134, 135, 201, 202].map((letters) => smsParts('字'.repeat(letters)))
  assert.deepEqual(parts, [1, 1, 1, 2, 2, 3, 3, 4])
  assert.equal(smsParts('𠮷'.repeat(36)), 2)
  assert.equal(smsParts('a'.repeat(71)), 2, 'letters of any script count alike')
})

test('a short message carries signature, words on one line, link and the way out', () => {
  assert.equal(
    smsText({ sign: '澄岭建材', text: '林晓峰 提交了\n特价', url: 'https://s.cn/m', foot: null }),
    '【澄岭建材】林晓峰 提交了 特价 https://s.cn/m',
  )
  assert.equal(smsText({ sign: '澄岭建材', text: '到期', url: null, foot: '退订回T' }), '【澄岭建材】到期 退订回T')
})

test('too long a message loses words, never signature, link or way out, and no half letter', () => {
  const long = smsText({ sign: '澄岭建材', text: '𠮷'.repeat(400), url: 'https://s.cn/m', foot: '退订回T' })
  assert.ok(long.length <= 500 && long.length >= 498, String(long.length))
  assert.match(long, /^【澄岭建材】𠮷+… https:\/\/s\.cn\/m 退订回T$/u)
  assert.ok(long.isWellFormed())
})

test('a signature is 2 to 12 letters without brackets', () => {
  const good = ['澄岭', '澄岭建材科技', 'Fieldloop']
  const bad = ['', '澄', '【澄岭】', '[x]y', '澄 岭', '一二三四五六七八九十一二三', '澄\n岭']
  assert.deepEqual([good.every(isSmsSign), bad.some(isSmsSign)], [true, false])
})
