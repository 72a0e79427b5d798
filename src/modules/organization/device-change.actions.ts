// 换手机要审批: a new phone that waits is a subject of approvals; the yes confirms it, anything else refuses it.
import type { Ctx } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { confirmWaiting, kindWords, revoke, unsentOf } from './device.actions.ts'
import { devicePolicy } from './device.policy.ts'
import { givesWay } from './device.rule.ts'
import * as store from './device.store.ts'

/** The phones that the new one takes the place of. */
async function old(ctx: Ctx, row: store.DeviceRow): Promise<store.DeviceRow[]> {
  const active = (await store.devicesOf(ctx, row.memberId)).filter((one) => one.state === 'active')
  return givesWay(
    await policy(ctx, devicePolicy),
    active.map((one) => ({ ...one, confirmedAt: one.confirmedAt ?? one.registeredAt })),
  )
}

async function card(ctx: Ctx, id: string) {
  const row = await store.deviceById(ctx, id)
  if (!row) throw notFound('device')
  const words = (key: string, params: Record<string, string | number | boolean | null> = {}) => ({ key, params })
  const giveWay = row.state === 'waiting' ? await old(ctx, row) : []
  const left = giveWay.filter((one) => unsentOf(one) > 0)
  const phone = (one: store.DeviceRow, label: string, tone: 'grey' | 'warn') => ({
    key: `${label}-${one.id}`,
    label: words(label),
    title: words('device.change.phone', { name: one.name, platform: one.platform }),
    detail:
      unsentOf(one) > 0
        ? words('device.change.unsent', { kinds: kindWords(ctx, one.unsent) })
        : words('device.change.seen', { seenAt: one.lastSeenAt }),
    tone,
    link: null,
  })
  return {
    number: row.name,
    title: row.memberName,
    accountId: null,
    accountLevel: null,
    amountFen: null,
    link: '/devices',
    subtitle: words('device.change.reason', { name: row.memberName, device: row.name }),
    alarm: left.length > 0 ? words('device.change.loses', { n: left.reduce((sum, one) => sum + unsentOf(one), 0) }) : null,
    figures: [],
    waterfall: null,
    lines: [],
    facts: [
      phone(row, 'device.change.new', 'grey'),
      ...giveWay.map((one) => phone(one, 'device.change.old', unsentOf(one) > 0 ? 'warn' : 'grey')),
    ],
    consequence: words(giveWay.length > 0 ? 'device.change.consequence' : 'device.change.consequence.more'),
  }
}

/** Runs in the deciding transaction. What the old phone has not sent was on the card: whoever agreed knew. */
async function decided(ctx: Ctx, id: string, outcome: { status: string }): Promise<void> {
  const row = await store.deviceById(ctx, id, true)
  if (row?.state !== 'waiting') return
  if (outcome.status === 'approved') await confirmWaiting(ctx, row, true, 'approval')
  else if (outcome.status !== 'void') await revoke(ctx, row, 'refused')
}

/** What approvals asks of a new phone; registered in ports.ts. */
export const deviceChange = {
  type: 'device_change',
  flow: () => ({
    key: 'device',
    version: 1,
    steps: [
      {
        kind: 'approve' as const,
        id: 'manager',
        mode: 'any' as const,
        // Whoever has nobody above him is answered for by an administrator.
        approvers: [
          { kind: 'manager' as const, of: 'owner' },
          { kind: 'role' as const, role: 'admin' },
        ],
      },
      { kind: 'end' as const, id: 'end' },
    ],
  }),
  card,
  decided,
  print: async (ctx: Ctx, id: string) => (await store.deviceById(ctx, id))?.state ?? 'gone',
  factSpecs: [
    { key: 'unsent', zh: '旧手机没传完的条数', en: 'Not sent from the old phone', type: 'number' as const },
    { key: 'others', zh: '已有几台手机', en: 'Phones already there', type: 'number' as const },
  ],
}
