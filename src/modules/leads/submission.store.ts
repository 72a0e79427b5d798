// Raw leads that wait for a person: every SQL.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface SubmissionRow {
  id: string
  channelId: string
  campaignId: string | null
  externalId: string | null
  receivedAt: string
  state: 'accepted' | 'merged' | 'in_review' | 'rejected' | 'failed'
  reason: { code: string; params: Record<string, unknown> } | null
  raw: Record<string, unknown>
  /** Column by field, where it is the row of a table. */
  mapping: Record<string, string> | null
  leadId: string | null
  accountId: string | null
  candidateType: 'lead' | 'account' | null
  candidateId: string | null
  candidate: {
    name: string
    phone: string | null
    usci: string | null
    email: string | null
    address: string | null
    contactName: string | null
    ownerName: string | null
  } | null
}

const columns =
  sql.raw(`s.id, s.channel_id, s.campaign_id, s.external_id, s.received_at, s.state, s.reason, s.raw, s.mapping, s.lead_id, s.account_id, s.candidate_type, s.candidate_id,
  case when s.candidate_id is null then null else jsonb_build_object('name', coalesce(l.company, a.name), 'phone', coalesce(l.contact_phone, c.phone), 'usci', coalesce(l.usci, a.usci),
    'email', coalesce(l.contact_email, c.email), 'address', coalesce(l.address, a.address), 'contactName', coalesce(l.contact_name, c.name), 'ownerName', m.name) end as candidate`)
const joined = sql.raw(`submission s
  left join lead l on s.candidate_type = 'lead' and l.tenant_id = s.tenant_id and l.id = s.candidate_id
  left join account a on s.candidate_type = 'account' and a.tenant_id = s.tenant_id and a.id = s.candidate_id
  left join lateral (select x.name, x.phone, x.email from contact x where a.id is not null and x.tenant_id = s.tenant_id and x.account_id = a.id
    order by x.is_primary desc, x.created_at limit 1) c on true
  left join member m on m.tenant_id = s.tenant_id and m.id = coalesce(l.owner_id, a.owner_id)`)

export async function readSubmissions(
  ctx: Ctx,
  filter: { state: string; after: (string | number | null)[] | null; limit: number },
): Promise<SubmissionRow[]> {
  const [at, id] = filter.after ?? [null, null]
  return await ctx.tx.rows(sql<SubmissionRow>`select ${columns} from ${joined} where s.tenant_id = ${ctx.tenantId} and s.state = ${filter.state}
      and (${at}::timestamptz is null or (s.received_at, s.id) < (${at}::timestamptz, ${id}::uuid)) order by s.received_at desc, s.id desc limit ${filter.limit}`)
}

export async function lockSubmission(ctx: Ctx, id: string): Promise<SubmissionRow | undefined> {
  return await ctx.tx.row(
    sql<SubmissionRow>`select ${columns} from ${joined} where s.tenant_id = ${ctx.tenantId} and s.id = ${id} for update of s`,
  )
}

export async function settleSubmission(
  ctx: Ctx,
  id: string,
  settled: Pick<SubmissionRow, 'state' | 'leadId' | 'accountId' | 'reason'> & Partial<Pick<SubmissionRow, 'candidateType' | 'candidateId'>>,
): Promise<void> {
  await ctx.tx.run(sql`update submission set state = ${settled.state}, lead_id = ${settled.leadId}, account_id = ${settled.accountId}, reason = ${JSON.stringify(settled.reason)}::jsonb,
      candidate_type = coalesce(${settled.candidateType ?? null}, candidate_type), candidate_id = coalesce(${settled.candidateId ?? null}::uuid, candidate_id),
      resolved_by = ${ctx.actor.memberId}, resolved_at = ${ctx.now.toISOString()} where tenant_id = ${ctx.tenantId} and id = ${id}`)
}
