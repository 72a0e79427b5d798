// A mail server on loopback that speaks SMTP for real, and keeps what it accepts.
import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Mail {
  from: string
  to: string[]
  raw: string
}

export async function fakeMail(options: { user: string; password: string }) {
  const accepted: Mail[] = []
  let beforeAnswer: (() => Promise<void>) | null = null
  let breaksOff = false
  let line: Socket | null = null
  let refusal: { code: number; text: string } | null = null
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth(auth, _session, done) {
      if (auth.username === options.user && auth.password === options.password) done(null, { user: options.user })
      else done(Object.assign(new Error('authentication failed'), { responseCode: 535 }))
    },
    onRcptTo(_address, _session, done) {
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null)
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        accepted.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((one) => one.address),
          raw: Buffer.concat(parts).toString('utf8'),
        })
        if (breaksOff) return void line?.destroy()
        void (beforeAnswer?.() ?? Promise.resolve()).then(() => done())
      })
    },
  })
  server.server.on('connection', (socket: Socket) => {
    line = socket
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    port: (server.server.address() as AddressInfo).port,
    accepted,
    /** Runs after a mail was taken and before the answer leaves. */
    beforeAnswer: (act: (() => Promise<void>) | null) => {
      beforeAnswer = act
    },
    /** Takes a mail, and the line breaks before it says so. */
    breakOff: (yes: boolean) => {
      breaksOff = yes
    },
    /** Refuses every recipient with this until told otherwise. */
    refuse: (how: { code: number; text: string } | null) => {
      refusal = how
    },
    stop: () => new Promise<void>((done) => server.close(() => done())),
  }
}

/** Words of a mail: its headers unfolded and decoded, its text. */
export function readMail(mail: Mail): { subject: string; messageId: string; text: string } {
  const [head = '', body = ''] = mail.raw.split(/\r?\n\r?\n([\s\S]*)/)
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const of = (name: string): string =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? ''
  const subject = of('subject').replace(/=\?utf-8\?([bq])\?([^?]*)\?=\s*/gi, (_, kind: string, text: string) =>
    kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('utf8') : quoted(text.replace(/_/g, ' ')),
  )
  const encoding = of('content-transfer-encoding').toLowerCase()
  const text =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString('utf8')
      : encoding === 'quoted-printable'
        ? quoted(body.replace(/=\r?\n/g, ''))
        : body
  return { subject, messageId: of('message-id'), text: text.replace(/\r\n/g, '\n').trim() }
}

const quoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')
