// What happened (the audit trail), whether it still says what it said, and what could not be carried outward.
import { Id, Instant, PageQuery, page, route, z } from '#core/contract.ts'

export const AuditEvent = z.object({
  id: Id,
  at: Instant,
  type: z.string(),
  subjectType: z.string(),
  subjectId: Id,
  actorId: Id.nullable(),
  /** Null: the system. */
  actorName: z.string().nullable(),
  requestId: z.string(),
  /** Ids and changed fields; fields the caller may not see are left out. */
  payload: z.record(z.string(), z.unknown()),
  /** Place in the sealed chain; null while it waits for the sealer. */
  sealSeq: z.int().nullable(),
})

export const DeadLetter = z.object({
  eventId: Id,
  type: z.string(),
  at: Instant,
  subjectType: z.string(),
  subjectId: Id,
  attempts: z.int(),
  lastError: z.string(),
})

const AuditFilter = {
  /** An exact type (`lead.claimed`) or a subject (`lead`). */
  type: z.string().max(80).optional(),
  subjectId: Id.optional(),
  actorId: Id.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
}

export const auditContract = {
  auditEvents: route('GET', '/audit/events', 'audit.read', 'Everything that happened, newest first')
    .input(PageQuery.extend(AuditFilter))
    .output(page(AuditEvent)),
  exportAudit: route(
    'POST',
    '/audit/export',
    'audit.read',
    'What the filter shows as a CSV file, with its place in the sealed chain; the export itself is an event',
    ['audit.export_too_many', 'audit.export_none'],
    { toldOnce: ['csv'] },
  )
    .input(z.object(AuditFilter))
    .output(z.object({ fileName: z.string(), rows: z.int(), csv: z.string().nullable() })),
  auditTypes: route('GET', '/audit/types', 'audit.read', 'Types of events, for the filter').output(
    z.object({ items: z.array(z.object({ type: z.string(), room: z.string(), when: z.string() })) }),
  ),
  auditVerdict: route('GET', '/audit/verdict', 'audit.read', 'Recompute the sealed chain and compare it with the published heads').output(
    z.object({
      sealed: z.int(),
      unsealed: z.int(),
      publishedHeads: z.int(),
      firstBad: z
        .object({
          seq: z.int(),
          eventId: z.string(),
          why: z.enum(['event_missing', 'event_changed', 'chain_broken', 'head_differs', 'gap']),
        })
        .nullable(),
    }),
  ),
  deadLetters: route('GET', '/audit/dead-letters', 'audit.read', 'Events that could not be carried outward').output(
    z.object({ items: z.array(DeadLetter) }),
  ),
  replayDeadLetters: route('POST', '/audit/dead-letters/replay', 'job.run', 'Try dead letters again')
    .input(z.object({ eventIds: z.array(Id).min(1).max(200) }))
    .output(z.object({ replayed: z.int() })),
}
