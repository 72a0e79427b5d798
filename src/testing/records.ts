// Which record a path names, and whose it is: the access test draws real ids of the demo company from here.
import { type Query, sql } from '#core/db.ts'

export interface RecordRow {
  id: string
  ownerId: string | null
  viaId?: string
}

export interface RecordSource {
  /** Path of one such record; routes below it name the same record. */
  path: string
  /** `id`, `owner_id` (null: nobody's) and, where a grant on another record opens this one too, `via_id`. */
  rows: (tenantId: string) => Query<RecordRow>
  /** `owner`: scopes decide by the owner. `company`: the company's, no owner. `self`: the signed-in member's own alone. */
  belongs: 'owner' | 'company' | 'self'
  /** Ids of what stands below the record, by the name of the parameter. */
  below?: Record<string, (tenantId: string, recordId: string) => Query<{ id: string }>>
}

const owned = (table: string) => (tenantId: string) =>
  sql<{ id: string; ownerId: string | null }>`select id, owner_id from ${sql.table(table)} where tenant_id = ${tenantId} order by id`
const company = (table: string) => (tenantId: string) =>
  sql<{
    id: string
    ownerId: string | null
  }>`select id, null::uuid as owner_id from ${sql.table(table)} where tenant_id = ${tenantId} order by id`
const under = (table: string, parent: string) => (tenantId: string, recordId: string) =>
  sql<{ id: string }>`select id from ${sql.table(table)} where tenant_id = ${tenantId} and ${sql.ref(parent)} = ${recordId} order by id`

export const recordSources: RecordSource[] = [
  { path: '/members/{id}', belongs: 'company', rows: company('member') },
  { path: '/departments/{id}', belongs: 'company', rows: company('department') },
  { path: '/invitations/{id}', belongs: 'company', rows: company('invitation') },
  { path: '/posts/{id}', belongs: 'company', rows: company('post') },
  {
    path: '/hand-overs/{id}',
    belongs: 'self',
    rows: (tenantId) => sql`select id, from_id as owner_id from hand_over where tenant_id = ${tenantId} order by id`,
  },
  { path: '/roles/{id}', belongs: 'company', rows: company('role') },
  { path: '/api-keys/{id}', belongs: 'company', rows: company('api_key') },
  {
    path: '/leaves/{id}',
    belongs: 'owner',
    rows: (tenantId) => sql`select id, member_id as owner_id from leave where tenant_id = ${tenantId} order by id`,
  },
  { path: '/people/{id}', belongs: 'company', rows: company('contact') },
  {
    path: '/me/devices/{id}',
    belongs: 'self',
    rows: (tenantId) => sql`select id, member_id as owner_id from device where tenant_id = ${tenantId} order by id`,
  },
  {
    path: '/devices/{id}',
    belongs: 'owner',
    rows: (tenantId) => sql`select id, member_id as owner_id from device where tenant_id = ${tenantId} order by id`,
  },
  {
    path: '/files/uploads/{id}',
    belongs: 'self',
    rows: (tenantId) => sql`select id, created_by as owner_id from file_upload where tenant_id = ${tenantId} order by id`,
  },
  { path: '/custom-fields/{id}', belongs: 'company', rows: company('custom_field') },
  {
    path: '/custom-fields/{id}/choices',
    belongs: 'company',
    rows: (tenantId) =>
      sql`select id, null::uuid as owner_id from custom_field where tenant_id = ${tenantId} and reference is not null order by id`,
  },
  { path: '/files/{id}', belongs: 'company', rows: company('stored_object') },
  { path: '/tasks/{id}', belongs: 'self', rows: owned('task') },
  { path: '/imports/{id}', belongs: 'company', rows: company('import_run') },
  { path: '/approvals/{id}', belongs: 'self', rows: owned('approval_instance') },
  { path: '/messages/{id}', belongs: 'company', rows: company('message') },
  {
    path: '/push-browsers/{id}',
    belongs: 'self',
    rows: (tenantId) => sql`select id, member_id as owner_id from push_subscription where tenant_id = ${tenantId} order by id`,
  },
  { path: '/channel-addresses/{memberId}', belongs: 'company', rows: company('member') },
  { path: '/pools/{id}', belongs: 'company', rows: company('pool') },
  { path: '/products/{id}', belongs: 'company', rows: company('product') },
  { path: '/accounts/{id}', belongs: 'owner', rows: owned('account'), below: { contactId: under('contact', 'account_id') } },
  { path: '/leads/{id}', belongs: 'owner', rows: owned('lead'), below: { activityId: under('activity', 'subject_id') } },
  { path: '/submissions/{id}', belongs: 'company', rows: company('submission') },
  { path: '/campaigns/{id}', belongs: 'company', rows: company('campaign') },
  { path: '/capabilities/{memberId}', belongs: 'company', rows: company('member') },
  {
    path: '/visits/{id}',
    belongs: 'owner',
    rows: (tenantId) => sql`select id, owner_id, subject_id as via_id from visit where tenant_id = ${tenantId} order by id`,
  },
  {
    path: '/opportunities/{id}',
    belongs: 'owner',
    rows: owned('opportunity'),
    below: {
      memberId: (tenantId, recordId) =>
        sql`select member_id as id from opportunity_member where tenant_id = ${tenantId} and opportunity_id = ${recordId} order by member_id`,
    },
  },
  { path: '/price-books/{id}', belongs: 'company', rows: company('price_book') },
  { path: '/quotations/{id}', belongs: 'owner', rows: owned('quotation') },
  { path: '/contracts/{id}', belongs: 'owner', rows: owned('contract') },
  {
    path: '/receivables/items/{id}',
    belongs: 'owner',
    rows: (tenantId) =>
      sql`select i.id, c.owner_id from receipt_plan_item i join contract c on c.tenant_id = i.tenant_id and c.id = i.contract_id where i.tenant_id = ${tenantId} order by i.id`,
  },
  { path: '/receipts/{id}', belongs: 'company', rows: company('receipt') },
  { path: '/bank-lines/{id}', belongs: 'company', rows: company('bank_line') },
  { path: '/invoices/{id}', belongs: 'company', rows: company('invoice') },
  {
    path: '/commissions/entries/{id}',
    belongs: 'owner',
    rows: (tenantId) => sql`select id, member_id as owner_id from commission_entry where tenant_id = ${tenantId} order by id`,
  },
]

/** Routes whose record is decided by another permission than the one asked for at the door. */
export const decidedBy: Record<string, string> = {
  // Pooled leads like one that the caller may read.
  'GET /leads/{id}/similar': 'lead.read',
}

/** Parameters that name no record: what to put there. */
export const plainParameters: Record<string, string> = {
  'GET /policies/{id}': 'calendar.work_hours',
  'GET /policies/{id}/history': 'calendar.work_hours',
  'PUT /policies/{id}': 'calendar.work_hours',
  'POST /jobs/{name}/run': 'seal',
  'PUT /calendar/days/{day}': '2026-11-24',
  'PUT /me/consents/{purpose}': 'track',
  'PUT /notification-preferences/{eventType}': 'approval.requested',
  'PUT /message-channels/{channel}': 'wecom',
  'POST /message-channels/{channel}/test': 'wecom',
  'PUT /message-templates/{message}': 'notice.approval.asked',
  'DELETE /message-templates/{message}': 'notice.approval.asked',
  'POST /message-templates/{message}/preview': 'notice.approval.asked',
  'PUT /message-choices/{eventType}': 'approval.requested',
  'POST /approval-flows/{key}': 'quotation',
  'POST /approval-flows/{key}/check': 'quotation',
  'GET /approval-flows/{key}/versions': 'quotation',
  'POST /commissions/periods/{period}/lock': '2026-Q4',
  'DELETE /me/sessions/{id}': 'no-such-session',
}

/** The record a route's path names; the longest path wins. */
export function sourceOf(path: string): RecordSource | undefined {
  return recordSources
    .filter((source) => path === source.path || path.startsWith(`${source.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0]
}
