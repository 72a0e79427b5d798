// The organization as a workbook: out, changed by hand, and in again.
import { route, z } from '#core/contract.ts'

const Fault = z.object({
  sheet: z.enum(['departments', 'members']),
  row: z.int(),
  code: z.string(),
  params: z.record(z.string(), z.string()),
})
const Fate = z.enum(['create', 'change', 'same'])

export const OrgImport = z.object({
  committed: z.boolean(),
  departments: z.array(z.object({ row: z.int(), name: z.string(), fate: Fate })),
  members: z.array(z.object({ row: z.int(), name: z.string(), username: z.string(), fate: Fate, changed: z.array(z.string()) })),
  faults: z.array(Fault),
  /** Of the members made: shown once, a repeated request gets null. */
  passwords: z.array(z.object({ name: z.string(), username: z.string(), password: z.string() })).nullable(),
})

export const orgSheetContract = {
  organizationSheet: route(
    'GET',
    '/organization/sheet',
    'member.manage',
    'Departments and members as a workbook (.xlsx) that can be brought in again',
  ).output(z.file()),
  importOrganization: route(
    'POST',
    '/organization/import',
    'member.manage',
    'Bring departments and members in from a workbook; without commit only tells what each row would do',
    [
      'sheet.not_a_workbook',
      'sheet.no_table',
      'sheet.too_many',
      'sheet.faults',
      'identity.login_taken',
      'member.last_admin',
      'separation.two_powers',
      'common.forbidden',
    ],
    { toldOnce: ['passwords'] },
  )
    .input(
      z.object({
        file: z.file(),
        commit: z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]).default(false),
      }),
    )
    .output(OrgImport),
}
