// Signatures and the one-time codes before them.
import { type Ctx, memberOf } from '#core/context.ts'
import { sql } from '#core/db.ts'

export type Party = 'seller' | 'buyer'
export type CodeWay = 'screen' | 'sms'

export interface SignatureRow {
  id: string
  party: Party
  signerName: string
  signerTitle: string | null
  signedAt: string
  heldById: string
  heldByName: string
  codeWay: CodeWay
  imageFileId: string
  imageSha256: string
  documentSha256: string
}

export async function signaturesOf(ctx: Ctx, contractId: string): Promise<SignatureRow[]> {
  return await ctx.tx.rows(sql`select s.id, s.party, s.signer_name, s.signer_title, s.signed_at, s.held_by as held_by_id, coalesce(m.name, '') as held_by_name, s.code_way,
      s.image_file_id, s.image_sha256, s.document_sha256
    from contract_signature s left join member m on m.tenant_id = ${ctx.tenantId} and m.id = s.held_by
    where s.tenant_id = ${ctx.tenantId} and s.contract_id = ${contractId} order by s.signed_at, s.id`)
}

export interface NewSignature {
  id: string
  contractId: string
  party: Party
  signerName: string
  signerTitle: string | null
  imageFileId: string
  imageSha256: string
  documentSha256: string
  codeWay: CodeWay
  ip: string
  userAgent: string
}

export async function insertSignature(ctx: Ctx, s: NewSignature): Promise<void> {
  await ctx.tx.run(sql`insert into contract_signature (tenant_id, id, contract_id, party, signer_name, signer_title, image_file_id, image_sha256, document_sha256, held_by, code_way, ip, user_agent, signed_at)
    values (${ctx.tenantId}, ${s.id}, ${s.contractId}, ${s.party}, ${s.signerName}, ${s.signerTitle}, ${s.imageFileId}, ${s.imageSha256}, ${s.documentSha256}, ${memberOf(ctx)},
      ${s.codeWay}, ${s.ip}, ${s.userAgent}, ${ctx.now.toISOString()})`)
}

/** The code holds ten minutes of real time, whatever clock the tenant lives by. */
export async function saveCode(
  ctx: Ctx,
  code: { contractId: string; party: Party; codeHash: Buffer; way: CodeWay },
): Promise<{ expiresAt: string }> {
  const row = await ctx.tx.row<{
    expiresAt: string
  }>(sql`insert into contract_signing_code (tenant_id, contract_id, party, code_hash, way, expires_at)
    values (${ctx.tenantId}, ${code.contractId}, ${code.party}, ${code.codeHash}, ${code.way}, now() + interval '10 minutes')
    on conflict (tenant_id, contract_id, party) do update set code_hash = excluded.code_hash, way = excluded.way, expires_at = excluded.expires_at
    returning expires_at`)
  return row as { expiresAt: string }
}

export async function codeOf(
  ctx: Ctx,
  contractId: string,
  party: Party,
): Promise<{ codeHash: Buffer; way: CodeWay; expired: boolean } | undefined> {
  return await ctx.tx.row(sql`select code_hash, way, expires_at < now() as expired from contract_signing_code
    where tenant_id = ${ctx.tenantId} and contract_id = ${contractId} and party = ${party} for update`)
}

export async function dropCode(ctx: Ctx, contractId: string, party: Party): Promise<void> {
  await ctx.tx.run(
    sql`delete from contract_signing_code where tenant_id = ${ctx.tenantId} and contract_id = ${contractId} and party = ${party}`,
  )
}
