-- pools, products, accounts, leads: what is won, from whom, with what.

-- pools: who may claim what, who holds what since when. A pool knows no subject: leads and accounts keep their owner themselves.
create table pool (
  tenant_id uuid not null, id uuid not null, subject_type text not null check (subject_type in ('lead', 'account')), name text not null,
  is_default boolean not null default false, open boolean not null default true, department_ids uuid[], takes jsonb not null default '{}',
  sort int not null default 0, version int not null default 1, created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index pool_default on pool (tenant_id, subject_type) where is_default;
call tenant_table('pool');

-- Each time somebody held a record: the memory behind cool-downs and the convert clock. Open while ended_at is null.
create table holding (
  tenant_id uuid not null, id uuid not null, subject_type text not null, subject_id uuid not null, member_id uuid not null,
  mode text not null check (mode in ('claim', 'rule', 'manual', 'own', 'handover')), since timestamptz not null, ended_at timestamptz,
  end_reason text, used_ms bigint not null default 0,
  primary key (tenant_id, id)
);
create index holding_subject on holding (tenant_id, subject_id, since);
call tenant_table('holding');

-- What each member holds and has taken today, counted where it changes, so that a cap holds under any contention.
create table quota (
  tenant_id uuid not null, member_id uuid not null, subject_type text not null, holding int not null, day date not null,
  claimed int not null default 0, assigned int not null default 0, last_assigned_at timestamptz,
  primary key (tenant_id, member_id, subject_type)
) with (fillfactor = 50);
call tenant_table('quota');

-- A visit or an approval under way: no clock takes the record before `until`.
create table hold (
  tenant_id uuid not null, id uuid not null, subject_type text not null, subject_id uuid not null, until timestamptz not null, reason text not null,
  placed_by uuid, placed_at timestamptz not null, lifted_at timestamptz,
  primary key (tenant_id, id)
);
create index hold_open on hold (tenant_id, subject_id, until) where lifted_at is null;
call tenant_table('hold');

-- products
create table product (
  tenant_id uuid not null, id uuid not null, code text not null, name text not null, unit text not null, category text not null default '', spec text not null default '',
  tax_bp int not null check (tax_bp between 0 and 10000), cost_fen bigint check (cost_fen >= 0), is_service boolean not null default false,
  active boolean not null default true, created_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id)
);
create unique index product_code on product (tenant_id, code);
call tenant_table('product');

-- accounts
create table account (
  tenant_id uuid not null, id uuid not null, name text not null, core text not null, segment text not null check (segment in ('ka', 'dealer', 'smb')),
  level text not null check (level in ('A', 'B', 'C')), owner_id uuid not null, usci text, industry text, province text, city text, address text,
  capital_fen bigint, staff int, business_scope text, terms_code text not null, channel_kind text not null, channel_id uuid, lead_id uuid,
  credit_grade text check (credit_grade in ('A', 'B', 'C', 'D')), credit_frozen boolean not null default false, credit_reason jsonb, credit_at timestamptz,
  last_activity_at timestamptz, protected boolean not null default false, created_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id)
);
create index account_owner on account (tenant_id, owner_id, created_at desc, id desc);
create index account_recent on account (tenant_id, created_at desc, id desc);
call tenant_table('account');

create table contact (
  tenant_id uuid not null, id uuid not null, account_id uuid not null, name text not null, title text, role text check (role in ('decision_maker', 'influencer', 'user', 'finance')),
  phone text, email text, wechat text, note text, is_primary boolean not null default false, created_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id)
);
create index contact_account on contact (tenant_id, account_id, created_at);
call tenant_table('contact');

-- A place of a lead or an account, WGS-84. Without a point until the first visit; `verified` once a visit or a person confirmed it.
create table site (
  tenant_id uuid not null, id uuid not null, subject_type text not null check (subject_type in ('lead', 'account')), subject_id uuid not null,
  name text not null, address text, lat double precision, lng double precision, datum_in text, radius_m int, polygon jsonb,
  source text not null, verified boolean not null default false, is_primary boolean not null default false, created_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id), check ((lat is null) = (lng is null))
);
create index site_subject on site (tenant_id, subject_id, created_at);
call tenant_table('site');

-- 跟进记录 of leads and accounts. `substantive` and `reason` are the verdict of the follow-up rule when it was written.
create table activity (
  tenant_id uuid not null, id uuid not null, subject_type text not null check (subject_type in ('lead', 'account')), subject_id uuid not null,
  kind text not null check (kind in ('call', 'email', 'wechat', 'note', 'meeting', 'visit', 'quotation')), at timestamptz not null, member_id uuid,
  text text, answered boolean, duration_s int, measured_by text, next_step text, next_on date, valid_visit boolean, visit_id uuid,
  contact boolean not null, substantive boolean not null, reason text not null, accepted_by uuid, created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index activity_subject on activity (tenant_id, subject_id, at desc, id desc);
call tenant_table('activity');

-- Under which keys a lead or an account is found again. Rows without a key in common are never compared.
create table match_key (
  tenant_id uuid not null, key text not null, subject_type text not null, subject_id uuid not null,
  primary key (tenant_id, key, subject_id)
);
call tenant_table('match_key');

-- What belongs to the story of an account: the leads it came from, opportunities, contracts.
create table account_link (
  tenant_id uuid not null, account_id uuid not null, subject_type text not null, subject_id uuid not null, linked_at timestamptz not null,
  primary key (tenant_id, account_id, subject_id)
);
create index account_link_subject on account_link (tenant_id, subject_id);
call tenant_table('account_link');

-- leads: where they come from
create table channel (
  tenant_id uuid not null, id uuid not null, kind text not null, name text not null, active boolean not null default true, created_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id)
);
create unique index channel_name on channel (tenant_id, name);
call tenant_table('channel');

create table campaign (
  tenant_id uuid not null, id uuid not null, channel_id uuid not null, name text not null, starts_on date not null, ends_on date, created_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id)
);
create index campaign_channel on campaign (tenant_id, channel_id, starts_on);
call tenant_table('campaign');

create table campaign_cost (
  tenant_id uuid not null, id uuid not null, campaign_id uuid not null, channel_id uuid not null, day date not null, amount_fen bigint not null check (amount_fen >= 0),
  note text, created_by uuid, created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index campaign_cost_channel on campaign_cost (tenant_id, channel_id, day);
call tenant_table('campaign_cost');

-- A raw lead as it was received, and what became of it.
create table submission (
  tenant_id uuid not null, id uuid not null, channel_id uuid not null, campaign_id uuid, external_id text, raw_hash bytea not null, raw jsonb not null,
  received_at timestamptz not null, by_member uuid, state text not null check (state in ('accepted', 'merged', 'in_review', 'rejected', 'failed')),
  reason jsonb, lead_id uuid, account_id uuid, candidate_type text, candidate_id uuid, resolved_by uuid, resolved_at timestamptz,
  primary key (tenant_id, id)
);
create unique index submission_bytes on submission (tenant_id, channel_id, raw_hash);
create index submission_external on submission (tenant_id, channel_id, external_id) where external_id is not null;
create index submission_lead on submission (tenant_id, lead_id) where lead_id is not null;
create index submission_open on submission (tenant_id, received_at desc, id desc) where state in ('in_review', 'failed', 'rejected');
call tenant_table('submission');

create table lead (
  tenant_id uuid not null, id uuid not null, number text not null, company text not null, core text not null,
  state text not null check (state in ('new', 'pooled', 'assigned', 'contacted', 'nurturing', 'converted', 'invalid', 'merged')),
  owner_id uuid, pool_id uuid, pooled_at timestamptz, pool_reason text, last_owner_id uuid,
  channel_id uuid not null, channel_kind text not null, campaign_id uuid, received_at timestamptz not null,
  province text, city text, address text, industry text, capital_fen bigint, staff int, usci text, legal_person text, business_scope text,
  contact_name text, contact_title text, contact_phone text, contact_email text, decision_maker boolean not null default false,
  need text, product_line text, site_id uuid, lat double precision, lng double precision,
  points int not null, grade text not null check (grade in ('A', 'B', 'C')), segment text not null check (segment in ('ka', 'dealer', 'smb')), rated_at timestamptz not null,
  held_since timestamptz, hold_mode text, first_contact_at timestamptz, last_substantive_at timestamptz, convert_used_ms bigint not null default 0,
  convert_extra_ms bigint not null default 0, extended_until timestamptz, protected boolean not null default false, protected_reason text,
  warned smallint not null default 0, last_activity_at timestamptz, source_count int not null default 1, assignment jsonb,
  converted_at timestamptz, account_id uuid, opportunity_id uuid, invalid_reason text, merged_into uuid,
  updated_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id),
  check ((owner_id is null) = (held_since is null) or state in ('converted', 'invalid', 'merged')),
  check (owner_id is null or state not in ('new', 'pooled')),
  check (state <> 'pooled' or (pool_id is not null and pooled_at is not null and pool_reason is not null))
);
create index lead_recent on lead (tenant_id, received_at desc, id desc);
create index lead_owner on lead (tenant_id, owner_id, received_at desc, id desc) where owner_id is not null;
create index lead_pooled on lead (tenant_id, pool_id, pooled_at desc, id desc) where state = 'pooled';
call tenant_table('lead');

-- 能力画像: whom the assignment rules may choose, and for what.
create table capability_profile (
  tenant_id uuid not null, member_id uuid not null, level text not null check (level in ('senior', 'regular', 'newcomer')), skills jsonb not null default '{}',
  regions text[] not null default '{}', industries text[] not null default '{}', product_lines text[] not null default '{}',
  active boolean not null default true, updated_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, member_id)
);
call tenant_table('capability_profile');
