-- Ending the separation of the admins is asked for by one of them and done by another; an ask that nobody answers is worth nothing after some days.
create table separation_ending (
  tenant_id uuid not null, admin_id uuid not null, asked_by uuid not null, asked_at timestamptz not null, primary key (tenant_id)
);
call tenant_table('separation_ending');
