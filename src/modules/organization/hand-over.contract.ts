// 移交: what somebody holds, passing it on, and the record of it that both can read.
import { byId, Id, Instant, MEMBER, route, z } from '#core/contract.ts'
import { Device } from './device.contract.ts'
import { MemberSession } from './session.contract.ts'

export const Holding = z.object({ kind: z.string(), id: Id, name: z.string() })

export const HandOver = z.object({
  id: Id,
  at: Instant,
  fromId: Id,
  fromName: z.string(),
  toId: Id,
  toName: z.string(),
  /** Null: the system. */
  byName: z.string().nullable(),
  /** Whether the account was disabled with it. */
  leaving: z.boolean(),
  counts: z.record(z.string(), z.int()),
})

export const handOverContract = {
  memberHoldings: route(
    'GET',
    '/members/{id}/holdings',
    'member.manage',
    'The hand-over kit: all that a member holds, where he is signed in, and what his phones have not sent',
  )
    .input(byId)
    .output(
      z.object({
        items: z.array(Holding),
        counts: z.record(z.string(), z.int()),
        devices: z.array(MemberSession),
        /** Phones that are not revoked, with what each said it had not sent when it last spoke. */
        phones: z.array(Device.pick({ id: true, name: true, platform: true, state: true, unsent: true, lastSeenAt: true })),
        /** Who takes over unless somebody else is named: the manager. */
        successorId: Id.nullable(),
      }),
    ),
  handOver: route('POST', '/members/{id}/hand-over', 'member.manage', 'Pass all that a member holds to another; the account stays', [
    'member.successor_needed',
    'member.nothing_held',
  ])
    .input(z.object({ id: Id, toId: Id }))
    .output(z.object({ id: Id })),
  handOvers: route(
    'GET',
    '/hand-overs',
    'member',
    'Hand-overs that concern me; with the right to manage members, all of them, newest first',
  ).output(z.object({ items: z.array(HandOver) })),
  handOverRecord: route('GET', '/hand-overs/{id}', MEMBER, 'What passed from whom to whom, record by record')
    .input(byId)
    .output(HandOver.extend({ items: z.array(Holding.extend({ moved: z.boolean() })) })),
}
