// The engines that `evaluate` knows, each with how a line of a file becomes what the product's own function takes.
import { simplified } from '#core/hanzi.ts'
import { halfWidth, normalUsci, tidy } from '#core/text.ts'
import { readAddress } from '#modules/accounts/address.rule.ts'
import { companyName } from '#modules/accounts/company-name.rule.ts'
import { doublesIn } from '#modules/accounts/doubles.rule.ts'
import { type MatchParty, matchDefaults } from '#modules/accounts/matching.rule.ts'
import type { Row } from '#modules/leads/lead-columns.rule.ts'
import { learn, score } from '#modules/leads/lead-score.rule.ts'

type Id = string | number
/** A line that could be read, or what is wrong with it. */
export type Line = { id: Id; row: Record<string, unknown> } | { id: Id | null; error: string }
export type Answer = Record<string, unknown>
export type Lines = AsyncIterable<Line>

export type Engine = {
  /** How many files it reads. */
  inputs: number
  run(inputs: readonly Lines[]): AsyncIterable<Answer>
}

/** One answer for each line, from that line alone. */
function eachLine(answer: (row: Record<string, unknown>) => Answer): Engine {
  return {
    inputs: 1,
    async *run([lines]) {
      for await (const line of lines ?? []) yield 'error' in line ? line : { id: line.id, ...tried(() => answer(line.row)) }
    },
  }
}

/** A sentence where the line is at fault; anything else is ours and ends the run. */
class BadLine extends Error {}

function tried(answer: () => Answer): Answer {
  try {
    return answer()
  } catch (error) {
    if (error instanceof BadLine) return { error: error.message }
    throw error
  }
}

function text(row: Record<string, unknown>, field: string): string {
  const value = row[field]
  if (typeof value !== 'string') throw new BadLine(value === undefined ? `${field} is missing` : `${field} is no text`)
  return value
}

function optional(row: Record<string, unknown>, field: string): string | null {
  const value = row[field] ?? null
  if (value === null) return null
  if (typeof value === 'number') return String(value)
  return text(row, field).trim() || null
}

/** A part of the simplified name as it stands in the name itself, so that 蘇州恆築 keeps its own brand. */
function asWritten(name: string, plain: string, part: string | null): string | null {
  if (part === null) return null
  const [written, read] = [name, plain].map((one) => one.replace(/[\s\u200b-\u200f\u2060\ufeff\u3000]/g, '')) as [string, string]
  const at = halfWidth(read).indexOf(part)
  return at >= 0 && written.length === read.length ? written.slice(at, at + part.length) : part
}

function nameAnswer(row: Record<string, unknown>): Answer {
  const name = text(row, 'name')
  const plain = simplified(name)
  const { region, brand, industry, form, identity, branch } = companyName(plain)
  const told = (part: string | null) => asWritten(name, plain, part)
  return { region, brand: told(brand), industry: told(industry), form, core: identity, branch }
}

/** Digits alone; a number of China without its country, any number without a leading 0, of several the first. */
function plainPhone(raw: string | null): string | null {
  const parts = halfWidth(raw ?? '').split(/[;,，；、|]|\s{2,}|(?:ext|extension|转|x)\.?\s*\d+$/i)
  // 138…/0512-… are two numbers, 818/569-5587 is one
  const numbers = parts.flatMap((part) => (part.split('/').every((one) => digitsOf(one).length >= 7) ? part.split('/') : [part]))
  const first = digitsOf(numbers.find((part) => digitsOf(part).length >= 5) ?? '')
  return (
    first
      .replace(/^00/, '')
      .replace(/^86(?=\d{9,})/, '')
      .replace(/^0+/, '') || null
  )
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')

function partyOf(row: Record<string, unknown>): MatchParty {
  const plain = (field: string) => {
    const value = optional(row, field)
    return value && tidy(simplified(value))
  }
  const code = optional(row, 'tax_id')
  return {
    name: tidy(simplified(text(row, 'name'))),
    phone: plainPhone(optional(row, 'phone')),
    usci: code && normalUsci(code),
    email: optional(row, 'email')?.toLowerCase() ?? null,
    region: plain('city'),
    address: plain('address'),
    contact: plain('contact'),
  }
}

/** One list held against itself: first the lines that could not be read, then the pairs. */
const matching: Engine = {
  inputs: 1,
  async *run([lines]) {
    const ids: Id[] = []
    const parties: MatchParty[] = []
    for await (const line of lines ?? []) {
      const read = 'error' in line ? line : tried(() => ({ party: partyOf(line.row) }))
      if ('party' in read) {
        ids.push(line.id as Id)
        parties.push(read.party as MatchParty)
      } else yield { id: line.id, error: (read as { error: string }).error }
    }
    for (const { a, b, score, decision, reasons } of doublesIn(parties, matchDefaults))
      yield { a: ids[a], b: ids[b], score, decision, reasons }
  },
}

/** Any columns but the id and what became of the lead. */
function columnsIn({ id: _id, converted: _converted, ...rest }: Record<string, unknown>): Row {
  const odd = Object.entries(rest).find(([, value]) => value !== null && typeof value !== 'string' && typeof value !== 'number')
  if (odd) throw new BadLine(`${odd[0]} is neither text, number nor null`)
  return rest as Row
}

/** Learns from the first file, scores each line of the second by itself; a bad line to learn from is left out. */
const leadScore: Engine = {
  inputs: 2,
  async *run([train, test]) {
    const rows: Row[] = []
    const converted: boolean[] = []
    for await (const line of train ?? []) {
      if ('error' in line || (line.row.converted !== 0 && line.row.converted !== 1)) continue
      const read = tried(() => ({ columns: columnsIn(line.row) }))
      if (!('columns' in read)) continue
      rows.push(read.columns as Row)
      converted.push(line.row.converted === 1)
    }
    const model = learn(rows, converted)
    yield* eachLine((row) => ({ ...score(model, columnsIn(row)) })).run([test ?? none()])
  },
}

async function* none(): AsyncGenerator<Line> {}

export const engines: Readonly<Record<string, Engine>> = {
  'company-name': eachLine(nameAnswer),
  address: eachLine((row) => readAddress(simplified(text(row, 'address')))),
  matching,
  'lead-score': leadScore,
}
