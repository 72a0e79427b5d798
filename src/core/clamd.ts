// ClamAV's daemon looks at bytes: the command INSTREAM of its documented protocol (man clamd, section COMMANDS). Chunks are sent with
// their length as four bytes in network order, an empty one ends them; the answer is `stream: OK` or `stream: <name> FOUND`.
import { createConnection } from 'node:net'

export interface ClamdAt {
  host: string
  port: number
}

const CHUNK = 64 * 1024
const PATIENCE_MS = 30_000

/** The name of the virus, or null when there is none. Throws when the daemon cannot be asked or does not know. */
export async function askClamd(at: ClamdAt, bytes: Uint8Array): Promise<string | null> {
  const answer = await talk(at, bytes)
  const found = /^stream: (.+) FOUND$/.exec(answer)
  if (found) return found[1] as string
  if (answer === 'stream: OK') return null
  throw new Error(`clamd answered: ${answer.slice(0, 200)}`)
}

function talk({ host, port }: ClamdAt, bytes: Uint8Array): Promise<string> {
  return new Promise((done, fail) => {
    let answer = ''
    const socket = createConnection({ host, port }, () => {
      socket.write('zINSTREAM\0')
      for (let from = 0; from < bytes.length; from += CHUNK) {
        const chunk = bytes.subarray(from, from + CHUNK)
        const length = Buffer.alloc(4)
        length.writeUInt32BE(chunk.length)
        socket.write(length)
        socket.write(chunk)
      }
      socket.write(Buffer.alloc(4))
    })
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('clamd does not answer')))
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text
      if (answer.includes('\0')) socket.end()
    })
    socket.once('error', fail)
    socket.once('close', () => done(answer.replace(/\0[\s\S]*$/, '').trim()))
  })
}
