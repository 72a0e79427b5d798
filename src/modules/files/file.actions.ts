import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { policy } from '#core/policies.ts'
import { forbidden, invalid, notFound, type Refusal, refuse } from '#core/refuse.ts'
import { mustFitPlan, noteLook } from '#modules/organization/index.ts'
import { quotaPolicy } from './file.policy.ts'
import { cleanName, judgeFile, maxPixels } from './file.rule.ts'
import { type FileRow, fileRow, filesBySubject, insertFile, type StoredFile } from './file.store.ts'
import { mustBeClean, scanner } from './scan.actions.ts'
import { newestQuarantined } from './scan.store.ts'
import { fileSubject } from './subject.actions.ts'
import { countIn, usageByPurpose, usageOf } from './usage.store.ts'

const MB = 1_000_000

export interface NewFile {
  bytes: Uint8Array
  /** As the sender calls it; cleaned before it is kept. */
  name: string
  /** One of `allowedKinds` in file.rule.ts. */
  purpose: string
  subjectType: string
  subjectId: string
}

/**
 * Stores bytes for a record. The caller has decided that the actor may. Refuses `file.empty`, `file.too_large` (20 MB),
 * `file.wrong_type`, `file.too_many_pixels` (24 MP) and `file.unreadable_image`. When the transaction fails the object is left
 * without a row and nothing points to it. Refuses `file.infected`, `file.scan_unavailable`, `file.over_quota` and
 * `plan.full_storage` too.
 */
export async function storeFile(ctx: Ctx, file: NewFile): Promise<StoredFile> {
  const { kind, ...size } = await judgeBytes(file)
  const sha256 = createHash('sha256').update(file.bytes).digest('hex')
  if (!OURS.has(file.purpose)) await mustBeClean(ctx, { ...file, name: cleanName(file.name, kind.ending), sha256 })
  const id = uuidv7()
  const key = `${ctx.tenantId}/${id.slice(-4, -2)}/${id}.${kind.ending}`
  const row = {
    id,
    key,
    name: cleanName(file.name, kind.ending),
    mime: kind.mime,
    size: file.bytes.length,
    sha256,
    ...size,
    purpose: file.purpose,
    subjectType: file.subjectType,
    subjectId: file.subjectId,
  }
  await mustFitPlan(ctx, 'storageMb', row.size / MB)
  const limit = await quotaOf(ctx)
  const usage = await countIn(ctx, row.size)
  if (usage.bytes > limit) throw overQuota(limit)
  await ctx.services.objects.put(key, file.bytes)
  await insertFile(ctx, row)
  const { key: _, ...shown } = row
  return {
    ...shown,
    createdById: ctx.actor.memberId,
    createdByName: ctx.actor.memberId ? ctx.actor.name : null,
    createdAt: ctx.now.toISOString(),
  }
}

/** Made by the server itself: no stranger's bytes are in them. A live photo is drawn anew before it is stored. */
const OURS = new Set(['quotation_pdf', 'contract_pdf', 'visit_photo'])
/** Shows, or lets hear, where a rep was and what was said. */
const SHOWS_PERSON = new Set(['visit_photo', 'visit_recording'])
const GB = 1_000_000_000

export const quotaOf = async (ctx: Ctx): Promise<number> => Math.round((await policy(ctx, quotaPolicy)).gigabytes * GB)
const overQuota = (limit: number): Refusal => refuse('file.over_quota', { limit: `${limit / GB} GB` })

/** Refuses at once what would not fit later. */
export async function mustFit(ctx: Ctx, bytes: number): Promise<void> {
  await mustFitPlan(ctx, 'storageMb', bytes / MB)
  const limit = await quotaOf(ctx)
  if ((await usageOf(ctx)).bytes + bytes > limit) throw overQuota(limit)
}

/** Judges bytes that are to be worked on before they are stored; refuses what `storeFile` would refuse. */
export async function judgeBytes(file: Pick<NewFile, 'bytes' | 'name' | 'purpose'>) {
  const verdict = judgeFile(file.bytes, file.name, file.purpose)
  if (!verdict.ok) throw invalid(verdict.code, verdict.params)
  const { kind } = verdict
  const size = kind.picture ? await pictureSize(file.bytes, file.name) : { width: null, height: null }
  return { kind, ...size }
}

async function pictureSize(bytes: Uint8Array, name: string): Promise<{ width: number; height: number }> {
  // The header alone is read here: a picture of 50 MP is refused before anything unpacks it.
  const { width, height } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw invalid('file.unreadable_image', { name })
    })
  if (width * height > maxPixels)
    throw invalid('file.too_many_pixels', { name, megapixels: Math.round((width * height) / 1_000_000), limit: maxPixels / 1_000_000 })
  return { width, height }
}

/** The stored file, without asking who wants it; undefined when there is none. */
export async function fileById(ctx: Pick<Ctx, 'tx' | 'tenantId'>, id: string): Promise<StoredFile | undefined> {
  const row = await fileRow(ctx, id)
  return row && shown(row)
}

/** Files of these records, oldest first, without asking who wants them. */
export async function filesOfSubjects(ctx: Pick<Ctx, 'tx' | 'tenantId'>, subjectIds: string[], purpose?: string): Promise<StoredFile[]> {
  return (await filesBySubject(ctx, subjectIds, purpose)).map(shown)
}

/** The bytes of a stored file, without asking who wants them. */
export async function readFile(ctx: Ctx, id: string): Promise<Uint8Array> {
  const row = await fileRow(ctx, id)
  if (!row) throw notFound('file')
  return await ctx.services.objects.get(row.key)
}

/** Those of these files that the actor may read, each with the record it hangs on. */
export async function filesInReach(ctx: Ctx, ids: string[]): Promise<{ id: string; name: string; subjectId: string }[]> {
  const found: { id: string; name: string; subjectId: string }[] = []
  for (const id of ids) {
    const row = await fileRow(ctx, id)
    if (row && (await fileSubject(row.subjectType)?.mayRead(ctx, row.subjectId)))
      found.push({ id, name: row.name, subjectId: row.subjectId })
  }
  return found
}

const shown = ({ key: _, ...file }: FileRow): StoredFile => file

async function mustRead(ctx: Ctx, subjectType: string, subjectId: string): Promise<void> {
  if (!(await fileSubject(subjectType)?.mayRead(ctx, subjectId))) throw notFound('file')
}

type Attached = Pick<NewFile, 'purpose' | 'subjectType' | 'subjectId'>

export async function mustAttach(ctx: Ctx, file: Attached): Promise<void> {
  await mustRead(ctx, file.subjectType, file.subjectId)
  if (!(await fileSubject(file.subjectType)?.mayAttach(ctx, file.subjectId, file.purpose))) throw forbidden('file.attach')
}

/** A person attaches a file to a record: asked whether they may, stored, told. */
export async function attach(ctx: Ctx, file: NewFile): Promise<StoredFile> {
  await mustAttach(ctx, file)
  const stored = await storeFile(ctx, file)
  await emit(ctx, 'file.attached', stored.id, {
    subjectType: file.subjectType,
    subjectId: file.subjectId,
    purpose: file.purpose,
    mime: stored.mime,
    size: stored.size,
    sha256: stored.sha256,
  })
  return stored
}

export async function uploadFile(ctx: Ctx, input: { file: File } & Attached): Promise<StoredFile> {
  const { file, ...to } = input
  return await attach(ctx, { ...to, bytes: new Uint8Array(await file.arrayBuffer()), name: file.name })
}

export async function filesOf(ctx: Ctx, input: { subjectType: string; subjectId: string; purpose?: string | undefined }) {
  await mustRead(ctx, input.subjectType, input.subjectId)
  const rows = await filesBySubject(ctx, [input.subjectId], input.purpose)
  return { items: rows.filter((row) => row.subjectType === input.subjectType).map(shown) }
}

export async function fileContent(ctx: Ctx, input: { id: string }): Promise<File> {
  const row = await fileRow(ctx, input.id)
  if (!row) throw notFound('file')
  await mustRead(ctx, row.subjectType, row.subjectId)
  if (row.createdById && SHOWS_PERSON.has(row.purpose))
    await noteLook(ctx, { personId: row.createdById, kind: 'photos', subjectType: row.subjectType, subjectId: row.subjectId })
  const bytes = await ctx.services.objects.get(row.key)
  return new File([new Uint8Array(bytes)], row.name, { type: row.mime })
}

export async function fileUsage(ctx: Ctx) {
  const usage = await usageOf(ctx)
  return {
    ...usage,
    limit: await quotaOf(ctx),
    store: ctx.services.objects.kind,
    scanner: scanner().name,
    purposes: await usageByPurpose(ctx),
    quarantined: await newestQuarantined(ctx),
  }
}
