import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isUsci, usciCheckSign } from '#core/text.ts'
import { matchKeys } from './blocking.rule.ts'
import { headOffice, type MatchParty, match, matchDefaults } from './matching.rule.ts'

const code = (body: string) => body + usciCheckSign(body)
const c01: MatchParty = { name: '苏州恒筑建材经营部', phone: '+8613812342046', usci: code('92320508MA1X0001A') }
const party = (name: string, more: Partial<MatchParty> = {}): MatchParty => ({ name, phone: null, usci: null, ...more })

test('R1.1.5 L5: the same phone and the same name in another spelling are C01', () => {
  const verdict = match(party('恒筑建材经营部（苏州）', { phone: c01.phone }), c01, matchDefaults)
  assert.equal(verdict.decision, 'same')
  assert.deepEqual(
    verdict.reasons.map((reason) => [reason.fact, reason.agrees, reason.weight]),
    [
      ['phone', true, 60],
      ['name', true, 60],
      ['region', true, 20],
    ],
  )
})

test('R1.1.5 L6: the same name under another social credit code is another company', () => {
  assert.ok(c01.usci && isUsci(c01.usci))
  const verdict = match({ ...c01, usci: code('92320508MA1X0002B') }, c01, matchDefaults)
  assert.deepEqual([verdict.decision, verdict.score], ['different', 0])
})

test('a branch is never its head office, nor another branch', () => {
  const head = party('武汉博雅轩文化科技有限公司', { phone: '+8619900000001' })
  assert.equal(match(party('武汉博雅轩文化科技有限公司分公司', { phone: '+8619900000001' }), head, matchDefaults).decision, 'different')
  assert.equal(match(party('扬州瘦湖建材城七号店'), party('扬州瘦湖建材城八号店'), matchDefaults).decision, 'different')
  assert.equal(match(party('扬州瘦湖建材城七号店'), party('扬州市瘦湖建材城七号店'), matchDefaults).decision, 'same')
})

test('R1.1.5 a branch knows its head office', () => {
  const head = party('武汉博雅轩文化科技有限公司')
  assert.equal(headOffice(head, party('武汉博雅轩文化科技有限公司分公司')), 'a')
  assert.equal(headOffice(party('博雅轩文化科技有限公司宜昌分公司'), head), 'b')
  assert.equal(headOffice(head, party('南京博雅轩文化科技有限公司分公司')), null)
  assert.equal(headOffice(head, party('武汉博雅轩文化科技有限责任公司')), null)
})

test('address, person and a mistyped phone speak too', () => {
  const address = '苏州市吴中区长桥路8号3栋201室'
  const cases: [MatchParty, MatchParty, string][] = [
    // the same name, without a place in either, at one address
    [party('澄湾装饰', { address }), party('澄湾装饰', { address: '江苏省苏州吴中区长桥路8号' }), 'same'],
    // one house number further is another address
    [party('澄湾装饰', { address }), party('澄湾装饰', { address: '苏州市吴中区长桥路96号' }), 'maybe'],
    // two companies in one office with one phone: a person looks
    [
      party('苏州澄湾装饰', { address, phone: '13800000001', contact: '李强' }),
      party('苏州龙运防水', { address, phone: '13800000001', contact: '李强' }),
      'maybe',
    ],
    // one sign of the brand is wrong, all else is right
    [party('苏州澄湾装饰', { address, phone: '13800000001' }), party('苏州澄弯装饰', { address, phone: '13800000001' }), 'same'],
    // two digits swapped are a slip, the next number is another line
    [party('澄湾装饰', { phone: '13800012001' }), party('澄湾装饰', { phone: '13800021001' }), 'same'],
    [party('澄湾装饰', { phone: '13800012001' }), party('澄湾装饰', { phone: '13800012002' }), 'different'],
    // what both names have left over keeps them apart
    [
      party('Old Star Cafe', { address: '8341 Hudson Rd.', phone: '8185695587' }),
      party('Old Star Dining Room', { address: '8341 Hudson Road', phone: '8185695587' }),
      'maybe',
    ],
  ]
  for (const [a, b, decision] of cases) {
    const verdict = match(a, b, matchDefaults)
    assert.equal(verdict.decision, decision, `${a.name} / ${b.name}: ${JSON.stringify(verdict)}`)
  }
})

test('a mistyped code is forgiven only where it cannot be sound', () => {
  const sound = c01.usci ?? ''
  const mistyped = sound.slice(0, -1) + (sound.endsWith('A') ? 'B' : 'A')
  const [one, slip, other] = [sound, mistyped, code('92320508MA1X0002B')].map((usci) => party('苏州澄湾装饰', { usci })) as [
    MatchParty,
    MatchParty,
    MatchParty,
  ]
  assert.equal(match(one, slip, matchDefaults).decision, 'same')
  assert.equal(match(one, other, matchDefaults).decision, 'different')
})

test('same, maybe, different', () => {
  const phone = '+8613800000001'
  const cases: [MatchParty, MatchParty, string][] = [
    [party('福建创美文化传播有限公司'), party('福建创美文化传播有限责任公司'), 'same'],
    [party('苏州澄湾装饰', { phone }), party('苏州澄湾装饰', { phone: '+8613800000002' }), 'maybe'],
    [party('苏州澄湾装饰'), party('南京澄湾装饰'), 'different'],
    [party('苏州澄湾装饰', { phone }), party('南京澄湾装饰', { phone }), 'maybe'],
    [party('澄湾装饰'), party('苏州澄湾装饰'), 'maybe'],
    [party('澄湾装饰', { region: '苏州' }), party('苏州澄湾装饰'), 'same'],
    [party('福建环境公司'), party('福建环境有限公司'), 'maybe'],
    [party('苏州龙运防水工程', { phone }), party('苏州澄湾装饰', { phone }), 'maybe'],
    [party('恒筑建材', { phone }), party('恒筑建材经营部', { phone }), 'same'],
    [party('苏州龙运防水工程'), party('苏州澄湾装饰'), 'different'],
    [party('别的名字', { usci: c01.usci }), c01, 'same'],
  ]
  for (const [a, b, decision] of cases) {
    const verdict = match(a, b, matchDefaults)
    assert.equal(verdict.decision, decision, `${a.name} / ${b.name}: ${verdict.score}`)
  }
})

test('it does not matter who comes first, and the weights explain the score', () => {
  const names = fc.constantFrom('苏州恒筑建材', '恒筑建材（苏州）', '恒筑建材经营部', '上海恒筑建材有限公司', '恒筑建材有限公司上海分公司')
  const phones = fc.constantFrom(null, '+8613800000001', '+8613800000002')
  const codes = fc.constantFrom(null, code('92320508MA1X0001A'), code('92320508MA1X0002B'))
  const anyone = fc.record({ name: names, phone: phones, usci: codes })
  fc.assert(
    fc.property(anyone, anyone, (a, b) => {
      const [there, back] = [match(a, b, matchDefaults), match(b, a, matchDefaults)]
      assert.deepEqual([there.decision, there.score], [back.decision, back.score])
      if (there.score > 0) {
        const sum = there.reasons.reduce((total, reason) => total + reason.weight, 0)
        assert.equal(there.score, Math.min(100, sum))
      }
      if (there.decision !== 'different') assert.ok(matchKeys(a).some((key) => matchKeys(b).includes(key)))
    }),
  )
})
