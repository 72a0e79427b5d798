import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderPdf } from './pdf.ts'

const now = new Date('2026-11-23T00:30:00.000Z')

test('a page of Chinese text carries its own font', async () => {
  const bytes = Buffer.from(await renderPdf({ content: ['购销合同 ¥239,670.00'], info: { title: '购销合同' } }, now))
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-')
  assert.match(bytes.toString('latin1'), /NotoSansSC/)
  assert.match(bytes.toString('latin1'), /\/FontFile2|\/FontFile3/)
})

test('what people type can make the renderer read no file and fetch nothing', async () => {
  for (const image of ['/etc/passwd', 'http://127.0.0.1:9/x.png']) {
    await assert.rejects(renderPdf({ content: [{ image }] }, now))
  }
})

test('the same definition gives more pages for more text', async () => {
  const pages = async (lines: number) => {
    const text = Buffer.from(await renderPdf({ content: Array.from({ length: lines }, () => '条款') }, now)).toString('latin1')
    return (text.match(/\/Type \/Page\b(?!s)/g) ?? []).length
  }
  assert.equal(await pages(3), 1)
  assert.equal(await pages(120), 3)
})
