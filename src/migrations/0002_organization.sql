-- organization: who belongs to the company, where they stand, what their roles allow.

create table department (
  tenant_id uuid not null, id uuid not null, parent_id uuid, name text not null, head_id uuid, sort int not null default 0,
  primary key (tenant_id, id)
);
call tenant_table('department');

create table member (
  tenant_id uuid not null, id uuid not null, user_id uuid not null, name text not null, username text not null, phone text,
  department_id uuid not null, manager_id uuid, title text not null default '', locale text not null default 'zh-CN',
  disabled_at timestamptz, created_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id)
);
create unique index member_user on member (tenant_id, user_id);
create index member_department on member (tenant_id, department_id);
call tenant_table('member');

-- permissions: { "lead.read": "own", … }; the widest scope over a member's roles counts.
create table role (
  tenant_id uuid not null, id uuid not null, code text not null, name text not null, permissions jsonb not null, version int not null default 1,
  primary key (tenant_id, id)
);
create unique index role_code on role (tenant_id, code);
call tenant_table('role');

create table member_role (tenant_id uuid not null, member_id uuid not null, role_id uuid not null, primary key (tenant_id, member_id, role_id));
call tenant_table('member_role');

-- Access that a later room gives on an earlier record (a team member sees the account); read by every scope predicate.
create table record_grant (
  tenant_id uuid not null, member_id uuid not null, record_type text not null, record_id uuid not null, reason text not null, given_by text not null, given_at timestamptz not null,
  primary key (tenant_id, member_id, record_id, given_by)
);
create index record_grant_record on record_grant (tenant_id, record_id);
call tenant_table('record_grant');
