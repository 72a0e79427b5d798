// Pictures: what a frame is, and text burnt into it. Knows no business word.
import { fileURLToPath } from 'node:url'
import sharp, { type OverlayOptions } from 'sharp'

/** A decoder stops at more than this. */
export const MAX_PIXELS = 24_000_000

// Without this font Chinese text comes out as boxes and nothing says so; a test looks at the pixels.
const FONT = fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'))
const FAMILY = 'Noto Sans SC'

export interface Caption {
  /** Large, at the left: the time. */
  head: string
  /** Two short lines beside it. */
  beside: [string, string]
  /** The first is set larger. */
  lines: string[]
  /** The bottom row. */
  left: string
  right: string
}

/** Format and size of a picture as a viewer would see it (turned by its EXIF); null when it is none that can be opened. */
export async function frameOf(bytes: Uint8Array): Promise<{ format: string; width: number; height: number } | null> {
  try {
    const { format, width, height, orientation = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (!format || !width || !height) return null
    return orientation >= 5 ? { format, width: height, height: width } : { format, width, height }
  } catch {
    return null
  }
}

/**
 * The picture as a JPEG of at most `longest` pixels, with the caption burnt into its foot on a dark ground.
 * Metadata of the camera is dropped. Throws on bytes that are no picture.
 */
export async function burnCaption(
  bytes: Uint8Array,
  caption: Caption,
  longest = 2048,
): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
    .rotate()
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const overlays = await captionOverlays(width, height, caption)
  const burnt = await sharp(data, { raw: { width, height, channels: 3 } })
    .composite(overlays)
    .jpeg({ quality: 84, mozjpeg: false })
    .toBuffer()
  return { bytes: burnt, width, height }
}

async function captionOverlays(width: number, height: number, caption: Caption): Promise<OverlayOptions[]> {
  const unit = Math.max(9, Math.round(Math.min(width, height * 1.2) / 30)) // height of a line of text
  const margin = Math.round(unit * 0.9)
  const row = Math.round(unit * 1.45)
  const headSize = Math.round(unit * 2.1)
  const block = margin * 2 + Math.round(headSize * 1.35) + row * (caption.lines.length + 1)
  const ground = await shade(width, Math.min(height, block + unit * 2))
  const overlays: OverlayOptions[] = [{ input: ground, left: 0, top: height - Math.min(height, block + unit * 2) }]
  let y = Math.max(0, height - block + margin)
  const put = async (text: string, size: number, left: number, top: number, room: number): Promise<number> => {
    const image = await lettering(text, size, Math.max(1, room))
    if (left + image.width > width || top + image.height > height) return 0
    overlays.push({ input: image.bytes, left, top })
    return image.width
  }
  const headWidth = await put(caption.head, headSize, margin, y, width - margin * 2)
  const besideAt = margin + headWidth + Math.round(unit * 0.9)
  overlays.push({ input: await bar(Math.max(2, Math.round(unit / 7)), Math.round(headSize * 1.1)), left: besideAt, top: y })
  const besideLeft = besideAt + Math.round(unit * 0.7)
  await put(caption.beside[0], unit * 0.85, besideLeft, y, width - besideLeft - margin)
  await put(caption.beside[1], unit * 0.85, besideLeft, y + Math.round(headSize * 0.62), width - besideLeft - margin)
  y += Math.round(headSize * 1.45)
  for (const [index, line] of caption.lines.entries()) {
    await put(line, index === 0 ? unit * 1.1 : unit * 0.85, margin, y, width - margin * 2)
    y += row
  }
  const right = await lettering(caption.right, unit * 0.85, Math.round(width * 0.66))
  overlays.push({ input: right.bytes, left: Math.max(0, width - margin - right.width), top: Math.min(y, height - right.height) })
  await put(caption.left, unit * 0.85, margin, Math.min(y, height - row), width - right.width - margin * 3)
  return overlays
}

const escaped = (text: string): string => text.replace(/[&<>]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark] as string)

/** White letters about `size` pixels high on nothing, not wider than `room` (smaller letters if need be). */
async function lettering(text: string, size: number, room: number): Promise<{ bytes: Buffer; width: number; height: number }> {
  const draw = (pixels: number) =>
    sharp({
      text: {
        text: `<span foreground="white">${escaped(text) || ' '}</span>`,
        font: `${FAMILY} ${Math.max(6, Math.round(pixels))}`,
        fontfile: FONT,
        rgba: true,
        dpi: 72,
        wrap: 'none',
      },
    })
      .png()
      .toBuffer({ resolveWithObject: true })
  let drawn = await draw(size)
  if (drawn.info.width > room) drawn = await draw((size * room) / drawn.info.width)
  if (drawn.info.width > room) drawn = await sharp(drawn.data).resize({ width: room }).png().toBuffer({ resolveWithObject: true })
  return { bytes: drawn.data, width: drawn.info.width, height: drawn.info.height }
}

/** From nothing at the top to 78 % black: letters stay readable on snow. */
function shade(width: number, height: number): Promise<Buffer> {
  const pixels = Buffer.alloc(height * 4)
  for (let y = 0; y < height; y++) pixels[y * 4 + 3] = Math.round(200 * Math.min(1, (y / height) * 3))
  return sharp(pixels, { raw: { width: 1, height, channels: 4 } })
    .resize({ width, height, fit: 'fill' })
    .png()
    .toBuffer()
}

const bar = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 4, background: '#6ee7a8' } })
    .png()
    .toBuffer()

/** A plain picture for tests and demos: two colours, a sign with words. Returns a JPEG. */
export async function drawnPicture(options: {
  width: number
  height: number
  sky: string
  wall: string
  sign: string
  words: string
}): Promise<Uint8Array> {
  const { width, height } = options
  const signHeight = Math.round(height * 0.13)
  const rect = (fill: string, w: number, h: number): OverlayOptions['input'] => ({
    create: { width: w, height: h, channels: 3, background: fill },
  })
  const words = await lettering(options.words, signHeight * 0.5, Math.round(width * 0.9))
  const signTop = Math.round(height * 0.3)
  const overlays: OverlayOptions[] = [
    { input: rect(options.wall, width, height - Math.round(height * 0.22)), left: 0, top: Math.round(height * 0.22) },
    { input: rect(options.sign, width, signHeight), left: 0, top: signTop },
    { input: words.bytes, left: Math.round((width - words.width) / 2), top: signTop + Math.round((signHeight - words.height) / 2) },
  ]
  const pane = { w: Math.round(width * 0.36), h: Math.round(height * 0.3) }
  for (const left of [0.06, 0.56])
    overlays.push({ input: rect('#3d4a55', pane.w, pane.h), left: Math.round(width * left), top: Math.round(height * 0.5) })
  return await sharp({ create: { width, height, channels: 3, background: options.sky } })
    .composite(overlays)
    .jpeg({ quality: 78 })
    .toBuffer()
}
