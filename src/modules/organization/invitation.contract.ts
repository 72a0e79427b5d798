// Invitations by link or QR: the person chooses login and password himself, or comes in with the account he has.
import { Id, Instant, line, May, optionalLine, PUBLIC, route, z } from '#core/contract.ts'
import { Username } from './member.contract.ts'
import { badPassword, DeviceName, Password } from './sign-in.contract.ts'

const Token = z
  .string()
  .trim()
  .regex(/^[0-9a-f]{32}\.[A-Za-z0-9_-]{32}$/)
const closed = ['invitation.unknown', 'invitation.expired', 'invitation.accepted', 'invitation.revoked', 'identity.locked'] as const

export const Invitation = z.object({
  id: Id,
  state: z.enum(['open', 'accepted', 'revoked', 'expired']),
  name: z.string().nullable(),
  department: z.string(),
  createdByName: z.string().nullable(),
  createdAt: Instant,
  expiresAt: Instant,
  acceptedByName: z.string().nullable(),
})

export const invitationContract = {
  invitations: route('GET', '/invitations', 'member.manage', 'The last 100 invitations').output(
    z.object({ items: z.array(Invitation), may: May }),
  ),
  createInvitation: route(
    'POST',
    '/invitations',
    'member.manage',
    'Invite somebody: the answer carries a token that is told once',
    ['member.unknown_place'],
    { toldOnce: ['token'] },
  )
    .input(
      z.object({
        name: optionalLine(40),
        title: optionalLine(40),
        departmentId: Id,
        managerId: Id.nullish(),
        roleIds: z.array(Id).max(10),
      }),
    )
    .output(z.object({ id: Id, token: z.string().nullable(), expiresAt: Instant })),
  revokeInvitation: route('POST', '/invitations/{id}/revoke', 'member.manage', 'Take an invitation back', [
    'common.not_found',
    'invitation.accepted',
    'invitation.revoked',
  ])
    .input(z.object({ id: Id }))
    .output(z.object({ ok: z.literal(true) })),
  lookAtInvitation: route('POST', '/invitations/look', PUBLIC, 'What an invitation offers', closed)
    .input(z.object({ token: Token }))
    .output(
      z.object({
        company: z.string(),
        department: z.string(),
        invitedBy: z.string().nullable(),
        name: z.string().nullable(),
        expiresAt: Instant,
        /** Whoever is signed in on this device and may come in with that account. */
        signedInAs: z.string().nullable(),
      }),
    ),
  acceptInvitation: route('POST', '/invitations/accept', PUBLIC, 'Come in with a new login; signs in', [
    ...closed,
    ...badPassword,
    'identity.login_taken',
  ])
    .input(z.object({ token: Token, name: line(40), username: Username, password: Password, deviceName: DeviceName }))
    .output(z.object({ ok: z.literal(true) })),
  joinByInvitation: route('POST', '/invitations/join', PUBLIC, 'Come in with the account I am signed in with', [
    ...closed,
    'invitation.member_already',
    'session.bound_to_company',
    'identity.signed_out',
  ])
    .input(z.object({ token: Token }))
    .output(z.object({ ok: z.literal(true) })),
}
