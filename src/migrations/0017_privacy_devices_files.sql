-- Devices of the phone app, privacy (who looked, what was agreed to in which words, erasures), and what files cost and carry.

-- organization: a phone on which a member works. `key` is what the phone calls itself; the session it came with is bound to it.
create table device (
  tenant_id uuid not null, id uuid not null, member_id uuid not null, key uuid not null, name text not null, platform text not null default '',
  state text not null check (state in ('waiting', 'active', 'revoked')),
  confirmed_way text check (confirmed_way in ('first', 'not_asked', 'old_device', 'manager')), confirmed_by uuid, confirmed_at timestamptz,
  -- what the phone said it had not sent yet, when it last spoke: { "kind": count }
  unsent jsonb not null default '{}', unsent_at timestamptz,
  revoked_by uuid, revoked_at timestamptz, revoke_reason text check (revoke_reason in ('lost', 'replaced', 'signed_out', 'left')), wiped_at timestamptz,
  registered_at timestamptz not null, last_seen_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index device_key on device (tenant_id, member_id, key);
create index device_member on device (tenant_id, member_id, state);
call tenant_table('device');

-- Who looked at what is held on a person: their track, positions, photos, or a full list with contacts. Read by that person.
create table access_log (
  tenant_id uuid not null, id uuid not null, at timestamptz not null, actor_id uuid not null, person_id uuid,
  kind text not null check (kind in ('positions', 'photos', 'contacts_export', 'person_export')), subject_type text not null, subject_id uuid not null, count int not null default 1,
  primary key (tenant_id, id)
);
create index access_log_person on access_log (tenant_id, person_id, at desc, id desc);
create index access_log_age on access_log (tenant_id, at);
create index access_log_again on access_log (tenant_id, actor_id, subject_id, kind, at desc);
call tenant_table('access_log', 'select, insert, delete');

-- In which words a person was asked. A new version asks again.
alter table consent add column version int not null default 1;

-- A person who was erased: that it was done, never who it was.
create table erasure (
  tenant_id uuid not null, id uuid not null, person_type text not null check (person_type in ('contact', 'member')), person_id uuid not null,
  reason text not null, changed jsonb not null, kept jsonb not null, by_member uuid not null, at timestamptz not null,
  primary key (tenant_id, id)
);
create index erasure_recent on erasure (tenant_id, at desc, id desc);
create unique index erasure_person on erasure (tenant_id, person_id);
call tenant_table('erasure', 'select, insert');
-- The author's name of a rule is the one place where an append-only row holds a name.
grant update (author_name) on policy_version to fieldloop_app, fieldloop_worker;

-- files: why a file is gone, and whether its bytes are.
alter table stored_object add column removed_reason text check (removed_reason in ('retention', 'erasure'));
alter table stored_object add column bytes_gone_at timestamptz;
create index stored_object_age on stored_object (tenant_id, purpose, created_at) where removed_at is null;
create index stored_object_going on stored_object (tenant_id, removed_at) where removed_at is not null and bytes_gone_at is null;

-- What a company's files take, counted where it changes, so that the quota holds under any contention.
create table file_usage (tenant_id uuid not null, bytes bigint not null default 0, files bigint not null default 0, primary key (tenant_id));
call tenant_table('file_usage');
do $$ declare t uuid; begin
  for t in select id from tenant loop
    perform set_config('app.tenant_id', t::text, true);
    insert into file_usage (tenant_id, bytes, files)
      select t, coalesce(sum(size), 0), count(*) from stored_object where tenant_id = t and removed_at is null;
  end loop;
  perform set_config('app.tenant_id', '', true);
end $$;

-- A file on its way by a signed address: bytes stand under `key` until somebody says they are complete.
create table file_upload (
  tenant_id uuid not null, id uuid not null, key text not null, name text not null, size bigint not null check (size > 0), mime text not null, purpose text not null,
  subject_type text not null, subject_id uuid not null, created_by uuid not null, created_at timestamptz not null, expires_at timestamptz not null,
  file_id uuid, primary key (tenant_id, id)
);
create index file_upload_late on file_upload (tenant_id, expires_at);
call tenant_table('file_upload');

-- A file in which a virus was found: kept apart for who has to look into it, given to nobody.
create table quarantined_file (
  tenant_id uuid not null, id uuid not null, key text not null, name text not null, sha256 text not null, size bigint not null, purpose text not null,
  subject_type text not null, subject_id uuid not null, virus text not null, by_member uuid, at timestamptz not null,
  primary key (tenant_id, id)
);
create index quarantined_file_recent on quarantined_file (tenant_id, at desc, id desc);
call tenant_table('quarantined_file');

-- Identity: which phone a session is bound to, and phones that have to forget everything when they next speak, whoever they say they are.
set role fieldloop_auth;
alter table auth.session add column "deviceKey" text;
create table auth.revoked_device (key text not null, tenant_id uuid not null, reason text not null, at timestamptz not null default now(), primary key (key, tenant_id));
reset role;
