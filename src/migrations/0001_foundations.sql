-- What every room stands on: tenants, events and their sealing, policies, idempotency, files, job runs.
-- Run by fieldloop_owner (no superuser, row security forced). The app can read and write rows of one tenant at a
-- time: the tenant of the setting app.tenant_id.

create extension if not exists pg_trgm;

create schema if not exists auth authorization fieldloop_auth;
create schema if not exists job authorization fieldloop_worker;
revoke all on schema public from public;
grant usage on schema public to fieldloop_app, fieldloop_worker;

create function current_tenant() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

-- Every table of a tenant goes through this: row security enabled AND forced, one policy, grants for the app.
-- `verbs` are the grants; a partition or an append-only table gets fewer.
create procedure tenant_table(name regclass, verbs text default 'select, insert, update, delete') language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy tenant_wall on %s using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
    with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  execute format('grant %s on %s to fieldloop_app, fieldloop_worker', verbs, name);
end $$;

-- Global (on the list of tables without tenant_id): which tenants exist. The app may read and, by command, add.
create table tenant (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z0-9][a-z0-9-]{1,30}$'),
  name text not null,
  time_zone text not null default 'Asia/Shanghai',
  state text not null default 'active' check (state in ('active', 'read_only', 'closed')),
  demo boolean not null default false,
  created_at timestamptz not null
);
grant select, insert, update on tenant to fieldloop_app, fieldloop_worker;
grant select on tenant to fieldloop_auth;
grant usage on schema public to fieldloop_auth;

-- One row is the audit entry, the activity on the timeline, and the source of notices and webhooks.
create table event (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  type text not null,
  subject_type text not null,
  subject_id uuid not null,
  actor_id uuid,
  request_id text not null,
  payload jsonb not null,
  primary key (tenant_id, id)
);
create index event_subject on event (tenant_id, subject_id, at desc, id desc);
call tenant_table('event', 'select, insert');

-- Events that still have to be sealed, and events that still have to be relayed. A row leaves when handled.
create table event_to_seal (tenant_id uuid not null, event_id uuid not null, primary key (tenant_id, event_id));
create table event_to_relay (
  tenant_id uuid not null, event_id uuid not null, attempts int not null default 0,
  not_before timestamptz not null default now(), last_error text, dead boolean not null default false,
  primary key (tenant_id, event_id)
);
create index event_to_relay_due on event_to_relay (tenant_id, not_before) where not dead;
call tenant_table('event_to_seal');
call tenant_table('event_to_relay');

-- The chain: seq is the order of sealing, hash = sha256(prev || canonical event). Append only for the app.
create table event_seal (
  tenant_id uuid not null, seq bigint not null, event_id uuid not null, prev bytea not null, hash bytea not null,
  sealed_at timestamptz not null,
  primary key (tenant_id, seq)
);
create unique index event_seal_event on event_seal (tenant_id, event_id);
call tenant_table('event_seal', 'select, insert');

-- Heads of the chain as published outside the database; verify compares.
create table event_head (tenant_id uuid not null, day date not null, seq bigint not null, hash bytea not null, published_at timestamptz not null, primary key (tenant_id, day));
call tenant_table('event_head', 'select, insert');

-- The key under which a person's values in events are encrypted; deleting it erases the person from them.
create table personal_key (tenant_id uuid not null, person_id uuid not null, key bytea not null, primary key (tenant_id, person_id));
call tenant_table('personal_key', 'select, insert, delete');

-- Every parameter a tenant may want different: versioned, effective-dated, never overwritten.
create table policy_version (
  tenant_id uuid not null, policy text not null, version int not null, value jsonb not null,
  effective_at timestamptz not null, author_id uuid, author_name text not null, note text, created_at timestamptz not null,
  primary key (tenant_id, policy, version)
);
call tenant_table('policy_version', 'select, insert');

-- The answer to a POST, kept 30 days under the caller's key. Inserted last in the same transaction.
create table idempotency_key (
  tenant_id uuid not null, member_id uuid not null, key text not null, route text not null, request_hash bytea not null,
  answer jsonb not null, created_at timestamptz not null default now(),
  primary key (tenant_id, member_id, key)
);
create index idempotency_key_age on idempotency_key (tenant_id, created_at);
call tenant_table('idempotency_key');

-- What ran in the background, for the page that shows it.
create table job_run (
  tenant_id uuid not null, id uuid not null, job text not null, started_at timestamptz not null, finished_at timestamptz,
  handled int, error text, primary key (tenant_id, id)
);
create index job_run_recent on job_run (tenant_id, started_at desc);
call tenant_table('job_run');

-- Identity: global users and sessions, in a schema the app role cannot read. Columns named as better-auth names them.
set role fieldloop_auth;
create table auth."user" (
  id text primary key, name text not null, email text not null unique, "emailVerified" boolean not null, image text,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(),
  username text unique, "displayUsername" text, "phoneNumber" text unique, "phoneNumberVerified" boolean
);
create table auth.session (
  id text primary key, "expiresAt" timestamptz not null, token text not null unique, "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(), "ipAddress" text, "userAgent" text,
  "userId" text not null references auth."user" (id) on delete cascade, "tenantId" text, "deviceName" text
);
create index session_by_user on auth.session ("userId");
create table auth.account (
  id text primary key, "accountId" text not null, "providerId" text not null,
  "userId" text not null references auth."user" (id) on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text,
  "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, scope text, password text,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
);
create index account_user on auth.account ("userId");
create table auth.verification (
  id text primary key, identifier text not null, value text not null, "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
);
create index verification_identifier on auth.verification (identifier);
-- Which tenants a user belongs to, and as which member.
create table auth.membership (
  user_id text not null references auth."user" (id) on delete cascade, tenant_id uuid not null, member_id uuid not null,
  primary key (user_id, tenant_id)
);
-- Failed sign-ins by what was typed (hashed): back-off and lock-out without telling whether the account exists.
create table auth.sign_in_failure (login_hash text primary key, failures int not null, locked_until timestamptz, last_at timestamptz not null);
reset role;
