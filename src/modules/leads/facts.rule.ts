// 清洗. What a raw lead says, read into facts: places in addresses, trades in names, sizes in words.
import { shortName } from '#core/divisions.ts'
import { halfWidth } from '#core/text.ts'
import { readAddress } from '#modules/accounts/address.rule.ts'
import { type LeadIndustry, leadIndustries } from './rating.rule.ts'

export type Place = { province: string | null; city: string | null }

/** Province and city named in a text (an address, a city column, a company's name), by their short names; what is not told stays null. */
export function placeIn(text: string | null | undefined): Place {
  const { province, city } = readAddress(text ?? '')
  const known = (name: string | null): string | null => (name === null ? null : shortName(name))
  return { province: known(province), city: known(city) }
}

/** Trades by the words in a name; the first line that fits decides, so that 装饰工程 is decoration and not a contractor. */
const trades: readonly [LeadIndustry, RegExp][] = [
  ['decoration', /装饰|装修|装潢|家装|幕墙|门窗/],
  ['developer', /置业|地产|房产|产业园|城建投资|开发区建设/],
  ['store', /建材|经营部|商行|门市|专卖|超市|商店|百货|市场|店$/],
  ['contractor', /建设|建筑|建工|工程|路桥|市政|安装|防水/],
  ['manufacturing', /制造|材料|机械|金属|塑料|电子|化工|纺织|食品|印务|包装|设备|厂/],
]

/** The trade a word or a company's name tells: a key of leadIndustries, its Chinese, or words in the name. */
export function industryIn(given: string | null | undefined, company: string): LeadIndustry | null {
  const word = given?.trim().toLowerCase()
  if (word) {
    const key = leadIndustries.find((one) => one === word) ?? named[word]
    if (key) return key
  }
  for (const text of [word ?? '', company]) for (const [industry, pattern] of trades) if (text && pattern.test(text)) return industry
  return word ? 'other' : null
}

const named: Readonly<Record<string, LeadIndustry>> = {
  总包: 'contractor',
  施工: 'contractor',
  地产: 'developer',
  房地产: 'developer',
  装饰: 'decoration',
  门店: 'store',
  经销商: 'store',
  制造: 'manufacturing',
  其他: 'other',
}

/** The lower end of a number of staff: `100-499人` → 100, `500 人以上` → 500, `1,200` → 1200; null when none is told. */
export function staffIn(text: string | number | null | undefined): number | null {
  if (typeof text === 'number') return Number.isFinite(text) && text >= 0 ? Math.floor(text) : null
  const match = /\d+/.exec(halfWidth(text ?? '').replace(/[,，]/g, ''))
  if (!match || /以下|少于|</.test(text ?? '')) return null
  const value = Number(match[0])
  return Number.isSafeInteger(value) && value < 10_000_000 ? value : null
}

/** Registered capital in fen: `5,000 万`, `1.2亿元`, `5000000` (yuan); null when none is told. */
export function capitalIn(text: string | number | null | undefined): number | null {
  if (text === null || text === undefined || text === '') return null
  const match = /(\d+(?:\.\d+)?)(亿|万)?/.exec(halfWidth(String(text)).replace(/[,，\s]/g, ''))
  if (!match) return null
  const fen = Math.round(Number(match[1]) * (match[2] === '亿' ? 1e8 : match[2] === '万' ? 1e4 : 1) * 100)
  return Number.isSafeInteger(fen) ? fen : null
}

/** Titles that decide. */
export function decides(title: string | null | undefined): boolean {
  return /总经理|董事|老板|总裁|负责人|法人|业主|店主|^(ceo|owner)$/i.test(title ?? '')
}
