// What the database's own catalogue says about the wall between tenants. Each fault is a sentence with the fix.
import type pg from 'pg'

/** Tables of no tenant, with the reason. Anything else in the public schema must stand behind the wall. */
export const globalTables: Readonly<Record<string, string>> = {
  tenant: 'which companies exist',
  kysely_migration: 'which migrations ran',
  kysely_migration_lock: 'one migration at a time',
}

/** Tables of the core: no room owns them. */
export const coreTables = [
  'event',
  'event_to_seal',
  'event_to_relay',
  'event_seal',
  'event_head',
  'personal_key',
  'policy_version',
  'idempotency_key',
  'job_run',
  'number_series',
]

interface Relation {
  oid: number
  name: string
  kind: 'r' | 'p' | 'v' | 'm' | 'f'
  partition: boolean
  row_security: boolean
  forced: boolean
  invoker: boolean
  grants: string[]
}

/** Every table, partition, view and foreign table of the public schema. */
export async function relations(client: pg.ClientBase): Promise<Relation[]> {
  const { rows } = await client.query<Relation>(`
    select c.oid::int, c.relname as name, c.relkind as kind, c.relispartition as partition, c.relrowsecurity as row_security, c.relforcerowsecurity as forced,
      coalesce(c.reloptions::text like '%security_invoker=%', false) as invoker,
      array(select distinct coalesce(r.rolname, 'public') from aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
        where a.grantee <> c.relowner order by 1)::text[] as grants
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by c.relname`)
  return rows
}

/** Faults of all relations; empty when the wall stands. */
export async function faults(client: pg.ClientBase): Promise<string[]> {
  const found: string[] = []
  for (const relation of await relations(client)) {
    if (relation.name in globalTables) continue
    const say = (what: string): void => void found.push(`${relation.name}: ${what}`)
    if (relation.kind === 'f') say('a foreign table reads past row security; copy what it holds into a table')
    else if (relation.kind === 'm') say('a materialised view keeps the rows of all tenants; make it a table filled per tenant')
    else if (relation.kind === 'v') {
      if (!relation.invoker) say('a view reads with its owner’s rights; create it with (security_invoker = true)')
    } else await tableFaults(client, relation, say)
  }
  return [...found, ...(await functionFaults(client))]
}

async function tableFaults(client: pg.ClientBase, relation: Relation, say: (what: string) => void): Promise<void> {
  const tenant = await client.query(
    `select a.attnotnull, format_type(a.atttypid, null) as type from pg_attribute a where a.attrelid = $1 and a.attname = 'tenant_id' and not a.attisdropped`,
    [relation.oid],
  )
  const column = tenant.rows[0]
  if (!column) return say('no tenant_id; add it, or put the table on the list of global ones with a reason')
  if (!column.attnotnull || column.type !== 'uuid') say('tenant_id must be uuid not null')
  if (!relation.row_security || !relation.forced) say('row security is not enabled and forced; call tenant_table')
  await keyFaults(client, relation, say)
  await policyFaults(client, relation, say)
  if (relation.partition && relation.grants.length > 0)
    say(`a partition carries grants (${relation.grants.join(', ')}): read directly it escapes the parent; revoke them`)
  const strangers = relation.grants.filter((role) => role !== 'fieldloop_app' && role !== 'fieldloop_worker')
  if (strangers.length > 0) say(`granted to ${strangers.join(', ')}; only the app and the worker may have it`)
}

async function keyFaults(client: pg.ClientBase, relation: Relation, say: (what: string) => void): Promise<void> {
  const { rows } = await client.query<{ name: string; primary: boolean; first: string | null }>(
    `select i.indexrelid::regclass::text as name, i.indisprimary as primary,
      (select a.attname from pg_attribute a where a.attrelid = $1 and a.attnum = i.indkey[0]) as first from pg_index i where i.indrelid = $1`,
    [relation.oid],
  )
  if (!rows.some((index) => index.primary)) say('no primary key; give it one that begins with tenant_id')
  for (const index of rows) if (index.first !== 'tenant_id') say(`the index ${index.name} does not begin with tenant_id`)
  const links = await client.query<{ name: string; kind: string; columns: string[] }>(
    `select c.conname as name, c.contype as kind, array(select a.attname from unnest(c.conkey) k join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k)::text[] as columns
      from pg_constraint c where c.conrelid = $1 and c.contype in ('f', 'x')`,
    [relation.oid],
  )
  for (const link of links.rows) {
    if (link.kind === 'x') say(`the exclusion constraint ${link.name} does not run on a distributed table; check it in the action`)
    else if (!link.columns.includes('tenant_id')) say(`the foreign key ${link.name} may cross tenants; put tenant_id into it`)
  }
}

const wall = /^\(tenant_id = \(NULLIF\(current_setting\('app\.tenant_id'::text, true\), ''::text\)\)::uuid\)$/

async function policyFaults(client: pg.ClientBase, relation: Relation, say: (what: string) => void): Promise<void> {
  const { rows } = await client.query<{
    name: string
    permissive: boolean
    command: string
    using: string | null
    check: string | null
    all: boolean
  }>(
    `select p.polname as name, p.polpermissive as permissive, p.polcmd as command, pg_get_expr(p.polqual, p.polrelid) as using,
      pg_get_expr(p.polwithcheck, p.polrelid) as check, p.polroles = '{0}' as all from pg_policy p where p.polrelid = $1`,
    [relation.oid],
  )
  const stands = rows.some(
    (policy) => policy.permissive && policy.command === '*' && policy.all && wall.test(policy.using ?? '') && wall.test(policy.check ?? ''),
  )
  if (!stands) say('no policy that compares tenant_id with app.tenant_id for reading and writing; call tenant_table')
  for (const policy of rows)
    if (policy.permissive && !(wall.test(policy.using ?? '') && wall.test(policy.check ?? policy.using ?? '')))
      say(`the policy ${policy.name} opens a second way through the wall; drop it or make it restrictive`)
}

async function functionFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select p.oid::regprocedure::text as name from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  )
  return rows.map(({ name }) => `${name}: runs with its owner’s rights; make it security invoker`)
}
