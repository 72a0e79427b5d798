-- visits: duty, templates, visits with their plan, positions, steps, live photos.

create table duty (
  tenant_id uuid not null, id uuid not null, member_id uuid not null, started_at timestamptz not null,
  ended_at timestamptz, ended_by text check (ended_by in ('rep', 'auto')),
  primary key (tenant_id, id)
);
create unique index duty_open on duty (tenant_id, member_id) where ended_at is null;
create index duty_member on duty (tenant_id, member_id, started_at desc);
call tenant_table('duty');

-- Versioned data: the newest version of a key is in force; a visit keeps the steps it began with.
create table sop_template (
  tenant_id uuid not null, key text not null, version int not null, zh text not null, en text not null,
  purpose text not null check (purpose in ('deep', 'routine', 'dunning')), steps jsonb not null,
  author_id uuid, created_at timestamptz not null,
  primary key (tenant_id, key, version)
);
call tenant_table('sop_template', 'select, insert');

create table visit (
  tenant_id uuid not null, id uuid not null, version int not null default 1, owner_id uuid not null,
  subject_type text not null check (subject_type in ('lead', 'account')), subject_id uuid not null, site_id uuid,
  purpose text not null check (purpose in ('deep', 'routine', 'dunning')),
  template_key text not null, template_version int not null, template_zh text not null, template_en text not null, steps jsonb not null,
  status text not null check (status in ('planned', 'in_progress', 'completed', 'missed', 'cancelled')),
  planned_on date not null, planned_at timestamptz,
  -- when it began, else the hour agreed, else the beginning of the day: lists go by it
  at timestamptz not null, sequence int not null default 0, planned_by uuid, goal text,
  check_in_at timestamptz, check_in_verdict text check (check_in_verdict in ('verified', 'unverified')), check_in_reason text,
  auto_check_out_at timestamptz, check_out_at timestamptz, check_out_by text check (check_out_by in ('rep', 'auto')),
  outcome text check (outcome in ('done', 'closed', 'nobody_met', 'refused', 'moved_away')),
  validity text check (validity in ('valid', 'invalid', 'pending', 'attempted')),
  reasons jsonb not null default '[]', dwell_ms int, min_minutes numeric,
  -- null: nothing on device and track has been judged
  trust text check (trust in ('trusted', 'suspect', 'rejected')), signals jsonb not null default '[]',
  steps_done int not null default 0, steps_total int not null,
  leaves text, note text, next_step text, next_on date, offline boolean not null default false, cancel_reason text,
  reviewed_by uuid, reviewed_at timestamptz, review_verdict text check (review_verdict in ('valid', 'invalid')), review_note text,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
-- One visit under way per rep.
create unique index visit_under_way on visit (tenant_id, owner_id) where status = 'in_progress';
create index visit_day on visit (tenant_id, owner_id, planned_on, sequence);
create index visit_subject on visit (tenant_id, subject_id, at desc);
create index visit_recent on visit (tenant_id, at desc, id desc);
create index visit_auto on visit (tenant_id, auto_check_out_at) where status = 'in_progress';
create index visit_late on visit (tenant_id, planned_on) where status = 'planned';
create index visit_review on visit (tenant_id, at desc, id desc) where status = 'completed' and reviewed_by is null and (validity in ('pending', 'invalid') or check_in_verdict = 'unverified');
call tenant_table('visit');

-- Every position that was judged: check-ins, check-outs, and attempts that were refused. `samples` is the raw burst,
-- dropped when positions have been kept long enough; the verdict stays.
create table visit_position (
  tenant_id uuid not null, id uuid not null, visit_id uuid not null, member_id uuid not null,
  kind text not null check (kind in ('in', 'out')), at timestamptz not null, captured_at timestamptz not null,
  verdict text not null check (verdict in ('verified', 'unverified', 'rejected')), reason text not null,
  lat double precision not null, lng double precision not null, accuracy_m double precision not null,
  distance_m double precision, least_distance_m double precision, metres_to_go double precision, radius_m double precision not null,
  suggested_lat double precision, suggested_lng double precision,
  offline boolean not null, device jsonb not null default '{}', samples jsonb not null default '[]',
  primary key (tenant_id, id)
);
create unique index visit_position_once on visit_position (tenant_id, visit_id, kind, captured_at);
create index visit_position_raw on visit_position (tenant_id, at) where samples <> '[]';
call tenant_table('visit_position');

create table visit_step (
  tenant_id uuid not null, visit_id uuid not null, step_key text not null, type text not null,
  status text not null check (status in ('done', 'not_possible')), count int not null default 1,
  reason text, note text, facts jsonb not null default '{}',
  captured_at timestamptz, recorded_at timestamptz not null, offline boolean not null default false,
  primary key (tenant_id, visit_id, step_key)
);
call tenant_table('visit_step');

-- One-time words for one photo of one step; the word is burnt into the picture.
create table photo_challenge (
  tenant_id uuid not null, id uuid not null, visit_id uuid not null, step_key text not null, member_id uuid not null, code text not null,
  issued_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz,
  primary key (tenant_id, id)
);
create unique index photo_challenge_code on photo_challenge (tenant_id, visit_id, code);
call tenant_table('photo_challenge');

create table visit_photo (
  tenant_id uuid not null, id uuid not null, visit_id uuid not null, step_key text not null, member_id uuid not null,
  file_id uuid not null, original_sha256 text not null, challenge text not null, verify_code text not null,
  captured_at timestamptz not null, recorded_at timestamptz not null, offline boolean not null default false,
  lat double precision, lng double precision, accuracy_m double precision, width int not null, height int not null,
  primary key (tenant_id, id)
);
create index visit_photo_visit on visit_photo (tenant_id, visit_id, recorded_at);
-- The very same frame a second time is a signal against the later visit, never against the first.
create index visit_photo_frame on visit_photo (tenant_id, original_sha256);
call tenant_table('visit_photo');
