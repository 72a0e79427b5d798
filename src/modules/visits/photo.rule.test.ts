import assert from 'node:assert/strict'
import { test } from 'node:test'
import { challengeEnds, challengeVerdict, verifyCode, watermarkOf } from './photo.rule.ts'

const issuedAt = '2026-11-23T01:13:00.000Z'
const challenge = { stepKey: 'storefront', memberId: 'm1', issuedAt, expiresAt: challengeEnds(issuedAt).toISOString(), usedAt: null }
const photo = (at: string) => ({ stepKey: 'storefront', memberId: 'm1', at })

test('R2.2.8 a challenge is good for one photo of one step of one rep, for five minutes', () => {
  assert.equal(challengeVerdict(challenge, photo('2026-11-23T01:18:00.000Z')), 'good')
  assert.equal(challengeVerdict(challenge, photo('2026-11-23T01:18:00.001Z')), 'expired')
  assert.equal(challengeVerdict(challenge, photo('2026-11-23T01:12:59.999Z')), 'expired')
  assert.equal(challengeVerdict({ ...challenge, usedAt: issuedAt }, photo(issuedAt)), 'used')
  assert.equal(challengeVerdict(challenge, { ...photo(issuedAt), stepKey: 'shelf' }), 'unknown')
  assert.equal(challengeVerdict(challenge, { ...photo(issuedAt), memberId: 'm2' }), 'unknown')
  assert.equal(challengeVerdict(undefined, photo(issuedAt)), 'unknown')
})

test('R2.2.7 the watermark says time, day, account, place and rep in the tenant’s zone', () => {
  assert.deepEqual(
    watermarkOf({
      at: issuedAt,
      zone: 'Asia/Shanghai',
      account: '苏州恒筑建材经营部',
      place: '苏州',
      point: { lat: 31.29904, lng: 120.58521 },
      accuracyM: 9.4,
      rep: '林晓峰',
    }),
    {
      time: '09:13',
      day: '2026-11-23 周一',
      account: '苏州恒筑建材经营部',
      place: '苏州，31.29904, 120.58521，±9 米',
      rep: '林晓峰',
    },
  )
  assert.equal(verifyCode('K7Q4', '3f9ac210ffff'), 'K7Q4·3F9A·C210')
})
