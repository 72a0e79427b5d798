// The registry of custom fields, and the rows by which filters find records.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { CustomField, CustomValues, FieldFilter, FieldSubject } from './field.rule.ts'

const columns = sql.raw('id, subject_type, key, type, zh, en, options, reference, required_in, listed, retired, sort, version')

/** Every field of the company, retired ones too, in order. */
export async function allFields(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<CustomField[]> {
  return await ctx.tx.rows(
    sql<CustomField>`select ${columns} from custom_field where tenant_id = ${ctx.tenantId} order by subject_type, sort, id`,
  )
}

export async function insertField(ctx: Ctx, f: CustomField): Promise<void> {
  await ctx.tx.run(sql`insert into custom_field (tenant_id, id, subject_type, key, type, zh, en, options, reference, required_in, listed, retired, sort, created_at)
    values (${ctx.tenantId}, ${f.id}, ${f.subjectType}, ${f.key}, ${f.type}, ${f.zh}, ${f.en}, ${JSON.stringify(f.options)}::jsonb, ${f.reference}, ${JSON.stringify(f.requiredIn)}::jsonb,
      ${f.listed}, ${f.retired}, ${f.sort}, ${ctx.now.toISOString()})`)
}

/** False when somebody else changed it meanwhile. */
export async function saveField(ctx: Ctx, f: CustomField): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`update custom_field set zh = ${f.zh}, en = ${f.en}, options = ${JSON.stringify(f.options)}::jsonb, required_in = ${JSON.stringify(f.requiredIn)}::jsonb,
      listed = ${f.listed}, retired = ${f.retired}, version = version + 1 where tenant_id = ${ctx.tenantId} and id = ${f.id} and version = ${f.version}`)
  return count === 1
}

/** How many of these fields of the subject there are; each gets its place in the list. */
export async function saveFieldOrder(ctx: Ctx, subjectType: FieldSubject, ids: readonly string[]): Promise<number> {
  return await ctx.tx.run(sql`update custom_field f set sort = o.place from (select id, (row_number() over ())::int as place from unnest(${ids}::uuid[]) as t(id)) o
    where f.tenant_id = ${ctx.tenantId} and f.subject_type = ${subjectType} and f.id = o.id`)
}

/** Two who add a field to the same kind of record do it one after the other. */
export async function lockRegistry(ctx: Ctx): Promise<void> {
  await ctx.tx.run(sql`select pg_advisory_xact_lock(hashtextextended('custom_field/' || ${ctx.tenantId}, 0))`)
}

const LONGEST_INDEXED = 200

/** What filters find these records by, written anew. */
export function indexValues(ctx: Ctx, subjectType: FieldSubject, records: readonly { id: string; values: CustomValues }[]): void {
  const rows = records.flatMap(({ id, values }) =>
    Object.entries(values).flatMap(([key, value]) =>
      [value]
        .flat()
        .map((one) => ({ id, key, value: String(one) }))
        .filter((row) => row.value.length <= LONGEST_INDEXED),
    ),
  )
  ctx.tx.send(sql`delete from custom_index where tenant_id = ${ctx.tenantId} and subject_id = any(${records.map(({ id }) => id)}::uuid[])`)
  if (rows.length > 0)
    ctx.tx.send(sql`insert into custom_index (tenant_id, subject_type, key, value, subject_id)
      select ${ctx.tenantId}::uuid, ${subjectType}::text, t.key, t.value, t.id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, key text, value text)
      on conflict do nothing`)
}

/** A filter on a field as a condition over the record's id and its values. */
export function filterSql(ctx: Ctx, field: CustomField, filter: FieldFilter, on: { id: Query; custom: Query }): Query {
  if (filter.kind === 'any')
    return sql`and ${on.id} in (select x.subject_id from custom_index x where x.tenant_id = ${ctx.tenantId} and x.subject_type = ${field.subjectType}
      and x.key = ${field.key} and x.value = any(${filter.values}::text[]))`
  if (filter.kind === 'text') return sql`and ${on.custom} ->> ${field.key}::text ilike ${`%${filter.text.replace(/[\\%_]/g, '\\$&')}%`}`
  const { from, to } = filter
  // A day sorts as its text; a figure counts as one.
  if (field.type === 'date')
    return sql`and ${on.custom} ->> ${field.key}::text >= coalesce(${from}::text, '') and ${on.custom} ->> ${field.key}::text <= coalesce(${to}::text, '9')`
  return sql`and case when jsonb_typeof(${on.custom} -> ${field.key}::text) = 'number' then (${on.custom} ->> ${field.key}::text)::numeric
    between coalesce(${from}::numeric, '-infinity') and coalesce(${to}::numeric, 'infinity') end`
}

/** Members by name, or those of these ids, as a reference shows them. */
export async function nameMembers(ctx: Ctx, by: { ids: readonly string[] } | { q: string }): Promise<{ id: string; name: string }[]> {
  if ('ids' in by)
    return await ctx.tx.rows(sql`select id, name from member where tenant_id = ${ctx.tenantId} and id = any(${by.ids}::uuid[])`)
  return await ctx.tx.rows(sql`select id, name from member where tenant_id = ${ctx.tenantId} and disabled_at is null and name ilike ${`%${by.q.replace(/[\\%_]/g, '\\$&')}%`}
    order by name, id limit 20`)
}
