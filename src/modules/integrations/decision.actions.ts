// 消息里审批: buttons and links of a message, and what they decide. A link is signed, belongs to one person and works once.
import { createHmac } from 'node:crypto'
import { holds } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { invalid, Refusal, refuse } from '#core/refuse.ts'
import type { PublicCtx, RequestFacts } from '#core/routes.ts'
import { approvalDetail, decide, isAskedIn } from '#modules/approvals/index.ts'
import { type Button, type MessageRow, markDelivered, messageById, sayFor } from '#modules/notifications/index.ts'
import { same } from './callback-cipher.adapter.ts'
import { decisionLinkPolicy } from './decision.policy.ts'
import * as store from './decision.store.ts'
import { asMember, inTenant } from './member-act.actions.ts'

const ASKS = ['notice.approval.asked', 'notice.approval.reminded']
const approvalIn = (link: string | null): string | null => /^\/approvals\/([0-9a-f-]{36})$/.exec(link ?? '')?.[1] ?? null
/** What the message asked for. One that does not say asks for nothing any more. */
const turnsIn = (message: MessageRow | undefined): string[] => (Array.isArray(message?.params.turns) ? message.params.turns : [])

/** Buttons for a message that asks its reader for a decision; null for any other. */
export async function actionsOf(ctx: Ctx, message: MessageRow): Promise<{ url: string; buttons: Button[] } | null> {
  const approvalId = approvalIn(message.link)
  if (!approvalId || !message.memberId || !ASKS.includes(message.message)) return null
  const { hours } = await policy(ctx, decisionLinkPolicy)
  const id = await store.linkFor(ctx, {
    memberId: message.memberId,
    approvalId,
    messageId: message.id,
    expiresAt: new Date(ctx.now.getTime() + hours * 3_600_000).toISOString(),
  })
  const reader = await asMember(ctx, message.memberId)
  const locale = reader?.actor.locale ?? 'zh-CN'
  return {
    url: `${ctx.services.outward.publicUrl}/m/decide/${tokenOf(ctx.services.secret, ctx.tenantId, id)}`,
    buttons: (['agree', 'reject'] as const).map((key) => ({ key, text: sayFor(locale, `decision.${key}`) })),
  }
}

const bytesOf = (id: string): Buffer => Buffer.from(id.replace(/-/g, ''), 'hex')
const idOf = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
const markOf = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(`decision:${body}`).digest('base64url').slice(0, 32)

export function tokenOf(secret: string, tenantId: string, linkId: string): string {
  const body = Buffer.concat([bytesOf(tenantId), bytesOf(linkId)]).toString('base64url')
  return `${body}.${markOf(secret, body)}`
}

function readToken(secret: string, token: string): { tenantId: string; linkId: string } {
  const [body = '', mark = '', more] = token.split('.')
  const bytes = Buffer.from(body, 'base64url')
  if (more !== undefined || bytes.length !== 32 || !same(mark, markOf(secret, body))) throw refuse('decision.bad_link', {}, 404)
  return { tenantId: idOf(bytes.subarray(0, 16)), linkId: idOf(bytes.subarray(16)) }
}

const isOwn = (ctx: Ctx, link: store.LinkRow, request: RequestFacts): boolean =>
  request.session?.tenantId === ctx.tenantId && request.session.actor.memberId === link.memberId

/** What the company's rule asks of the one who holds the link. Codes are those of the person's own authenticator. */
async function asksFor(ctx: Ctx, link: store.LinkRow, request: RequestFacts): Promise<'nothing' | 'session' | 'code' | 'authenticator'> {
  const rule = await policy(ctx, decisionLinkPolicy)
  if (!isOwn(ctx, link, request)) return rule.needs === 'session' || rule.secondFactor ? 'session' : 'nothing'
  if (!rule.secondFactor) return 'nothing'
  return (await ctx.services.identity.secondFactorState(request.session?.userId ?? '')).on ? 'code' : 'authenticator'
}

/** Refuses whoever has not what the rule asks for. A code that was judged right is spent, so it is judged last. */
async function mustStand(ctx: Ctx, link: store.LinkRow, code: string | undefined, request: RequestFacts): Promise<void> {
  const asked = await asksFor(ctx, link, request)
  if (asked === 'session') throw refuse('decision.sign_in', {}, 403)
  if (asked === 'authenticator') throw refuse('decision.no_second_factor', {}, 403)
  if (link.usedAt) throw refuse('decision.used')
  if (link.expiresAt <= ctx.now.toISOString()) throw refuse('decision.expired')
  if (asked !== 'code') return
  if (!code) throw refuse('decision.second_factor', {}, 403)
  const { identity } = ctx.services
  if (!(await identity.proveSecondFactor(request.session?.userId ?? '', request.cookie, code, request.ip)))
    throw invalid('sign_in.second_factor_wrong')
}

const NOTHING = {
  approvalId: null,
  number: null,
  title: null,
  amountFen: null,
  requesterName: null,
  requestedAt: null,
  answer: null,
  card: null,
}

export async function decisionLink(outer: Ctx, input: { token: string }, request: RequestFacts) {
  const { house, services } = outer as unknown as PublicCtx
  const { tenantId, linkId } = readToken(services.secret, input.token)
  return await inTenant(house, tenantId, request.requestId, async (ctx) => {
    const link = await store.linkById(ctx, linkId)
    if (!link) throw refuse('decision.bad_link', {}, 404)
    const needs = await asksFor(ctx, link, request)
    if (needs === 'session') return { ...NOTHING, state: 'sign_in' as const, needs: 'nothing' as const }
    const reader = await asMember(ctx, link.memberId)
    if (!reader) throw refuse('decision.bad_link', {}, 404)
    const one = await approvalDetail(reader, { id: link.approvalId })
    return {
      state: await stateOf(reader, link, one.may.approve),
      approvalId: one.id,
      number: one.number,
      title: one.title,
      amountFen: one.amountFen,
      requesterName: one.requesterName,
      requestedAt: one.requestedAt,
      answer: link.answer,
      card: isOwn(ctx, link, request) ? one.card : null,
      needs,
    }
  })
}

/** `anew`: he is asked, but not for what the message asked. */
async function stateOf(reader: Ctx, link: store.LinkRow, may: boolean): Promise<'used' | 'expired' | 'open' | 'anew' | 'ended'> {
  if (link.usedAt) return 'used'
  if (link.expiresAt <= reader.now.toISOString()) return 'expired'
  if (!may) return 'ended'
  return (await isAskedIn(reader, link.approvalId, turnsIn(await messageById(reader, link.messageId)))) ? 'open' : 'anew'
}

export async function decideByLink(
  outer: Ctx,
  input: { token: string; answer: 'approve' | 'reject'; note?: string | null; code?: string | undefined },
  request: RequestFacts,
) {
  const { house, services } = outer as unknown as PublicCtx
  const { tenantId, linkId } = readToken(services.secret, input.token)
  return await inTenant(house, tenantId, request.requestId, async (ctx) => {
    const link = await store.linkById(ctx, linkId)
    if (!link) throw refuse('decision.bad_link', {}, 404)
    await mustStand(ctx, link, input.code, request)
    if (!(await store.useLink(ctx, link.id, input.answer))) throw refuse('decision.used')
    const turns = turnsIn(await messageById(ctx, link.messageId))
    const one = await decideAs(ctx, link.memberId, { id: link.approvalId, answer: input.answer, note: input.note ?? null, turns })
    await markDelivered(ctx, link.messageId)
    return { approvalId: one.id, status: one.status }
  })
}

/** The decision itself, as the approvals room takes it, with the rights the member has now. */
async function decideAs(ctx: Ctx, memberId: string, answer: Parameters<typeof decide>[1]) {
  const member = await asMember(ctx, memberId)
  if (!member || !holds(member.actor, 'approval.decide')) throw refuse('decision.not_yours', {}, 403)
  return await decide(member, answer)
}

/** A button pressed in a vendor's app. Says in words what came of it, for the card there. */
export async function decideByButton(
  ctx: Ctx,
  pressed: { memberId: string; messageId: string; key: string; vendor: string },
): Promise<{ done: boolean; text: string }> {
  const message = await messageById(ctx, pressed.messageId)
  const approvalId = approvalIn(message?.link ?? null)
  const reader = await asMember(ctx, pressed.memberId)
  const locale = reader?.actor.locale ?? 'zh-CN'
  // Only whom the card was sent to answers by it, whoever else got hold of it.
  if (!message || !approvalId || message.memberId !== pressed.memberId || !ASKS.includes(message.message))
    return { done: false, text: sayFor(locale, 'decision.not_yours') }
  const answer = pressed.key === 'agree' ? 'approve' : pressed.key === 'reject' ? 'reject' : null
  if (!answer) return { done: false, text: sayFor(locale, 'decision.bad_link') }
  await markDelivered(ctx, message.id)
  if ((await policy(ctx, decisionLinkPolicy)).secondFactor) return { done: false, text: sayFor(locale, 'decision.second_factor') }
  const note = answer === 'reject' ? sayFor(locale, 'decision.rejected_in', { vendor: pressed.vendor }) : null
  await decideAs(ctx, pressed.memberId, { id: approvalId, answer, note, turns: turnsIn(message) })
  return { done: true, text: sayFor(locale, `decision.${answer === 'approve' ? 'agreed' : 'rejected'}`) }
}

/** What a refusal says on the card. */
export const refusedText = (error: unknown): string | null =>
  error instanceof Refusal ? sayFor('zh-CN', error.code, (error.data ?? {}) as Record<string, unknown>) : null
