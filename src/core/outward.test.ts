import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkedDiscovery } from './identity-presets.ts'
import { askOutward } from './outward.ts'
import { isPublicAddress, isPublicPlace, isPublicUrl, publicLookup } from './public-place.ts'

process.env.FIELDLOOP_LOCAL_ISSUERS = ''

test('names that lead inside are told by their spelling, also with a dot at the end', () => {
  for (const url of [
    'https://localhost.',
    'https://foo.local.',
    'https://metadata.google.internal.',
    'https://intranet.corp:8443',
    'https://127.0.0.1',
    'https://0x7f.1',
    'https://2130706433',
    'https://[::1]',
    'https://a@idp.example.com',
    'http://idp.example.com',
    'nonsense',
  ])
    assert.equal(isPublicUrl(url), false, url)
  for (const url of ['https://idp.example.com', 'https://idp.example.com:8443/realms/x', 'https://idp.example.com.'])
    assert.equal(isPublicUrl(url), true, url)
})

test('what a name resolves to decides: one address inside is enough to refuse', async () => {
  const inside = [
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fe80::1',
    'fd00::1',
  ]
  for (const one of [...inside, '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '224.0.0.1'])
    assert.equal(isPublicAddress(one), false, one)
  for (const one of ['93.184.216.34', '172.32.0.1', '2606:4700::1111']) assert.equal(isPublicAddress(one), true, one)
  const by = (addresses: string[]) => async () => addresses
  assert.equal(await isPublicPlace('https://127.0.0.1.nip.io', by(['127.0.0.1'])), false)
  assert.equal(await isPublicPlace('https://two.example.com', by(['93.184.216.34', '10.0.0.1'])), false)
  assert.equal(await isPublicPlace('https://none.example.com', by([])), false)
  assert.equal(await isPublicPlace('https://idp.example.com', by(['93.184.216.34'])), true)
})

test('the connection itself asks again: a name that leads inside by then gets none', async () => {
  const error = await new Promise<Error | null>((done) => publicLookup('localhost', {}, (failed) => done(failed)))
  assert.match(error?.message ?? '', /lies inside/)
  await assert.rejects(askOutward('https://localhost./x'), /not public/)
})

test('endpoints that the discovery document names pass the same test', async () => {
  const by = async (name: string) => [name === 'inner.example.com' ? '10.0.0.7' : '93.184.216.34']
  const at = 'https://idp.example.com'
  const told = { issuer: at, authorization_endpoint: `${at}/a`, token_endpoint: `${at}/t`, jwks_uri: `${at}/k` }
  assert.equal((await checkedDiscovery(told, by)).tokenUrl, `${at}/t`)
  for (const field of ['token_endpoint', 'jwks_uri', 'userinfo_endpoint'])
    for (const bad of ['https://inner.example.com/x', 'http://169.254.169.254/latest', 'https://localhost./x'])
      await assert.rejects(checkedDiscovery({ ...told, [field]: bad }, by), /leads inside/, `${field} ${bad}`)
  await assert.rejects(checkedDiscovery({ ...told, token_endpoint: undefined }, by), /no token endpoint/)
})
