// 疑似重复: what intake could not decide, a person does: the same, another, or none.
import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { emit } from '#core/events.ts'
import { policy } from '#core/policies.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { match, matchPolicy } from '#modules/accounts/index.ts'
import { judgedCustom } from '#modules/organization/index.ts'
import { clean, type Facts, partyOf, type RawFacts } from './arrival.actions.ts'
import type { Answer } from './batch.actions.ts'
import { channelsOf, type Kind } from './channel.actions.ts'
import { receiveAnew } from './intake.actions.ts'
import { factsOfRaw, importable } from './lead-fields.actions.ts'
import { completeLead } from './merge.actions.ts'
import { lockSubmission, readSubmissions, type SubmissionRow, settleSubmission } from './submission.store.ts'

type Own = Awaited<ReturnType<typeof importable>>

const readable = (row: SubmissionRow, own: Own): Facts | null => {
  const cleaned = clean(factsOfRaw(row.raw, own, row.mapping))
  return 'facts' in cleaned ? cleaned.facts : null
}

export async function submissions(ctx: Ctx, input: { state: SubmissionRow['state']; cursor?: string | undefined; limit: number }) {
  const rows = await readSubmissions(ctx, { state: input.state, after: fromCursor(input.cursor, 2), limit: input.limit + 1 })
  const { items, next } = toPage(rows, input.limit, (row) => [row.receivedAt, row.id])
  const channels = new Map((await channelsOf(ctx)).map((channel) => [channel.id, channel]))
  const limits = await policy(ctx, matchPolicy)
  const own = await importable(ctx)
  return { items: items.map((row) => shown(row, channels.get(row.channelId), limits, own)), next }
}

function shown(row: SubmissionRow, channel: { kind: Kind; name: string } | undefined, limits: Parameters<typeof match>[2], own: Own) {
  const facts = readable(row, own)
  const { candidate } = row
  const verdict =
    facts && candidate
      ? match(partyOf(facts), { name: candidate.name, phone: candidate.phone, usci: candidate.usci, email: candidate.email }, limits)
      : null
  const waits = row.state === 'in_review'
  return {
    id: row.id,
    channelKind: channel?.kind ?? ('import' as const),
    channelName: channel?.name ?? '',
    receivedAt: row.receivedAt,
    state: row.state,
    reason: row.reason,
    raw: row.raw,
    incoming: facts && {
      name: facts.company,
      phone: facts.contactPhone,
      usci: facts.usci,
      email: facts.contactEmail,
      address: facts.address,
      contactName: facts.contactName,
    },
    candidate:
      candidate && row.candidateType && row.candidateId
        ? {
            type: row.candidateType,
            id: row.candidateId,
            ownerName: candidate.ownerName,
            side: {
              name: candidate.name,
              phone: candidate.phone,
              usci: candidate.usci,
              email: candidate.email,
              address: candidate.address,
              contactName: candidate.contactName,
            },
          }
        : null,
    score: verdict?.score ?? null,
    reasons: verdict?.reasons.map(({ fact, agrees, weight, a, b }) => ({ fact, agrees, weight, a, b })) ?? [],
    may: {
      merge: waits && row.candidateId !== null,
      create: waits && facts !== null,
      reject: waits,
      replay: row.state === 'failed' || row.state === 'rejected',
    },
  }
}

async function waiting(ctx: Ctx, id: string, states: readonly SubmissionRow['state'][]): Promise<SubmissionRow> {
  const row = await lockSubmission(ctx, id)
  if (!row) throw notFound('submission')
  if (!states.includes(row.state)) throw refuse('submission.resolved', { state: row.state })
  return row
}

const channelOf = async (ctx: Ctx, id: string) => {
  const channel = (await channelsOf(ctx)).find((one) => one.id === id)
  if (!channel) throw new Error('a raw lead came by a channel that is gone')
  return channel
}

const nothing = { number: null, grade: null, points: null, segment: null, ownerId: null, ownerName: null, poolId: null, replay: false }

export async function resolveSubmission(
  ctx: Ctx,
  input: { id: string; decision: 'merge' | 'create' | 'reject'; note?: string | null },
): Promise<Answer> {
  const row = await waiting(ctx, input.id, ['in_review'])
  const told = (code: string): { code: string; params: Record<string, unknown> } => ({
    code,
    params: { by: ctx.actor.name, note: input.note ?? '' },
  })
  const settle = async (
    state: SubmissionRow['state'],
    code: string,
    to: { leadId?: string | null; accountId?: string | null } = {},
  ): Promise<Answer> => {
    const ids = { leadId: to.leadId ?? null, accountId: to.accountId ?? null }
    await settleSubmission(ctx, row.id, { state, ...ids, reason: told(code) })
    await emit(ctx, 'submission.resolved', row.id, { decision: input.decision, ...ids, note: input.note ?? null })
    return { ...nothing, ...ids, fate: state, reason: told(code), submissionId: row.id }
  }
  if (input.decision === 'reject') return await settle('rejected', 'submission.rejected_by')
  if (input.decision === 'create') {
    const answer = await receiveAnew(
      ctx,
      row.id,
      { ...row, channel: await channelOf(ctx, row.channelId), facts: factsOfRaw(row.raw, await importable(ctx), row.mapping) },
      false,
    )
    await emit(ctx, 'submission.resolved', row.id, { decision: 'create', leadId: answer.leadId, accountId: null, note: input.note ?? null })
    return answer
  }
  if (!row.candidateId) throw refuse('submission.no_candidate')
  if (row.candidateType === 'account') {
    const channel = await channelOf(ctx, row.channelId)
    await emit(ctx, 'account.inquired', row.candidateId, { submissionId: row.id, channelKind: channel.kind, channel: channel.name })
    return await settle('merged', 'submission.merged_by', { accountId: row.candidateId })
  }
  const own = await importable(ctx)
  const facts = readable(row, own)
  // What a raw lead says of fields that no longer take it is left with the raw lead.
  const { values: custom } = await judgedCustom(ctx, 'lead', { given: factsOfRaw(row.raw, own, row.mapping).custom, places: null })
  if (facts)
    await completeLead(ctx, {
      leadId: row.candidateId,
      facts: { ...facts, custom },
      submissionId: row.id,
      channel: await channelOf(ctx, row.channelId),
      verdict: null,
    })
  return await settle('merged', 'submission.merged_by', { leadId: row.candidateId })
}

/** A raw lead that failed or was rejected, with corrected facts: taken in as if it came now, under its own row. */
export async function replaySubmission(ctx: Ctx, input: { id: string; facts: RawFacts }): Promise<Answer> {
  const row = await waiting(ctx, input.id, ['failed', 'rejected'])
  return await receiveAnew(ctx, row.id, { ...row, channel: await channelOf(ctx, row.channelId), facts: input.facts }, true)
}
