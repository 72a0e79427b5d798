// Files: what was attached to which record. Who may see a file is decided by the record it belongs to.
import { byId, Id, Instant, line, MEMBER, route, z } from '#core/contract.ts'
import { maxBytes } from './file.rule.ts'

/** What a file is for; each purpose has its list of types (file.rule.ts). Photos of a visit come by the visit's own route. */
export const FilePurpose = z.enum(['document', 'stamped_quotation', 'contract_scan', 'voucher', 'picture'])

export const StoredFile = z.object({
  id: Id,
  name: z.string(),
  mime: z.string(),
  /** Bytes. */
  size: z.int(),
  sha256: z.string(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  purpose: z.string(),
  subjectType: z.string(),
  subjectId: Id,
  createdById: Id.nullable(),
  createdByName: z.string().nullable(),
  createdAt: Instant,
})

/** What storing may be refused for, whatever the way the bytes came. */
const storing = ['file.over_quota', 'plan.full_storage', 'file.infected', 'file.scan_unavailable'] as const
const judged = ['file.empty', 'file.wrong_type', 'file.too_large', 'file.too_many_pixels', 'file.unreadable_image'] as const

export const fileContract = {
  startUpload: route('POST', '/files/uploads', MEMBER, 'A signed address to which the bytes of a file go directly', [
    'common.not_found',
    'common.forbidden',
    'file.over_quota',
    'plan.full_storage',
  ])
    .input(
      z.object({
        name: line(200),
        size: z.int().min(1).max(maxBytes),
        mime: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,100}$/),
        purpose: FilePurpose,
        subjectType: line(40),
        subjectId: Id,
      }),
    )
    .output(
      z.object({
        id: Id,
        method: z.literal('PUT'),
        /** Relative to this server, or of the bucket. */
        url: z.string(),
        headers: z.record(z.string(), z.string()),
        expiresAt: Instant,
      }),
    ),
  finishUpload: route('POST', '/files/uploads/{id}/finish', MEMBER, 'The bytes have arrived: they are judged and become a file', [
    'common.not_found',
    'common.forbidden',
    'file.not_arrived',
    'file.wrong_size',
    ...judged,
    ...storing,
  ])
    .input(byId)
    .output(StoredFile),
  fileUsage: route('GET', '/files/usage', 'file.usage', 'What files take, by purpose, who looks at them, and what was kept apart').output(
    z.object({
      bytes: z.int(),
      files: z.int(),
      limit: z.int(),
      store: z.enum(['disk', 's3']),
      scanner: z.enum(['none', 'clamd']),
      purposes: z.array(z.object({ purpose: z.string(), bytes: z.int(), files: z.int() })),
      quarantined: z.array(
        z.object({ id: Id, name: z.string(), size: z.int(), virus: z.string(), byName: z.string().nullable(), at: Instant }),
      ),
    }),
  ),
  uploadFile: route('POST', '/files', MEMBER, 'Attach a file to a record (multipart/form-data)', [
    ...judged,
    'common.not_found',
    'common.forbidden',
    ...storing,
  ])
    .input(z.object({ file: z.file(), purpose: FilePurpose, subjectType: line(40), subjectId: Id }))
    .output(StoredFile),
  filesOf: route('GET', '/files', MEMBER, 'Files of one record', ['common.not_found'])
    .input(z.object({ subjectType: line(40), subjectId: Id, purpose: z.string().max(40).optional() }))
    .output(z.object({ items: z.array(StoredFile) })),
  fileContent: route('GET', '/files/{id}/content', MEMBER, 'The bytes of a file', ['common.not_found'])
    .input(z.object({ id: Id }))
    .output(z.file()),
}
