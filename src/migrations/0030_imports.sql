-- imports: tables people bring. A run is one file; its rows are kept as they came, with what would become and what became of each.
create table import_run (
  tenant_id uuid not null, id uuid not null, kind text not null, file_name text not null, encoding text not null, sha256 bytea not null,
  headings jsonb not null, mapping jsonb not null, choices jsonb not null default '{}',
  state text not null check (state in ('read', 'checking', 'checked', 'writing', 'written', 'undoing', 'undone')),
  total int not null, done int not null default 0, at_line int, counts jsonb not null default '{}', problem jsonb,
  by_member uuid, by_name text, created_at timestamptz not null, written_at timestamptz, undone_at timestamptz,
  -- by the clock of the database: who has taken it up has so long to say that he is still at it
  taken_until timestamptz, version int not null default 1,
  primary key (tenant_id, id)
);
create index import_run_newest on import_run (tenant_id, created_at desc, id desc);
create index import_run_at_work on import_run (tenant_id, created_at) where state in ('checking', 'writing', 'undoing');
call tenant_table('import_run');

create table import_row (
  tenant_id uuid not null, run_id uuid not null, line int not null, cells jsonb not null, problem text,
  fate text, reason jsonb, shown jsonb, subject_id uuid, keep jsonb,
  primary key (tenant_id, run_id, line)
);
create index import_row_fate on import_row (tenant_id, run_id, fate, line);
call tenant_table('import_row');

-- What a heading was read as the last time.
create table import_heading (
  tenant_id uuid not null, kind text not null, heading text not null, field text not null, used_at timestamptz not null,
  primary key (tenant_id, kind, heading)
);
call tenant_table('import_heading');

-- Which column of a row was read as what, and what a raw lead brought to the lead it was merged into: enough to take it back.
alter table submission add column mapping jsonb;
create table lead_merge (
  tenant_id uuid not null, id uuid not null, lead_id uuid not null, submission_id uuid not null, filled jsonb not null, verdict jsonb,
  by_member uuid, at timestamptz not null, undone_at timestamptz, undone_by uuid,
  primary key (tenant_id, id)
);
create unique index lead_merge_submission on lead_merge (tenant_id, submission_id) where undone_at is null;
create index lead_merge_lead on lead_merge (tenant_id, lead_id, at);
call tenant_table('lead_merge');

-- Bringing tables is one permission now; which kinds, follows from what one may create.
do $$
declare t record;
begin
  for t in select id from tenant loop
    perform set_config('app.tenant_id', t.id::text, true);
    update role set permissions = permissions - 'lead.import' || jsonb_build_object('import.run', permissions->'lead.import')
      where tenant_id = t.id and permissions ? 'lead.import';
  end loop;
  perform set_config('app.tenant_id', '', true);
end $$;
