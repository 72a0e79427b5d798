// 能力画像: whom the assignment rules may choose, and for what; and what forms and filters may choose from.
import { reaches } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { memberById } from '#modules/organization/index.ts'
import { poolsOf, tenantDay } from '#modules/pools/index.ts'
import { type EligibleRow, type Profile, type ProfileRow, readEligible, readProfiles, saveProfile } from './capability.store.ts'
import { channelsOf } from './channel.actions.ts'
import { readCampaigns } from './channel.store.ts'
import { leadIndustries } from './rating.rule.ts'

// Profiles change a few times a month and are asked at every arrival; how loaded each rep is, is asked anew each time.
const KEEP_MS = 3000
const kept = new Map<string, { until: number; eligible: EligibleRow[] }>()
const changing = new WeakSet<object>()

/** Whom the rules may choose, at most 3 s old; a change in this process shows at once. */
export async function eligibleReps(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<EligibleRow[]> {
  const hit = changing.has(ctx.tx) ? undefined : kept.get(ctx.tenantId)
  if (hit && hit.until > performance.now()) return hit.eligible
  const eligible = await readEligible(ctx)
  if (!changing.has(ctx.tx)) kept.set(ctx.tenantId, { until: performance.now() + KEEP_MS, eligible })
  return eligible
}

const shown = (ctx: Ctx, row: ProfileRow) => ({
  ...row,
  skills: { ka: row.skills.ka ?? 0, dealer: row.skills.dealer ?? 0, smb: row.skills.smb ?? 0 },
  may: { change: reaches(ctx.actor, 'lead.assign', row.memberId) },
})

export async function capabilities(ctx: Ctx) {
  return { items: (await readProfiles(ctx, await tenantDay(ctx))).map((row) => shown(ctx, row)) }
}

export async function saveCapability(ctx: Ctx, input: Profile) {
  const member = await memberById(ctx, input.memberId)
  if (!member || !reaches(ctx.actor, 'lead.assign', input.memberId)) throw notFound('member')
  if (member.disabledAt) throw refuse('lead.no_such_member')
  if (!(await saveProfile(ctx, input))) throw refuse('common.stale')
  changing.add(ctx.tx)
  ctx.afterCommit(() => kept.delete(ctx.tenantId))
  await emit(ctx, 'capability.changed', input.memberId, {
    name: member.name,
    level: input.level,
    skills: input.skills,
    regions: input.regions,
    active: input.active,
  })
  const [row] = await readProfiles(ctx, await tenantDay(ctx), input.memberId)
  if (!row) throw notFound('member')
  return shown(ctx, row)
}

const PROVINCES =
  '北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门'

export async function leadChoices(ctx: Ctx) {
  const members = await readProfiles(ctx, await tenantDay(ctx))
  return {
    channels: (await channelsOf(ctx)).filter((one) => one.active).map(({ id, kind, name }) => ({ id, kind, name })),
    campaigns: (await readCampaigns(ctx, { limit: 200 })).map(({ id, channelId, name }) => ({ id, channelId, name })),
    industries: [...leadIndustries],
    provinces: PROVINCES.split(' '),
    pools: (await poolsOf(ctx)).filter((pool) => pool.subjectType === 'lead').map(({ id, name }) => ({ id, name })),
    members: members.filter((one) => one.active).map(({ memberId, memberName, holding }) => ({ id: memberId, name: memberName, holding })),
  }
}
