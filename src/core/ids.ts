/**
 * Ids are UUIDv7: 48 bits of milliseconds, then 26 bits that count on within a millisecond, then 48 random bits.
 * So the ids one process makes sort in the order in which it made them.
 */
const COUNTER_SIZE = 2 ** 26

type Sequence = { ms: number; counter: number }
let byClock: Sequence = { ms: -1, counter: 0 }
let byArgument: Sequence = { ms: -1, counter: 0 }

/**
 * A new id. Without an argument ids never run backwards, even when the machine's clock does. With `now` the id carries that
 * very instant (a fixed clock, a story told from the past), and ids of one instant still sort in order.
 */
export function uuidv7(now?: Date): string {
  if (now) {
    byArgument = next(byArgument, now.getTime())
    return write(byArgument)
  }
  byClock = next(byClock, Math.max(Date.now(), byClock.ms))
  return write(byClock)
}

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** True for any well-formed UUID. */
export function isUuid(text: string): boolean {
  return pattern.test(text)
}

/** The instant a UUIDv7 was made. */
export function instantOfId(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

function next(last: Sequence, ms: number): Sequence {
  if (!Number.isSafeInteger(ms) || ms < 0 || ms >= 2 ** 48) throw new RangeError(`not an instant for an id: ${ms}`)
  // A new millisecond starts in the lower half, so that it has at least 33 million ids before it is full.
  if (ms !== last.ms) return { ms, counter: (randomBytes(4).reduce((sum, byte) => sum * 256 + byte, 0) >>> 7) % (COUNTER_SIZE / 2) }
  if (last.counter + 1 >= COUNTER_SIZE) throw new RangeError('too many ids in one millisecond')
  return { ms, counter: last.counter + 1 }
}

function write({ ms, counter }: Sequence): string {
  const time = ms.toString(16).padStart(12, '0')
  const high = Math.floor(counter / 2 ** 14)
  const low = counter % 2 ** 14
  const tail = Array.from(randomBytes(6), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${high.toString(16).padStart(3, '0')}-${(0x8000 + low).toString(16)}-${tail}`
}

function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}
