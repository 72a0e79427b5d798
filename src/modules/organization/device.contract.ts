// 设备: the phones people work on. A lost one is revoked, and wipes itself when it next speaks.
import { byId, Id, Instant, MEMBER, PUBLIC, route, z } from '#core/contract.ts'

/** What a phone calls itself: a UUID it made. */
const Key = z.string().regex(/^[0-9a-f-]{16,36}$/)
const Kinds = z.record(z.string().regex(/^[a-z_]{1,30}$/), z.int().min(0).max(100_000))
export const Device = z.object({
  id: Id,
  name: z.string(),
  platform: z.string(),
  state: z.enum(['waiting', 'active', 'revoked']),
  confirmedWay: z.enum(['first', 'not_asked', 'old_device', 'manager', 'approval']).nullable(),
  /** What it said it had not sent, by kind, when it last spoke. */
  unsent: Kinds,
  unsentAt: Instant.nullable(),
  registeredAt: Instant,
  lastSeenAt: Instant,
  revokedAt: Instant.nullable(),
  revokeReason: z.enum(['lost', 'replaced', 'signed_out', 'left', 'refused']).nullable(),
  wipedAt: Instant.nullable(),
  current: z.boolean(),
})
const Ok = z.object({ ok: z.literal(true) })
const confirming = z.object({ id: Id, loseUnsent: z.boolean().default(false) })
const confirmRefusals = ['common.not_found', 'device.not_waiting', 'device.unsent', 'device.in_approval'] as const

export const deviceContract = {
  registerDevice: route('PUT', '/me/device', MEMBER, 'This phone says that it is there, and what it has not sent', ['device.revoked'], {
    beforeSecondFactor: true,
    waiting: true,
  })
    .input(z.object({ key: Key, name: z.string().trim().min(1).max(80), platform: z.string().trim().max(40), unsent: Kinds }))
    .output(z.object({ id: Id, state: z.enum(['waiting', 'active']), others: z.array(Device) })),
  myDevices: route('GET', '/me/devices', MEMBER, 'My phones').output(z.object({ items: z.array(Device) })),
  confirmMyDevice: route('POST', '/me/devices/{id}/confirm', MEMBER, 'My confirmed phone confirms my new one', [
    ...confirmRefusals,
    'device.not_by_this',
  ])
    .input(confirming)
    .output(Ok),
  revokeMyDevice: route('DELETE', '/me/devices/{id}', MEMBER, 'I lost this phone of mine: it is wiped when it next speaks', [
    'common.not_found',
  ])
    .input(byId)
    .output(Ok),
  devices: route('GET', '/devices', 'device.manage', 'Phones of the people in reach, those that wait first').output(
    z.object({ items: z.array(Device.extend({ memberId: Id, memberName: z.string() })), binding: z.boolean(), phones: z.int() }),
  ),
  confirmDevice: route('POST', '/devices/{id}/confirm', 'device.manage', 'Confirm somebody’s new phone', confirmRefusals)
    .input(confirming)
    .output(Ok),
  revokeDevice: route('POST', '/devices/{id}/revoke', 'device.manage', 'Revoke a phone: it is wiped when it next speaks', [
    'common.not_found',
  ])
    .input(byId)
    .output(Ok),
  deviceWiped: route('POST', '/device-wipes', PUBLIC, 'A revoked phone says that it has wiped itself')
    .input(z.object({ key: Key }))
    .output(Ok),
}
