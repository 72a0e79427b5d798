// Files: what was attached to which record. Who may see a file is decided by the record it belongs to.
import { Id, Instant, line, MEMBER, route, z } from '#core/contract.ts'

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

export const fileContract = {
  uploadFile: route('POST', '/files', MEMBER, 'Attach a file to a record (multipart/form-data)', [
    'file.empty',
    'file.wrong_type',
    'file.too_large',
    'file.too_many_pixels',
    'file.unreadable_image',
    'common.not_found',
    'common.forbidden',
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
