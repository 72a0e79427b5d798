// Files on their way by a signed address.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

/** What is said of a file before its bytes come. */
export interface UploadInput {
  name: string
  size: number
  mime: string
  purpose: string
  subjectType: string
  subjectId: string
}

export interface UploadRow extends UploadInput {
  id: string
  key: string
  createdBy: string
  expiresAt: string
  fileId: string | null
}

export async function insertUpload(ctx: Ctx, upload: Omit<UploadRow, 'fileId' | 'createdBy'>): Promise<void> {
  await ctx.tx.run(sql`insert into file_upload (tenant_id, id, key, name, size, mime, purpose, subject_type, subject_id, created_by, created_at, expires_at)
    values (${ctx.tenantId}, ${upload.id}, ${upload.key}, ${upload.name}, ${upload.size}, ${upload.mime}, ${upload.purpose}, ${upload.subjectType}, ${upload.subjectId},
      ${ctx.actor.memberId}, ${ctx.now.toISOString()}, ${upload.expiresAt})`)
}

/** Locked: two who say it is complete at once get the same file. */
export async function uploadToFinish(ctx: Ctx, id: string): Promise<UploadRow | undefined> {
  return await ctx.tx.row(sql<UploadRow>`select id, key, name, size, mime, purpose, subject_type, subject_id, created_by, expires_at, file_id
    from file_upload where tenant_id = ${ctx.tenantId} and id = ${id} for update`)
}

export async function finishUpload(ctx: Ctx, id: string, fileId: string): Promise<void> {
  await ctx.tx.run(sql`update file_upload set file_id = ${fileId} where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function lateUploads(ctx: Ctx, limit: number): Promise<{ id: string; key: string }[]> {
  return await ctx.tx.rows(sql`select id, key from file_upload where tenant_id = ${ctx.tenantId} and expires_at < ${ctx.now.toISOString()}
    order by expires_at, id limit ${limit} for update skip locked`)
}

export async function forgetUploads(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.tx.run(sql`delete from file_upload where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`)
}
