-- contracts: what was agreed, who signed it, what was delivered on it.

-- terms: the payment term as it was agreed ({ code, zh, en, lines }); lines: the sold lines as the quotation held them;
-- clauses: [{ title, text }] as they stand in the document. A frame contract (kind 'frame') is owed by its deliveries.
create table contract (
  tenant_id uuid not null, id uuid not null, number text not null, title text not null,
  kind text not null default 'single' check (kind in ('single', 'frame')),
  status text not null check (status in ('draft', 'in_approval', 'approved', 'signing', 'effective', 'fulfilled', 'terminated', 'void')),
  account_id uuid not null, opportunity_id uuid, quotation_id uuid, owner_id uuid not null,
  amount_fen bigint not null check (amount_fen >= 0),
  terms jsonb not null, lines jsonb not null default '[]', clauses jsonb not null default '[]',
  signed_on date, delivered_on date, accepted_on date, milestones jsonb not null default '{}',
  approval_id uuid, submitted_at timestamptz, approved_at timestamptz, effective_at timestamptz, ended_at timestamptz, end_reason text,
  document_file_id uuid, document_sha256 text, signed_file_id uuid,
  created_by uuid, created_at timestamptz not null, updated_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id)
);
create unique index contract_number on contract (tenant_id, number);
create index contract_recent on contract (tenant_id, created_at desc, id desc);
create index contract_owner on contract (tenant_id, owner_id, created_at desc);
create index contract_account on contract (tenant_id, account_id);
create index contract_opportunity on contract (tenant_id, opportunity_id) where opportunity_id is not null;
create unique index contract_quotation on contract (tenant_id, quotation_id) where quotation_id is not null and status <> 'void';
call tenant_table('contract');

-- One signature of one party on the document with this hash. Never changed: a stopped signing keeps what was signed.
create table contract_signature (
  tenant_id uuid not null, id uuid not null, contract_id uuid not null, party text not null check (party in ('seller', 'buyer')),
  signer_name text not null, signer_title text, image_file_id uuid not null, image_sha256 text not null, document_sha256 text not null,
  held_by uuid not null, code_way text not null check (code_way in ('screen', 'sms')), ip text not null, user_agent text not null,
  signed_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index contract_signature_once on contract_signature (tenant_id, contract_id, party, document_sha256);
call tenant_table('contract_signature', 'select, insert');

-- The one-time code a party types before signing; only its hash is kept, and it works once.
create table contract_signing_code (
  tenant_id uuid not null, contract_id uuid not null, party text not null check (party in ('seller', 'buyer')),
  code_hash bytea not null, way text not null check (way in ('screen', 'sms')), expires_at timestamptz not null,
  primary key (tenant_id, contract_id, party)
);
call tenant_table('contract_signing_code');

-- What was delivered on a frame contract: each delivery makes its own instalments.
create table contract_delivery (
  tenant_id uuid not null, id uuid not null, contract_id uuid not null, delivered_on date not null, amount_fen bigint not null check (amount_fen > 0),
  period text not null, note text, recorded_by uuid, created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index contract_delivery_contract on contract_delivery (tenant_id, contract_id, delivered_on);
call tenant_table('contract_delivery', 'select, insert');
