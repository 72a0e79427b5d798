-- Signing in: second factor, bound sessions, history, limits, invitations and a company's own provider.
set role fieldloop_auth;
alter table auth."user" add "twoFactorEnabled" boolean not null default false;
create table auth."twoFactor" (
  id text primary key, secret text not null, "backupCodes" text not null,
  "userId" text not null unique references auth."user" (id) on delete cascade, verified boolean default true,
  "failedVerificationCount" int default 0, "lockedUntil" timestamptz
);
-- Who came by a company's own provider acts in that company alone: its administrator vouches for nobody elsewhere.
alter table auth.session add "boundTenantId" text;
create unique index account_at_provider on auth.account ("providerId", "accountId");
-- What a person sees of tries to sign in as him; strangers' logins leave nothing.
create table auth.sign_in_log (
  id uuid primary key, user_id text not null references auth."user" (id) on delete cascade, at timestamptz not null default now(),
  way text not null, outcome text not null, ip text, user_agent text, device_name text
);
create index sign_in_log_user on auth.sign_in_log (user_id, at desc);
-- How often something was done since a moment (codes sent to a phone, asked for from an address), by hashed key.
create table auth.allowance (key_hash text primary key, used int not null, since timestamptz not null);
-- A one-time password of an authenticator is good for one sign-in, though the clock would allow it a little longer.
create table auth.used_code (user_id text not null references auth."user" (id) on delete cascade, code_hash text not null, at timestamptz not null default now(), primary key (user_id, code_hash));
reset role;

-- The token is not kept, only its hash; the link carries the company and the token.
create table invitation (
  tenant_id uuid not null, id uuid not null, token_hash bytea not null, department_id uuid not null, manager_id uuid, role_ids uuid[] not null,
  name text, title text, created_by uuid not null, created_at timestamptz not null, expires_at timestamptz not null,
  accepted_at timestamptz, accepted_by uuid, revoked_at timestamptz,
  primary key (tenant_id, id)
);
create unique index invitation_token on invitation (tenant_id, token_hash);
create index invitation_recent on invitation (tenant_id, created_at desc);
call tenant_table('invitation');

-- The company's own sign-in. A new id whenever it becomes another provider: accounts of the old one mean nothing at the new.
create table company_sign_in (
  tenant_id uuid not null, id uuid not null, kind text not null check (kind in ('oidc', 'wecom', 'dingtalk', 'feishu')),
  client_id text not null, secret_sealed text not null, issuer text, agent_id text, enabled boolean not null default true,
  changed_at timestamptz not null, version int not null default 1,
  primary key (tenant_id, id)
);
create unique index company_sign_in_one on company_sign_in (tenant_id);
call tenant_table('company_sign_in');
