import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { burnCaption, type Caption, drawnPicture, frameOf } from './images.ts'

const caption: Caption = {
  head: '09:13',
  beside: ['2026-11-23 周一', '时间来自服务器'],
  lines: ['苏州恒筑建材经营部', '苏州，31.29904, 120.58521，±9 米'],
  left: '林晓峰',
  right: '验真码 K7Q4·3F9A·C210',
}
const plain = (width: number, height: number, background: string): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background } })
    .jpeg({ quality: 95 })
    .toBuffer()

/** Grey values of a region, as a plain array. */
async function greys(bytes: Uint8Array, left: number, top: number, width: number, height: number): Promise<number[]> {
  return [...(await sharp(bytes).extract({ left, top, width, height }).greyscale().raw().toBuffer())]
}

test('the caption stands on a dark ground at the foot, and the picture above it is untouched', async () => {
  const burnt = await burnCaption(await plain(900, 1200, '#f4f4f4'), caption)
  assert.deepEqual([burnt.width, burnt.height], [900, 1200])
  const above = await greys(burnt.bytes, 0, 0, 900, 700)
  assert.ok(above.every((value) => value > 225))
  const foot = await greys(burnt.bytes, 0, 1000, 900, 200)
  const dark = foot.filter((value) => value < 110).length / foot.length
  const light = foot.filter((value) => value > 200).length / foot.length
  assert.ok(dark > 0.75, `ground ${dark}`)
  assert.ok(light > 0.01 && light < 0.2, `letters ${light}`)
})

test('R2.2.7 Chinese letters are letters and not boxes: two names make two pictures', async () => {
  const ground = await plain(900, 1200, '#808080')
  const inkOf = async (name: string): Promise<{ ink: number; bytes: Uint8Array }> => {
    const { bytes } = await burnCaption(ground, { ...caption, left: name })
    const region = await greys(bytes, 20, 1130, 130, 40)
    return { ink: region.filter((value) => value > 180).length, bytes }
  }
  const [dense, sparse, other] = [await inkOf('鑫鑫鑫'), await inkOf('一一一'), await inkOf('丁丁丁')]
  // A missing font draws the same box for every letter: as much ink for 一 as for 鑫.
  assert.ok(dense.ink > sparse.ink * 3, `鑫 ${dense.ink}, 一 ${sparse.ink}`)
  assert.ok(other.ink > sparse.ink, `丁 ${other.ink}, 一 ${sparse.ink}`)
})

test('camera metadata is gone, a turned picture stands upright, and a huge one is made smaller', async () => {
  const turned = await sharp(await plain(1200, 600, '#336699'))
    .withExif({ IFD0: { Make: 'Camera' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  assert.deepEqual(await frameOf(turned), { format: 'jpeg', width: 600, height: 1200 })
  const burnt = await burnCaption(turned, caption)
  assert.deepEqual([burnt.width, burnt.height], [600, 1200])
  const { exif } = await sharp(burnt.bytes).metadata()
  assert.equal(exif, undefined)
  const large = await burnCaption(await plain(4000, 3000, '#336699'), caption)
  assert.deepEqual([large.width, large.height], [2048, 1536])
})

test('names with markup, very long lines and a tiny frame are drawn all the same', async () => {
  const wild = { ...caption, lines: ['<b>A&B</b> "装饰"', '很长的地址'.repeat(40)] }
  for (const [width, height] of [
    [160, 120],
    [3000, 200],
    [200, 3000],
  ] as const) {
    const burnt = await burnCaption(await plain(width, height, '#999999'), wild)
    assert.ok(burnt.bytes.length > 500, `${width}×${height}`)
  }
})

test('what is no picture has no frame and cannot be burnt', async () => {
  assert.equal(await frameOf(new TextEncoder().encode('no picture')), null)
  await assert.rejects(() => burnCaption(new Uint8Array([1, 2, 3]), caption))
  const drawn = await drawnPicture({ width: 320, height: 240, sky: '#9db8cc', wall: '#b0a79b', sign: '#1d5aa6', words: '苏州恒筑建材' })
  assert.deepEqual(await frameOf(drawn), { format: 'jpeg', width: 320, height: 240 })
})
