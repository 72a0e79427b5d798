// The leads of 澄岭建材科技 written down: points, grades, states, clocks and who the rules would choose are computed by the rules.

import { dayOf, startOfDay } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emitMany } from '#core/events.ts'
import { takeNumbers } from '#core/numbers.ts'
import { policy } from '#core/policies.ts'
import type { Story } from '#core/story.ts'
import {
  asFollowUp,
  C01_PHONE,
  companyName,
  exactKeys,
  followUpOf,
  followUpPolicy,
  insertActivities,
  insertKeys,
  insertSites,
  type NewActivity,
  type NewSite,
  newActivity,
  newSite,
  otherUsci,
  sourceTable,
} from '#modules/accounts/index.ts'
import { indexCustom, memberNames } from '#modules/organization/index.ts'
import { countdown, insertHoldings, poolFor, recountQuotas, recycleDefaults, tenantZone } from '#modules/pools/index.ts'
import type { AssignmentKept } from './assignment.actions.ts'
import { assign, assignmentDefaults, type Rep } from './assignment.rule.ts'
import { saveProfile } from './capability.store.ts'
import { channelNamed, channelNames, type Kind } from './channel.actions.ts'
import { insertCampaigns, insertChannel, insertCosts } from './channel.store.ts'
import { hashOf, receiveSubmission } from './intake.actions.ts'
import { type ArrivingLead, insertStoryLeads, insertSubmissions, type NewSubmission } from './intake.store.ts'
import { type RatingVerdict, rate, ratingDefaults } from './rating.rule.ts'
import { daysAfter, later, type StoryLead, storyLeads, TOLD_AT } from './story.demo.ts'

/** Level, skills and territory of each rep. */
const profiles = [
  { key: 'U07', level: 'senior', skills: { ka: 5, dealer: 4, smb: 3 }, regions: ['苏州', '无锡', '常州'] },
  { key: 'U08', level: 'senior', skills: { ka: 5, dealer: 3, smb: 2 }, regions: ['上海', '南通'] },
  { key: 'U09', level: 'senior', skills: { ka: 4, dealer: 3, smb: 3 }, regions: ['南京', '扬州', '镇江', '泰州'] },
  { key: 'U10', level: 'regular', skills: { ka: 3, dealer: 5, smb: 3 }, regions: ['杭州', '嘉兴', '湖州', '绍兴'] },
  { key: 'U11', level: 'newcomer', skills: { ka: 1, dealer: 2, smb: 2 }, regions: ['宁波', '温州', '金华', '台州'] },
  { key: 'U12', level: 'senior', skills: { ka: 4, dealer: 3, smb: 3 }, regions: ['安徽', '江西', '湖北', '河南', '山东', '四川', '徐州'] },
] as const
const managers: Record<string, string> = { U07: 'U04', U08: 'U04', U09: 'U04', U10: 'U05', U11: 'U05', U12: 'U06' }

/** What the product is for, as far as the lead has said, in turns. */
const USES: (string[] | null)[] = [['roof'], null, ['basement', 'roof'], ['bathroom'], null, ['facade'], ['basement']]

export async function leadsDemo(ctx: Ctx, story: Story): Promise<void> {
  await channelsAndCosts(ctx, story)
  for (const { key, ...profile } of profiles)
    await saveProfile(ctx, {
      ...profile,
      memberId: story.id(key),
      regions: [...profile.regions],
      industries: [],
      productLines: [],
      active: true,
      version: 0,
    })
  const names = await memberNames(ctx, [
    ...profiles.map(({ key }) => story.id(key)),
    ...Object.values(managers).map((key) => story.id(key)),
  ])
  const told = await tell(ctx, story, names)
  const uses = told.flatMap(({ row }, at) =>
    USES[at % USES.length] ? [{ id: row.id, values: { use: USES[at % USES.length] as string[] } }] : [],
  )
  const usesOf = new Map(uses.map((one) => [one.id, one.values]))
  await insertStoryLeads(
    ctx,
    told.map((one) => ({ ...one.row, custom: usesOf.get(one.row.id) ?? {} })),
  )
  indexCustom(ctx, 'lead', uses)
  await insertSubmissions(
    ctx,
    told.map((one) => one.submission),
  )
  await insertSites(
    ctx,
    told.flatMap((one) => one.site ?? []),
  )
  await insertActivities(
    ctx,
    told.flatMap((one) => one.activities),
  )
  const open = told.filter((one) => one.lead.fate === 'held' || one.lead.fate === 'pool')
  await insertKeys(
    ctx,
    open.map(({ row, lead }) => ({
      subjectType: 'lead' as const,
      subjectId: row.id,
      keys: exactKeys({ name: lead.company, phone: lead.phone, usci: null }),
    })),
  )
  await insertHoldings(
    ctx,
    told.flatMap((one) => one.holding ?? []),
  )
  const zone = await tenantZone(ctx)
  const day = dayOf(story.at(TOLD_AT), zone)
  await recountQuotas(ctx, 'lead', day, startOfDay(day, zone).toISOString())
  const events = told.flatMap((one) => one.events).sort((a, b) => (a.at < b.at ? -1 : 1))
  for (let from = 0; from < events.length; from += 1000) await emitMany(ctx, events.slice(from, from + 1000))
  await doubles(ctx)
}

async function channelsAndCosts(ctx: Ctx, story: Story): Promise<void> {
  for (const [kind, name] of Object.entries(channelNames)) await insertChannel(ctx, { id: story.id(`CH-${kind}`), kind, name })
  const paid = sourceTable.filter((source) => source.spendYuan > 0)
  await insertCampaigns(
    ctx,
    paid.map((source) => ({
      id: story.id(`CP-${source.channelKind}`),
      channelId: story.id(`CH-${source.channelKind}`),
      name: `${source.name} 秋季`,
      startsOn: story.day('2026-08-25'),
      endsOn: null,
    })),
  )
  await insertCosts(
    ctx,
    paid.flatMap((source) =>
      ['2026-09-01', '2026-10-01', '2026-11-02'].map((day) => ({
        id: story.id(`COST-${source.channelKind}-${day}`),
        campaignId: story.id(`CP-${source.channelKind}`),
        channelId: story.id(`CH-${source.channelKind}`),
        day: story.day(day),
        amountFen: Math.round((source.spendYuan * 100) / 3),
        note: null,
      })),
    ),
  )
}

type StoryEvent = { type: string; subjectId: string; payload: Record<string, unknown>; at: string; actorId: string | null }
interface Told {
  lead: StoryLead
  row: ArrivingLead
  submission: NewSubmission
  site: NewSite | null
  activities: NewActivity[]
  holding: Parameters<typeof insertHoldings>[1][number] | null
  events: StoryEvent[]
}

async function tell(ctx: Ctx, story: Story, names: Record<string, string>): Promise<Told[]> {
  const followUp = await policy(ctx, followUpPolicy)
  const zone = await tenantZone(ctx)
  const counters = new Map<string, number>()
  const told: Told[] = []
  for (const lead of storyLeads()) {
    const day = dayOf(story.at(lead.receivedAt), zone)
    const count = (counters.get(day.slice(0, 7)) ?? 0) + 1
    counters.set(day.slice(0, 7), count)
    const number = `XS-${day.replaceAll('-', '')}-${String(count).padStart(4, '0')}`
    const rating = rate(
      {
        province: lead.province,
        industry: lead.industry,
        capitalFen: lead.capitalFen,
        staff: lead.staff,
        decisionMakerKnown: lead.decisionMaker,
        channelKind: lead.kind,
      },
      ratingDefaults,
    )
    const pool = lead.pool ? await poolFor(ctx, 'lead', { channelKind: lead.kind, segment: rating.segment, province: lead.province }) : null
    told.push(tellOne(ctx, { story, names, followUp, lead, number, rating, poolId: pool?.id ?? null, poolName: pool?.name ?? null }))
  }
  for (const [month, count] of counters) await takeNumbers(ctx, `XS-${month}`, count)
  return told
}

interface Telling {
  story: Story
  names: Record<string, string>
  followUp: Parameters<typeof followUpOf>[2]
  lead: StoryLead
  number: string
  rating: RatingVerdict
  poolId: string | null
  poolName: string | null
}

function tellOne(ctx: Ctx, telling: Telling): Told {
  const { story, lead } = telling
  const id = story.id(lead.key)
  const assignment = assignmentOf(telling)
  const { activities, clocks } = worked(ctx, telling, id)
  const site = lead.point
    ? {
        ...newSite({
          subjectType: 'lead',
          subjectId: id,
          point: lead.point,
          source: 'import',
          name: lead.company,
          address: placeOf(lead),
          createdAt: story.at(lead.receivedAt),
        }),
        id: story.id(`S-${lead.key}`),
      }
    : null
  const row = rowOf(telling, id, assignment, clocks, site?.id ?? null)
  const raw: Record<string, unknown> = {
    company: lead.company,
    contactName: lead.contactName,
    phone: lead.phone,
    city: lead.city,
    key: lead.key,
  }
  const submission: NewSubmission = {
    id: story.id(`SUB-${lead.key}`),
    channelId: story.id(`CH-${lead.kind}`),
    campaignId: campaignOf(story, lead),
    externalId: null,
    hash: hashOf(raw),
    raw,
    mapping: null,
    receivedAt: story.at(lead.receivedAt),
    state: 'accepted',
    reason: null,
    leadId: id,
    accountId: null,
    candidateType: null,
    candidateId: null,
  }
  const keepsSite = lead.fate !== 'converted' ? site : null
  return {
    lead,
    row,
    submission,
    site: keepsSite,
    activities,
    holding: holdingOf(telling, id, assignment.mode),
    events: eventsOf(telling, id, assignment, activities, submission.id),
  }
}

const placeOf = (lead: StoryLead): string | null =>
  lead.city ? `${lead.province === lead.city ? '' : (lead.province ?? '')}${lead.city}` : null
const campaignOf = (story: Story, lead: StoryLead): string | null =>
  sourceTable.some((source) => source.channelKind === lead.kind && source.spendYuan > 0) && lead.key.startsWith('LD-')
    ? story.id(`CP-${lead.kind}`)
    : null

/** By the rule where the rule would have chosen this very rep, else by his manager. */
function assignmentOf({ story, names, lead, rating }: Telling): AssignmentKept & { mode: 'rule' | 'manual' | 'own' | 'pool' } {
  const reps: Rep[] = profiles.map(({ key, ...profile }) => ({
    ...profile,
    memberId: story.id(key),
    departmentId: null,
    industries: [],
    productLines: [],
    holding: 0,
    assignedToday: 0,
    lastAssignedAt: null,
    conversion: null,
    absent: false,
  }))
  const { province, city, industry } = lead
  const verdict = assign(
    { segment: rating.segment, grade: rating.grade, province, city, industry, channelKind: lead.kind, productLine: null },
    reps,
    assignmentDefaults,
  )
  const owner = lead.ownerKey ? story.id(lead.ownerKey) : null
  const byRule = owner !== null && lead.mode === 'rule' && verdict.memberId === owner
  const mode = owner === null ? 'pool' : lead.mode === 'own' ? 'own' : byRule ? 'rule' : 'manual'
  return {
    mode,
    at: story.at(lead.heldAt ?? lead.receivedAt),
    byName:
      mode === 'manual'
        ? (names[story.id(managers[lead.ownerKey as string] as string)] ?? null)
        : mode === 'own'
          ? (names[owner as string] ?? null)
          : null,
    memberId: owner,
    memberName: owner ? (names[owner] ?? null) : null,
    ruleId: byRule ? verdict.ruleId : null,
    strategy: byRule ? verdict.strategy : null,
    reason: mode === 'pool' ? 'nobody_free' : null,
    trace: byRule
      ? verdict.trace.map((rule) => ({ ...rule, reps: rule.reps.map((rep) => ({ ...rep, memberName: names[rep.memberId] ?? '' })) }))
      : [],
  }
}

interface Clocks {
  firstContactAt: string | null
  lastSubstantiveAt: string | null
  lastActivityAt: string | null
}

/** What was done in the holding, weighed by the follow-up rule. */
function worked(ctx: Ctx, { story, followUp, lead }: Telling, id: string): { activities: NewActivity[]; clocks: Clocks } {
  if (!lead.heldAt || lead.done.length === 0)
    return { activities: [], clocks: { firstContactAt: null, lastSubstantiveAt: null, lastActivityAt: null } }
  const since = story.at(lead.heldAt)
  const done = lead.done.map((one) => {
    const at = new Date(Date.parse(since) + one.afterHours * 3_600_000).toISOString()
    const nextOn = one.nextInDays === undefined ? null : story.day(daysAfter(lead.heldAt as string, one.nextInDays).slice(0, 10))
    return {
      kind: one.kind,
      at,
      answered: one.kind === 'call' ? (one.answered ?? true) : null,
      durationS: one.kind === 'call' && one.answered !== false ? 90 : null,
      measuredBy: one.kind === 'call' ? ('self' as const) : null,
      text: one.text,
      nextStep: one.nextStep ?? null,
      nextOn,
    }
  })
  const verdict = followUpOf(
    done.map((one) => asFollowUp(one)),
    since,
    followUp,
  )
  const activities = done.map((one, n) => {
    const entry = verdict.entries.find((each) => each.at.toISOString() === one.at)
    const weighed = { contact: entry?.contact ?? false, substantive: entry?.moves ?? false, reason: entry?.reason ?? '' }
    const activity = newActivity(
      ctx,
      { subjectType: 'lead', subjectId: id },
      { ...one, memberId: story.id(lead.ownerKey as string) },
      weighed,
    )
    return { ...activity, id: story.id(`V-${lead.key}-${n}`) }
  })
  return {
    activities,
    clocks: {
      firstContactAt: verdict.firstContactAt?.toISOString() ?? null,
      lastSubstantiveAt: verdict.lastSubstantiveAt?.toISOString() ?? null,
      lastActivityAt: done.at(-1)?.at ?? null,
    },
  }
}

function rowOf(telling: Telling, id: string, assignment: AssignmentKept, clocks: Clocks, siteId: string | null): ArrivingLead {
  const { story, lead, number, rating, poolId } = telling
  const held = lead.fate === 'held'
  const owner = lead.ownerKey && (held || lead.fate === 'converted') ? story.id(lead.ownerKey) : null
  const heldSince = owner && lead.heldAt ? story.at(lead.heldAt) : null
  const state = held
    ? clocks.lastSubstantiveAt
      ? 'nurturing'
      : clocks.firstContactAt
        ? 'contacted'
        : 'assigned'
    : lead.fate === 'pool'
      ? 'pooled'
      : lead.fate
  const now = new Date(story.at(TOLD_AT))
  const left =
    held && heldSince
      ? countdown(
          {
            heldSince,
            firstContactAt: clocks.firstContactAt,
            lastSubstantiveAt: clocks.lastSubstantiveAt,
            protected: Boolean(lead.protectedReason),
          },
          recycleDefaults,
          now,
        )
      : null
  return {
    id,
    number,
    company: lead.company,
    core: companyName(lead.company).core,
    state,
    owner_id: owner,
    held_since: heldSince,
    hold_mode: held ? assignment.mode : null,
    pool_id: poolId,
    pooled_at: lead.pool ? story.at(lead.pool.at) : null,
    pool_reason: lead.pool?.reason ?? null,
    last_owner_id: lead.fate === 'pool' && lead.ownerKey ? story.id(lead.ownerKey) : null,
    channel_id: story.id(`CH-${lead.kind}`),
    channel_kind: lead.kind,
    campaign_id: campaignOf(story, lead),
    received_at: story.at(lead.receivedAt),
    province: lead.province || null,
    city: lead.city || null,
    address: placeOf(lead),
    industry: lead.industry,
    capital_fen: lead.capitalFen,
    staff: lead.staff,
    contact_name: lead.contactName,
    contact_title: lead.contactTitle,
    contact_phone: lead.phone,
    decision_maker: lead.decisionMaker,
    site_id: siteId,
    lat: lead.point?.lat ?? null,
    lng: lead.point?.lng ?? null,
    points: rating.points,
    grade: rating.grade,
    segment: rating.segment,
    rated_at: story.at(lead.receivedAt),
    assignment,
    updated_at: story.at(TOLD_AT),
    first_contact_at: owner ? clocks.firstContactAt : null,
    last_substantive_at: owner ? clocks.lastSubstantiveAt : null,
    last_activity_at: clocks.lastActivityAt,
    protected: Boolean(lead.protectedReason),
    protected_reason: lead.protectedReason ?? null,
    // those whose time is up already are the sweep's, not a warning's
    warned: left === null ? 0 : left.state === 'warn' ? 1 : left.state === 'calm' ? 0 : 2,
    converted_at: lead.converted ? story.at(lead.converted.at) : null,
    account_id: lead.converted ? story.id(lead.converted.accountKey) : null,
    opportunity_id: lead.converted ? story.id(lead.converted.opportunityKey) : null,
    invalid_reason: lead.invalidReason ?? null,
    merged_into: lead.mergedInto ? story.id(lead.mergedInto) : null,
  }
}

function holdingOf({ story, lead }: Telling, id: string, mode: string): Told['holding'] {
  if (!lead.ownerKey || !lead.heldAt) return null
  const since = story.at(lead.heldAt)
  const endedAt = lead.fate === 'pool' && lead.pool ? story.at(lead.pool.at) : lead.converted ? story.at(lead.converted.at) : null
  return {
    id: story.id(`HOLD-${lead.key}`),
    subjectType: 'lead',
    subjectId: id,
    memberId: story.id(lead.ownerKey),
    mode: mode === 'own' || mode === 'manual' ? mode : 'rule',
    since,
    endedAt,
    endReason: endedAt === null ? null : lead.converted ? 'converted' : (lead.pool?.reason ?? null),
    usedMs: endedAt === null ? 0 : Math.max(0, Date.parse(endedAt) - Date.parse(since)),
  }
}

/** A day later, as long as the story is still being told then. */
const invalidatedAt = (receivedAt: string): string =>
  [daysAfter(receivedAt, 1), later(receivedAt, 0.25)].find((at) => at < TOLD_AT) ?? TOLD_AT

function eventsOf(
  telling: Telling,
  id: string,
  assignment: AssignmentKept,
  activities: readonly NewActivity[],
  submissionId: string,
): StoryEvent[] {
  const { story, lead, number, rating, poolId, poolName } = telling
  const owner = lead.ownerKey ? story.id(lead.ownerKey) : null
  const event = (type: string, at: string, payload: Record<string, unknown>, actorId: string | null = null): StoryEvent => ({
    type,
    subjectId: id,
    payload,
    at,
    actorId,
  })
  const { points, grade, segment } = rating
  const events = [
    event('lead.received', story.at(lead.receivedAt), {
      number,
      channelId: story.id(`CH-${lead.kind}`),
      channelKind: lead.kind,
      channel: channelNames[lead.kind as Kind],
      submissionId,
      grade,
      points,
      segment,
      poolId: lead.heldAt ? null : poolId,
    }),
  ]
  if (owner && lead.heldAt) {
    const { mode, ruleId, memberName } = assignment
    const actor = mode === 'manual' ? story.id(managers[lead.ownerKey as string] as string) : mode === 'own' ? owner : null
    events.push(event('lead.assigned', story.at(lead.heldAt), { from: null, to: owner, toName: memberName, mode, ruleId }, actor))
  }
  for (const [n, activity] of activities.entries()) {
    const { id: activityId, kind, substantive, reason, at } = activity
    events.push(event('lead.followed_up', at, { activityId, kind, substantive, reason }, owner))
    if (n === 0 && activity.contact) events.push(event('lead.contacted', at, { activityId, kind, ownerId: owner }, owner))
  }
  if (lead.pool && owner) {
    const at = story.at(lead.pool.at)
    events.push(event('lead.recycled', at, { from: owner, reason: lead.pool.reason, dueAt: at, poolId, poolName, company: lead.company }))
  }
  if (lead.converted)
    events.push(
      event(
        'lead.converted',
        story.at(lead.converted.at),
        { accountId: story.id(lead.converted.accountKey), opportunityId: story.id(lead.converted.opportunityKey), ownerId: owner },
        owner,
      ),
    )
  if (lead.invalidReason)
    events.push(
      event('lead.invalidated', story.at(invalidatedAt(lead.receivedAt)), { reason: lead.invalidReason, note: null }, story.id('U03')),
    )
  if (lead.mergedInto)
    events.push({
      ...event(
        'lead.deduplicated',
        story.at(lead.receivedAt),
        { submissionId, channelKind: lead.kind, channel: channelNames[lead.kind as Kind], score: 100, reasons: [], filled: [] },
        story.id('U03'),
      ),
      subjectId: story.id(lead.mergedInto),
    })
  return events
}

/** L5 and L6 arrive like any raw lead: the known customer by another spelling, and its namesake with another credit code. */
async function doubles(ctx: Ctx): Promise<void> {
  const channel = await channelNamed(ctx, 'api')
  if (!channel) throw new Error('a channel of the story is missing')
  const l5 = { company: '恒筑建材经营部（苏州）', phone: C01_PHONE }
  await receiveSubmission(ctx, { channel, raw: { key: 'L5', ...l5 }, facts: l5 }, { to: 'pool' })
  const l6 = { company: '苏州恒筑建材经营部', usci: otherUsci }
  await receiveSubmission(ctx, { channel, raw: { key: 'L6', ...l6 }, facts: l6 }, { to: 'pool' })
}
