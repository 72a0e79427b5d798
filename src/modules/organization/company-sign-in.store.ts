// The company's provider; its secret is sealed with the installation's key.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Ctx } from '#core/context.ts'
import { global, sql } from '#core/db.ts'

export interface CompanySignInRow {
  id: string
  kind: 'oidc' | 'wecom' | 'dingtalk' | 'feishu'
  clientId: string
  secretSealed: string
  issuer: string | null
  agentId: string | null
  enabled: boolean
  version: number
}

type Reads = Pick<Ctx, 'tx' | 'tenantId'>

export async function companySignInRow(ctx: Reads): Promise<CompanySignInRow | undefined> {
  return await ctx.tx.row(sql<CompanySignInRow>`select id, kind, client_id, secret_sealed, issuer, agent_id, enabled, version
    from company_sign_in where tenant_id = ${ctx.tenantId}`)
}

/** False when somebody changed it meanwhile. */
export async function saveCompanySignIn(ctx: Ctx, row: CompanySignInRow): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`insert into company_sign_in as c (tenant_id, id, kind, client_id, secret_sealed, issuer, agent_id, enabled, changed_at, version)
    select ${ctx.tenantId}, ${row.id}, ${row.kind}, ${row.clientId}, ${row.secretSealed}, ${row.issuer}, ${row.agentId}, ${row.enabled}, ${ctx.now.toISOString()}::timestamptz, 1
    where ${row.version}::int = 0 or exists (select 1 from company_sign_in where tenant_id = ${ctx.tenantId})
    on conflict (tenant_id) do update set id = excluded.id, kind = excluded.kind, client_id = excluded.client_id, secret_sealed = excluded.secret_sealed,
      issuer = excluded.issuer, agent_id = excluded.agent_id, enabled = excluded.enabled, changed_at = excluded.changed_at, version = c.version + 1
    where c.version = ${row.version}`)
  return count === 1
}

const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'company-sign-in', 32))

export function sealSecret(secret: string, plain: string, tenantId: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(tenantId))
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

export function openSecret(secret: string, sealed: string, tenantId: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, 12)).setAAD(Buffer.from(tenantId))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

/** The tenant list belongs to no tenant: by its code anybody may knock. */
export const tenantByCode = (pool: pg.Pool, code: string): Promise<{ id: string } | undefined> =>
  global(pool).row(sql<{ id: string }>`select id from tenant where code = ${code} and state <> 'closed'`)
