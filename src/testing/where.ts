// bin/where recycle: where a concept lives, by the names of files first, then by the words in them.
import { filesBelow, kindOf, text } from './source.ts'

const word = process.argv[2]?.toLowerCase()
if (!word) {
  console.error('Say a concept: bin/where recycle')
  process.exit(2)
}

const order = [
  'rule',
  'actions',
  'job',
  'store',
  'contract',
  'access',
  'notices',
  'messages',
  'demo',
  'index',
  'screen',
  'sql',
  'journey',
  'test',
  'page',
]
const files = [
  ...filesBelow('src', '.ts', '.sql', '.md'),
  ...filesBelow('apps', '.ts', '.tsx'),
  ...filesBelow('e2e', '.ts'),
  ...filesBelow('docs', '.md'),
]

function shelf(path: string): string {
  if (path.endsWith('.tsx')) return 'screen'
  if (path.endsWith('.sql')) return 'sql'
  if (path.endsWith('.md')) return 'page'
  const kind = kindOf(path)
  return order.includes(kind) ? kind : 'code'
}

const rows = files
  .map((path) => {
    const lines = text(path).split('\n')
    const named = path.toLowerCase().split('/').at(-1)?.includes(word) ?? false
    return { path, shelf: shelf(path), named, line: lines.findIndex((line) => line.toLowerCase().includes(word)) + 1 }
  })
  .filter(({ named, line }) => named || line > 0)
  .sort((a, b) => Number(b.named) - Number(a.named) || rank(a.shelf) - rank(b.shelf) || a.path.localeCompare(b.path))

function rank(name: string): number {
  return order.includes(name) ? order.indexOf(name) : order.length
}

for (const { path, shelf: name, line } of rows) console.log(`${name.padEnd(9)} ${path}${line ? `:${line}` : ''}`)
if (!rows.length) {
  console.error(`Nothing here is called ${word}.`)
  process.exitCode = 1
}
