/**
 * Money is an integer number of fen (1 yuan = 100 fen), tax included unless a name says otherwise.
 * Everything here is exact: products go through BigInt, never through floating point.
 */
export type Fen = number

const MINUS = '−'

/** Refuses anything that is not a whole, safely representable number of fen. Throws RangeError. */
export function assertFen(value: number): Fen {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number of fen: ${value}`)
  return value === 0 ? 0 : value
}

/** The sum of a list of fen; 0 for an empty list. */
export function sumFen(values: readonly Fen[]): Fen {
  return assertFen(values.reduce((sum, value) => sum + value, 0))
}

/** `¥160,000.00`: where money is booked or decided. A debit reads `−¥10,080.00`. */
export function yuan(fen: Fen): string {
  const size = Math.abs(assertFen(fen))
  return `${fen < 0 ? MINUS : ''}¥${grouped(Math.floor(size / 100))}.${String(size % 100).padStart(2, '0')}`
}

/** `¥160,000`: in figures that summarise; rounded half away from zero to the yuan. */
export function yuanWhole(fen: Fen): string {
  const whole = roundHalfAway(BigInt(assertFen(fen)), 100n)
  return `${whole < 0 ? MINUS : ''}¥${grouped(Math.abs(whole))}`
}

/** `¥86 万`, `¥1.2 亿`, English `¥860k`, `¥1.2M`: on boards and charts, one decimal at most. */
export function yuanShort(fen: Fen, language: 'zh' | 'en' = 'zh'): string {
  const steps: [size: number, unit: string][] =
    language === 'zh'
      ? [
          [100_000_000, ' 亿'],
          [10_000, ' 万'],
        ]
      : [
          [1_000_000, 'M'],
          [1_000, 'k'],
        ]
  const size = Math.abs(assertFen(fen))
  for (const [index, [step, unit]] of steps.entries()) {
    // 9,999.96 万 would round to 10,000 万: 1 亿 says it better
    const smaller = steps[index + 1]?.[0]
    const roundsUpToIt = smaller !== undefined && roundHalfAway(BigInt(size), BigInt(smaller) * 10n) * smaller >= step * 10
    if (size < step * 100 && !roundsUpToIt) continue
    const tenths = roundHalfAway(BigInt(size), BigInt(step) * 10n)
    const text = `${grouped(Math.floor(tenths / 10))}${tenths % 10 === 0 ? '' : `.${tenths % 10}`}`
    return `${fen < 0 ? MINUS : ''}¥${text}${unit}`
  }
  return yuanWhole(fen)
}

/** `percent` per cent of `fen`, rounded half away from zero to the fen, so that a reversal is the exact opposite. */
export function percentOf(fen: Fen, percent: number): Fen {
  const { digits, scale } = decimalParts(percent)
  return roundHalfAway(BigInt(assertFen(fen)) * digits, scale * 100n)
}

/** `fen × quantity` for a quantity with decimals, rounded half away from zero to the fen. */
export function timesQuantity(fen: Fen, quantity: number): Fen {
  const { digits, scale } = decimalParts(quantity)
  return roundHalfAway(BigInt(assertFen(fen)) * digits, scale)
}

/**
 * Divides `total` fen in the proportion of `weights` by the largest remainder: the parts always add up to the total and
 * none is off by a whole fen. Equal remainders go to the earlier part.
 * Weights are whole and not negative. Throws RangeError when they are not, or when nothing can carry a total that is not 0.
 */
export function spread(total: Fen, weights: readonly number[]): Fen[] {
  assertFen(total)
  for (const weight of weights) {
    if (!Number.isSafeInteger(weight) || weight < 0) throw new RangeError(`a weight must be whole and not negative: ${weight}`)
  }
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  if (whole === 0n) {
    if (total !== 0) throw new RangeError('nothing to spread over: all weights are 0')
    return weights.map(() => 0)
  }
  const size = BigInt(Math.abs(total))
  const sign = total < 0 ? -1 : 1
  const parts = weights.map((weight, index) => {
    const share = size * BigInt(weight)
    return { index, fen: share / whole, remainder: share % whole }
  })
  let left = size - parts.reduce((sum, part) => sum + part.fen, 0n)
  const byRemainder = [...parts].sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  for (const part of byRemainder) {
    if (left === 0n) break
    part.fen += 1n
    left -= 1n
  }
  return parts.map((part) => (part.fen === 0n ? 0 : sign * Number(part.fen)))
}

/**
 * Reads what a person types: `160000`, `¥160,000.00`, `１２３４．５`, `86万`, `1.2亿`, `-5`. The result is fen.
 * Answers null for anything else, and for more precision than a fen.
 */
export function parseYuan(text: string): Fen | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s,¥元人民币RMB]/g, '')
    .replace(/^[−–]/, '-')
  const match = /^(-?)(\d+)(?:\.(\d+))?(万|亿)?$/.exec(plain)
  if (!match) return null
  const [, sign, whole = '', decimals = '', unit] = match
  const power = 2 + (unit === '万' ? 4 : unit === '亿' ? 8 : 0)
  if (/[^0]/.test(decimals.slice(power))) return null
  const fen = Number(whole + decimals.slice(0, power).padEnd(power, '0'))
  if (!Number.isSafeInteger(fen)) return null
  return sign && fen !== 0 ? -fen : fen
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A decimal number as digits over a power of ten: 1.5 → 15 / 10. Throws RangeError when it is not finite. */
function decimalParts(value: number): { digits: bigint; scale: bigint } {
  if (!Number.isFinite(value)) throw new RangeError(`not a number to calculate with: ${value}`)
  const text = /e/i.test(String(value)) ? value.toFixed(12) : String(value)
  const [whole = '0', decimals = ''] = text.split('.')
  return { digits: BigInt(whole + decimals), scale: 10n ** BigInt(decimals.length) }
}

function roundHalfAway(numerator: bigint, denominator: bigint): number {
  const size = numerator < 0n ? -numerator : numerator
  const rounded = (size * 2n + denominator) / (denominator * 2n)
  return assertFen(Number(numerator < 0n ? -rounded : rounded))
}
