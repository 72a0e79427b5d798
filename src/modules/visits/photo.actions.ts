// 现场照: a challenge first, then a live frame; the server checks both and burns the watermark.
import { createHash, randomInt } from 'node:crypto'
import type { Instant } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { type Datum, type Point, toWgs84 } from '#core/geo.ts'
import { uuidv7 } from '#core/ids.ts'
import { burnCaption } from '#core/images.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { chainEvidence, judgeBytes, storeFile } from '#modules/files/index.ts'
import { zone } from '#modules/organization/index.ts'
import {
  CHALLENGE_LENGTH,
  CHALLENGE_LETTERS,
  challengeEnds,
  challengeVerdict,
  NO_CHALLENGE,
  verifyCode,
  watermarkOf,
} from './photo.rule.ts'
import * as store from './proof.store.ts'
import type { SopStep } from './sop.rule.ts'
import { depth, emitStep, runningVisit, stepNamed } from './step.actions.ts'
import { photoOf } from './visit.actions.ts'
import { markSuspect, type StopRow, saveProgress, type VisitRow, viewStop } from './visit.store.ts'

async function photoStep(ctx: Ctx, id: string, key: string): Promise<{ row: VisitRow; steps: SopStep[]; step: SopStep }> {
  const { row, steps } = await runningVisit(ctx, id)
  const step = stepNamed(steps, key)
  if (step.type !== 'photo') throw invalid('visit.step_wrong_type', { step: step.key, type: step.type })
  return { row, steps, step }
}

export async function photoChallenge(ctx: Ctx, input: { id: string; step: string }) {
  const { row, step } = await photoStep(ctx, input.id, input.step)
  const issued = { issuedAt: ctx.now.toISOString(), expiresAt: challengeEnds(ctx.now).toISOString() }
  const challenge = { id: uuidv7(), code: newCode(), stepKey: step.key, memberId: memberOf(ctx), ...issued }
  while (!(await store.insertChallenge(ctx, row.id, challenge))) challenge.code = newCode()
  const stop = await stopOf(ctx, row.id)
  const arrival = (await store.positionsOf(ctx, row.id)).findLast((position) => position.kind === 'in')
  const watermark = await captionFacts(ctx, stop, ctx.now, arrival ?? null, arrival?.accuracyM ?? null)
  return { id: challenge.id, code: challenge.code, ...issued, watermark }
}

const newCode = (): string =>
  Array.from({ length: CHALLENGE_LENGTH }, () => CHALLENGE_LETTERS[randomInt(CHALLENGE_LETTERS.length)]).join('')

async function stopOf(ctx: Ctx, id: string): Promise<StopRow> {
  const stop = await viewStop(ctx, id)
  if (!stop) throw notFound('visit')
  return stop
}

async function captionFacts(ctx: Ctx, stop: StopRow, at: Instant, point: Point | null, accuracyM: number | null) {
  return watermarkOf({
    at,
    zone: await zone(ctx),
    account: stop.subjectName,
    place: stop.city ?? stop.address,
    point,
    accuracyM,
    rep: stop.ownerName,
  })
}

export interface PhotoInput {
  id: string
  step: string
  file: File
  challenge?: string | undefined
  sha256: string
  capturedAt: string
  lat?: number | undefined
  lng?: number | undefined
  accuracyM?: number | undefined
  datum: 'wgs84' | 'gcj02' | 'bd09'
  offline: boolean
}

export async function addPhoto(ctx: Ctx, input: PhotoInput) {
  const { row, steps, step } = await photoStep(ctx, input.id, input.step)
  const memberId = memberOf(ctx)
  const code = input.challenge?.trim().toUpperCase() ?? NO_CHALLENGE
  const bytes = new Uint8Array(await input.file.arrayBuffer())
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const twins = await store.photosWithHash(ctx, sha256)
  const challenge = await store.challengeOf(ctx, row.id, code)
  // Sent again because the answer got lost: the same frame under the same word is the same photo.
  const again = twins.find((photo) => photo.visitId === row.id && photo.challenge === code)
  if (again) return photoOf(again)
  // Without a network there is no word to ask for: the photo counts, and says of itself that it was taken so.
  const wordless = input.offline && input.challenge === undefined
  const verdict = challengeVerdict(challenge, { stepKey: step.key, memberId, at: takenAt(ctx, input) })
  if (!wordless && (!challenge || verdict !== 'good')) throw refuse(`photo.challenge_${verdict}`, { code }, 422)
  await judgeBytes({ bytes, name: input.file.name, purpose: 'visit_photo' })
  if (sha256 !== input.sha256) throw invalid('photo.hash_differs')

  const photo = await drawnAndStored(ctx, { row, input, code, sha256, bytes })
  if (challenge) await store.spendChallenge(ctx, challenge.id)
  await store.insertPhoto(ctx, row.id, { ...photo, stepKey: step.key }, memberId)
  if (twins.some((other) => other.visitId !== row.id)) await markSuspect(ctx, row.id, 'photo_reused')
  await countPhoto(ctx, row, steps, step, input)
  await emit(ctx, 'visit.photo_taken', row.id, {
    memberId,
    photoId: photo.id,
    fileId: photo.fileId,
    step: step.key,
    originalSha256: sha256,
    verifyCode: photo.verifyCode,
  })
  // Proofs of a tenant queue at the chain: last, so that nobody waits for the drawing.
  await chainEvidence(ctx, photo.fileId, {
    visitId: row.id,
    step: step.key,
    memberId,
    siteId: row.siteId,
    originalSha256: sha256,
    challenge: code,
    capturedAt: input.capturedAt,
    recordedAt: photo.recordedAt,
    lat: photo.lat,
    lng: photo.lng,
    accuracyM: photo.accuracyM,
  })
  return photoOf({ ...photo, stepKey: step.key })
}

/** The server's time, or the device's where it was taken without a network; never in the future. */
const takenAt = (ctx: Ctx, sent: { capturedAt: string; offline: boolean }): Instant =>
  sent.offline && sent.capturedAt < ctx.now.toISOString() ? sent.capturedAt : ctx.now

async function drawnAndStored(
  ctx: Ctx,
  { row, input, code, sha256, bytes }: { row: VisitRow; input: PhotoInput; code: string; sha256: string; bytes: Uint8Array },
): Promise<Omit<store.PhotoRow, 'stepKey'>> {
  const point =
    input.lat === undefined || input.lng === undefined
      ? null
      : toWgs84({ lat: input.lat, lng: input.lng }, input.datum.toUpperCase() as Datum)
  const stop = await stopOf(ctx, row.id)
  const caption = await captionFacts(ctx, stop, takenAt(ctx, input), point, input.accuracyM ?? null)
  const seal = verifyCode(code, sha256)
  const drawn = await burnCaption(bytes, {
    head: caption.time,
    beside: [caption.day, input.offline ? '时间来自手机，没有网络' : '时间来自服务器'],
    lines: [caption.account, ...(caption.place ? [caption.place] : [])],
    left: caption.rep,
    right: `验真码 ${seal}`,
  }).catch(() => {
    throw invalid('photo.unreadable')
  })
  const file = await storeFile(ctx, {
    bytes: drawn.bytes,
    name: `${code}.jpg`,
    purpose: 'visit_photo',
    subjectType: 'visit',
    subjectId: row.id,
  })
  return {
    id: uuidv7(),
    fileId: file.id,
    originalSha256: sha256,
    challenge: code,
    verifyCode: seal,
    capturedAt: input.capturedAt,
    recordedAt: ctx.now.toISOString(),
    offline: input.offline,
    lat: point?.lat ?? null,
    lng: point?.lng ?? null,
    accuracyM: input.accuracyM ?? null,
    width: drawn.width,
    height: drawn.height,
  }
}

/** One more photo of the step; the step is done, and told, the moment it has enough. */
async function countPhoto(ctx: Ctx, row: VisitRow, steps: SopStep[], step: SopStep, input: PhotoInput): Promise<void> {
  const photos = (await store.photosOf(ctx, row.id)).filter((photo) => photo.stepKey === step.key)
  await store.saveStep(ctx, row.id, {
    key: step.key,
    type: step.type,
    status: 'done',
    count: photos.length,
    facts: { photoIds: photos.map((photo) => photo.id) },
    capturedAt: input.capturedAt,
    offline: input.offline,
  })
  await saveProgress(ctx, row.id, await depth(ctx, row.id, steps))
  if (photos.length === step.min) await emitStep(ctx, row, step, { photos: photos.length })
}
