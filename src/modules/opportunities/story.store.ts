// Many opportunities at once, with what happened to them: for stories and imports of what is over. Statements in bulk.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface StoryOpportunity {
  id: string
  number: string
  name: string
  accountId: string
  leadId: string | null
  ownerId: string
  stage: string
  weight: number
  amountFen: number
  expectedSignOn: string | null
  budgetFen: number | null
  stageSince: string
  lastSubstantiveAt: string | null
  lostFrom: string | null
  lostReason: string | null
  closedAt: string | null
  contractId: string | null
  createdAt: string
}
export async function insertMany(ctx: Ctx, rows: StoryOpportunity[]): Promise<void> {
  await ctx.tx.run(sql`insert into opportunity (tenant_id, id, number, name, account_id, lead_id, owner_id, stage, weight, amount_fen, expected_sign_on, budget_fen, stage_since, last_substantive_at, lost_from, lost_reason, closed_at, contract_id, created_at, created_by)
    select ${ctx.tenantId}::uuid, r.id, r.number, r.name, r."accountId", r."leadId", r."ownerId", r.stage, r.weight, r."amountFen", r."expectedSignOn", r."budgetFen", r."stageSince", r."lastSubstantiveAt", r."lostFrom", r."lostReason", r."closedAt", r."contractId", r."createdAt", r."ownerId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, number text, name text, "accountId" uuid, "leadId" uuid, "ownerId" uuid, stage text, weight int, "amountFen" bigint, "expectedSignOn" date, "budgetFen" bigint,
      "stageSince" timestamptz, "lastSubstantiveAt" timestamptz, "lostFrom" text, "lostReason" text, "closedAt" timestamptz, "contractId" uuid, "createdAt" timestamptz)`)
}

export interface StoryMove {
  id: string
  opportunityId: string
  fromStage: string | null
  toStage: string
  kind: string
  weight: number
  amountFen: number
  expectedSignOn: string | null
  at: string
  byId: string
  reason: string | null
}
export async function insertMoves(ctx: Ctx, rows: StoryMove[]): Promise<void> {
  await ctx.tx.run(sql`insert into stage_history (tenant_id, id, opportunity_id, from_stage, to_stage, kind, weight, amount_fen, expected_sign_on, at, by_id, reason)
    select ${ctx.tenantId}::uuid, r.id, r."opportunityId", r."fromStage", r."toStage", r.kind, r.weight, r."amountFen", r."expectedSignOn", r.at, r."byId", r.reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "opportunityId" uuid, "fromStage" text, "toStage" text, kind text, weight int, "amountFen" bigint, "expectedSignOn" date, at timestamptz, "byId" uuid, reason text)`)
}

export interface StoryFact {
  id: string
  opportunityId: string
  fact: string
  at: string
  proofKind: string
  proofId: string
  value: number | null
  detail: Record<string, unknown>
  byId: string
}
export async function insertFacts(ctx: Ctx, rows: StoryFact[]): Promise<void> {
  await ctx.tx.run(sql`insert into opportunity_fact (tenant_id, id, opportunity_id, fact, at, proof_kind, proof_id, value, detail, recorded_by, recorded_at)
    select ${ctx.tenantId}::uuid, r.id, r."opportunityId", r.fact, r.at, r."proofKind", r."proofId", r.value, r.detail, r."byId", r.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "opportunityId" uuid, fact text, at timestamptz, "proofKind" text, "proofId" uuid, value bigint, detail jsonb, "byId" uuid)
    on conflict do nothing`)
}

export async function insertTeam(
  ctx: Ctx,
  rows: { opportunityId: string; memberId: string; role: string; by: string; at: string }[],
): Promise<void> {
  await ctx.tx.run(sql`insert into opportunity_member (tenant_id, opportunity_id, member_id, role, added_by, added_at)
    select ${ctx.tenantId}::uuid, r."opportunityId", r."memberId", r.role, r.by, r.at from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("opportunityId" uuid, "memberId" uuid, role text, by uuid, at timestamptz)`)
}

export async function insertComments(
  ctx: Ctx,
  rows: { id: string; opportunityId: string; authorId: string; text: string; pinned: boolean; at: string }[],
): Promise<void> {
  await ctx.tx.run(sql`insert into opportunity_comment (tenant_id, id, opportunity_id, author_id, text, pinned, at)
    select ${ctx.tenantId}::uuid, r.id, r."opportunityId", r."authorId", r.text, r.pinned, r.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "opportunityId" uuid, "authorId" uuid, text text, pinned boolean, at timestamptz)`)
}

export interface DeepVisit {
  id: string
  accountId: string
  endedAt: string
  minutes: number
}
/** Valid deep visits to these accounts, newest first. */
export const viewDeepVisits = (ctx: Ctx, accountIds: string[]): Promise<DeepVisit[]> =>
  ctx.tx.rows<DeepVisit>(sql`select v.id, v.subject_id as account_id, v.check_out_at as ended_at, floor(extract(epoch from v.check_out_at - v.check_in_at) / 60)::int as minutes
    from visit v where v.tenant_id = ${ctx.tenantId} and v.subject_id = any(${accountIds}::uuid[]) and v.purpose = 'deep' and v.validity = 'valid' and v.check_out_at is not null
    order by v.check_out_at desc`)
