import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { rooms } from '../rooms.ts'
import { coreTables, faults, globalTables, relations } from './catalogue.ts'
import { testDatabase } from './database.ts'

const db = await testDatabase()
const owner = new pg.Client({ connectionString: db.ownerUrl })
await owner.connect()
// The database goes with the file, and with it this connection.
owner.on('error', () => {})
after(() => owner.end().catch(() => {}))

test('every table and partition stands behind the wall', async () => {
  assert.deepEqual(await faults(owner), [])
})

test('the owner who migrates is no superuser and cannot bypass the wall', async () => {
  const { rows } = await owner.query('select rolsuper, rolbypassrls from pg_roles where rolname = current_user')
  assert.deepEqual(rows, [{ rolsuper: false, rolbypassrls: false }])
  const { rows: seen } = await owner.query('select count(*)::int as n from event')
  assert.deepEqual(seen, [{ n: 0 }])
})

test('each table has one owner: a room’s door names it, or the core does', async () => {
  const named = [...coreTables, ...rooms.flatMap((room) => room.tables)]
  const doubled = named.filter((name, index) => named.indexOf(name) !== index)
  assert.deepEqual(doubled, [], 'two doors name the same table')
  const present = (await relations(owner))
    .filter((relation) => !relation.partition && !relation.name.startsWith('kysely_'))
    .map((relation) => relation.name)
  assert.deepEqual([...named].sort(), present.sort(), 'put the table on the list `tables` of its room’s door')
})

test('app and worker cannot enter the identity schema, and auth sees no business table', async () => {
  const { rows } = await owner.query(
    `select has_schema_privilege('fieldloop_app', 'auth', 'usage') as app, has_schema_privilege('fieldloop_worker', 'auth', 'usage') as worker`,
  )
  assert.deepEqual(rows, [{ app: false, worker: false }])
  const opened = (await relations(owner)).filter((relation) => relation.grants.includes('fieldloop_auth')).map((relation) => relation.name)
  assert.deepEqual(opened, ['tenant'])
})

test('a table that stands outside the wall is found, whichever brick is missing', async () => {
  const wallOf = (table: string) =>
    `alter table ${table} enable row level security; alter table ${table} force row level security;
     create policy w on ${table} using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);`
  const cases: [string, string, RegExp][] = [
    ['no column', 'create table bad (id int primary key)', /^bad: no tenant_id/],
    ['nullable', `create table bad (tenant_id uuid, id int, unique (tenant_id, id)); ${wallOf('bad')}`, /tenant_id must be uuid not null/],
    ['no row security', 'create table bad (tenant_id uuid not null, id int, primary key (tenant_id, id))', /row security is not enabled/],
    [
      'not forced',
      `create table bad (tenant_id uuid not null, id int, primary key (tenant_id, id)); ${wallOf('bad')} alter table bad no force row level security`,
      /not enabled and forced/,
    ],
    [
      'key the other way round',
      `create table bad (tenant_id uuid not null, id int, primary key (id, tenant_id)); ${wallOf('bad')}`,
      /bad_pkey does not begin with tenant_id/,
    ],
    [
      'an index of its own mind',
      `create table bad (tenant_id uuid not null, id int, primary key (tenant_id, id)); ${wallOf('bad')} create index bad_id on bad (id)`,
      /bad_id does not begin/,
    ],
    [
      'an open policy',
      `create table bad (tenant_id uuid not null, id int, primary key (tenant_id, id)); ${wallOf('bad')} create policy open on bad for select using (true)`,
      /policy open opens a second way/,
    ],
    [
      'a policy that lets write anywhere',
      `create table bad (tenant_id uuid not null, id int, primary key (tenant_id, id)); alter table bad enable row level security; alter table bad force row level security; create policy w on bad using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (true)`,
      /no policy that compares/,
    ],
    [
      'a stranger’s grant',
      `create table bad (tenant_id uuid not null, id int, primary key (tenant_id, id)); ${wallOf('bad')} grant select on bad to public`,
      /granted to public/,
    ],
    [
      'a partition with grants',
      `create table bad (tenant_id uuid not null, id int, primary key (tenant_id, id)) partition by range (tenant_id, id); ${wallOf('bad')} create table bad_1 partition of bad default; ${wallOf('bad_1')} grant select on bad_1 to fieldloop_app`,
      /bad_1: a partition carries grants/,
    ],
    [
      'a bare partition',
      `create table bad (tenant_id uuid not null, id int, primary key (tenant_id, id)) partition by range (tenant_id, id); ${wallOf('bad')} create table bad_1 partition of bad default`,
      /bad_1: row security/,
    ],
    [
      'a foreign key across',
      `create table bad (tenant_id uuid not null, id int, other uuid references tenant (id), primary key (tenant_id, id)); ${wallOf('bad')}`,
      /may cross tenants/,
    ],
    ['a view', 'create view bad as select * from event', /a view reads with its owner/],
    ['a materialised view', 'create materialized view bad as select * from event', /keeps the rows of all tenants/],
    ['a function', 'create function bad() returns int language sql security definer as $$ select 1 $$', /bad\(\): runs with its owner/],
  ]
  for (const [what, statement, expected] of cases) {
    await owner.query('begin')
    await owner.query(statement)
    const found = await faults(owner)
    await owner.query('rollback')
    assert.ok(
      found.some((fault) => expected.test(fault)),
      `${what}: found ${JSON.stringify(found)}`,
    )
  }
  assert.deepEqual(await faults(owner), [], 'and nothing is left of them')
})

test('global tables are few, and each says why', () => {
  assert.ok(Object.values(globalTables).every((reason) => reason.length > 5))
})
