-- 自定义字段: what a company adds to its records. The registry says which there are; the values stand with the record they describe.
create table custom_field (
  tenant_id uuid not null, id uuid not null, subject_type text not null check (subject_type in ('lead', 'account', 'contact', 'opportunity', 'visit', 'contract')),
  key text not null, type text not null check (type in ('text', 'number', 'money', 'date', 'option', 'options', 'file', 'reference')), zh text not null, en text not null,
  options jsonb not null default '[]', reference text check (reference in ('member', 'account', 'lead', 'opportunity')), required_in jsonb not null default '[]',
  listed boolean not null default false, retired boolean not null default false, sort int not null, created_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id), check ((type = 'reference') = (reference is not null))
);
create unique index custom_field_key on custom_field (tenant_id, subject_type, key);
call tenant_table('custom_field', 'select, insert, update');

-- What filters look up: one row per value. Plain equality, so that the wall lets the index be used.
create table custom_index (
  tenant_id uuid not null, subject_type text not null, key text not null, value text not null, subject_id uuid not null,
  primary key (tenant_id, subject_type, key, value, subject_id)
);
create index custom_index_subject on custom_index (tenant_id, subject_id);
call tenant_table('custom_index', 'select, insert, delete');

alter table lead add column custom jsonb not null default '{}';
alter table account add column custom jsonb not null default '{}';
alter table contact add column custom jsonb not null default '{}';
alter table opportunity add column custom jsonb not null default '{}';
alter table visit add column custom jsonb not null default '{}';
alter table contract add column custom jsonb not null default '{}';
