// What left the app of 澄岭建材科技 in the days before: every state of the log once. Mail and WeCom are set up and switched off, for nobody
// answers there; short messages are printed where the server runs, to whom chooses them.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Story } from '#core/story.ts'
import { lock } from '#core/vault.ts'
import type { Channel, Settings } from './channel.rule.ts'
import type { MessageState } from './outbox.store.ts'
import { sealPurpose } from './send.actions.ts'

const channels: { channel: Channel; settings: Settings; secrets: Settings; enabled: boolean; at: string }[] = [
  { channel: 'sms', settings: { sign: '澄岭建材' }, secrets: {}, enabled: true, at: '2026-11-16 09:10' },
  { channel: 'push', settings: { contact: 'it@chengling.example' }, secrets: {}, enabled: true, at: '2026-11-16 09:12' },
  {
    channel: 'email',
    settings: {
      host: 'smtp.chengling.example',
      port: '465',
      encryption: 'tls',
      from: '澄岭建材 <no-reply@chengling.example>',
      user: 'no-reply',
    },
    secrets: { password: 'demo' },
    enabled: false,
    at: '2026-11-20 18:20',
  },
  {
    channel: 'wecom',
    settings: { corpId: 'ww00000000000demo', agentId: '1000002' },
    secrets: { appSecret: 'demo' },
    enabled: false,
    at: '2026-11-20 18:21',
  },
]

/** Who is found where. */
const found: [person: string, name: string][] = [
  ['U02', 'zhouqiming'],
  ['U04', 'gaozhiyuan'],
  ['U06', 'shaojun'],
  ['U07', 'linxiaofeng'],
  ['U08', 'sunqian'],
  ['U14', 'guoying'],
]

interface Told {
  at: string
  channel: Channel
  to: string | null
  message: string
  params: Record<string, unknown>
  state: MessageState
  reason?: string
  /** Outcomes of the attempts, a minute and more apart. */
  attempts?: [outcome: string, detail: string, minutes: number][]
  /** Goes with the digest of this key. */
  within?: string
  key?: string
}

const asked = { requester: '林晓峰', title: '特价：苏州恒筑 外墙保温砂浆', number: 'SP-202611-0018', by: '', note: '' }
const lead = { company: '昆山同晟建设', grade: 'A', hours: 24 }
const took: [string, string, number][] = [['accepted', '', 0]]
const silent = [0, 1, 3, 14, 45, 166, 527].map((minutes): [string, string, number] => ['transient', '503 service unavailable', minutes])

const told: Told[] = [
  {
    at: '2026-11-17 10:02',
    channel: 'wecom',
    to: 'U04',
    message: 'notice.approval.asked',
    params: asked,
    state: 'delivered',
    attempts: took,
  },
  { at: '2026-11-17 10:02', channel: 'sms', to: 'U04', message: 'notice.approval.asked', params: asked, state: 'accepted', attempts: took },
  {
    at: '2026-11-17 10:41',
    channel: 'email',
    to: 'U07',
    message: 'notice.approval.approved',
    params: asked,
    state: 'merged',
    within: 'MSG-digest',
  },
  {
    at: '2026-11-17 15:20',
    channel: 'email',
    to: 'U07',
    message: 'notice.lead.assigned',
    params: lead,
    state: 'merged',
    within: 'MSG-digest',
  },
  {
    at: '2026-11-17 18:00',
    channel: 'email',
    to: 'U07',
    message: 'notification.digest',
    params: { count: 2 },
    state: 'accepted',
    attempts: took,
    key: 'MSG-digest',
  },
  {
    at: '2026-11-18 09:30',
    channel: 'sms',
    to: 'U09',
    message: 'notice.lead.warned.no_contact',
    params: { company: '南京汇通装饰' },
    state: 'failed',
    reason: 'isv.MOBILE_NUMBER_ILLEGAL',
    attempts: [['notFound', 'isv.MOBILE_NUMBER_ILLEGAL', 0]],
  },
  {
    at: '2026-11-18 11:00',
    channel: 'wecom',
    to: 'U08',
    message: 'notice.lead.assigned',
    params: { ...lead, company: '上海宏越工程' },
    state: 'failed',
    reason: '503 service unavailable',
    attempts: silent,
  },
  {
    at: '2026-11-19 14:06',
    channel: 'email',
    to: 'U06',
    message: 'notice.approval.reminded',
    params: { ...asked, requester: '马骁', title: '特价：合肥庐阳 防水涂料', number: 'SP-202611-0021' },
    state: 'unclear',
    reason: 'interrupted',
    attempts: [['interrupted', '', 0]],
  },
  {
    at: '2026-11-20 09:00',
    channel: 'sms',
    to: null,
    message: 'notification.letter',
    params: { count: 1 },
    state: 'accepted',
    attempts: took,
  },
  {
    at: '2026-11-20 09:00',
    channel: 'email',
    to: null,
    message: 'notification.letter',
    params: { count: 2 },
    state: 'withheld',
    reason: 'opted_out',
  },
  {
    at: '2026-11-20 16:12',
    channel: 'sms',
    to: 'U14',
    message: 'notice.approval.asked',
    params: { ...asked, requester: '孙倩', title: '信用解冻：南通江海', number: 'XY-202611-0003', standsInFor: '陈岚' },
    state: 'accepted',
    attempts: took,
  },
]

export async function notificationsDemo(ctx: Ctx, story: Story): Promise<void> {
  for (const { channel, settings, secrets, enabled, at } of channels) {
    const secret = lock(ctx.services.secret, sealPurpose(ctx.tenantId, channel), JSON.stringify(secrets))
    await ctx.tx.run(sql`insert into channel_setting (tenant_id, channel, settings, secret, enabled, changed_by, changed_at)
      values (${ctx.tenantId}, ${channel}, ${JSON.stringify(settings)}::jsonb, ${secret}, ${enabled}, ${story.id('U15')}, ${story.at(at)})`)
  }
  for (const [person, name] of found)
    for (const [channel, address] of [
      ['wecom', name],
      ['email', `${name}@chengling.example`],
    ] as const)
      await ctx.tx.run(sql`insert into channel_address (tenant_id, member_id, channel, address, changed_at)
        values (${ctx.tenantId}, ${story.id(person)}, ${channel}, ${address}, ${story.at('2026-11-16 09:30')})`)
  await ctx.tx.run(sql`insert into message_template (tenant_id, message, channel, locale, subject, body, approved_as, changed_by, changed_at)
    values (${ctx.tenantId}, 'notice.approval.asked', 'sms', 'zh-CN', '请审批', '{requester}请你审批{title}', 'SMS_476210018', ${story.id('U15')}, ${story.at('2026-11-16 10:00')})`)
  for (const [index, one] of told.entries()) await tell(ctx, story, one, index)
}

async function tell(ctx: Ctx, story: Story, one: Told, index: number): Promise<void> {
  const id = story.id(one.key ?? `MSG-${index}`)
  const at = story.at(one.at)
  const memberId = one.to && story.id(one.to)
  const recipient = memberId ?? 'customer-of-the-story'
  const last = one.attempts?.at(-1)
  const taken = last?.[0] === 'accepted' ? at : null
  await ctx.tx.run(sql`insert into message (tenant_id, id, channel, cause, recipient, event_type, member_id, message, params, urgent, state, not_before,
      attempts, reason, merged_into, created_at, accepted_at, delivered_at)
    values (${ctx.tenantId}, ${id}, ${one.channel}, ${`story:${index}`}, ${recipient}, ${memberId ? one.message : 'customer'}, ${memberId}::uuid, ${one.message},
      ${JSON.stringify(one.params)}::jsonb, false, ${one.state}, ${at}, ${one.attempts?.length ?? 0}, ${one.reason ?? null},
      ${one.within ? story.id(one.within) : null}::uuid, ${at}, ${taken}::timestamptz, ${one.state === 'delivered' ? taken : null}::timestamptz)`)
  for (const [n, [outcome, detail, minutes]] of (one.attempts ?? []).entries())
    await ctx.tx.run(sql`insert into message_attempt (tenant_id, id, message_id, channel, recipient, at, outcome, detail)
      values (${ctx.tenantId}, ${story.id(`MSG-${index}-${n}`)}, ${id}, ${one.channel}, ${recipient},
        ${new Date(Date.parse(at) + minutes * 60_000).toISOString()}, ${outcome}, ${detail})`)
}
