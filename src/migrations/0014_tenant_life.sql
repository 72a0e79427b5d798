-- A tenant's life: which plan it is on, and which rows of it are samples that one click removes.

-- Limits of each plan stand in plan.rule.ts. Companies that are here already keep what they have: no limit.
alter table tenant add column plan text not null default 'unlimited';

-- Rows that came with the industry pack. They go when the company clears its samples, but for those its own records stand on.
create table sample_row (
  tenant_id uuid not null, table_name text not null, row_id uuid not null,
  primary key (tenant_id, table_name, row_id)
);
call tenant_table('sample_row');
