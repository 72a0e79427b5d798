// The ten open opportunities of the story, and the 135 that are over.
import type { Ctx } from '#core/context.ts'
import { emitMany } from '#core/events.ts'
import { takeNumbers } from '#core/numbers.ts'
import type { Story } from '#core/story.ts'
import { linkToAccount, storyContacts, storyCustomers } from '#modules/accounts/index.ts'
import { grantRecord } from '#modules/organization/index.ts'
import { sourceOpportunities, stageKeys, type Told, weightOf } from './source.demo.ts'
import {
  type DeepVisit,
  insertComments,
  insertFacts,
  insertMany,
  insertMoves,
  insertTeam,
  type StoryFact,
  type StoryMove,
  viewDeepVisits,
} from './story.store.ts'

/** account, name, amount in 1,000 yuan, stage, expected signing day, days its stages were entered, last act of substance */
const open = [
  [
    'C04',
    '衡越总部改造防水',
    1200,
    'negotiation',
    '2026-12-18',
    ['2026-09-14 10:20', '2026-09-28 15:10', '2026-10-19 11:00', '2026-11-05 16:40'],
    '2026-11-19 15:20',
  ],
  [
    'C09',
    '河西嘉业商务区三期',
    860,
    'quotation',
    '2026-12-25',
    ['2026-10-12 09:40', '2026-10-27 14:05', '2026-11-18 15:30'],
    '2026-11-18 10:26',
  ],
  [
    'C03',
    '玉峰物流仓屋面',
    640,
    'negotiation',
    '2026-12-10',
    ['2026-08-24 11:15', '2026-09-07 10:00', '2026-10-09 14:20', '2026-11-02 09:30'],
    '2026-11-20 10:10',
  ],
  ['C24', '庐阳科创园二期地下室', 1500, 'needs', '2027-01-20', ['2026-10-20 16:00', '2026-11-11 10:45'], '2026-11-17 09:50'],
  [
    'C11',
    '江海新城地下管廊',
    980,
    'quotation',
    '2027-01-08',
    ['2026-09-22 09:30', '2026-10-13 15:00', '2026-11-19 14:20'],
    '2026-11-19 11:05',
  ],
  ['C16', '萧然产业园 5 号楼', 420, 'contact', '2027-02-28', ['2026-11-12 10:30'], '2026-11-19 11:00'],
  ['C20', '鉴湖水厂防水改造', 360, 'needs', '2026-12-30', ['2026-10-15 14:00', '2026-11-06 09:20'], '2026-11-17 16:15'],
  ['C30', '胶岸冷链库屋面', 750, 'contact', '2027-03-15', ['2026-11-13 15:40'], '2026-11-18 10:05'],
  [
    'C06',
    '嘉北物流园 B 区',
    520,
    'quotation',
    '2026-12-28',
    ['2026-09-10 10:10', '2026-10-08 13:30', '2026-11-02 08:20'],
    '2026-11-01 15:00',
  ],
  [
    'C17',
    '甬固冬季备货',
    180,
    'negotiation',
    '2026-12-05',
    ['2026-10-11 09:00', '2026-10-21 10:30', '2026-10-30 14:00', '2026-11-12 11:10'],
    '2026-11-20 16:30',
  ],
] as const

const budgets: Record<string, number> = { C04: 1250, C09: 900, C03: 680, C11: 1000, C20: 400, C06: 550, C17: 200 }
const needs: Record<string, string> = {
  C04: '屋面 SBS 卷材、地下室聚氨酯',
  C09: '聚氨酯、SBS 卷材、施工',
  C03: 'SBS 卷材、JS 涂料',
  C24: '自粘卷材、注浆液、施工',
  C11: '聚氨酯、注浆液',
  C20: 'JS 涂料、堵漏王、施工',
  C06: 'SBS 卷材、外墙漆',
  C17: 'JS 涂料、SBS 卷材',
}
/** Who decides, as far as anybody named him. */
const decided = ['C04', 'C03', 'C17']
const team = [
  ['C04', 'U13', 'presales', 'U08', '2026-10-19 11:30'],
  ['C04', 'U02', 'director', 'U08', '2026-11-05 17:00'],
  ['C09', 'U04', 'manager', 'U09', '2026-11-18 16:00'],
  ['C09', 'U13', 'presales', 'U09', '2026-11-18 16:00'],
  ['C09', 'U02', 'director', 'U04', '2026-11-20 17:45'],
  ['C24', 'U13', 'presales', 'U12', '2026-11-11 11:00'],
  ['C24', 'U02', 'director', 'U12', '2026-11-11 11:00'],
] as const
const comments = [
  ['C09', 'U04', '施工单价注意底价。周三前让徐佳去一趟现场。', true, '2026-11-20 17:46'],
  ['C06', 'U04', '三周没有动静了。孙倩约一下唐部长，报价先出初稿。', true, '2026-11-20 09:10'],
  ['C24', 'U13', '地下室结构图已看，自粘卷材加注浆的方案本周给。', false, '2026-11-17 17:20'],
] as const

const ownerOf = (account: string): string => storyCustomers.find((row) => row[0] === account)?.[4] as string
const contactOf = (account: string) => storyContacts.find((one) => one.account === account) as (typeof storyContacts)[number]

export async function opportunitiesDemo(ctx: Ctx, story: Story): Promise<void> {
  const visits = await viewDeepVisits(
    ctx,
    open.map(([account]) => story.id(account)),
  )
  const all = [...open.map((row) => openTold(story, row, visits)), ...sourceOpportunities(story)].sort(
    (a, b) => a.opportunity.createdAt.localeCompare(b.opportunity.createdAt) || a.opportunity.id.localeCompare(b.opportunity.id),
  )
  await number(ctx, story, all)
  await insertMany(
    ctx,
    all.map((one) => one.opportunity),
  )
  await insertMoves(
    ctx,
    all.flatMap((one) => one.moves),
  )
  await insertFacts(
    ctx,
    all.flatMap((one) => one.facts),
  )
  await linkToAccount(
    ctx,
    all.map(({ opportunity }) => ({
      accountId: opportunity.accountId,
      subjectType: 'opportunity',
      subjectId: opportunity.id,
      at: opportunity.createdAt,
    })),
  )
  await tellTeam(ctx, story)
  await emitMany(ctx, all.flatMap(eventsOf))
}

/** Numbered as they were opened; 南京河西嘉业 carries SJ-…-0419, so the year had others before. */
async function number(ctx: Ctx, story: Story, all: Told[]): Promise<void> {
  const year = story.day('2026-11-23').slice(0, 4)
  const place = all.findIndex((one) => one.opportunity.id === story.id('O-C09'))
  await takeNumbers(ctx, `SJ-${year}`, Math.max(0, 418 - place))
  const first = await takeNumbers(ctx, `SJ-${year}`, all.length)
  for (const [index, one] of all.entries()) one.opportunity.number = `SJ-${year}-${String(first + index).padStart(4, '0')}`
}

function openTold(story: Story, row: (typeof open)[number], visits: DeepVisit[]): Told {
  const [account, name, thousand, stage, signOn, entered, lastAct] = row
  const key = `O-${account}`
  const id = story.id(key)
  const ownerId = story.id(ownerOf(account))
  const amountFen = thousand * 100_000
  const times = entered.map((at) => story.at(at))
  const moves = times.map(
    (at, step): StoryMove => ({
      id: story.id(`${key}/${step}`),
      opportunityId: id,
      fromStage: step === 0 ? null : (stageKeys[step - 1] as string),
      toStage: stageKeys[step] as string,
      kind: step === 0 ? 'create' : 'forward',
      weight: weightOf(stageKeys[step] as string),
      amountFen,
      expectedSignOn: story.day(signOn),
      at,
      byId: ownerId,
      reason: null,
    }),
  )
  return {
    opportunity: {
      id,
      number: '',
      name,
      accountId: story.id(account),
      leadId: null,
      ownerId,
      stage,
      weight: weightOf(stage),
      amountFen,
      expectedSignOn: story.day(signOn),
      budgetFen: budgets[account] ? budgets[account] * 100_000 : null,
      stageSince: times.at(-1) as string,
      lastSubstantiveAt: story.at(lastAct),
      lostFrom: null,
      lostReason: null,
      closedAt: null,
      contractId: null,
      createdAt: times[0] as string,
    },
    moves,
    facts: openFacts(
      story,
      account,
      id,
      ownerId,
      times,
      proven(visits, story.id(account), stage === 'quotation' ? times.at(-1) : undefined),
    ),
  }
}

/** The deep visit that proves the need: the newest valid one, before the stage it opened was entered. */
function proven(visits: DeepVisit[], accountId: string, before?: string): DeepVisit | undefined {
  return visits.find((one) => one.accountId === accountId && (before === undefined || one.endedAt < before))
}

function openFacts(story: Story, account: string, opportunityId: string, byId: string, times: string[], deep?: DeepVisit): StoryFact[] {
  const fact = (
    name: string,
    proofKind: string,
    proofId: string,
    at: string,
    detail: Record<string, unknown>,
    value: number | null = null,
  ): StoryFact => ({
    id: story.id(`O-${account}/${name}`),
    opportunityId,
    fact: name,
    at,
    proofKind,
    proofId,
    value,
    detail,
    byId,
  })
  const person = contactOf(account)
  const who = { name: person.name, title: person.title }
  const [opened, needed] = times
  const told = needs[account]
  const budget = budgets[account]
  const formAt = account === 'C09' ? story.at('2026-11-18 10:20') : (needed ?? opened ?? '')
  return [
    fact('contact', 'contact', story.id(person.key), opened as string, who),
    ...(told ? [fact('need_form', 'form', opportunityId, needed as string, { products: told, form: { products: told } })] : []),
    ...(deep ? [fact('valid_deep_visit', 'visit', deep.id, deep.endedAt, { minutes: deep.minutes })] : []),
    ...(budget ? [fact('budget_known', 'form', opportunityId, formAt, {}, budget * 100_000)] : []),
    ...(decided.includes(account) ? [fact('decision_maker', 'contact', story.id(person.key), times.at(-1) as string, who)] : []),
  ]
}

async function tellTeam(ctx: Ctx, story: Story): Promise<void> {
  await insertTeam(
    ctx,
    team.map(([account, member, role, by, at]) => ({
      opportunityId: story.id(`O-${account}`),
      memberId: story.id(member),
      role,
      by: story.id(by),
      at: story.at(at),
    })),
  )
  for (const [account, member, role] of team) {
    const grant = { memberId: story.id(member), reason: `team:${role}`, givenBy: `opportunity:${story.id(`O-${account}`)}` }
    await grantRecord(ctx, { ...grant, recordType: 'opportunity', recordId: story.id(`O-${account}`) })
    await grantRecord(ctx, { ...grant, recordType: 'account', recordId: story.id(account) })
  }
  await insertComments(
    ctx,
    comments.map(([account, author, text, pinned, at], index) => ({
      id: story.id(`O-${account}/comment/${index}`),
      opportunityId: story.id(`O-${account}`),
      authorId: story.id(author),
      text,
      pinned,
      at: story.at(at),
    })),
  )
}

function eventsOf({ opportunity, moves, facts }: Told) {
  const { id, accountId, leadId, number, name, amountFen, ownerId, contractId } = opportunity
  const event = (type: string, at: string, payload: Record<string, unknown>) => ({ type, subjectId: id, at, actorId: ownerId, payload })
  const last = moves.at(-1) as StoryMove
  const told = { accountId, leadId, ownerId, number, title: name, amountFen }
  return [
    event('opportunity.created', opportunity.createdAt, { accountId, leadId, number, name, amountFen, ownerId, stage: moves[0]?.toStage }),
    ...facts.map((fact) =>
      event('opportunity.fact_recorded', fact.at, { fact: fact.fact, factAt: fact.at, proofKind: fact.proofKind, proofId: fact.proofId }),
    ),
    ...moves.slice(1).map((move) =>
      event('opportunity.stage_changed', move.at, {
        from: move.fromStage,
        to: move.toStage,
        weight: move.weight,
        amountFen,
        override: false,
        ...(move.reason ? { reason: move.reason } : {}),
      }),
    ),
    ...(opportunity.stage === 'won' ? [event('opportunity.won', last.at, { ...told, contractId })] : []),
    ...(opportunity.stage === 'lost'
      ? [event('opportunity.lost', last.at, { ...told, from: opportunity.lostFrom, reason: opportunity.lostReason })]
      : []),
  ]
}
