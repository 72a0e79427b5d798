-- organization: a program signs in as a member, with no more than its key allows. Of the secret only a hash is kept.
create table api_key (
  tenant_id uuid not null, id uuid not null, member_id uuid not null, name text not null, permissions text[] not null, secret_hash bytea not null, hint text not null,
  created_by uuid not null, created_at timestamptz not null, expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz,
  primary key (tenant_id, id), check (cardinality(permissions) > 0)
);
create index api_key_member on api_key (tenant_id, member_id);
call tenant_table('api_key');
