// A clamd for tests on a loopback port: speaks INSTREAM as documented and finds the EICAR test file.
import { createServer, type Socket } from 'node:net'

const EICAR = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE'

/** Listens on a free port; `asked` counts the streams that were looked at. `limit`: like StreamMaxLength. */
export async function fakeClamd(limit = 25 * 1024 * 1024): Promise<{ port: number; asked: () => number; stop: () => Promise<void> }> {
  let asked = 0
  const answerOf = (socket: Socket): void => {
    let got = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk as Buffer])
      if (!got.subarray(0, 10).equals(Buffer.from('zINSTREAM\0')) && got.length >= 10) return void socket.end('UNKNOWN COMMAND\0')
      const body = streamed(got.subarray(10))
      if (!body) return
      asked += 1
      if (body.length > limit) return void socket.end('INSTREAM size limit exceeded. ERROR\0')
      socket.end(body.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0')
    })
  }
  const server = createServer(answerOf)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    asked: () => asked,
    stop: () => new Promise((done) => server.close(() => done())),
  }
}

/** The chunks put together once the empty one has come; null before. */
function streamed(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = []
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    if (length === 0) return Buffer.concat(parts)
    if (at + 4 + length > bytes.length) return null
    parts.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return null
}
