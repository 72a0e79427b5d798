// The evidence log: every proof (a photo of a visit, a recording) is chained to the proof before it. Taking one out, slipping one in or
// changing a byte breaks the chain at that place.
import { createHash } from 'node:crypto'
import type { Ctx } from '#core/context.ts'
import { type EvidenceRow, fileRow, insertLink, lastLink, linksAfter, lockChain } from './file.store.ts'

const FIRST = '0'.repeat(64)
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')
const linkHash = (link: Omit<EvidenceRow, 'hash'>): string =>
  sha256([link.prev, link.seq, link.fileId, link.sha256, link.facts, link.at].join('\x1f'))

/**
 * Chains a stored file as evidence, with the facts that were attested with it (time, place, step, nonce …). Returns its place. Proofs of one
 * tenant queue here, so it comes last in a transaction.
 */
export async function chainEvidence(
  ctx: Ctx,
  fileId: string,
  facts: Record<string, unknown>,
): Promise<{ seq: number; hash: string; prev: string }> {
  const file = await fileRow(ctx, fileId)
  if (!file) throw new Error('only a stored file becomes evidence')
  await lockChain(ctx)
  const last = await lastLink(ctx)
  const link = {
    seq: (last?.seq ?? 0) + 1,
    fileId,
    sha256: file.sha256,
    facts: JSON.stringify(facts),
    prev: last?.hash ?? FIRST,
    at: ctx.now.toISOString(),
  }
  const hash = linkHash(link)
  await insertLink(ctx, { ...link, hash })
  return { seq: link.seq, hash, prev: link.prev }
}

export interface EvidenceVerdict {
  links: number
  firstBad: { seq: number; fileId: string; why: 'gap' | 'chain_broken' | 'link_changed' | 'file_missing' | 'file_changed' } | null
}

/** Recomputes the tenant's evidence chain, and with `bytes` the hash of every file in it. */
export async function verifyEvidence(ctx: Ctx, options: { bytes: boolean }): Promise<EvidenceVerdict> {
  let prev = FIRST
  let seq = 0
  for (;;) {
    const links = await linksAfter(ctx, seq, 500)
    for (const link of links) {
      const why = await wrongWith(ctx, link, seq, prev, options.bytes)
      if (why) return { links: seq, firstBad: { seq: link.seq, fileId: link.fileId, why } }
      seq = link.seq
      prev = link.hash
    }
    if (links.length < 500) return { links: seq, firstBad: null }
  }
}

async function wrongWith(
  ctx: Ctx,
  link: EvidenceRow & { key: string | null; removed: boolean },
  seq: number,
  prev: string,
  bytes: boolean,
): Promise<NonNullable<EvidenceVerdict['firstBad']>['why'] | null> {
  if (link.seq !== seq + 1) return 'gap'
  if (link.prev !== prev) return 'chain_broken'
  if (linkHash(link) !== link.hash) return 'link_changed'
  // A file whose days are over, or whose person was erased, leaves its link: the chain holds, the bytes are rightly gone.
  if (!bytes || link.removed) return null
  const content = link.key ? await ctx.services.objects.get(link.key).catch(() => null) : null
  if (!content) return 'file_missing'
  return sha256(content) === link.sha256 ? null : 'file_changed'
}
