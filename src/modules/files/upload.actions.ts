// 直传: bytes go from the sender straight to where they stand, and become a file once they have been looked at.
import type { Ctx } from '#core/context.ts'
import { memberOf } from '#core/context.ts'
import { uuidv7 } from '#core/ids.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { attach, mustAttach, mustFit } from './file.actions.ts'
import { maxBytes } from './file.rule.ts'
import { fileRow, type StoredFile } from './file.store.ts'
import { finishUpload, insertUpload, type UploadInput, uploadToFinish } from './upload.store.ts'

const MINUTES = 15

export async function startUpload(ctx: Ctx, input: UploadInput) {
  await mustAttach(ctx, input)
  await mustFit(ctx, input.size)
  const id = uuidv7()
  const key = `${ctx.tenantId}/incoming/${id}`
  const until = new Date(ctx.now.getTime() + MINUTES * 60_000)
  const expiresAt = until.toISOString()
  await insertUpload(ctx, { ...input, id, key, expiresAt })
  const address = await ctx.services.objects.uploadAddress(key, { mime: input.mime, size: input.size }, ctx.now, until)
  return { id, method: 'PUT' as const, ...address, expiresAt }
}

/** The bytes are there: they are judged like any others. Said again, the same file is the answer. */
export async function finishUploaded(ctx: Ctx, input: { id: string }): Promise<StoredFile> {
  const upload = await uploadToFinish(ctx, input.id)
  if (!upload || upload.createdBy !== memberOf(ctx)) throw notFound('file')
  if (upload.fileId) {
    const row = await fileRow(ctx, upload.fileId)
    if (!row) throw notFound('file')
    const { key: _, ...shown } = row
    return shown
  }
  const { objects } = ctx.services
  const size = await objects.sizeOf(upload.key)
  if (size === null) throw refuse('file.not_arrived', { name: upload.name })
  // Judged by its length first: whatever stands there is not read into memory before.
  if (size > maxBytes || size !== upload.size)
    throw refuse('file.wrong_size', { name: upload.name, expected: upload.size, found: size }, 422)
  const stored = await attach(ctx, { ...upload, bytes: await objects.get(upload.key) })
  await finishUpload(ctx, upload.id, stored.id)
  ctx.afterCommit(() => void objects.remove(upload.key).catch(() => {})) // else the sweep of late uploads takes it
  return stored
}
