// How money, dates, durations and distances are written. Pure; the language and the zone come in.
export type Language = 'zh' | 'en'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** True minus, so that a negative amount never breaks at the line's end and lines up with plus. */
const MINUS = '−'
/** What stands where there is nothing; zero is `0.00`, not known is a word. */
export const NOTHING = '—'

function grouped(value: number, decimals: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

function signed(value: number, text: string): string {
  return value < 0 ? MINUS + text : text
}

/** `¥160,000.00`: where money is booked or decided. @param fen integer fen */
export function money(fen: number): string {
  return signed(fen, `¥${grouped(Math.abs(fen) / 100, 2)}`)
}

/** `160,000.00`: a column whose head says yuan. @param fen integer fen */
export function amount(fen: number): string {
  return signed(fen, grouped(Math.abs(fen) / 100, 2))
}

/** `420.00`, `36.9050`: a price for one unit, as exact as it is and with fen at least. @param decimals yuan as written, `420.0000` */
export function unitPrice(decimals: string): string {
  const [whole = '0', part = ''] = decimals.split('.')
  return `${whole}.${part.replace(/0+$/, '').padEnd(2, '0')}`
}

/** `¥160,000`: figures that summarise and buttons. Whole yuan are shown whole, anything else keeps its fen. @param fen integer fen */
export function moneyShort(fen: number): string {
  if (fen % 100 !== 0) return money(fen)
  return signed(fen, `¥${grouped(Math.abs(fen) / 100, 0)}`)
}

/** `¥86 万`, English `¥860k`: boards and charts. One decimal at most. @param fen integer fen */
export function moneyBoard(fen: number, language: Language): string {
  const yuan = Math.abs(fen) / 100
  const short = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 })
  if (language === 'zh') {
    if (yuan >= 1e8) return signed(fen, `¥${short(yuan / 1e8)} 亿`)
    if (yuan >= 1e4) return signed(fen, `¥${short(yuan / 1e4)} 万`)
    return moneyShort(fen)
  }
  if (yuan >= 1e6) return signed(fen, `¥${short(yuan / 1e6)}M`)
  if (yuan >= 1e3) return signed(fen, `¥${short(yuan / 1e3)}k`)
  return moneyShort(fen)
}

/** `66.3%`. @param ratio 0.663 */
export function percent(ratio: number, decimals = 1): string {
  return signed(ratio, `${grouped(Math.abs(ratio) * 100, decimals)}%`)
}

/** Difference of two percents: `+5.1 个点`, English `+5.1 pts`. @param ratio 0.051 */
export function points(ratio: number, language: Language): string {
  const text = grouped(Math.abs(ratio) * 100, 1)
  return `${ratio < 0 ? MINUS : '+'}${text} ${language === 'zh' ? '个点' : 'pts'}`
}

/** `1,284` */
export function count(value: number): string {
  return signed(value, grouped(Math.abs(value), 0))
}

/** `44 天`, English `44 d` */
export function days(value: number, language: Language): string {
  return `${count(value)} ${language === 'zh' ? '天' : 'd'}`
}

/** `2 天 14 小时`, `1 小时 42 分`, `12 分`; under a minute `不到 1 分`. @param ms a span, its sign is dropped */
export function duration(ms: number, language: Language): string {
  const span = Math.abs(ms)
  const [d, h, m] = language === 'zh' ? ['天', '小时', '分'] : ['d', 'h', 'min']
  if (span < MINUTE) return language === 'zh' ? '不到 1 分' : 'under 1 min'
  if (span >= DAY) {
    const hours = Math.floor((span % DAY) / HOUR)
    return `${Math.floor(span / DAY)} ${d}${hours ? ` ${hours} ${h}` : ''}`
  }
  if (span >= HOUR) {
    const minutes = Math.floor((span % HOUR) / MINUTE)
    return `${Math.floor(span / HOUR)} ${h}${minutes ? ` ${String(minutes).padStart(2, '0')} ${m}` : ''}`
  }
  return `${Math.floor(span / MINUTE)} ${m}`
}

/** `19 分 51 秒`: evidence only. @param ms a span */
export function durationExact(ms: number, language: Language): string {
  const seconds = Math.floor(Math.abs(ms) / 1000)
  const [h, m, s] = language === 'zh' ? ['小时', '分', '秒'] : ['h', 'min', 's']
  const parts: string[] = []
  if (seconds >= 3600) parts.push(`${Math.floor(seconds / 3600)} ${h}`)
  if (seconds >= 60) parts.push(`${Math.floor((seconds % 3600) / 60)} ${m}`)
  parts.push(`${seconds % 60} ${s}`)
  return parts.join(' ')
}

/** Running clock `06:42`, past an hour `1:06:42`. @param ms a span */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const tail = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${tail}` : tail
}

/** `64 米`, `5.2 公里`. @param metres */
export function distance(metres: number, language: Language): string {
  if (metres < 1000) return `${Math.round(metres)} ${language === 'zh' ? '米' : 'm'}`
  const km = metres < 100_000 ? grouped(metres / 1000, 1) : grouped(metres / 1000, 0)
  return `${km} ${language === 'zh' ? '公里' : 'km'}`
}

/** Pieces of an instant in a zone: day `2026-11-23`, time `08:30`, second `08:30:05`. @param iso instant, ISO-8601 */
export function inZone(iso: string, zone: string): { day: string; time: string; second: string } {
  // sv-SE writes ISO order, which saves assembling parts
  const text = new Date(iso).toLocaleString('sv-SE', { timeZone: zone })
  return { day: text.slice(0, 10), time: text.slice(11, 16), second: text.slice(11, 19) }
}

/** `11-23`, in another year `27-09-10`. @param day `YYYY-MM-DD` @param today `YYYY-MM-DD` */
export function dayShort(day: string, today: string): string {
  return day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day.slice(2)
}

/** Whole days from one day to another; negative when `to` lies before. Days are `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY)
}

/** `11 月 23 日 周一`, English `Mon 23 Nov`. @param day `YYYY-MM-DD` */
export function dayWords(day: string, language: Language): string {
  const at = new Date(`${day}T00:00:00Z`)
  if (language === 'zh') {
    const weekday = '日一二三四五六'[at.getUTCDay()]
    return `${at.getUTCMonth() + 1} 月 ${at.getUTCDate()} 日 周${weekday}`
  }
  return at.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).replace(',', '')
}

/** `138****2046`; what is already masked stays as it is. */
export function maskedPhone(phone: string): string {
  if (phone.includes('*')) return phone
  const digits = phone.replace(/^\+?86/, '')
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(7)}`
  return digits.length > 4 ? `${'*'.repeat(4)}${digits.slice(-4)}` : '****'
}

/** `199 0000 0014`: a number a person may read and dial. */
export function phone(value: string): string {
  const digits = value.replace(/^\+86/, '')
  return /^1\d{10}$/.test(digits) ? `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}` : value
}
