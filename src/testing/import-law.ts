import { type Import, kindOf, roomOf, street } from './source.ts'

/** Helpers of core without any input or output: what apps and rules may count with. */
export const pureCore = ['money', 'geo', 'calendar', 'text', 'ids', 'regions', 'divisions', 'messages'].map((name) => `src/core/${name}.ts`)

/** What a contract may stand on besides: how a route is written. */
const contractCore = [...pureCore, 'src/core/contract.ts', 'src/core/refuse.ts']
const contractPackages = ['zod', '@orpc/contract']
const purePackages = ['decimal.js', 'gcoord']
const shared = ['rule', 'contract', 'messages']

/** Null when the import is lawful, else a sentence with the fix. */
export function verdict(link: Import): string | null {
  return roomToRoom(link) ?? pureFile(link) ?? fromCore(link) ?? fromApp(link)
}

function roomToRoom({ from, to, typeOnly }: Import): string | null {
  const [mine, other] = [roomOf(from), roomOf(to)]
  if (!mine || !other || mine === other) return null
  if (!street.includes(mine))
    return `${mine} is no room of the street: add it to the street in src/testing/source.ts and to the architecture page.`
  if (street.indexOf(other) > street.indexOf(mine)) {
    return `${mine} may not call ${other}, a later room. Let ${mine} emit an event that ${other} reacts to, or declare a port in ${mine} that main.ts plugs ${other} into; a handover belongs to the later step.`
  }
  // A door leads to tables; rules and contracts may not go through it, so they read the pure files of an earlier room past it; so may who needs a shape alone.
  const pure = shared.includes(kindOf(to)) && (typeOnly || shared.includes(kindOf(from)))
  if (kindOf(to) === 'index' || pure || kindOf(from) === 'test') return null
  return `${to} lies behind the door of ${other}. Export what you need from src/modules/${other}/index.ts and import that.`
}

function pureFile({ from, to, typeOnly }: Import): string | null {
  const kind = kindOf(from)
  if (!from.startsWith('src/modules/') || !shared.includes(kind) || typeOnly) return null
  const allowed = kind === 'contract' ? [...contractCore, ...contractPackages] : [...pureCore, ...purePackages]
  if (allowed.includes(to) || shared.includes(kindOf(to))) return null
  return `A ${kind} imports nothing that reads or writes, and ${to} may. Pass what you need as an argument, or move the pure part of ${to} to a rule.`
}

function fromCore({ from, to }: Import): string | null {
  if (!from.startsWith('src/core/') || !to.startsWith('src/modules/')) return null
  return `core knows no room. Declare in ${from} the function it needs as a type (a port), and plug ${roomOf(to)} in by main.ts.`
}

/** Files that run at build time may read the whole contract. */
function fromApp({ from, to, typeOnly }: Import): string | null {
  if (!from.startsWith('apps/') || !to.startsWith('src/') || /\.test\.tsx?$|^apps\/(build|size)|Plugin\.ts$|vite\.config\.ts$/.test(from))
    return null
  if (pureCore.includes(to) || (roomOf(to) && shared.includes(kindOf(to))) || to === 'src/core/core.messages.ts' || typeOnly) return null
  return `Apps import rules, contracts, messages and the pure helpers of core (${pureCore.map((path) => path.slice(9)).join(', ')}). Ask the API for the rest, or move the pure part of ${to} to a rule.`
}
