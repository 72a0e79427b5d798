// The engines on files: the samples beside it byte for byte, and lists with labels that no weight was chosen on.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { type Listed, people, type Wear } from '#testing/listings.ts'
import { companies } from '#testing/listings-companies.ts'
import { guides } from '#testing/listings-guides.ts'
import { root } from '#testing/source.ts'
import { engines } from './engines.ts'
import { evaluate } from './evaluate.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldloop-evaluate-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const data = (name: string) => join(root, 'src/testing/data', name)

for (const name of ['company-name', 'address', 'matching'])
  test(`R1.1.5 evaluate ${name}: the sample gives the expected bytes, twice`, async () => {
    for (const time of [1, 2]) {
      const out = join(folder, `${name}-${time}.jsonl`)
      assert.equal(await evaluate.run({}, [name, data(`evaluate/${name}.in.jsonl`), out]), 0)
      assert.equal(readFileSync(out, 'utf8'), readFileSync(data(`evaluate/${name}.out.jsonl`), 'utf8'))
    }
  })

test('R1.1.8 evaluate lead-score: learns from the first file, scores the second, the expected bytes, twice', async () => {
  for (const time of [1, 2]) {
    const out = join(folder, `lead-score-${time}.jsonl`)
    assert.equal(
      await evaluate.run({}, ['lead-score', data('evaluate/lead-score.train.jsonl'), data('evaluate/lead-score.in.jsonl'), out]),
      0,
    )
    assert.equal(readFileSync(out, 'utf8'), readFileSync(data('evaluate/lead-score.out.jsonl'), 'utf8'))
  }
})

test('an engine that is none, and a file too few, are told by the usage', async () => {
  await assert.rejects(async () => evaluate.run({}, ['nothing', 'a', 'b']), /NAME is one of/)
  await assert.rejects(async () => evaluate.run({}, ['address', 'a']), /bin\/fieldloop evaluate/)
})

type Pair = { a: string; b: string; decision: string; reasons: { fact: string; agrees: boolean }[] }

async function pairsOf(list: readonly (Partial<Listed> & { id: string })[]): Promise<Pair[]> {
  async function* lines() {
    for (const { who: _label, ...row } of list) yield { id: row.id, row }
  }
  const pairs: Pair[] = []
  for await (const answer of engines.matching?.run([lines()]) ?? []) pairs.push(answer as Pair)
  return pairs
}

/** How the verdicts stand against the labels: shares from 0 to 1, and pairs for each record. */
async function measured(list: readonly Listed[]) {
  const who = new Map(list.map((one) => [one.id, one.who]))
  const sizes = new Map<string, number>()
  for (const one of list) sizes.set(one.who, (sizes.get(one.who) ?? 0) + 1)
  const truth = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  const pairs = await pairsOf(list)
  const right = ({ a, b }: Pair) => who.get(a) === who.get(b)
  const same = pairs.filter(({ decision }) => decision === 'same')
  const hits = same.filter(right).length
  const [precision, recall] = [hits / same.length, hits / truth]
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    blocking: pairs.filter(right).length / truth,
    pairsEach: pairs.length / list.length,
  }
}

const some: Wear = { typo: 0.25, missing: 0.08, swap: 0.1, short: 0.2, second: 0.15 }
const gaps: Wear = { typo: 0.1, missing: 0.2, swap: 0.2, short: 0.3, second: 0.1 }
const fingers: Wear = { typo: 0.35, missing: 0.03, swap: 0.05, short: 0.1, second: 0.25 }

const lists: [string, Listed[][], { f1: number; precision: number }][] = [
  ['two guides to restaurants', [guides(701, 800, some), guides(702, 800, gaps), guides(703, 800, fingers)], { f1: 0.96, precision: 0.99 }],
  [
    'Chinese companies',
    [companies(104, 700, some), companies(105, 700, gaps), companies(106, 700, fingers)],
    { f1: 0.95, precision: 0.99 },
  ],
  ['people', [people(107, 700, some), people(108, 700, gaps), people(109, 700, fingers)], { f1: 0.97, precision: 0.99 }],
]
for (const [name, drawn, least] of lists)
  test(`R1.1.5 matching holds on ${name} of other seeds and other wear`, async (t) => {
    for (const list of drawn) {
      const seen = await measured(list)
      t.diagnostic(
        Object.entries({ records: list.length, ...seen })
          .map(([key, value]) => `${key} ${Math.round(value * 1000) / 1000}`)
          .join(', '),
      )
      assert.ok(seen.f1 >= least.f1 && seen.precision >= least.precision, JSON.stringify(seen))
      assert.ok(seen.blocking >= 0.99 && seen.pairsEach <= 50, JSON.stringify(seen))
    }
  })

test('R1.1.5 a branch is never its head office, and one brand elsewhere is another company', async () => {
  const list = companies(110, 1500, some)
  const named = new Map(list.map((one) => [one.id, one]))
  const kind = (id: string) => /^c\d+([bet]?)-/.exec(id)?.[1]
  const trunk = (id: string) => /^c\d+/.exec(id)?.[0]
  let elsewhere = 0
  for (const { a, b, decision } of await pairsOf(list)) {
    if (trunk(a) !== trunk(b) || kind(a) === kind(b)) continue
    if (kind(a) === 'b' || kind(b) === 'b') assert.notEqual(decision, 'same', `${named.get(a)?.name} / ${named.get(b)?.name}`)
    if ((kind(a) === 'e' || kind(b) === 'e') && decision === 'same') elsewhere += 1
  }
  assert.ok(elsewhere / list.filter(({ id }) => kind(id) === 'e').length <= 0.01, String(elsewhere))
})

test('R1.1.5 5,000 records within 20 s', async () => {
  const list = [...people(111, 1600, some), ...companies(112, 1400, some)].slice(0, 5000)
  assert.equal(list.length, 5000)
  const from = performance.now()
  const pairs = await pairsOf(list)
  assert.ok(performance.now() - from < 20_000, `${performance.now() - from} ms`)
  assert.ok(pairs.length <= 50 * list.length)
})

test('R1.1.5 the 280 real rows are 254 companies; four branches stand apart', async () => {
  const rows = parse(readFileSync(data('leads-real-zh.csv')), { columns: true }) as Record<string, string>[]
  const list = rows.map((row, index) => ({ id: String(index), name: row.公司名称 ?? '', address: row.地址 ?? '', phone: row.电话 ?? '' }))
  const head = list.map((_row, index) => index)
  const headOf = (index: number): number => (head[index] === index ? index : headOf(head[index] as number))
  const branches: Pair[] = []
  for (const pair of await pairsOf(list)) {
    if (pair.decision !== 'different') head[headOf(Number(pair.b))] = headOf(Number(pair.a))
    const agrees = (fact: string) => pair.reasons.find((one) => one.fact === fact)?.agrees
    if (agrees('branch') === false && agrees('name')) branches.push(pair)
  }
  assert.equal(new Set(list.map((_row, index) => headOf(index))).size, 254)
  assert.equal(branches.length, 4)
  assert.ok(branches.every(({ decision }) => decision === 'different'))
})
