// 移交: all that a member holds goes to another, room by room, and what moved is written down.
import { holds } from '#core/access.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { notFound, refuse } from '#core/refuse.ts'
import type { Holding } from '#core/room.ts'
import { passHeads } from './department.store.ts'
import { devicesOf } from './device.store.ts'
import * as store from './hand-over.store.ts'
import { managerOf, memberById, memberDetail, passReports } from './member.store.ts'
import { handOverRooms, street } from './street.actions.ts'

async function holdingsOf(ctx: Ctx, memberId: string): Promise<Holding[]> {
  const items = await store.peopleHoldings(ctx, memberId)
  for (const room of street()) items.push(...((await room.holdings?.(ctx, memberId)) ?? []))
  return items
}

const countsOf = (items: readonly Holding[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(items, (item) => item.kind)].map(([kind, list]) => [kind, list.length]))

export async function memberHoldings(ctx: Ctx, input: { id: string }) {
  const member = await memberDetail(ctx, input.id)
  if (!member) throw notFound('member')
  const items = await holdingsOf(ctx, member.id)
  const sessions = await ctx.services.identity.sessions(member.userId, '')
  const devices = sessions.map(({ id, deviceName, userAgent, createdAt, lastSeenAt }) => ({
    id,
    deviceName,
    userAgent,
    createdAt,
    lastSeenAt,
  }))
  const phones = (await devicesOf(ctx, member.id))
    .filter((one) => one.state !== 'revoked')
    .map(({ id, name, platform, state, unsent, lastSeenAt }) => ({ id, name, platform, state, unsent, lastSeenAt }))
  return { items, counts: countsOf(items), devices, phones, successorId: await managerOf(ctx, member.id) }
}

/** Moves everything and writes down what moved: what the leaver no longer holds afterwards. */
export async function passEverything(ctx: Ctx, from: string, to: string, leaving: boolean): Promise<string> {
  const before = await holdingsOf(ctx, from)
  await handOverRooms(ctx, from, to)
  if (leaving) {
    await passHeads(ctx, from, to)
    await passReports(ctx, from, to)
  }
  const left = new Set((await holdingsOf(ctx, from)).map((item) => `${item.kind} ${item.id}`))
  const items = before.map((item) => ({ ...item, moved: !left.has(`${item.kind} ${item.id}`) }))
  const id = uuidv7()
  await store.insertHandOver(ctx, { id, fromId: from, toId: to, leaving, byId: ctx.actor.memberId, at: ctx.now.toISOString() }, items)
  await emit(ctx, 'member.handed_over', from, { handOverId: id, successorId: to, counts: countsOf(items.filter((item) => item.moved)) })
  return id
}

export async function handOver(ctx: Ctx, input: { id: string; toId: string }): Promise<{ id: string }> {
  const member = await memberDetail(ctx, input.id)
  if (!member) throw notFound('member')
  const to = input.toId === member.id ? undefined : await memberById(ctx, input.toId)
  if (to?.disabledAt !== null) throw refuse('member.successor_needed', { name: member.name })
  const own = await store.peopleHoldings(ctx, member.id)
  if ((await holdingsOf(ctx, member.id)).length === own.length) throw refuse('member.nothing_held', { name: member.name })
  return { id: await passEverything(ctx, member.id, to.id, false) }
}

/** Both sides and whoever did it; who manages members reads them all. */
const concerns = (ctx: Ctx) =>
  holds(ctx.actor, 'member.manage') ? sql<boolean>`true` : sql<boolean>`${memberOf(ctx)} in (h.from_id, h.to_id, h.by_id)`

export async function handOvers(ctx: Ctx) {
  return { items: await store.listHandOvers(ctx, concerns(ctx)) }
}

export async function handOverRecord(ctx: Ctx, input: { id: string }) {
  const [row] = await store.listHandOvers(ctx, sql<boolean>`h.id = ${input.id} and ${concerns(ctx)}`)
  if (!row) throw notFound('hand_over')
  return { ...row, items: await store.handOverItems(ctx, row.id) }
}
