// The way out: requests to vendors' servers. Addresses inside the house are refused at the moment of connecting, whatever a name resolved
// to before; the operator names the exceptions.
import { lookup } from 'node:dns'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Inside, isPublicAddress, isPublicUrl, mayAskInside, publicLookup } from './public-place.ts'

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

/** Whether an address may be sent to by nobody outside. */
export const isInside = (address: string): boolean => !isPublicAddress(address)

const NEVER_LEFT = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])
const UNTRUSTED = /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/

/** Whether a request failed before anything of it was sent: nobody was found, reached or trusted. Of any other failure the end is open. */
export function neverLeft(error: unknown): boolean {
  const { cause, errors, syscall, code = '' } = error as { cause?: unknown; errors?: unknown[]; syscall?: string; code?: string }
  if (errors?.length) return errors.every(neverLeft)
  if (syscall === 'connect' || syscall === 'getaddrinfo' || NEVER_LEFT.has(code) || UNTRUSTED.test(code)) return true
  return cause instanceof Object && neverLeft(cause)
}

const MAX_REPLY = 1_000_000
const TIMEOUT_MS = 10_000

export function createOutward(options: OutwardOptions = {}): Outward {
  const vendors = options.vendors ?? {}
  const allowed = new Set([...(options.allow ?? []), ...Object.values(vendors).map((url) => hostPort(new URL(url)))])
  const guard = (free: boolean): LookupFunction => (free ? (lookup as LookupFunction) : publicLookup)
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
        request.on('timeout', () => {
          const code = request.socket?.connecting === false ? 'ETIMEDOUT' : 'UND_ERR_CONNECT_TIMEOUT'
          request.destroy(Object.assign(new Error('no answer in time'), { code }))
        })
        request.on('error', reject)
        request.end(bytes)
      }),
  }
}

const hostPort = (url: URL): string => `${url.hostname.replace(/^\[|\]$/g, '')}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`

export interface Asking {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string | URLSearchParams
}

/** The JSON of an address that a company entered. Throws when it leads inside, redirects, is slow or says too much. */
export async function askOutward(url: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Record<string, unknown>> {
  if (mayAskInside()) {
    const answer = await fetch(url, { method, headers, body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
    return (await answer.json()) as Record<string, unknown>
  }
  if (!isPublicUrl(url)) throw new Inside('the address is not public')
  const form: Record<string, string> = body instanceof URLSearchParams ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
  const reply = await createOutward().ask(url, {
    method,
    headers: { accept: 'application/json', ...form, ...headers },
    body: body?.toString(),
  })
  if (reply.status >= 300 && reply.status < 400) throw new Error('a redirect is not followed')
  return JSON.parse(reply.text) as Record<string, unknown>
}
