// An archive of many files in one: the ustar format, gzipped, written and read entry by entry so that no archive has to fit into memory.
import { createReadStream, createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

const BLOCK = 512

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  // A long path is kept in two fields, cut at a slash.
  const cut = name.length > 100 ? name.indexOf('/', name.length - 101) : -1
  if (name.length > 100 && (cut < 1 || cut > 155)) throw new Error(`the path is too long for an archive: ${name}`)
  block.write(name.slice(cut + 1), 0, 100, 'utf8')
  block.write('0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('00000000000\0', 136)
  block.write('        0', 148)
  block.write('ustar\x0000', 257, 'latin1')
  if (cut > 0) block.write(name.slice(0, cut), 345, 155, 'utf8')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

export interface TarWriter {
  add(name: string, bytes: Uint8Array): Promise<void>
  end(): Promise<void>
}

export function writeTar(path: string): TarWriter {
  const zip = createGzip({ level: 6 })
  const file = createWriteStream(path, { mode: 0o600 })
  zip.pipe(file)
  const done = finished(file)
  done.catch(() => {})
  file.on('error', (error) => zip.destroy(error))
  const write = (bytes: Uint8Array): Promise<void> => new Promise((ok, fail) => zip.write(bytes, (error) => (error ? fail(error) : ok())))
  return {
    async add(name, bytes) {
      await write(header(name, bytes.length))
      await write(bytes)
      const rest = bytes.length % BLOCK
      if (rest) await write(Buffer.alloc(BLOCK - rest))
    },
    async end() {
      await write(Buffer.alloc(2 * BLOCK))
      zip.end()
      await done
    },
  }
}

/** Every entry in order. Throws what the stream throws where the file is no archive, and `cut off` where its end is missing. */
export async function* readTar(path: string): AsyncGenerator<{ name: string; bytes: Buffer }> {
  const zip = createGunzip()
  const file = createReadStream(path)
  file.on('error', (error) => zip.destroy(error))
  const chunks = file.pipe(zip)[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let have = 0
  const take = async (size: number): Promise<Buffer> => {
    while (have < size) {
      const { value, done } = await chunks.next()
      if (done) throw new Error('cut off')
      held.push(value as Buffer)
      have += (value as Buffer).length
    }
    const all = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held)
    held = [all.subarray(size)]
    have = all.length - size
    return all.subarray(0, size)
  }
  const textOf = (block: Buffer, from: number, to: number): string => block.subarray(from, to).toString('utf8').replace(/\0.*$/s, '')
  try {
    for (;;) {
      const block = await take(BLOCK)
      if (block.every((byte) => byte === 0)) return
      if (textOf(block, 257, 262) !== 'ustar') throw new Error('no ustar')
      const size = Number.parseInt(textOf(block, 124, 136), 8)
      const prefix = textOf(block, 345, 500)
      const bytes = Buffer.from(await take(size))
      await take((BLOCK - (size % BLOCK)) % BLOCK)
      yield { name: prefix ? `${prefix}/${textOf(block, 0, 100)}` : textOf(block, 0, 100), bytes }
    }
  } finally {
    file.destroy()
    zip.destroy()
  }
}
