-- receivables: what is owed and when, what came, what it paid, and the ledger that balances.

create table receipt_plan (
  tenant_id uuid not null, id uuid not null, contract_id uuid not null, contract_no text not null, account_id uuid not null, owner_id uuid not null,
  amount_fen bigint not null check (amount_fen >= 0), terms jsonb not null, generated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index receipt_plan_contract on receipt_plan (tenant_id, contract_id);
create index receipt_plan_account on receipt_plan (tenant_id, account_id);
call tenant_table('receipt_plan');

-- received_fen is the sum of the allocations, kept in the same transaction. The due state is computed, never stored.
create table receipt_plan_item (
  tenant_id uuid not null, id uuid not null, plan_id uuid not null, contract_id uuid not null, account_id uuid not null, owner_id uuid not null,
  no int not null, event text not null, line int not null, period text, delivery_id uuid,
  amount_fen bigint not null check (amount_fen >= 0), received_fen bigint not null default 0 check (received_fen between 0 and amount_fen), due_on date,
  settled text not null default 'open' check (settled in ('open', 'partial', 'paid', 'written_off')), settled_on date,
  dispute text, disputed_at timestamptz, created_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id)
);
create unique index receipt_plan_item_no on receipt_plan_item (tenant_id, plan_id, no);
create index receipt_plan_item_due on receipt_plan_item (tenant_id, due_on, id);
create index receipt_plan_item_open on receipt_plan_item (tenant_id, due_on, id) where settled in ('open', 'partial');
create index receipt_plan_item_account on receipt_plan_item (tenant_id, account_id, due_on);
create index receipt_plan_item_contract on receipt_plan_item (tenant_id, contract_id, no);
create index receipt_plan_item_owner on receipt_plan_item (tenant_id, owner_id, due_on);
call tenant_table('receipt_plan_item');

-- account_id is null while nobody knows whose money it is. unapplied_fen: received and not allocated.
create table receipt (
  tenant_id uuid not null, id uuid not null, number text not null, account_id uuid, owner_id uuid, payer text not null,
  amount_fen bigint not null check (amount_fen > 0), unapplied_fen bigint not null check (unapplied_fen between 0 and amount_fen),
  received_on date not null, method text not null check (method in ('transfer', 'cash', 'acceptance_draft')), matures_on date,
  reference text, note text, bank_line_id uuid, reversed_at timestamptz, reversed_on date, reverse_reason text,
  recorded_by uuid, created_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id),
  check ((method = 'acceptance_draft') = (matures_on is not null))
);
create unique index receipt_number on receipt (tenant_id, number);
create index receipt_day on receipt (tenant_id, received_on desc, id desc);
create index receipt_account on receipt (tenant_id, account_id, received_on desc);
call tenant_table('receipt');

-- Money of a receipt on an item. A reversal is a row of its own with the opposite amount; rows are never changed.
create table receipt_allocation (
  tenant_id uuid not null, id uuid not null, receipt_id uuid not null, item_id uuid not null, contract_id uuid not null, account_id uuid not null,
  owner_id uuid not null, amount_fen bigint not null check (amount_fen <> 0), on_day date not null, reversal_of uuid,
  allocated_by uuid, created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index receipt_allocation_receipt on receipt_allocation (tenant_id, receipt_id);
create index receipt_allocation_item on receipt_allocation (tenant_id, item_id);
create index receipt_allocation_day on receipt_allocation (tenant_id, on_day);
create unique index receipt_allocation_reversed on receipt_allocation (tenant_id, reversal_of) where reversal_of is not null;
call tenant_table('receipt_allocation', 'select, insert');

-- Double entry: every posting balances (a trigger refuses one that does not) and no line is ever changed.
create table ledger_entry (
  tenant_id uuid not null, id uuid not null, posting_id uuid not null, kind text not null, ledger text not null,
  account_id uuid, contract_id uuid, item_id uuid, receipt_id uuid, on_day date not null,
  debit_fen bigint not null default 0 check (debit_fen >= 0), credit_fen bigint not null default 0 check (credit_fen >= 0),
  reversal_of uuid, created_at timestamptz not null,
  primary key (tenant_id, id), check ((debit_fen = 0) <> (credit_fen = 0))
);
create index ledger_entry_posting on ledger_entry (tenant_id, posting_id);
create index ledger_entry_receipt on ledger_entry (tenant_id, receipt_id) where receipt_id is not null;
create index ledger_entry_item on ledger_entry (tenant_id, item_id) where item_id is not null;
call tenant_table('ledger_entry', 'select, insert');

create function ledger_balances() returns trigger language plpgsql as $$
begin
  if exists (select 1 from written group by tenant_id, posting_id having sum(debit_fen) <> sum(credit_fen)) then
    raise exception 'a ledger posting does not balance';
  end if;
  return null;
end $$;
create trigger ledger_entry_balances after insert on ledger_entry referencing new table as written for each statement execute function ledger_balances();

-- A line of the bank's statement; dedup_key keeps the same statement from coming in twice.
create table bank_line (
  tenant_id uuid not null, id uuid not null, on_day date not null, payer text not null, amount_fen bigint not null check (amount_fen > 0), text text not null default '',
  reference text, dedup_key text not null, state text not null default 'open' check (state in ('open', 'matched', 'ignored')), receipt_id uuid, ignore_reason text,
  imported_by uuid, created_at timestamptz not null, decided_at timestamptz, decided_by uuid,
  primary key (tenant_id, id)
);
create unique index bank_line_once on bank_line (tenant_id, dedup_key);
create index bank_line_state on bank_line (tenant_id, state, on_day desc, id desc);
call tenant_table('bank_line');

-- A name under which an account pays; learned when a person confirmed it.
create table payer_alias (
  tenant_id uuid not null, alias_key text not null, account_id uuid not null, alias text not null, learned_by uuid, created_at timestamptz not null,
  primary key (tenant_id, alias_key, account_id)
);
create index payer_alias_account on payer_alias (tenant_id, account_id);
call tenant_table('payer_alias');

create table dunning_step (
  tenant_id uuid not null, item_id uuid not null, step int not null, step_on date not null, taken_on date not null, open_fen bigint not null, owner_id uuid not null, task_id uuid,
  primary key (tenant_id, item_id, step)
);
create index dunning_step_day on dunning_step (tenant_id, taken_on);
call tenant_table('dunning_step', 'select, insert');

create table payment_promise (
  tenant_id uuid not null, id uuid not null, item_id uuid not null, account_id uuid not null, amount_fen bigint not null check (amount_fen > 0), promised_on date not null,
  person text not null, visit_id uuid, recorded_by uuid, recorded_on date not null, created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index payment_promise_item on payment_promise (tenant_id, item_id, created_at desc);
create index payment_promise_account on payment_promise (tenant_id, account_id, promised_on);
call tenant_table('payment_promise', 'select, insert');

-- Somebody answers for letting an account buy although money is late, until a day.
create table credit_release (
  tenant_id uuid not null, id uuid not null, account_id uuid not null, until date not null, reason text not null, released_by uuid not null, created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index credit_release_account on credit_release (tenant_id, account_id, until desc);
call tenant_table('credit_release', 'select, insert');

create table invoice (
  tenant_id uuid not null, id uuid not null, number text not null, contract_id uuid not null, account_id uuid not null, owner_id uuid not null,
  kind text not null check (kind in ('special', 'ordinary')), rate_percent numeric(5, 2) not null, amount_fen bigint not null check (amount_fen > 0), issued_on date not null,
  item_id uuid, note text, voided_at timestamptz, void_reason text, recorded_by uuid, created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index invoice_number on invoice (tenant_id, number);
create index invoice_contract on invoice (tenant_id, contract_id, issued_on);
call tenant_table('invoice');
