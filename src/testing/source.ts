// Reads the house itself, for the tests that hold it to its own laws.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** The street, in the order in which money is made: a room calls only rooms before it. */
export const street = [
  'organization',
  'files',
  'notifications',
  'tasks',
  'approvals',
  'imports',
  'pools',
  'products',
  'accounts',
  'leads',
  'visits',
  'opportunities',
  'quotations',
  'contracts',
  'receivables',
  'commissions',
  'insight',
  'integrations',
]

/** What a file of a room may be: `concept.kind.ts`. */
export const kinds = [
  'contract',
  'rule',
  'policy',
  'events',
  'access',
  'store',
  'actions',
  'job',
  'notices',
  'messages',
  'demo',
  'test',
  'adapter',
  'fake',
]

/** Paths below `folder`, from the root of the project, that end in one of `endings`. */
export function filesBelow(folder: string, ...endings: string[]): string[] {
  let entries: string[]
  try {
    entries = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
  return entries
    .filter((path) => endings.some((ending) => path.endsWith(ending)) && !/(^|\/)(node_modules|dist)\//.test(path))
    .map((path) => posix.join(folder, path))
    .sort()
}

export function text(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

export type Import = {
  from: string
  /** A file of ours from the root of the project, or a package or node name. */
  to: string
  line: number
  /** Erased before running: it carries shapes, not code. */
  typeOnly: boolean
}

const statement = /^\s*(import|export)\s(type\s)?[^'"`;()]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/gm
const aliases: Record<string, string> = {
  '#core/': 'src/core/',
  '#modules/': 'src/modules/',
  '#testing/': 'src/testing/',
  '#shared/': 'apps/shared/',
}

/** Every import of a file, static and dynamic, with ours resolved to paths from the root. */
export function importsOf(path: string): Import[] {
  const source = text(path)
  return [...source.matchAll(statement)].map((match) => ({
    from: path,
    to: resolved(path, match[3] ?? match[4] ?? match[5] ?? ''),
    line: source.slice(0, match.index).split('\n').length + (/^\n/.test(match[0]) ? 1 : 0),
    typeOnly: match[2] !== undefined,
  }))
}

function resolved(path: string, name: string): string {
  const clean = name.split('?')[0] ?? name
  for (const [alias, folder] of Object.entries(aliases)) if (clean.startsWith(alias)) return folder + clean.slice(alias.length)
  return clean.startsWith('.') ? posix.join(posix.dirname(path), clean) : clean
}

/** The room a path lies in, or null. */
export function roomOf(path: string): string | null {
  return path.match(/^src\/modules\/([^/]+)\//)?.[1] ?? null
}

/** `concept.kind.ts` to kind; `index` for the door. */
export function kindOf(path: string): string {
  const name = posix.basename(path).replace(/\.tsx?$/, '')
  return name === 'index' ? 'index' : (name.split('.').at(-1) ?? '')
}
