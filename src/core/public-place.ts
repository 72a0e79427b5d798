// What is public and what lies inside the house, where nobody outside may send us: judged by spelling, by every address a name has, and
// again when a connection is made. An installation may allow its own network for sign-in (FIELDLOOP_LOCAL_ISSUERS=1: tests, own cloud).
import { lookup as resolveName } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const PRIVATE_NAME = /^(localhost|.*\.(local|localhost|internal|intranet|lan|home|corp|private|arpa))$/i

const inside = new BlockList()
for (const net of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
])
  inside.addSubnet(net.split('/')[0] as string, Number(net.split('/')[1]), 'ipv4')
for (const net of ['192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'])
  inside.addSubnet(net.split('/')[0] as string, Number(net.split('/')[1]), 'ipv4')

/** What the internet routes to: of IPv6 only global unicast, without the ranges that carry an IPv4 address inside. */
export function isPublicAddress(address: string): boolean {
  const kind = isIP(address)
  if (kind === 4) return !inside.check(address, 'ipv4')
  return kind === 6 && /^[23]/.test(address) && !/^(2001:0{0,4}:|2001:db8:|2002:)/i.test(address)
}

export const mayAskInside = (): boolean => process.env.FIELDLOOP_LOCAL_ISSUERS === '1'

/** By its spelling alone: a public name over https without anything hidden in it. */
export function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, hash, username } = new URL(text)
  if (hash || username) return false
  if (mayAskInside()) return protocol === 'https:' || protocol === 'http:'
  const name = hostname.replace(/\.+$/, '')
  return protocol === 'https:' && name.includes('.') && isIP(name) === 0 && !name.startsWith('[') && !PRIVATE_NAME.test(name)
}

export type Resolve = (name: string) => Promise<string[]>
const byDns: Resolve = (name) =>
  new Promise((done, fail) => {
    resolveName(name, { all: true }, (error, found) => (error ? fail(error) : done(found.map((one) => one.address))))
  })

/** By its spelling and by every address its name has now; a name that has none is not public. */
export async function isPublicPlace(text: string, resolve: Resolve = byDns): Promise<boolean> {
  if (!isPublicUrl(text)) return false
  if (mayAskInside()) return true
  const found = await resolve(new URL(text).hostname.replace(/\.+$/, '')).catch(() => [])
  return found.length > 0 && found.every(isPublicAddress)
}

/** The address lies inside the house. */
export class Inside extends Error {}

/** The lookup of a connection: whatever the name said before, what it resolves to now decides. */
export const publicLookup: LookupFunction = (name, options, done) => {
  resolveName(name, { ...options, all: true }, (error, found) => {
    const [first] = found ?? []
    if (error || !first) return done(error ?? new Error(`${name} has no address`), '', 0)
    if (!found.every((one) => isPublicAddress(one.address))) return done(new Inside(`${name} lies inside the house`), '', 0)
    if (options.all) return done(null, found)
    done(null, first.address, first.family)
  })
}
