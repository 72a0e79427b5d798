// 通讯录同步: link a directory, compare with it, and let those go who are in it no more.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { holds } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { forbidden, invalid, refuse } from '#core/refuse.ts'
import type { OuterDirectory } from './directory.rule.ts'
import * as store from './directory.store.ts'
import { carryOver } from './directory-sync.actions.ts'
import { mustKnowRoles } from './member.actions.ts'
import { memberById } from './member.store.ts'
import { directorySource } from './street.actions.ts'

const OK = { ok: true } as const

// The secret of another system lies in the database as bytes that the database alone cannot read.
const keyOf = (ctx: Ctx): Buffer => createHmac('sha256', ctx.services.secret).update('directory').digest()

function locked(ctx: Ctx, secret: string): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(ctx), iv)
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

/** A company that came with an archive from another installation brings a secret that this one cannot open. */
function unlocked(ctx: Ctx, box: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(ctx), box.subarray(0, 12))
  decipher.setAuthTag(box.subarray(12, 28))
  try {
    return Buffer.concat([decipher.update(box.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    throw refuse('directory.secret_needed')
  }
}

export async function directory(ctx: Ctx) {
  const row = await store.linkOf(ctx)
  if (!row) return { link: null }
  const { secret: _, ...link } = row
  return { link }
}

export async function linkDirectory(
  ctx: Ctx,
  input: { kind: 'wecom'; corpId: string; secret?: string | null; roleId?: string | null; version: number },
) {
  const before = await store.linkOf(ctx)
  if (input.version !== (before?.version ?? 0)) throw refuse('common.stale')
  const roleId = input.roleId ?? null
  if (roleId && roleId !== before?.roleId && !holds(ctx.actor, 'role.manage')) throw forbidden('role.manage')
  if (roleId) await mustKnowRoles(ctx, [roleId])
  if (!input.secret && !before) throw invalid('directory.secret_needed')
  const secret = input.secret ? locked(ctx, input.secret) : (before?.secret as Buffer)
  if (!(await store.saveLink(ctx, { ...input, roleId, secret }))) throw refuse('common.stale')
  await emit(ctx, 'directory.linked', ctx.tenantId, { kind: input.kind })
  return OK
}

export async function unlinkDirectory(ctx: Ctx) {
  const link = await store.linkOf(ctx)
  if (!link) throw refuse('directory.not_linked')
  await store.dropLink(ctx)
  await emit(ctx, 'directory.unlinked', ctx.tenantId, { kind: link.kind })
  return OK
}

export async function linkPerson(ctx: Ctx, input: { externalId: string; memberId: string }) {
  if (!(await store.linkOf(ctx))) throw refuse('directory.not_linked')
  if ((await memberById(ctx, input.memberId))?.disabledAt !== null) throw invalid('member.unknown_place', { field: 'memberId' })
  await store.savePerson(ctx, input.externalId, input.memberId)
  await emit(ctx, 'directory.person_linked', input.memberId)
  return OK
}

export async function syncDirectory(ctx: Ctx): Promise<store.SyncResult> {
  const link = await store.linkOf(ctx)
  if (!link) throw refuse('directory.not_linked')
  const outer: OuterDirectory = await directorySource({ kind: link.kind, corpId: link.corpId, secret: unlocked(ctx, link.secret) })
  const result = await carryOver(ctx, outer, link.roleId)
  await store.saveSync(ctx, result)
  await emit(ctx, 'directory.synced', ctx.tenantId, { ...result, waiting: result.waiting.length })
  return result
}

/** The daily comparison; a company without a directory has nothing to do. */
export async function syncDaily(ctx: Ctx): Promise<number> {
  if (!(await store.linkOf(ctx))) return 0
  const { departments, members } = await syncDirectory(ctx)
  return departments.created + departments.changed + members.created + members.changed + members.disabled
}
