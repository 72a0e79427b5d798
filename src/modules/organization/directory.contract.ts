// 通讯录同步: the directory a company keeps elsewhere, and what the last comparison did.
import { Id, Instant, line, route, Version, z } from '#core/contract.ts'

const OK = z.object({ ok: z.literal(true) })
/** Whom the comparison left to a person, and why. */
const Waiting = z.object({
  externalId: z.string(),
  why: z.enum(['login_taken', 'no_successor', 'runs_the_company']),
  memberId: Id.nullable(),
})

export const SyncResult = z.object({
  departments: z.object({ created: z.int(), changed: z.int() }),
  members: z.object({ created: z.int(), changed: z.int(), disabled: z.int() }),
  waiting: z.array(Waiting),
})

export const Directory = z.object({
  kind: z.enum(['wecom']),
  corpId: z.string(),
  roleId: Id.nullable(),
  people: z.int(),
  syncedAt: Instant.nullable(),
  result: SyncResult.nullable(),
  version: Version,
})

const SYNC = [
  'directory.not_linked',
  'directory.secret_needed',
  'directory.unreachable',
  'directory.refused',
  'directory.too_many_leavers',
  'directory.no_root',
] as const

export const directoryContract = {
  directory: route('GET', '/directory', 'member.manage', 'The linked directory and what the last comparison did; never its secret').output(
    z.object({ link: Directory.nullable() }),
  ),
  linkDirectory: route('PUT', '/directory', 'member.manage', 'Link the directory of another system, or change how', [
    'common.stale',
    'directory.secret_needed',
    'member.unknown_place',
    'common.forbidden',
  ])
    .input(
      z.object({
        kind: z.enum(['wecom']),
        corpId: line(80),
        secret: line(200).nullish(),
        /** The role of who is made; needs role.manage. */
        roleId: Id.nullish(),
        version: Version,
      }),
    )
    .output(OK),
  unlinkDirectory: route('DELETE', '/directory', 'member.manage', 'End the link; members stay as they are', [
    'directory.not_linked',
  ]).output(OK),
  syncDirectory: route('POST', '/directory/sync', 'member.manage', 'Compare with the directory now', SYNC).output(SyncResult),
  linkPerson: route('POST', '/directory/people', 'member.manage', 'Say who of our members a person of the directory is', [
    'directory.not_linked',
    'member.unknown_place',
  ])
    .input(z.object({ externalId: line(80), memberId: Id }))
    .output(OK),
}
