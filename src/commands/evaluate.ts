// Runs one engine of the product on a file: line by line, without network or database, the same bytes each time.
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import type { Command } from '../cli.ts'
import { type Answer, engines, type Line } from './engines.ts'
import { say } from './house.ts'

export const evaluate: Command = {
  usage: `bin/fieldloop evaluate NAME IN.jsonl OUT.jsonl (- for a stream; lead-score takes TRAIN.jsonl TEST.jsonl OUT.jsonl)\nNAME is one of: ${Object.keys(engines).join(' ')}`,
  options: {},
  run: async (_args, [name = '', ...files]) => {
    const engine = Object.hasOwn(engines, name) ? engines[name] : undefined
    if (!engine || files.length !== engine.inputs + 1) throw new Error(evaluate.usage)
    const inputs = files.slice(0, -1).map(linesIn)
    const out = files.at(-1) === '-' ? process.stdout : createWriteStream(files.at(-1) as string)
    await pipeline(written(name, engine.run(inputs)), out, { end: out !== process.stdout })
    return 0
  },
}

/** Every line of a file as an object with its id, or as what is wrong with it. Blank lines are none. */
async function* linesIn(file: string): AsyncGenerator<Line> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  for await (const raw of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const text = raw.replace(/^\ufeff/, '')
    if (text.trim() !== '') yield lineOf(text)
  }
}

function lineOf(text: string): Line {
  try {
    const row: unknown = JSON.parse(text)
    if (row === null || typeof row !== 'object' || Array.isArray(row)) return { id: null, error: 'a line is one JSON object' }
    const { id } = row as { id?: unknown }
    if (typeof id !== 'string' && typeof id !== 'number') return { id: null, error: 'id is missing' }
    return { id, row: row as Record<string, unknown> }
  } catch (error) {
    return { id: null, error: `no JSON: ${(error as Error).message}` }
  }
}

const EVERY = 5000

async function* written(name: string, answers: AsyncIterable<Answer>): AsyncGenerator<string> {
  let count = 0
  let part = ''
  for await (const answer of answers) {
    count += 1
    part += `${JSON.stringify(answer)}\n`
    if (part.length > 65_536) {
      yield part
      part = ''
    }
    if (count % EVERY === 0) say(`${name}: ${count} lines`)
  }
  say(`${name}: ${count} lines, done`)
  yield part
}
