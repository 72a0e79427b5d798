-- Numbers on records, the tenant's calendar and leave, consents; then the rooms files, notifications and tasks.

-- core: one counter per tenant and series (XS-202611).
create table number_series (tenant_id uuid not null, series text not null, next bigint not null, primary key (tenant_id, series));
call tenant_table('number_series');

-- The audit page reads a company's events by time.
create index event_recent on event (tenant_id, at desc, id desc);

-- organization: what differs from the public calendar. `kind`: 'off' or 'work'.
create table calendar_day (
  tenant_id uuid not null, day date not null, kind text not null check (kind in ('off', 'work')), name text not null default '',
  primary key (tenant_id, day)
);
call tenant_table('calendar_day');

-- Approved absence: clocks in working mode do not run in it, and assignment passes the person over.
create table leave (
  tenant_id uuid not null, id uuid not null, member_id uuid not null, from_at timestamptz not null, to_at timestamptz not null,
  delegate_id uuid, reason text not null default '', created_by uuid, created_at timestamptz not null,
  primary key (tenant_id, id), check (to_at > from_at)
);
create index leave_member on leave (tenant_id, member_id, to_at);
call tenant_table('leave');

-- What a person agreed to, by purpose; the newest row counts. Never changed, only followed by another.
create table consent (
  tenant_id uuid not null, id uuid not null, member_id uuid not null, purpose text not null, given boolean not null, at timestamptz not null,
  primary key (tenant_id, id)
);
create index consent_newest on consent (tenant_id, member_id, purpose, at desc);
call tenant_table('consent', 'select, insert');

-- files: bytes stand in the object store under `key`, this row says what they are and whose.
create table stored_object (
  tenant_id uuid not null, id uuid not null, key text not null, sha256 text not null, size bigint not null, mime text not null, name text not null,
  width int, height int, purpose text not null, subject_type text not null, subject_id uuid not null, created_by uuid, created_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id)
);
create index stored_object_subject on stored_object (tenant_id, subject_id, created_at);
create index stored_object_hash on stored_object (tenant_id, sha256);
call tenant_table('stored_object');

-- The tenant's evidence log: every proof is chained to the one before it, so that none can be slipped in or taken out unseen.
create table evidence_link (
  tenant_id uuid not null, seq bigint not null, file_id uuid not null, sha256 text not null, facts text not null, prev text not null, hash text not null,
  at timestamptz not null,
  primary key (tenant_id, seq)
);
create unique index evidence_link_file on evidence_link (tenant_id, file_id);
call tenant_table('evidence_link', 'select, insert');

-- notifications
create table notification (
  tenant_id uuid not null, id uuid not null, member_id uuid not null, event_id uuid not null, event_type text not null, message text not null,
  params jsonb not null, link text, urgent boolean not null, at timestamptz not null, read_at timestamptz,
  primary key (tenant_id, id)
);
create unique index notification_once on notification (tenant_id, member_id, event_id, message);
create index notification_inbox on notification (tenant_id, member_id, at desc, id desc);
create index notification_unread on notification (tenant_id, member_id) where read_at is null;
call tenant_table('notification');

-- Kinds of notices a person does not want in the app. No row means on.
create table notification_preference (
  tenant_id uuid not null, member_id uuid not null, event_type text not null, in_app boolean not null, primary key (tenant_id, member_id, event_type)
);
call tenant_table('notification_preference');

-- tasks: what a person has to do, of every room. `kind` and `subject_id` let the room that made it close it.
create table task (
  tenant_id uuid not null, id uuid not null, owner_id uuid not null, kind text not null, title_key text not null, params jsonb not null,
  due_at timestamptz, subject_type text not null, subject_id uuid not null, link text, state text not null default 'open' check (state in ('open', 'done', 'closed')),
  created_at timestamptz not null, created_by uuid, ended_at timestamptz, version int not null default 1,
  primary key (tenant_id, id)
);
create index task_mine on task (tenant_id, owner_id, state, due_at, id);
create index task_subject on task (tenant_id, subject_id, kind) where state = 'open';
call tenant_table('task');
