-- opportunities: stages moved on recorded facts, their history with the weights of the day, the team, comments.

create table opportunity (
  tenant_id uuid not null, id uuid not null, number text not null, name text not null, account_id uuid not null, lead_id uuid,
  owner_id uuid not null, stage text not null, weight int not null check (weight between 0 and 100),
  amount_fen bigint not null check (amount_fen >= 0), expected_sign_on date, budget_fen bigint,
  stage_since timestamptz not null, last_substantive_at timestamptz, stalled_since timestamptz,
  lost_from text, lost_reason text, lost_note text, closed_at timestamptz, contract_id uuid,
  created_at timestamptz not null, created_by uuid, version int not null default 1,
  primary key (tenant_id, id)
);
create unique index opportunity_number on opportunity (tenant_id, number);
create index opportunity_account on opportunity (tenant_id, account_id);
create index opportunity_owner on opportunity (tenant_id, owner_id, id desc);
create index opportunity_open on opportunity (tenant_id, stage, expected_sign_on) where closed_at is null;
create index opportunity_closed on opportunity (tenant_id, closed_at desc, id desc) where closed_at is not null;
create unique index opportunity_lead on opportunity (tenant_id, lead_id) where lead_id is not null;
call tenant_table('opportunity');

-- What became true, when, and what proves it. A revoked fact (a visit judged invalid) opens no door.
create table opportunity_fact (
  tenant_id uuid not null, id uuid not null, opportunity_id uuid not null, fact text not null, at timestamptz not null,
  proof_kind text not null, proof_id uuid not null, value bigint, detail jsonb not null default '{}', recorded_by uuid, recorded_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
create unique index opportunity_fact_once on opportunity_fact (tenant_id, opportunity_id, fact, proof_id);
create index opportunity_fact_proof on opportunity_fact (tenant_id, proof_id);
call tenant_table('opportunity_fact');

-- What is under way towards a missing fact (a quotation waits for its approval): words and a link, replaced by later rooms.
create table opportunity_progress (
  tenant_id uuid not null, opportunity_id uuid not null, fact text not null, words jsonb not null, act text, link text, at timestamptz not null,
  primary key (tenant_id, opportunity_id, fact)
);
call tenant_table('opportunity_progress');

-- Every move with the weight and amount of that day.
create table stage_history (
  tenant_id uuid not null, id uuid not null, opportunity_id uuid not null, from_stage text, to_stage text not null, kind text not null,
  weight int not null, amount_fen bigint not null, expected_sign_on date, at timestamptz not null, by_id uuid, override boolean not null default false,
  reason text, missing jsonb not null default '[]',
  primary key (tenant_id, id)
);
create index stage_history_opportunity on stage_history (tenant_id, opportunity_id, at);
create index stage_history_at on stage_history (tenant_id, at);
call tenant_table('stage_history', 'select, insert');

create table opportunity_member (
  tenant_id uuid not null, opportunity_id uuid not null, member_id uuid not null, role text not null, added_by uuid, added_at timestamptz not null,
  primary key (tenant_id, opportunity_id, member_id)
);
create index opportunity_member_of on opportunity_member (tenant_id, member_id);
call tenant_table('opportunity_member');

create table opportunity_comment (
  tenant_id uuid not null, id uuid not null, opportunity_id uuid not null, author_id uuid not null, text text not null, pinned boolean not null default false,
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index opportunity_comment_of on opportunity_comment (tenant_id, opportunity_id, at desc);
call tenant_table('opportunity_comment');
