// 归集: every channel ends here. A raw lead is kept as received and becomes a lead, part of one, a question for a person, or a no with its reason.
import { createHash } from 'node:crypto'
import type { Ctx } from '#core/context.ts'
import { uuidv7 } from '#core/ids.ts'
import { policy } from '#core/policies.ts'
import { type MatchVerdict, match, matchPolicy } from '#modules/accounts/index.ts'
import { judgedCustom } from '#modules/organization/index.ts'
import { tenantDay } from '#modules/pools/index.ts'
import { clean, type Facts, keysOf, partyOf } from './arrival.actions.ts'
import {
  type Answer,
  accept,
  type Batch,
  type Incoming,
  type IntakeOptions,
  learn,
  letGo,
  newBatch,
  type Read,
  type Settle,
  writeBatch,
} from './batch.actions.ts'
import { eligibleReps } from './capability.actions.ts'
import { type Known, lockKeys, type NewSubmission, type Replay, viewIntake, viewKnown } from './intake.store.ts'

/** The same bytes under the same channel are the same raw lead. */
export const hashOf = (raw: Record<string, unknown>): Buffer => createHash('sha256').update(JSON.stringify(raw)).digest()

/** One raw lead. */
export async function receiveSubmission(ctx: Ctx, incoming: Incoming, options: IntakeOptions): Promise<Answer> {
  const [answer] = await receiveSubmissions(ctx, [incoming], options)
  if (!answer) throw new Error('an arrival got no answer')
  return answer
}

/** Many raw leads in order; each is matched against all known and against those before it. */
export async function receiveSubmissions(ctx: Ctx, list: readonly Incoming[], options: IntakeOptions): Promise<Answer[]> {
  const reads = await judged(ctx, list.map(readOf))
  const batch = await openBatch(ctx, reads, options)
  const answers: Answer[] = []
  for (const read of reads) answers.push(await decide(ctx, batch, read, newSubmission(ctx, read), options))
  await writeBatch(ctx, batch)
  return answers
}

export type Rehearsal = (ctx: Ctx, list: readonly Incoming[]) => Promise<Answer[]>

/** What would become of raw leads that come in runs: decided like the real ones, all earlier runs in mind; nothing is written, nobody waits. */
export function rehearsal(to: IntakeOptions['to']): Rehearsal {
  const options: IntakeOptions = { to, rehearsed: true }
  let batch: Batch | undefined
  return async (ctx, list) => {
    const reads = await judged(ctx, list.map(readOf))
    batch = await look(ctx, reads, options, batch)
    const answers: Answer[] = []
    for (const read of reads) answers.push(await decide(ctx, batch, read, newSubmission(ctx, read), options))
    letGo(batch)
    return answers
  }
}

/** A raw lead that is here already and is taken in after all, under its own row. `matched`: it may still turn out to be a double. */
export async function receiveAnew(ctx: Ctx, submissionId: string, incoming: Incoming, matched: boolean): Promise<Answer> {
  const [judgedRead] = await judged(ctx, [readOf(incoming)])
  const read = { ...(judgedRead as Read), known: !matched }
  const options: IntakeOptions = { to: 'rules' }
  const batch = await openBatch(ctx, [read], options)
  batch.replays.clear()
  batch.anew = { ...newSubmission(ctx, read), id: submissionId }
  const answer = await decide(ctx, batch, read, batch.anew, options)
  await writeBatch(ctx, batch)
  return answer
}

/** What was read out of a raw lead. What cannot even be read fails and waits for a person; nothing of it is lost. */
function readOf(incoming: Incoming): Read {
  const hash = hashOf(incoming.raw)
  try {
    const cleaned = clean(incoming.facts)
    if ('reason' in cleaned) return { incoming, hash, facts: null, refusal: cleaned.reason, keys: [] }
    return { incoming, hash, facts: cleaned.facts, refusal: null, keys: keysOf(cleaned.facts) }
  } catch (error) {
    return {
      incoming,
      hash,
      facts: null,
      failed: true,
      refusal: { code: 'intake.failed', params: { error: String((error as Error).message).slice(0, 200) } },
      keys: [],
    }
  }
}

/** The company's own fields of each, judged by its registry: what is wrong with one of them keeps the raw lead from being a lead. */
async function judged(ctx: Ctx, reads: Read[]): Promise<Read[]> {
  const done: Read[] = []
  for (const read of reads) {
    if (!read.facts) {
      done.push(read)
      continue
    }
    const { values, problem } = await judgedCustom(ctx, 'lead', {
      given: read.incoming.facts.custom,
      places: [read.incoming.channel.kind],
    })
    done.push(problem ? { ...read, facts: null, refusal: problem, keys: [] } : { ...read, facts: { ...read.facts, custom: values } })
  }
  return done
}

async function openBatch(ctx: Ctx, reads: readonly Read[], options: IntakeOptions): Promise<Batch> {
  const locks = reads.flatMap(({ incoming, hash, keys }) => [
    ...keys,
    `raw:${incoming.channel.id}/${hash.toString('hex')}`,
    ...(incoming.externalId ? [externalKey(incoming)] : []),
  ])
  await lockKeys(ctx, locks, options.bulk ?? false)
  return await look(ctx, reads, options)
}

/** One look at what decides these arrivals: was it here, who shares a key, how loaded the reps are. */
async function look(ctx: Ctx, reads: readonly Read[], options: IntakeOptions, before?: Batch): Promise<Batch> {
  const day = await tenantDay(ctx)
  const eligible = options.to === 'rules' ? await eligibleReps(ctx) : []
  const view = await viewIntake(ctx, {
    channelIds: [...new Set(reads.map(({ incoming }) => incoming.channel.id))],
    hashes: reads.map(({ hash }) => hash),
    externalIds: reads.flatMap(({ incoming }) => incoming.externalId ?? []),
    keys: reads.flatMap(({ keys }) => keys),
    day,
    memberIds: eligible.map((rep) => rep.memberId),
  })
  // most arrivals share no key with anybody: only for the others it is worth asking who that is
  const matched = [...new Set(view.matched.map(({ key }) => key))]
  const known = matched.length > 0 ? await viewKnown(ctx, matched) : []
  if (!before) return newBatch(view, known, eligible, day)
  learn(before, view, known)
  return before
}

const externalKey = ({ channel, externalId }: Incoming): string => `external:${channel.id}/${externalId}`

const newSubmission = (ctx: Ctx, { incoming, hash, refusal, failed }: Read): NewSubmission => ({
  id: uuidv7(),
  channelId: incoming.channel.id,
  campaignId: incoming.campaignId ?? null,
  externalId: incoming.externalId ?? null,
  hash,
  raw: incoming.raw,
  mapping: incoming.mapping ?? null,
  receivedAt: ctx.now.toISOString(),
  state: failed ? 'failed' : 'rejected',
  reason: refusal,
  leadId: null,
  accountId: null,
  candidateType: null,
  candidateId: null,
})

const nothing = {
  leadId: null,
  accountId: null,
  number: null,
  grade: null,
  points: null,
  segment: null,
  ownerId: null,
  ownerName: null,
  poolId: null,
}

async function decide(ctx: Ctx, batch: Batch, read: Read, submission: NewSubmission, options: IntakeOptions): Promise<Answer> {
  const { incoming, hash, facts } = read
  const key = `${incoming.channel.id}/${hash.toString('hex')}`
  const before = batch.replays.get(key)
  if (before) return replayed(before)
  if (submission !== batch.anew) batch.submissions.push(submission)
  const settle: Settle = (state, more, answer) => {
    Object.assign(submission, { state, ...more })
    const replay: Replay = { ...submission, submissionId: submission.id, hash: hash.toString('hex') }
    batch.replays.set(key, replay)
    if (incoming.externalId) batch.replays.set(externalKey(incoming), replay)
    const { reason, leadId, accountId } = submission
    return { ...nothing, fate: state, reason, submissionId: submission.id, replay: false, leadId, accountId, ...answer }
  }
  const sameId = incoming.externalId ? batch.replays.get(externalKey(incoming)) : undefined
  if (sameId?.leadId) {
    const reason = { code: 'intake.same_external_id', params: { externalId: incoming.externalId } }
    return settle('merged', { leadId: sameId.leadId, reason }, {})
  }
  if (!facts) return settle(submission.state, {}, {})
  const found = read.known ? null : await bestMatch(ctx, batch, facts, read.keys)
  if (found) return settleMatch(batch, submission, incoming, facts, found, settle)
  return await accept(ctx, batch, { ...read, facts }, submission, options, settle)
}

function replayed(before: Replay): Answer {
  const reason = before.reason ?? { code: 'intake.same_row', params: {} }
  return {
    ...nothing,
    fate: before.state,
    reason,
    submissionId: before.submissionId,
    leadId: before.leadId,
    accountId: before.accountId,
    replay: true,
  }
}

type Found = { known: Known; verdict: MatchVerdict }

/** The known record most like it, if any is the same or may be. */
async function bestMatch(ctx: Ctx, batch: Batch, facts: Facts, keys: readonly string[]): Promise<Found | null> {
  const candidates = new Map(
    keys.flatMap((key) => batch.known.get(key) ?? []).map((known) => [`${known.type}/${known.id}/${known.phone}`, known]),
  )
  if (candidates.size === 0) return null
  const limits = await policy(ctx, matchPolicy)
  const party = partyOf(facts)
  const rank = { same: 2, maybe: 1, different: 0 }
  const [best] = [...candidates.values()]
    .map((known) => ({ known, verdict: match(party, known, limits) }))
    .filter(({ verdict }) => verdict.decision !== 'different')
    .sort((a, b) => rank[b.verdict.decision] - rank[a.verdict.decision] || b.verdict.score - a.verdict.score)
  return best ?? null
}

/** What the lead knows once this is merged into it: the next arrival may meet it by the new phone alone. */
function fillKnown(batch: Batch, known: Known, facts: Facts): void {
  const filled: Known = {
    ...known,
    phone: known.phone ?? facts.contactPhone,
    email: known.email ?? facts.contactEmail,
    usci: known.usci ?? facts.usci,
    region: known.region ?? facts.city ?? facts.province,
  }
  const party = {
    company: known.name,
    contactPhone: filled.phone,
    contactEmail: filled.email,
    usci: filled.usci,
    city: filled.region,
    province: null,
  }
  for (const key of keysOf(party)) {
    const others = (batch.known.get(key) ?? []).filter((one) => one.id !== known.id)
    batch.known.set(key, [...others, { ...filled, key }])
  }
}

function settleMatch(batch: Batch, submission: NewSubmission, incoming: Incoming, facts: Facts, found: Found, settle: Settle): Answer {
  const { known, verdict } = found
  const held = { ownerId: known.ownerId, ownerName: known.ownerName }
  const params = { name: known.name, score: verdict.score, owner: known.ownerName ?? '' }
  if (verdict.decision === 'maybe') {
    const code = known.type === 'lead' ? 'intake.maybe_lead' : 'intake.maybe_account'
    return settle('in_review', { reason: { code, params }, candidateType: known.type, candidateId: known.id }, held)
  }
  if (known.type === 'account') {
    batch.inquiries.push({ accountId: known.id, submissionId: submission.id, channel: incoming.channel })
    return settle('merged', { reason: { code: 'intake.is_account', params }, accountId: known.id }, held)
  }
  batch.merges.push({ leadId: known.id, facts, submissionId: submission.id, channel: incoming.channel, verdict })
  fillKnown(batch, known, facts)
  return settle('merged', { reason: { code: known.ownerId ? 'intake.is_held_lead' : 'intake.is_lead', params }, leadId: known.id }, held)
}
