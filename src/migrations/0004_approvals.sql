-- approvals: flows as data, instances bound to the flow in force at submission, who is asked what. Knows no subject.

create table approval_flow (
  tenant_id uuid not null, key text not null, version int not null, steps jsonb not null, cc jsonb not null default '[]',
  effective_at timestamptz not null, author_id uuid, note text, created_at timestamptz not null,
  primary key (tenant_id, key, version)
);
call tenant_table('approval_flow', 'select, insert');

-- flow: as it was at submission. state: the reducer's instance (steps, tasks, log). card: what the subject's room showed then.
create table approval_instance (
  tenant_id uuid not null, id uuid not null, subject_type text not null, subject_id uuid not null, number text not null, title text not null,
  amount_fen bigint, reason jsonb not null, flow jsonb not null, state jsonb not null, card jsonb not null,
  status text not null check (status in ('pending', 'approved', 'rejected', 'returned', 'withdrawn')),
  requester_id uuid not null, owner_id uuid not null, requested_at timestamptz not null, decided_at timestamptz, reminded_at timestamptz,
  version int not null default 1,
  primary key (tenant_id, id)
);
create index approval_instance_subject on approval_instance (tenant_id, subject_id, requested_at desc);
create unique index approval_instance_pending on approval_instance (tenant_id, subject_id) where status = 'pending';
create index approval_instance_requester on approval_instance (tenant_id, requester_id, requested_at desc, id desc);
call tenant_table('approval_instance');

-- One row per person asked in a round: the waiting list, the history of answers.
create table approval_task (
  tenant_id uuid not null, approval_id uuid not null, round int not null, step_id text not null, member_id uuid not null,
  status text not null check (status in ('waiting', 'open', 'approved', 'rejected', 'returned', 'not_needed')),
  opened_at timestamptz, decided_at timestamptz, note text not null default '', auto boolean not null default false,
  primary key (tenant_id, approval_id, round, step_id, member_id)
);
create index approval_task_member on approval_task (tenant_id, member_id, status, opened_at desc);
call tenant_table('approval_task');
