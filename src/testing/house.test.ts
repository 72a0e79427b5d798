import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { posix } from 'node:path'
import { describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { filesBelow, kindOf, kinds, root, street, text } from './source.ts'

const roomFiles = filesBelow('src/modules', '.ts', '.tsx', '.sql', '.json', '.js')
const code = ['src', 'apps', 'e2e', 'bench'].flatMap((folder) => filesBelow(folder, '.ts', '.tsx'))
const sentences = code.filter((path) => path.endsWith('.messages.ts'))

describe('the house', () => {
  test('a file of a room is concept.kind.ts, and rooms have no folders', () => {
    assert.ok(roomFiles.length > 0)
    const odd = roomFiles.filter((path) => {
      const [, , room, ...rest] = path.split('/')
      const name = posix.basename(path)
      const tests = /^[a-z][a-z0-9-]*(\.[a-z]+)?\.test\.ts$/.test(name)
      const plain = name === 'index.ts' || (/^[a-z][a-z0-9-]*\.[a-z]+\.ts$/.test(name) && kinds.includes(kindOf(path)))
      return !street.includes(room ?? '') || rest.length !== 1 || !(plain || tests)
    })
    assert.deepEqual(odd, [], `Name a file concept.kind.ts with one of these kinds: ${kinds.join(', ')}; or index.ts.`)
  })

  test('no drawer for odds and ends', () => {
    const drawers = code.filter((path) => /(^|[/.-])(utils?|helpers?|common|manager)([/.-])/.test(path))
    assert.deepEqual(drawers, [], 'Name the file after the concept it holds.')
  })

  test('files read like a page: at most 300 lines', () => {
    const long = code
      .filter((path) => !/\.(test|demo|messages|journey|generated)\.tsx?$/.test(path))
      .map((path) => ({ path, lines: text(path).trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 300)
    assert.deepEqual(
      long.map(({ path, lines }) => `${path}: ${lines} lines`),
      [],
      'Split the file by concept.',
    )
  })

  test('every sentence stands in Chinese and in English, with the same places to fill', async () => {
    assert.ok(sentences.length > 0)
    const wrong: string[] = []
    let seen = 0
    for (const path of sentences) {
      const module = (await import(pathToFileURL(`${root}/${path}`).href)) as Record<string, unknown>
      const tables = Object.values(module).filter(isTable)
      if (!tables.length) wrong.push(`${path} exports no { zh: {…}, en: {…} }`)
      for (const { zh, en } of tables) {
        for (const key of new Set([...Object.keys(zh), ...Object.keys(en)])) {
          seen += 1
          const [chinese, english] = [zh[key], en[key]]
          if (!chinese || !english) wrong.push(`${path}: ${key} is missing in ${chinese ? 'English' : 'Chinese'}`)
          else if (places(chinese) !== places(english))
            wrong.push(`${path}: ${key} fills {${places(chinese)}} in Chinese, {${places(english)}} in English`)
        }
      }
    }
    assert.deepEqual(wrong, [])
    assert.ok(seen >= sentences.length, `only ${seen} sentences seen`)
  })

  test('words of the product: opportunity, quotation, receipt; never deal or quote', () => {
    const foreign = [...code, ...filesBelow('src/migrations', '.sql')]
      .filter((path) => !path.startsWith('src/testing/'))
      .flatMap((path) =>
        identifiers(text(path))
          .filter((name) => wordsOf(name).some((word) => /^(deals?|quotes?)$/.test(word)) && !sqlFunctions.includes(name))
          .map((word) => `${path}: ${word}`),
      )
    assert.deepEqual([...new Set(foreign)], [], 'Use opportunity and quotation.')
  })

  test('no registry, no path of somebody’s machine, no secret in a committed file', () => {
    const listed = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    const files = listed.status === 0 ? listed.stdout.split('\0').filter(Boolean) : code
    const readable = files.filter(
      (path) => !/\.(png|jpe?g|webp|ico|woff2?|ttf|pdf|xlsx)$/.test(path) && path !== 'src/testing/house.test.ts',
    )
    assert.ok(readable.length > 20)
    const patterns: [string, RegExp][] = [
      ['a registry', /\bregistry\.npm|npmmirror|"resolved":|\/\/[\w.-]+\.(npmjs|yarnpkg)\./],
      ['a path of a machine', /(^|[\s'"`(=])\/((home|Users)\/[\w.-]+\/[\w.-]|(root|work)\/[\w.-])/m],
      ['a private key', /-----BEGIN (RSA |EC |OPENSSH |ENCRYPTED )?PRIVATE KEY-----/],
      ['a way out of the project', /\.\.\/shared\/(data|design|seed)/],
    ]
    const found = readable.flatMap((path) => {
      const content = safeText(path)
      return patterns.flatMap(([what, pattern]) =>
        pattern.test(content) ? [`${path}: ${what} (${content.match(pattern)?.[0]?.trim()})`] : [],
      )
    })
    assert.deepEqual(found, [])
  })
})

const sqlFunctions = ['quote_ident', 'quote_literal', 'quote_nullable']

/** `dealAmount` and `deal_amount` to deal, amount. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_$]+/)
}

type Table = { zh: Record<string, string>; en: Record<string, string> }

function isTable(value: unknown): value is Table {
  return (
    typeof value === 'object' &&
    value !== null &&
    'zh' in value &&
    'en' in value &&
    typeof value.zh === 'object' &&
    typeof value.en === 'object'
  )
}

/** The names in {{…}} or {…} of a sentence, sorted: both languages must fill the same. */
function places(sentence: string): string {
  return [...new Set([...sentence.matchAll(/\{\{?\s*(\w+)/g)].map((match) => match[1]?.replace(/(Zh|En)$/, '')))].sort().join(', ')
}

/** Words of the code itself: strings and comments speak English and may say what they like. */
function identifiers(source: string): string[] {
  const bare = source
    .replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, ' ')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, ' ')
  return bare.match(/[A-Za-z_$][\w$]*/g) ?? []
}

function safeText(path: string): string {
  try {
    return text(path)
  } catch {
    // Deleted in the working tree, or a link.
    return ''
  }
}
