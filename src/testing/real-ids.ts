// Ids of the demo company's own records for fields that name one, so that a refusal is about the field that was spoilt.
import { sql, type Tx } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import type { Schema } from './sample.ts'

const tables: Record<string, string> = {
  departmentId: 'department',
  departmentIds: 'department',
  parentId: 'department',
  approvalId: 'approval_instance',
  fileIds: 'stored_object',
  memberId: 'member',
  memberIds: 'member',
  managerId: 'member',
  successorId: 'member',
  delegateId: 'member',
  toId: 'member',
  adminId: 'member',
  systemAdminId: 'member',
  securityAdminId: 'member',
  auditAdminId: 'member',
  postId: 'post',
  roleId: 'role',
  headId: 'member',
  ownerId: 'member',
  actorId: 'member',
  roleIds: 'role',
  eventIds: 'event',
  ids: 'notification',
  poolId: 'pool',
  campaignId: 'campaign',
  channelId: 'channel',
  siteId: 'site',
  visitIds: 'visit',
  productId: 'product',
  contactId: 'contact',
  planItemId: 'receipt_plan_item',
  itemId: 'receipt_plan_item',
  fileId: 'stored_object',
  accountId: 'account',
  subjectId: 'account',
  leadId: 'lead',
  bookId: 'price_book',
  opportunityId: 'opportunity',
  quotationId: 'quotation',
  contractId: 'contract',
  receiptId: 'receipt',
}

/** One id for each field name that names a record. */
export async function realIds(tx: Tx): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [field, table] of Object.entries(tables)) {
    found[field] = uuidv7() // where the company has none
    const row = await tx.row<{ id: string }>(sql`select id from ${sql.table(table)} where tenant_id = ${tx.tenantId} order by id limit 1`)
    if (row) found[field] = row.id
  }
  return found
}

/** The same rows under new ids in the tenant of `other`: ids that exist, but are another company's. */
export async function foreignIds(tx: Tx, other: Tx, ids: Record<string, string>): Promise<Record<string, string>> {
  const copies = new Map<string, string>()
  const foreign: Record<string, string> = {}
  for (const [field, id] of Object.entries(ids)) {
    const table = tables[field] as string
    const copy = copies.get(table) ?? uuidv7()
    foreign[field] = copy
    if (copies.has(table)) continue
    copies.set(table, copy)
    const found = await tx.row<{ whole: object }>(
      sql`select to_jsonb(t.*) as whole from ${sql.table(table)} t where t.tenant_id = ${tx.tenantId} and t.id = ${id}`,
    )
    if (!found) continue
    const row = JSON.stringify({ ...found.whole, ...('code' in found.whole && { code: copy }), tenant_id: other.tenantId, id: copy })
    await other.run(sql`insert into ${sql.table(table)} select (jsonb_populate_record(null::${sql.table(table)}, ${row}::jsonb)).*`)
  }
  return foreign
}

/** Paths of all fields that hold the id of a record (`lines.0.productId`). */
export function idFields(schema: Schema, path: (string | number)[] = []): (string | number)[][] {
  const choices = ((schema.anyOf ?? schema.oneOf) as Schema[] | undefined) ?? [schema]
  return choices.flatMap((choice) => {
    if (choice.format === 'uuid') return [path]
    if (choice.type === 'array') return idFields((choice.items ?? {}) as Schema, [...path, 0])
    return Object.entries((choice.properties ?? {}) as Record<string, Schema>).flatMap(([key, child]) => idFields(child, [...path, key]))
  })
}

/** `input` with every id that a field name says where to find, however deep. */
export function filled(input: unknown, ids: Record<string, string>, name = ''): unknown {
  if (Array.isArray(input)) return input.map((one) => filled(one, ids, name))
  if (typeof input === 'object' && input !== null)
    return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, filled(value, ids, key)]))
  // What is done is done on a day that has come.
  if (input === '2026-11-24') return '2026-11-20'
  return typeof input === 'string' && /^[0-9a-f-]{36}$/.test(input) ? (ids[name] ?? input) : input
}
