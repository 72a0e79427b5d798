-- commissions: targets, and what collected money earned, entry by entry.

create table sales_target (
  tenant_id uuid not null, member_id uuid not null, period text not null check (period ~ '^\d{4}-Q[1-4]$'), target_fen bigint not null check (target_fen >= 0),
  set_by uuid, updated_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, member_id, period)
);
create index sales_target_period on sales_target (tenant_id, period);
call tenant_table('sales_target');

-- One entry for one allocation (its reversal is one more, negative; a changed target or plan is one without an allocation). Sums of a member's period add up to his commission.
-- explanation: { before, after } as the rule gave them; plan: the version of the rule that was used.
create table commission_entry (
  tenant_id uuid not null, id uuid not null, member_id uuid not null, period text not null, seq int not null, counted_on date not null,
  allocation_id uuid, receipt_id uuid, contract_id uuid, account_id uuid,
  basis_fen bigint not null, amount_fen bigint not null, share_percent int not null default 100, target_fen bigint not null,
  plan_version int not null, explanation jsonb not null, state text not null default 'accrued' check (state in ('accrued', 'locked', 'paid', 'clawed_back')),
  kind text not null default 'receipt' check (kind in ('receipt', 'reversal', 'target_changed', 'plan_changed')), created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index commission_entry_once on commission_entry (tenant_id, allocation_id, member_id) where allocation_id is not null;
create unique index commission_entry_order on commission_entry (tenant_id, member_id, period, seq);
create index commission_entry_contract on commission_entry (tenant_id, contract_id);
create index commission_entry_receipt on commission_entry (tenant_id, receipt_id);
call tenant_table('commission_entry');

-- Where a member's period stands: the sums of its entries, and the row that writers of entries wait for.
create table commission_standing (
  tenant_id uuid not null, member_id uuid not null, period text not null, received_fen bigint not null default 0, amount_fen bigint not null default 0,
  seq int not null default 0, plan_version int not null default -1,
  primary key (tenant_id, member_id, period)
);
create index commission_standing_period on commission_standing (tenant_id, period);
call tenant_table('commission_standing');

-- Drafts (承兑) that wait for the day they mature.
create table commission_waiting (
  tenant_id uuid not null, allocation_id uuid not null, counts_on date not null, receipt jsonb not null, created_at timestamptz not null,
  primary key (tenant_id, allocation_id)
);
create index commission_waiting_day on commission_waiting (tenant_id, counts_on);
call tenant_table('commission_waiting');

create table payout_period (
  tenant_id uuid not null, period text not null, locked_at timestamptz not null, locked_by uuid, entries int not null, amount_fen bigint not null,
  primary key (tenant_id, period)
);
call tenant_table('payout_period', 'select, insert');
