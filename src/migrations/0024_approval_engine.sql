-- approvals: more kinds of steps, so more that can happen to a task; the clock finds what is due; copies have a box of their own.
-- Flows and approvals written before are read as today's by carry.rule.ts: their rows stay as they are.

alter table approval_flow add column settings jsonb not null default '{}';

alter table approval_instance drop constraint approval_instance_status_check;
alter table approval_instance add constraint approval_instance_status_check
  check (status in ('pending', 'approved', 'rejected', 'returned', 'withdrawn', 'void'));
-- due_at: the next nudge or time-out. print: what the subject's room said the record was, so that a change is noticed.
alter table approval_instance add column due_at timestamptz, add column print text;
create index approval_instance_due on approval_instance (tenant_id, due_at) where due_at is not null;
create index approval_instance_flow on approval_instance (tenant_id, (flow ->> 'key'), requested_at desc);

-- round: how often the step was opened. by_id: who answered in the place of one who was away.
alter table approval_task drop constraint approval_task_status_check;
alter table approval_task add constraint approval_task_status_check
  check (status in ('waiting', 'open', 'approved', 'rejected', 'returned', 'not_needed', 'transferred'));
alter table approval_task add column by_id uuid, add column stand_in_id uuid;
create index approval_task_by on approval_task (tenant_id, by_id) where by_id is not null;

create table approval_copy (
  tenant_id uuid not null, approval_id uuid not null, member_id uuid not null, at timestamptz not null,
  primary key (tenant_id, approval_id, member_id)
);
create index approval_copy_member on approval_copy (tenant_id, member_id, at desc, approval_id);
call tenant_table('approval_copy');

-- organization: a change of a role or a rule that waits for its approval. based_on: the version it was made on.
create table pending_change (
  tenant_id uuid not null, id uuid not null, kind text not null check (kind in ('role', 'new_role', 'policy')), target text not null, based_on int not null,
  payload jsonb not null, state text not null default 'waiting' check (state in ('waiting', 'applied', 'dropped')), approval_id uuid,
  requester_id uuid not null, requester_name text not null, created_at timestamptz not null, ended_at timestamptz,
  primary key (tenant_id, id)
);
create unique index pending_change_waiting on pending_change (tenant_id, kind, target) where state = 'waiting';
call tenant_table('pending_change');

-- organization: where changes of phones need an approval, a waiting phone names it; it ends confirmed by it, or refused.
alter table device add column approval_id uuid;
alter table device drop constraint device_confirmed_way_check, drop constraint device_revoke_reason_check;
alter table device add constraint device_confirmed_way_check check (confirmed_way in ('first', 'not_asked', 'old_device', 'manager', 'approval'));
alter table device add constraint device_revoke_reason_check check (revoke_reason in ('lost', 'replaced', 'signed_out', 'left', 'refused'));
