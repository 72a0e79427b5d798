-- quotations: price books and entries, quotations with their lines as priced by the rule, versions.

create table price_book (
  tenant_id uuid not null, id uuid not null, code text not null, name text not null, name_en text not null, segment text, factor numeric(8, 4) not null,
  effective_from date not null, effective_to date, created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index price_book_code on price_book (tenant_id, code, effective_from);
call tenant_table('price_book');

-- Yuan per unit, tax included, four decimals. book_id null: for every book; a book's own entry wins over it.
create table price_entry (
  tenant_id uuid not null, id uuid not null, book_id uuid, product_id uuid not null, list_price numeric(14, 4) not null, book_price numeric(14, 4),
  floor_price numeric(14, 4) not null, cost_price numeric(14, 4) not null, tiers jsonb not null default '[]', effective_from date not null, effective_to date,
  primary key (tenant_id, id)
);
create index price_entry_product on price_entry (tenant_id, product_id, effective_from desc);
call tenant_table('price_entry');

-- priced: what the rule said at the last save (steps, waterfall, route). Costs in it are shown to those entitled only.
create table quotation (
  tenant_id uuid not null, id uuid not null, number text not null, revision int not null default 1, revises_id uuid, opportunity_id uuid not null,
  account_id uuid not null, owner_id uuid not null, book_id uuid not null, book_factor numeric(8, 4) not null,
  status text not null check (status in ('draft', 'in_approval', 'approved', 'sent', 'accepted', 'rejected', 'expired')),
  terms_code text not null, term_days double precision not null, header_percent text, header_amount_fen bigint,
  net_fen bigint not null, tax_fen bigint not null, list_fen bigint not null, level text not null, priced jsonb not null,
  made_on date not null, valid_until date not null, note text, approval_id uuid,
  submitted_at timestamptz, approved_at timestamptz, sent_at timestamptz, sent_on date, stamped_at timestamptz, stamped_file_id uuid,
  accepted_at timestamptz, accepted_on date, closed_reason text, created_at timestamptz not null, created_by uuid, version int not null default 1,
  primary key (tenant_id, id)
);
create unique index quotation_number on quotation (tenant_id, number, revision);
create index quotation_opportunity on quotation (tenant_id, opportunity_id, created_at desc);
create index quotation_account on quotation (tenant_id, account_id, created_at desc);
create index quotation_status on quotation (tenant_id, status, id desc);
call tenant_table('quotation');

create table quotation_line (
  tenant_id uuid not null, quotation_id uuid not null, no int not null, product_id uuid not null, code text not null, name text not null, unit text not null,
  quantity numeric(16, 4) not null, list_price numeric(14, 4) not null, book_price numeric(14, 4), floor_price numeric(14, 4) not null,
  cost_price numeric(14, 4) not null, tax_rate numeric(6, 2) not null, tiers jsonb not null default '[]', percent_off text, typed_price text,
  unit_price numeric(14, 4) not null, net_fen bigint not null, tax_fen bigint not null, level text not null, below_floor boolean not null,
  primary key (tenant_id, quotation_id, no)
);
call tenant_table('quotation_line');
