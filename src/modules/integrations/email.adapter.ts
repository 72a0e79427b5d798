// E-mail by the company's own mail server. A server that said 250 has accepted; it does not know our key, so nothing that it may have
// taken is sent twice by itself.
import nodemailer from 'nodemailer'
import { neverLeft } from '#core/outward.ts'
import type { ChannelAdapter, Outgoing, Sent, Setup, Trouble } from '#modules/notifications/index.ts'
import { failed } from './vendor-reply.adapter.ts'

interface MailError extends Error {
  code?: string
  responseCode?: number
  response?: string
  /** Which of the client's patiences ended (nodemailer). */
  timeoutType?: string
}

export const email: ChannelAdapter = {
  remembersMs: 0,
  limits: { all: [{ ms: 60_000, most: 60 }], each: [{ ms: 3_600_000, most: 60 }] },
  async send({ services: { outward } }, { settings, secrets }: Setup, message: Outgoing): Promise<Sent> {
    const port = Number(settings.port)
    const host = settings.host as string
    const address = await outward.addressOf(host, port)
    const transport = nodemailer.createTransport({
      host: address,
      port,
      secure: settings.encryption === 'tls',
      requireTLS: settings.encryption === 'starttls',
      ignoreTLS: settings.encryption === 'none',
      tls: { servername: host },
      connectionTimeout: 8000,
      greetingTimeout: 8000,
      socketTimeout: 10_000,
      ...(settings.user && { auth: { user: settings.user, pass: secrets.password ?? '' } }),
    })
    try {
      const info = await transport.sendMail({
        from: settings.from,
        to: message.address ?? '',
        subject: message.title.replace(/[\r\n]+/g, ' '),
        text: [message.text, message.foot, message.url].filter(Boolean).join('\n\n'),
        messageId: `<${message.key}@fieldloop>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      return { ok: true, vendorId: info.messageId }
    } catch (error) {
      const { code, responseCode, response, message: said } = error as MailError
      return failed(troubleOf(error as MailError), responseCode ?? code, response ?? said)
    } finally {
      transport.close()
    }
  },
}

/** A server's no is a no. Without its word, only where it never came to the letter is it certain that it has none. */
function troubleOf(error: MailError): Trouble {
  const { code, responseCode: status, timeoutType } = error
  if (status !== undefined && status >= 400 && status < 500) return 'transient'
  if (code === 'EAUTH') return 'auth'
  if (status !== undefined && status >= 500) return status === 550 || status === 553 ? 'notFound' : 'rejectedByPolicy'
  if (code === 'EENVELOPE') return 'notFound'
  const early = code === 'ETLS' || (code === 'ETIMEDOUT' && timeoutType !== 'SOCKET_TIMEOUT')
  return early || neverLeft(error) ? 'transient' : 'interrupted'
}
