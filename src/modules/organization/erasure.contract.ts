// Privacy as the law asks for it (PIPL): what is held on one person, given out or erased; who looked at it; the documents that say what is done.
import { byId, Id, Instant, line, MEMBER, PageQuery, page, route, z } from '#core/contract.ts'

export const PersonType = z.enum(['contact', 'member'])
const Found = z.object({ type: PersonType, id: Id, name: z.string(), place: z.string(), phone: z.string().nullable(), active: z.boolean() })
const Look = z.object({
  id: Id,
  at: Instant,
  actorName: z.string(),
  personName: z.string().nullable(),
  kind: z.enum(['positions', 'photos', 'contacts_export', 'person_export']),
  subjectType: z.string(),
  subjectId: Id,
  count: z.int(),
})
const Kept = z.array(z.object({ what: z.string(), count: z.int() }))

export const privacyContract = {
  myLooks: route('GET', '/me/looks', MEMBER, 'Who looked at my track, positions and photos').input(PageQuery).output(page(Look)),
  looks: route('GET', '/privacy/looks', 'privacy.manage', 'Who looked at whom, and who took lists with contacts away')
    .input(PageQuery)
    .output(page(Look)),
  privacyDocuments: route('GET', '/privacy/documents', MEMBER, 'The register of processing and the impact assessment').output(
    z.object({ items: z.array(z.object({ key: z.enum(['processing-register', 'impact-assessment']), zh: z.string(), en: z.string() })) }),
  ),
  findPeople: route('GET', '/privacy/people', 'privacy.manage', 'Contacts and members by name, phone or e-mail')
    .input(z.object({ q: line(60) }))
    .output(z.object({ items: z.array(Found) })),
  exportPerson: route('POST', '/people/{id}/export', 'privacy.manage', 'Everything held on one person', ['common.not_found'], {
    toldOnce: ['parts'],
  })
    .input(byId)
    .output(
      z.object({
        name: z.string(),
        at: Instant,
        rows: z.int(),
        parts: z.array(z.object({ table: z.string(), rows: z.array(z.unknown()), cut: z.boolean() })).nullable(),
      }),
    ),
  erasePerson: route('POST', '/people/{id}/erase', 'privacy.manage', 'Erase one person; what the law keeps is named', [
    'common.not_found',
    'privacy.name_differs',
    'privacy.still_active',
  ])
    .input(z.object({ id: Id, confirmName: line(100), reason: line(200) }))
    .output(z.object({ id: Id, changed: z.record(z.string(), z.int()), kept: Kept })),
  erasures: route('GET', '/privacy/erasures', 'privacy.manage', 'Erasures that were done, without saying of whom').output(
    z.object({
      items: z.array(
        z.object({
          id: Id,
          personType: PersonType,
          reason: z.string(),
          changed: z.record(z.string(), z.int()),
          kept: Kept,
          byName: z.string(),
          at: Instant,
        }),
      ),
    }),
  ),
}
