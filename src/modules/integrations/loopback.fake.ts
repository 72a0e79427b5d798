// A server on loopback that stands in for a vendor; what is behind it is the vendor's documented protocol.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeAsk {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: Buffer
}
export interface FakeReply {
  status?: number
  headers?: Record<string, string>
  json?: unknown
  text?: string
  /** The line breaks before a word of it arrives. */
  cut?: true
}

export interface Loopback {
  url: string
  stop(): Promise<void>
}

/** Starts it on a port of its own, or on `port`. */
export async function loopback(answer: (ask: FakeAsk) => FakeReply | Promise<FakeReply>, port = 0): Promise<Loopback> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', async () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1')
      const ask = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(parts),
      }
      const reply = await answer(ask)
      if (reply.cut) return void request.socket.destroy()
      const body = reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json)
      response.writeHead(reply.status ?? 200, {
        'content-type': reply.json === undefined ? 'text/plain' : 'application/json',
        ...reply.headers,
      })
      response.end(body)
    })
  })
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
