// Where bytes come in past the API when files stand on the disk: one PUT to a signed address. A bucket takes them itself.
import type { FastifyInstance } from 'fastify'
import { isUploadSigned } from '#core/objects.ts'
import type { House } from '#core/routes.ts'

/** Answers like a bucket does: 200 without a body, 403 when the signature does not fit or has ended. */
export function serveUploads(app: FastifyInstance, house: House): void {
  app.put('/uploads/*', async (request, reply) => {
    const { objects, secret } = house.services()
    const key = (request.params as { '*': string })['*']
    const { size, expires, signature } = request.query as Record<string, string | undefined>
    const upload = { key, mime: request.headers['content-type'] ?? '', size: Number(size), expires: Number(expires) }
    const late = !(house.clock.now().getTime() < upload.expires)
    if (objects.kind !== 'disk' || late || !isUploadSigned(secret, upload, signature ?? '')) return reply.status(403).send()
    if (Number(request.headers['content-length']) !== upload.size) return reply.status(400).send()
    const chunks: Buffer[] = []
    let taken = 0
    for await (const chunk of request.raw) {
      taken += (chunk as Buffer).length
      if (taken > upload.size) return reply.status(400).send()
      chunks.push(chunk as Buffer)
    }
    if (taken !== upload.size) return reply.status(400).send()
    await objects.put(key, Buffer.concat(chunks))
    return reply.status(200).send()
  })
}
