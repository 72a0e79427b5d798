// Whether an invitation still lets somebody in.

export interface InvitationPolicy {
  linkDays: number
}
export const invitationDefaults: InvitationPolicy = { linkDays: 7 }

export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired'

export function invitationState(
  one: { expiresAt: string; acceptedAt: string | null; revokedAt: string | null },
  now: Date,
): InvitationState {
  if (one.acceptedAt) return 'accepted'
  if (one.revokedAt) return 'revoked'
  return now.getTime() < Date.parse(one.expiresAt) ? 'open' : 'expired'
}
