// Rows about stored objects, and the evidence log that chains proofs.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface StoredFile {
  id: string
  name: string
  mime: string
  size: number
  sha256: string
  width: number | null
  height: number | null
  purpose: string
  subjectType: string
  subjectId: string
  createdById: string | null
  createdByName: string | null
  createdAt: string
}

export interface FileRow extends StoredFile {
  key: string
}

type At = Pick<Ctx, 'tx' | 'tenantId'>

const columns = sql`f.id, f.key, f.name, f.mime, f.size, f.sha256, f.width, f.height, f.purpose, f.subject_type, f.subject_id, f.created_by as created_by_id,
  m.name as created_by_name, f.created_at`
const tables = sql`stored_object f left join member m on m.tenant_id = f.tenant_id and m.id = f.created_by`

export async function insertFile(ctx: Ctx, file: Omit<FileRow, 'createdByName' | 'createdById' | 'createdAt'>): Promise<void> {
  await ctx.tx.run(sql`insert into stored_object (tenant_id, id, key, sha256, size, mime, name, width, height, purpose, subject_type, subject_id, created_by, created_at)
    values (${ctx.tenantId}, ${file.id}, ${file.key}, ${file.sha256}, ${file.size}, ${file.mime}, ${file.name}, ${file.width}, ${file.height}, ${file.purpose},
      ${file.subjectType}, ${file.subjectId}, ${ctx.actor.memberId}, ${ctx.now.toISOString()})`)
}

/** The row of a file; undefined when there is none or it was removed. */
export async function fileRow(ctx: At, id: string): Promise<FileRow | undefined> {
  return await ctx.tx.row(
    sql<FileRow>`select ${columns} from ${tables} where f.tenant_id = ${ctx.tenantId} and f.id = ${id} and f.removed_at is null`,
  )
}

export async function filesBySubject(ctx: At, subjectIds: string[], purpose?: string): Promise<FileRow[]> {
  return await ctx.tx.rows(sql<FileRow>`select ${columns} from ${tables} where f.tenant_id = ${ctx.tenantId} and f.subject_id = any(${subjectIds}::uuid[])
    and f.removed_at is null and (${purpose ?? null}::text is null or f.purpose = ${purpose ?? null}) order by f.created_at, f.id limit 500`)
}

export interface EvidenceRow {
  seq: number
  fileId: string
  sha256: string
  facts: string
  prev: string
  hash: string
  at: string
}

export async function lastLink(ctx: At): Promise<EvidenceRow | undefined> {
  return await ctx.tx.row(
    sql<EvidenceRow>`select seq, file_id, sha256, facts, prev, hash, at from evidence_link where tenant_id = ${ctx.tenantId} order by seq desc limit 1`,
  )
}

/** One proof at a time joins the chain of a tenant. Held to the end of the transaction. */
export async function lockChain(ctx: Ctx): Promise<void> {
  await ctx.tx.row(sql`select pg_advisory_xact_lock(hashtextextended('evidence:' || ${ctx.tenantId}, 0))::text as locked`)
}

export async function insertLink(ctx: Ctx, link: EvidenceRow): Promise<void> {
  await ctx.tx.run(sql`insert into evidence_link (tenant_id, seq, file_id, sha256, facts, prev, hash, at)
    values (${ctx.tenantId}, ${link.seq}, ${link.fileId}, ${link.sha256}, ${link.facts}, ${link.prev}, ${link.hash}, ${link.at})`)
}

export async function linksAfter(ctx: At, seq: number, limit: number): Promise<(EvidenceRow & { key: string | null; removed: boolean })[]> {
  return await ctx.tx.rows(sql`select l.seq, l.file_id, l.sha256, l.facts, l.prev, l.hash, l.at, f.key, f.removed_at is not null as removed from evidence_link l
    left join stored_object f on f.tenant_id = l.tenant_id and f.id = l.file_id
    where l.tenant_id = ${ctx.tenantId} and l.seq > ${seq} order by l.seq limit ${limit}`)
}
