import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanName, judgeFile, kindOf, maxBytes } from './file.rule.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const png = bytes('\x89PNG\r\n\x1a\n rest')

test('the bytes say what a file is', () => {
  const cases: [string, string | null][] = [
    ['\xff\xd8\xff\xe0 rest', 'jpeg'],
    ['\x89PNG\r\n\x1a\n rest', 'png'],
    ['RIFF\x00\x00\x00\x00WEBPVP8 ', 'webp'],
    ['RIFF\x00\x00\x00\x00WAVEfmt ', null],
    ['%PDF-1.7\n', 'pdf'],
    ['PK\x03\x04....xl/workbook.xml', 'xlsx'],
    ['PK\x03\x04....word/document.xml', 'docx'],
    ['PK\x03\x04....classes.dex', null],
    ['\x1aE\xdf\xa3 rest', 'webm'],
    ['OggS rest', 'ogg'],
    ['\x00\x00\x00\x20ftypM4A rest', 'm4a'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', null],
    ['MZ\x90\x00', null],
    ['', null],
  ]
  for (const [start, kind] of cases) assert.equal(kindOf(bytes(start))?.name ?? null, kind, JSON.stringify(start))
})

test('each purpose takes its types, whatever the name says', () => {
  assert.equal(judgeFile(png, 'a.pdf', 'voucher').ok, true)
  assert.deepEqual(judgeFile(bytes('%PDF-1.7'), 'a.png', 'picture'), {
    ok: false,
    code: 'file.wrong_type',
    params: { name: 'a.png', allowed: 'jpg / png / webp' },
  })
  assert.equal(judgeFile(png, 'a.png', 'no such purpose').ok, false)
  assert.deepEqual(judgeFile(new Uint8Array(), 'a.png', 'picture'), { ok: false, code: 'file.empty', params: { name: 'a.png' } })
  const large = new Uint8Array(maxBytes + 1)
  large.set(png)
  assert.deepEqual(judgeFile(large, 'a.png', 'picture'), { ok: false, code: 'file.too_large', params: { name: 'a.png', limit: '20 MB' } })
  assert.equal(judgeFile(large.subarray(0, maxBytes), 'a.png', 'picture').ok, true)
})

test('a name keeps its words and loses its path and its ending', () => {
  assert.equal(cleanName('../../etc/报价单 盖章.JPG', 'pdf'), '报价单 盖章.pdf')
  assert.equal(cleanName('C:\\temp\\a"b\u0000.png', 'png'), 'ab.png')
  assert.equal(cleanName('.png', 'png'), 'file.png')
  assert.equal(cleanName('x'.repeat(300), 'png').length, 124)
})
