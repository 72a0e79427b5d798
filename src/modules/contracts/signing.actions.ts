// Signing on the screen. The document is fixed first; each party signs it with a one-time code; the second signature makes the
// contract effective, and with it, in one transaction, the opportunity is won and the receipt plan exists.
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import sharp from 'sharp'
import { dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { forbidden, invalid, notFound, refuse } from '#core/refuse.ts'
import type { RequestFacts } from '#core/routes.ts'
import { checkPdfSignature, signPdf } from '#core/signer.ts'
import { readFile, storeFile } from '#modules/files/index.ts'
import { zone } from '#modules/organization/index.ts'
import { mayContract } from './contract.access.ts'
import { type ContractView, freezeClauses, lockContract, saveStatus, viewContract } from './contract.store.ts'
import { surroundings } from './contract-facts.actions.ts'
import { impossible, mustAct, stateAfter, tellStation } from './contract-state.actions.ts'
import { drawContract } from './document.actions.ts'
import type { DocumentSignature } from './document.rule.ts'
import { codeOf, dropCode, insertSignature, type Party, type SignatureRow, saveCode, signaturesOf } from './signing.store.ts'

/** Fixes clauses and document. What is signed is these bytes and no others. */
export async function beginSigning(ctx: Ctx, input: { id: string }) {
  const contract = await mustAct(ctx, input.id, 'beginSigning', 'contract.write')
  const status = stateAfter(contract, 'begin_signing')
  await freezeClauses(ctx, contract.id, (await surroundings(ctx, contract)).clauses)
  const file = await storeFile(ctx, {
    bytes: await drawContract(ctx, contract, 'to_sign'),
    name: `${contract.number}.pdf`,
    purpose: 'contract_pdf',
    subjectType: 'contract',
    subjectId: contract.id,
  })
  await saveStatus(ctx, contract.id, { status, documentFileId: file.id, documentSha256: file.sha256 })
  await emit(ctx, 'contract.signing_begun', contract.id, { number: contract.number, documentSha256: file.sha256, fileId: file.id })
  await tellStation(ctx, contract.opportunityId, { key: 'contract.progress.signing', id: contract.id, number: contract.number })
  return { documentFileId: file.id, documentSha256: file.sha256 }
}

export async function stopSigning(ctx: Ctx, input: { id: string }) {
  const contract = await mustAct(ctx, input.id, 'stopSigning', 'contract.write')
  await saveStatus(ctx, contract.id, { status: stateAfter(contract, 'stop_signing') })
  await emit(ctx, 'contract.signing_stopped', contract.id, { number: contract.number })
  return { ok: true as const }
}

/** The contract in signing, locked, if this person may let this party sign and it has not signed yet. */
async function toSign(ctx: Ctx, id: string, party: Party): Promise<{ contract: ContractView; signed: SignatureRow[] }> {
  const seen = await viewContract(ctx, id, 'contract.read')
  if (!seen) throw notFound('contract')
  const contract = { ...seen, ...(await lockContract(ctx, id)) }
  const may = mayContract(ctx.actor, { ...contract, status: 'signing' })
  if (!may.signBuyer && !may.signSeller) throw forbidden('contract.sign')
  if (contract.status !== 'signing') throw impossible(contract, 'sign')
  if (party === 'seller' && !may.signSeller) throw refuse('contract.not_your_party', {}, 403)
  const signed = (await signaturesOf(ctx, id)).filter((one) => one.documentSha256 === contract.documentSha256)
  const before = signed.find((one) => one.party === party)
  if (before) throw refuse('contract.party_signed', { name: before.signerName, at: before.signedAt })
  return { contract, signed }
}

const hashOf = (ctx: Ctx, contractId: string, party: Party, code: string): Buffer =>
  createHmac('sha256', ctx.services.secret).update(`${ctx.tenantId}/${contractId}/${party}/${code}`).digest()

/** A fresh code; one asked for before is worth nothing any more. It stands in no event. */
export async function signingCode(ctx: Ctx, input: { id: string; party: Party }) {
  const { contract } = await toSign(ctx, input.id, input.party)
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const way = 'screen' as const
  const { expiresAt } = await saveCode(ctx, {
    contractId: contract.id,
    party: input.party,
    codeHash: hashOf(ctx, contract.id, input.party, code),
    way,
  })
  return { way, code, expiresAt }
}

async function spendCode(ctx: Ctx, contractId: string, party: Party, code: string): Promise<'screen' | 'sms'> {
  const kept = await codeOf(ctx, contractId, party)
  if (!kept || !timingSafeEqual(kept.codeHash, hashOf(ctx, contractId, party, code))) throw invalid('contract.code_wrong')
  if (kept.expired) throw invalid('contract.code_expired')
  await dropCode(ctx, contractId, party)
  return kept.way
}

export interface SignInput {
  id: string
  party: Party
  signerName: string
  signerTitle?: string | null | undefined
  code: string
  image: string
}

export async function sign(ctx: Ctx, input: SignInput, request: Pick<RequestFacts, 'ip' | 'userAgent'>) {
  const { contract, signed } = await toSign(ctx, input.id, input.party)
  const codeWay = await spendCode(ctx, contract.id, input.party, input.code)
  const drawn = Buffer.from(input.image.slice('data:image/png;base64,'.length), 'base64')
  const image = await storeFile(ctx, {
    bytes: drawn,
    name: `${contract.number}-${input.party}.png`,
    purpose: 'signature',
    subjectType: 'contract',
    subjectId: contract.id,
  })
  if (await isBlank(drawn)) throw invalid('contract.signature_empty')
  await insertSignature(ctx, {
    id: uuidv7(),
    contractId: contract.id,
    party: input.party,
    signerName: input.signerName,
    signerTitle: input.signerTitle?.trim() || null,
    imageFileId: image.id,
    imageSha256: image.sha256,
    documentSha256: contract.documentSha256 as string,
    codeWay,
    ip: request.ip,
    userAgent: request.userAgent.slice(0, 300),
  })
  await emit(ctx, 'contract.signed', contract.id, { number: contract.number, party: input.party, documentSha256: contract.documentSha256 })
  if (signed.length === 0) return { status: 'signing' as const, signedFileId: null }
  return { status: 'effective' as const, signedFileId: await takeEffect(ctx, contract) }
}

/** A picture in one colour is no signature. */
async function isBlank(png: Uint8Array): Promise<boolean> {
  const { channels } = await sharp(png).stats()
  return channels.every((channel) => channel.max - channel.min < 8)
}

/** Both have signed: the audit page is added, the file sealed, and everything that follows happens in this transaction. */
async function takeEffect(ctx: Ctx, contract: ContractView): Promise<string> {
  const tz = await zone(ctx)
  const signedOn = dayOf(ctx.now, tz)
  const rows = (await signaturesOf(ctx, contract.id)).filter((one) => one.documentSha256 === contract.documentSha256)
  const pages: DocumentSignature[] = []
  for (const row of rows) pages.push({ ...row, signedAt: wallTime(row.signedAt, tz), image: await asImage(ctx, row.imageFileId) })
  const pdf = await signPdf(
    ctx.services,
    await drawContract(ctx, { ...contract, signedOn }, 'signed', pages),
    'Agreed electronic signature of both parties; installation certificate, no licensed CA',
    ctx.now,
  )
  const check = checkPdfSignature(pdf)
  if (!check?.intact || !check.whole) throw new Error('the signed contract does not verify')
  const file = await storeFile(ctx, {
    bytes: pdf,
    name: `${contract.number}-signed.pdf`,
    purpose: 'contract_pdf',
    subjectType: 'contract',
    subjectId: contract.id,
  })
  await saveStatus(ctx, contract.id, {
    status: stateAfter(contract, 'take_effect'),
    signedOn,
    effectiveAt: ctx.now.toISOString(),
    signedFileId: file.id,
  })
  await emit(ctx, 'contract.effective', contract.id, {
    contractId: contract.id,
    number: contract.number,
    accountId: contract.accountId,
    opportunityId: contract.opportunityId,
    ownerId: contract.ownerId,
    amountFen: contract.amountFen,
    terms: contract.terms.code,
    signedOn,
    signedFileSha256: file.sha256,
    certificate: check.certificate,
  })
  return file.id
}

/** `2026-11-23 08:30:00 +08:00`: what a person reads on the audit page. */
function wallTime(iso: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  return `${format.format(new Date(iso))}（${timeZone}）`
}

/** Small enough for a page, and plain PNG whatever the canvas made. */
async function asImage(ctx: Ctx, fileId: string): Promise<string> {
  const small = await sharp(await readFile(ctx, fileId))
    .resize({ width: 600, height: 240, fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer()
  return `data:image/png;base64,${small.toString('base64')}`
}
