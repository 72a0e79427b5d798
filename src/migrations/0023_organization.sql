-- organization: chosen departments of a role, posts, hours by department, hand-overs, and the directory of another system.

-- departments: { "lead.read": [ids], … } for permissions in the scope `custom`.
alter table role add column departments jsonb not null default '{}';

-- Who managed members managed their roles too; from here on that is a permission of its own.
do $$
declare t uuid;
begin
  for t in select id from tenant loop
    perform set_config('app.tenant_id', t::text, true);
    update role set permissions = permissions || jsonb_build_object('role.manage', permissions->'member.manage')
      where tenant_id = t and permissions ? 'member.manage' and not permissions ? 'role.manage';
  end loop;
  perform set_config('app.tenant_id', '', true);
end $$;

-- A post: what somebody is, with the roles that go with it.
create table post (
  tenant_id uuid not null, id uuid not null, name text not null, role_ids uuid[] not null default '{}', version int not null default 1,
  primary key (tenant_id, id)
);
create unique index post_name on post (tenant_id, name);
call tenant_table('post');
alter table member add column post_id uuid;

-- Working hours of a department and of all below it that have none of their own.
create table department_hours (
  tenant_id uuid not null, department_id uuid not null, weekdays int[] not null, work_from text not null, work_to text not null,
  primary key (tenant_id, department_id)
);
call tenant_table('department_hours');

-- What passed from one member to another, when, by whom: both can read it afterwards.
create table hand_over (
  tenant_id uuid not null, id uuid not null, from_id uuid not null, to_id uuid not null, by_id uuid, at timestamptz not null,
  leaving boolean not null, primary key (tenant_id, id)
);
create index hand_over_from on hand_over (tenant_id, from_id);
create index hand_over_to on hand_over (tenant_id, to_id);
call tenant_table('hand_over', 'select, insert');
create table hand_over_item (
  tenant_id uuid not null, hand_over_id uuid not null, seq int not null, kind text not null, record_id uuid not null, name text not null,
  moved boolean not null, primary key (tenant_id, hand_over_id, seq)
);
call tenant_table('hand_over_item', 'select, insert');
-- An erased person goes from it too.
grant update (name) on hand_over_item to fieldloop_app, fieldloop_worker;

-- The directory a company keeps elsewhere. secret: encrypted under the installation's secret.
create table directory_link (
  tenant_id uuid not null, kind text not null, corp_id text not null, secret bytea not null, role_id uuid, synced_at timestamptz, result jsonb,
  version int not null default 1, primary key (tenant_id)
);
call tenant_table('directory_link');
create table directory_person (tenant_id uuid not null, external_id text not null, member_id uuid not null, primary key (tenant_id, external_id));
call tenant_table('directory_person');
create table directory_department (
  tenant_id uuid not null, external_id text not null, department_id uuid not null, primary key (tenant_id, external_id)
);
call tenant_table('directory_department');
