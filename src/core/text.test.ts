import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { placesAgree, provinceOf } from './regions.ts'
import { bigrams, halfWidth, isUsci, likeness, maskEmail, maskName, maskPhone, normalUsci, tidy, usciCheckSign } from './text.ts'

test('width and spaces', () => {
  assert.equal(halfWidth('ＡＢＣ１２３（苏州）　号'), 'ABC123(苏州) 号')
  assert.equal(tidy('  广州市\u200b天迹　 网络\n有限公司 '), '广州市天迹 网络 有限公司')
  assert.equal(tidy('a\u0000b'), 'ab')
})

test('what somebody may not read is masked', () => {
  assert.equal(maskPhone('+8613812342046'), '138****2046')
  assert.equal(maskPhone('0512-65551234'), '051****1234')
  assert.equal(maskPhone('12345'), '***45')
  assert.equal(maskName('陈岚'), '陈*')
  assert.equal(maskName('高志远'), '高**')
  assert.equal(maskName('John Smith'), 'J***')
  assert.equal(maskEmail('chen@example.com'), 'c***@example.com')
})

test('the check character of a social credit code', () => {
  assert.ok(isUsci('91350100M000100Y43'))
  assert.equal(isUsci('91350100M000100Y44'), false)
  assert.equal(isUsci('91350100M000100Y4'), false)
  assert.equal(isUsci('91350100I000100Y43'), false)
  assert.equal(normalUsci(' 9135 0100m000100ｙ43'), '91350100M000100Y43')
  const body = fc
    .array(fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), { minLength: 17, maxLength: 17 })
    .map((list) => list.join(''))
  fc.assert(
    fc.property(body, fc.integer({ min: 0, max: 16 }), fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), (first, index, other) => {
      const check = usciCheckSign(first)
      assert.ok(check && isUsci(first + check))
      // any single wrong character is noticed
      if (first[index] !== other) assert.equal(isUsci(first.slice(0, index) + other + first.slice(index + 1) + check), false)
    }),
  )
})

test('places agree when one lies in the other, and nobody guesses about a county', () => {
  assert.equal(provinceOf('苏州'), '江苏')
  assert.equal(placesAgree('苏州', '江苏'), true)
  assert.equal(placesAgree('苏州', '南京'), false)
  assert.equal(placesAgree('苏州', '上海'), false)
  assert.equal(placesAgree('昆山', '苏州'), null)
  assert.equal(placesAgree(null, '苏州'), null)
})

test('likeness by bigrams', () => {
  assert.deepEqual([...bigrams('恒筑建材')], ['恒筑', '筑建', '建材'])
  assert.deepEqual([...bigrams('𠮷')], ['𠮷'])
  assert.equal(likeness('恒筑建材', '恒筑建材'), 1)
  assert.equal(likeness('恒筑建材', '龙运防水'), 0)
  assert.ok(likeness('恒筑建材经营部', '恒筑建材') > 0.6)
})
