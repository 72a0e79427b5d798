// 消息里审批: buttons and links of a message, and what they decide. A link is signed, belongs to one person and works once.
import { createHmac } from 'node:crypto'
import { holds } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { port } from '#core/port.ts'
import { Refusal, refuse } from '#core/refuse.ts'
import type { PublicCtx, RequestFacts } from '#core/routes.ts'
import { approvalDetail, decide } from '#modules/approvals/index.ts'
import { type Button, type MessageRow, markDelivered, messageById, sayFor } from '#modules/notifications/index.ts'
import { same } from './callback-cipher.adapter.ts'
import { decisionLinkPolicy } from './decision.policy.ts'
import * as store from './decision.store.ts'
import { asMember, inTenant } from './member-act.actions.ts'

/** Did this session confirm a second factor? Plugged by whoever keeps second factors. */
export const secondFactorOf = port<[ctx: Ctx, request: RequestFacts], Promise<boolean>>('integrations.secondFactorOf')

const ASKS = ['notice.approval.asked', 'notice.approval.reminded']
const approvalIn = (link: string | null): string | null => /^\/approvals\/([0-9a-f-]{36})$/.exec(link ?? '')?.[1] ?? null

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

/** Does the one who holds the link also have what the company's rule asks for? */
async function stands(ctx: Ctx, link: store.LinkRow, request: RequestFacts): Promise<{ session: boolean; secondFactor: boolean }> {
  const rule = await policy(ctx, decisionLinkPolicy)
  const own = request.session?.tenantId === ctx.tenantId && request.session.actor.memberId === link.memberId
  return {
    session: rule.needs === 'link' || own,
    secondFactor: !rule.secondFactor || (own && (await secondFactorOf(ctx, request))),
  }
}

const NOTHING = { approvalId: null, number: null, title: null, amountFen: null, requesterName: null, requestedAt: null, answer: null }

export async function decisionLink(outer: Ctx, input: { token: string }, request: RequestFacts) {
  const { house, services } = outer as unknown as PublicCtx
  const { tenantId, linkId } = readToken(services.secret, input.token)
  return await inTenant(house, tenantId, request.requestId, async (ctx) => {
    const link = await store.linkById(ctx, linkId)
    if (!link) throw refuse('decision.bad_link', {}, 404)
    const { session, secondFactor } = await stands(ctx, link, request)
    if (!session) return { ...NOTHING, state: 'sign_in' as const, secondFactor: false }
    const reader = await asMember(ctx, link.memberId)
    if (!reader) throw refuse('decision.bad_link', {}, 404)
    const one = await approvalDetail(reader, { id: link.approvalId })
    const state = link.usedAt ? 'used' : link.expiresAt <= ctx.now.toISOString() ? 'expired' : one.may.approve ? 'open' : 'ended'
    return {
      state: state as 'used' | 'expired' | 'open' | 'ended',
      approvalId: one.id,
      number: one.number,
      title: one.title,
      amountFen: one.amountFen,
      requesterName: one.requesterName,
      requestedAt: one.requestedAt,
      answer: link.answer,
      secondFactor: !secondFactor,
    }
  })
}

export async function decideByLink(
  outer: Ctx,
  input: { token: string; answer: 'approve' | 'reject'; note?: string | null },
  request: RequestFacts,
) {
  const { house, services } = outer as unknown as PublicCtx
  const { tenantId, linkId } = readToken(services.secret, input.token)
  return await inTenant(house, tenantId, request.requestId, async (ctx) => {
    const link = await store.linkById(ctx, linkId)
    if (!link) throw refuse('decision.bad_link', {}, 404)
    const { session, secondFactor } = await stands(ctx, link, request)
    if (!session) throw refuse('decision.sign_in', {}, 403)
    if (!secondFactor) throw refuse('decision.second_factor', {}, 403)
    if (link.usedAt) throw refuse('decision.used')
    if (link.expiresAt <= ctx.now.toISOString()) throw refuse('decision.expired')
    if (!(await store.useLink(ctx, link.id, input.answer))) throw refuse('decision.used')
    const one = await decideAs(ctx, link.memberId, link.approvalId, input.answer, input.note ?? null)
    await markDelivered(ctx, link.messageId)
    return { approvalId: one.id, status: one.status }
  })
}

/** The decision itself, as the approvals room takes it, with the rights the member has now. */
async function decideAs(ctx: Ctx, memberId: string, approvalId: string, answer: 'approve' | 'reject', note: string | null) {
  const member = await asMember(ctx, memberId)
  if (!member || !holds(member.actor, 'approval.decide')) throw refuse('decision.not_yours', {}, 403)
  return await decide(member, { id: approvalId, answer, note })
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
  await decideAs(ctx, pressed.memberId, approvalId, answer, note)
  return { done: true, text: sayFor(locale, `decision.${answer === 'approve' ? 'agreed' : 'rejected'}`) }
}

/** What a refusal says on the card. */
export const refusedText = (error: unknown): string | null =>
  error instanceof Refusal ? sayFor('zh-CN', error.code, (error.data ?? {}) as Record<string, unknown>) : null
