// What bin/test runs: every check, every test, every journey, one line for each part, and the sum of what really ran at the end.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBrowser, installCommand } from './browser.ts'
import { endAll, type Part, runPart, type Tally } from './parts.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const logs = mkdtempSync(join(tmpdir(), 'fieldloop-checks-'))
const minute = 60_000
const long = process.argv.includes('--long')
if (long) process.env.FIELDLOOP_LONG = '1'
const tool = (name: string) => join(root, 'node_modules/.bin', name)
const node = process.execPath

const check = (name: string, command: string, ...args: string[]): Part => ({ name, command, args, limit: 4 * minute })

const checks: Part[] = [
  check('format and lint', tool('biome'), 'ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=100', '.'),
  check('types', tool('tsc'), '--noEmit', '-p', '.'),
  check('unused code', tool('knip'), '--no-progress'),
]
const build = check('build of the apps', node, 'apps/build.ts')

const tests: Part = {
  name: 'tests',
  command: node,
  args: [
    '--test',
    '--test-global-setup=src/testing/global-setup.ts',
    '--test-concurrency=2',
    `--test-timeout=${(long ? 30 : 2) * minute}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./src/testing/count-reporter.ts',
    `--test-reporter-destination=${join(logs, 'tests', 'counts.json')}`,
    'src/**/*.test.ts',
    'apps/**/*.test.ts',
    'bench/**/*.test.ts',
  ],
  // Each file is a process of its own: what the first has compiled the others need not. Made anew in each run.
  env: { NODE_COMPILE_CACHE: join(logs, 'compiled') },
  limit: (long ? 60 : 8) * minute,
  tally: (folder) => {
    const counts = JSON.parse(readFileSync(join(folder, 'counts.json'), 'utf8')) as Record<string, number>
    const passed = counts.passed ?? 0
    return { passed, failed: (counts.tests ?? 0) - passed - (counts.skipped ?? 0) - (counts.todo ?? 0) }
  },
}

const journeys: Part = {
  name: 'journeys',
  command: tool('playwright'),
  args: ['test', '--config=e2e/playwright.config.ts', '--reporter=list,json'],
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(logs, 'journeys', 'report.json') },
  limit: (long ? 60 : 10) * minute,
  tally: (folder) => {
    const { stats } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { stats: Record<string, number> }
    return { passed: stats.expected ?? 0, failed: (stats.unexpected ?? 0) + (stats.flaky ?? 0) }
  },
}

/** Without a browser each journey that would have run has failed. */
const unrunJourneys: Part = {
  ...journeys,
  args: [...journeys.args, '--list'],
  tally: (folder) => {
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { suites: Suite[] }
    return { passed: 0, failed: Math.max(1, report.suites.reduce(countSpecs, 0)) }
  },
}
type Suite = { specs?: unknown[]; suites?: Suite[] }
const countSpecs = (sum: number, suite: Suite): number => (suite.suites ?? []).reduce(countSpecs, sum + (suite.specs?.length ?? 0))

async function inTurn(parts: Part[]): Promise<Tally[]> {
  const tallies: Tally[] = []
  for (const part of parts) tallies.push(await runPart(part, root, logs))
  return tallies
}

async function main(): Promise<void> {
  const started = Date.now()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      endAll()
      process.exit(130)
    })
  }
  // The browser comes over the network while the processors check; the checks and the build share the two of them.
  const browser = ensureBrowser(console.log)
  const tallies = (await Promise.all([inTurn(checks), inTurn([build])])).flat()
  tallies.push(...(await inTurn([tests])))
  const hasBrowser = await browser
  if (existsSync(join(root, 'e2e'))) tallies.push(...(await inTurn([hasBrowser ? journeys : unrunJourneys])))
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0)
  const failed = sum('failed')
  console.log(`${((Date.now() - started) / 1000).toFixed(0)} s${failed ? `, logs in ${logs}` : ''}`)
  if (!failed) rmSync(logs, { recursive: true })
  if (!hasBrowser) console.log('The journeys need Chromium and a Chinese font; the last line installs them.')
  console.log(`${sum('passed')} passed, ${failed} failed`)
  if (!hasBrowser) console.log(installCommand)
  process.exitCode = failed ? 1 : 0
}

await main()
