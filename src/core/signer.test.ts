import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderPdf } from './pdf.ts'
import { checkPdfSignature, signPdf } from './signer.ts'

const now = new Date('2026-11-23T00:30:00.000Z')
const shelf = new Map<string, Uint8Array>()
const keeper = {
  secret: 'test',
  objects: {
    put: async (key: string, bytes: Uint8Array) => void shelf.set(key, bytes),
    get: async (key: string) => {
      const bytes = shelf.get(key)
      if (!bytes) throw new Error('missing')
      return bytes
    },
    remove: async (key: string) => void shelf.delete(key),
  },
}

test('a signed page is intact, whole and dated; one changed byte is found', async () => {
  const plain = await renderPdf({ content: ['购销合同'] }, now)
  assert.equal(checkPdfSignature(plain), null)
  const signed = await signPdf(keeper, plain, 'Agreed electronic signature', now)
  const told = checkPdfSignature(signed)
  assert.ok(told)
  assert.deepEqual([told.intact, told.whole, told.signedAt], [true, true, now.toISOString()])
  for (const place of [20, Math.floor(plain.length / 2), signed.length - 3]) {
    const changed = Uint8Array.from(signed)
    changed[place] = (changed[place] as number) ^ 1
    assert.equal(checkPdfSignature(changed)?.intact, false, `byte ${place}`)
  }
  const longer = Buffer.concat([signed, Buffer.from('\n% added')])
  assert.equal(checkPdfSignature(longer)?.whole, false, 'something added after the signature')
})

test('everything is signed with one certificate, whose file does not open with another secret', async () => {
  const plain = await renderPdf({ content: ['补充协议'] }, now)
  const one = checkPdfSignature(await signPdf(keeper, plain, 'one', now))
  const two = checkPdfSignature(await signPdf(keeper, plain, 'two', now))
  assert.equal(one?.certificate, two?.certificate)
  await assert.rejects(signPdf({ ...keeper, secret: 'other' }, plain, 'three', now))
})
