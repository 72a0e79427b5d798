// Policies: every number a tenant may want different. The console draws a policy's page from `schema`, `title` and `fields`.
import { Id, Instant, May, optionalLine, route, Version, z } from '#core/contract.ts'

const Words = z.object({ zh: z.string(), en: z.string() })
/** `leads.recycle`: the id a room gives its policy. */
const PolicyId = z.string().regex(/^[a-z_]+(\.[a-z_]+)*$/)

export const PolicyVersion = z.object({
  version: Version,
  value: z.unknown(),
  effectiveAt: Instant,
  authorName: z.string(),
  note: z.string().nullable(),
  createdAt: Instant,
})

export const PolicyLine = z.object({
  id: z.string(),
  room: z.string(),
  roomTitle: Words,
  title: Words,
  /** The version in force; 0 means the defaults, which no version has changed yet. */
  version: Version,
  effectiveAt: Instant.nullable(),
  authorName: z.string().nullable(),
  /** Versions that are set but not in force yet. */
  upcoming: z.int(),
})

export const PolicyDetail = PolicyLine.extend({
  /** JSON schema (draft 2020-12) of the value: types, ranges, units in `description`. */
  schema: z.record(z.string(), z.unknown()),
  /** Words of each field, in the order in which the page shows them. */
  fields: z.array(Words.extend({ key: z.string() })),
  defaults: z.unknown(),
  /** The value in force now. */
  value: z.unknown(),
  /** The newest version, in force or not: send it back as `basedOn`. */
  newestVersion: Version,
  next: z.array(PolicyVersion),
  /** A change of it that waits for its approval. */
  waitingApprovalId: Id.nullable(),
  may: May,
})

export const policyContract = {
  policies: route('GET', '/policies', 'policy.read', 'Every rule of the company, by room').output(z.object({ items: z.array(PolicyLine) })),
  policyDetail: route('GET', '/policies/{id}', 'policy.read', 'One rule: its form, its value in force, what comes next', ['policy.unknown'])
    .input(z.object({ id: PolicyId }))
    .output(PolicyDetail),
  policyHistory: route('GET', '/policies/{id}/history', 'policy.read', 'Every version of a rule, newest first', ['policy.unknown'])
    .input(z.object({ id: PolicyId }))
    .output(z.object({ items: z.array(PolicyVersion) })),
  setPolicy: route('PUT', '/policies/{id}', 'policy.write', 'Set a new version of a rule, from a date', [
    'policy.unknown',
    'policy.value_invalid',
    'policy.custom_field_unknown',
    'policy.effective_in_past',
    'policy.changed_meanwhile',
    'change.waiting',
    'approval.no_approver',
    'separation.own_page',
  ])
    .input(
      z.object({
        id: PolicyId,
        value: z.record(z.string(), z.unknown()),
        effectiveAt: Instant.nullish(),
        note: optionalLine(400),
        basedOn: Version,
      }),
    )
    /** With an approval id nothing is set yet: it takes effect when that is approved. */
    .output(PolicyVersion.extend({ approvalId: Id.nullable() })),
}
