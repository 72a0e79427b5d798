// Requests to an address that a company entered: a public name over https, judged again for every address it resolves to when the
// connection is made. Redirects are not followed. An installation may allow its own network (FIELDLOOP_LOCAL_ISSUERS=1: tests, own cloud).
import { lookup as resolveName } from 'node:dns'
import { request } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const TIMEOUT_MS = 10_000
const MOST_BYTES = 1_000_000
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

/** The lookup of a connection: whatever the name said before, what it resolves to now decides. */
export const publicLookup: LookupFunction = (name, options, done) => {
  resolveName(name, { ...options, all: true }, (error, found) => {
    const [first] = found ?? []
    if (error || !first) return done(error ?? new Error(`${name} has no address`), '', 0)
    if (!found.every((one) => isPublicAddress(one.address))) return done(new Error(`${name} leads inside`), '', 0)
    if (options.all) return done(null, found)
    done(null, first.address, first.family)
  })
}

export interface Asking {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string | URLSearchParams
}

/** The JSON that the address answers with. Throws when it leads inside, redirects, is slow or says too much. */
export async function askOutward(url: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Record<string, unknown>> {
  const form: Record<string, string> = body instanceof URLSearchParams ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
  if (mayAskInside()) {
    const answer = await fetch(url, { method, headers, body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
    return (await answer.json()) as Record<string, unknown>
  }
  if (!isPublicUrl(url)) throw new Error('the address is not public')
  return await new Promise((done, fail) => {
    const asked = request(
      url,
      {
        method,
        headers: { accept: 'application/json', ...form, ...headers },
        lookup: publicLookup,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      (answer) => {
        if ((answer.statusCode ?? 0) >= 300 && (answer.statusCode ?? 0) < 400) return asked.destroy(new Error('a redirect is not followed'))
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => {
          text += part
          if (text.length > MOST_BYTES) asked.destroy(new Error('the answer is too long'))
        })
        answer.on('error', fail)
        answer.on('end', () => {
          try {
            done(JSON.parse(text) as Record<string, unknown>)
          } catch (error) {
            fail(error as Error)
          }
        })
      },
    )
    asked.on('error', fail)
    asked.end(body?.toString())
  })
}
