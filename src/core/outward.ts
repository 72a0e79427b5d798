// The way out: requests to vendors' servers. Addresses inside the house are refused at the moment of connecting, whatever a name resolved
// to before; the operator names the exceptions.
import { lookup } from 'node:dns'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export interface OutwardOptions {
  /** Where a vendor is reached instead of its documented address, by name: a relay of the operator, a stand-in in tests. */
  vendors?: Record<string, string>
  /** `host:port` that may lie inside the house, such as a mail relay. */
  allow?: string[]
  /** This installation's own address, as people and vendors reach it. */
  publicUrl?: string
}

export interface Reply {
  status: number
  headers: Record<string, string>
  text: string
}

export interface Ask {
  method: 'GET' | 'POST' | 'PATCH'
  headers?: Record<string, string>
  body?: string | Uint8Array
}

export interface Outward {
  /** The vendor's base address, without a slash at the end. */
  base(vendor: string, documented: string): string
  ask(url: string, ask: Ask): Promise<Reply>
  /** The IP address of a host that may be connected to; throws `Inside` for one of the house. */
  addressOf(host: string, port: number): Promise<string>
  publicUrl: string
}

/** The address lies inside the house, where nobody outside may send us. */
export class Inside extends Error {}

const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

/** Also for the IPv4 address that an IPv6 one wraps. */
export function isInside(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  return inside.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

const MAX_REPLY = 1_000_000
const TIMEOUT_MS = 10_000

export function createOutward(options: OutwardOptions = {}): Outward {
  const vendors = options.vendors ?? {}
  const allowed = new Set([...(options.allow ?? []), ...Object.values(vendors).map((url) => hostPort(new URL(url)))])
  const guard =
    (free: boolean): LookupFunction =>
    (host, how, done) =>
      lookup(host, { ...how, all: true }, (error, found) => {
        if (error) return done(error, '', 0)
        const [first] = found
        if (!first || (!free && found.some((one) => isInside(one.address)))) return done(new Inside(`${host} lies inside the house`), '', 0)
        if (how.all) return (done as unknown as (error: null, found: unknown) => void)(null, found)
        done(null, first.address, first.family)
      })
  return {
    publicUrl: options.publicUrl ?? 'http://127.0.0.1:8640',
    base: (vendor, documented) => (vendors[vendor] ?? documented).replace(/\/$/, ''),
    addressOf: (host, port) =>
      new Promise((resolve, reject) => {
        const free = allowed.has(`${host}:${port}`)
        if (isIP(host)) return !free && isInside(host) ? reject(new Inside(`${host} lies inside the house`)) : resolve(host)
        guard(free)(host, {}, (error, address) => (error ? reject(error) : resolve(address as string)))
      }),
    ask: (url, { method, headers = {}, body }) =>
      new Promise((resolve, reject) => {
        const to = new URL(url)
        const free = allowed.has(hostPort(to))
        const host = to.hostname.replace(/^\[|\]$/g, '')
        if (isIP(host) && !free && isInside(host)) return reject(new Inside(`${host} lies inside the house`))
        const bytes = body === undefined ? undefined : Buffer.from(body)
        const request = (to.protocol === 'https:' ? secure : plain)(
          to,
          { method, headers: { ...headers, 'content-length': bytes?.length ?? 0 }, lookup: guard(free), timeout: TIMEOUT_MS },
          (reply) => {
            const parts: Buffer[] = []
            let size = 0
            reply.on('data', (part: Buffer) => {
              size += part.length
              if (size > MAX_REPLY) request.destroy(new Error('the answer is too long'))
              else parts.push(part)
            })
            reply.on('error', reject)
            reply.on('end', () =>
              resolve({
                status: reply.statusCode ?? 0,
                headers: Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, String(value)])),
                text: Buffer.concat(parts).toString('utf8'),
              }),
            )
          },
        )
        request.on('timeout', () => request.destroy(new Error('no answer in time')))
        request.on('error', reject)
        request.end(bytes)
      }),
  }
}

const hostPort = (url: URL): string => `${url.hostname.replace(/^\[|\]$/g, '')}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
