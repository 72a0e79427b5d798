// What a visit proves: positions, steps, challenges, photos.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import type { CheckInVerdict } from './fence.rule.ts'

export interface NewPosition {
  visitId: string
  memberId: string
  kind: 'in' | 'out'
  at: string
  capturedAt: string
  verdict: CheckInVerdict
  lat: number
  lng: number
  offline: boolean
  device: Record<string, unknown>
  samples: unknown[]
}

/** Keeps a judged position; the same one sent again is kept once. */
export async function keepPosition(ctx: Ctx, position: NewPosition): Promise<boolean> {
  const { verdict } = position
  const count =
    await ctx.tx.run(sql`insert into visit_position (tenant_id, id, visit_id, member_id, kind, at, captured_at, verdict, reason, lat, lng, accuracy_m, distance_m,
      least_distance_m, metres_to_go, radius_m, suggested_lat, suggested_lng, offline, device, samples)
    values (${ctx.tenantId}, ${uuidv7()}, ${position.visitId}, ${position.memberId}, ${position.kind}, ${position.at}, ${position.capturedAt}, ${verdict.verdict}, ${verdict.reason},
      ${position.lat}, ${position.lng}, ${verdict.accuracyM}, ${verdict.distanceM}, ${verdict.leastDistanceM}, ${finite(verdict.metresToGo)}, ${verdict.radiusM},
      ${verdict.suggestedPoint?.lat ?? null}, ${verdict.suggestedPoint?.lng ?? null}, ${position.offline}, ${JSON.stringify(position.device)}::jsonb, ${JSON.stringify(position.samples)}::jsonb)
    on conflict do nothing`)
  return count === 1
}

const finite = (metres: number | null): number | null => (metres !== null && Number.isFinite(metres) ? metres : null)

export interface PositionRow {
  id: string
  kind: 'in' | 'out'
  at: string
  capturedAt: string
  verdict: 'verified' | 'unverified' | 'rejected'
  reason: string
  lat: number
  lng: number
  accuracyM: number
  distanceM: number | null
  leastDistanceM: number | null
  metresToGo: number | null
  radiusM: number
  offline: boolean
  samples: { lat: number; lng: number; accuracyM: number; at: string }[]
}

export async function positionsOf(ctx: Ctx, visitId: string): Promise<PositionRow[]> {
  return await ctx.tx.rows(sql<PositionRow>`select id, kind, at, captured_at, verdict, reason, lat, lng, accuracy_m, distance_m, least_distance_m, metres_to_go, radius_m, offline, samples
    from visit_position where tenant_id = ${ctx.tenantId} and visit_id = ${visitId} order by at, id`)
}

/** Drops raw samples taken before `before`; what was concluded from them stays. */
export async function dropSamples(ctx: Ctx, before: string, limit: number): Promise<number> {
  return await ctx.tx.run(sql`update visit_position set samples = '[]' where tenant_id = ${ctx.tenantId} and id in (select id from visit_position
    where tenant_id = ${ctx.tenantId} and at < ${before} and samples <> '[]' limit ${limit})`)
}

export interface StepRow {
  stepKey: string
  type: string
  status: 'done' | 'not_possible'
  count: number
  reason: string | null
  note: string | null
  facts: Record<string, unknown>
  capturedAt: string | null
  recordedAt: string
  offline: boolean
}

export async function stepRows(ctx: Ctx, visitId: string): Promise<StepRow[]> {
  return await ctx.tx.rows(sql<StepRow>`select step_key, type, status, count, reason, note, facts, captured_at, recorded_at, offline from visit_step
    where tenant_id = ${ctx.tenantId} and visit_id = ${visitId} order by recorded_at, step_key`)
}

export async function saveStep(
  ctx: Ctx,
  visitId: string,
  step: {
    key: string
    type: string
    status: 'done' | 'not_possible'
    count: number
    reason?: string | null
    note?: string | null
    facts?: Record<string, unknown>
    capturedAt: string | null
    offline: boolean
  },
): Promise<void> {
  await ctx.tx.run(sql`insert into visit_step (tenant_id, visit_id, step_key, type, status, count, reason, note, facts, captured_at, recorded_at, offline)
    values (${ctx.tenantId}, ${visitId}, ${step.key}, ${step.type}, ${step.status}, ${step.count}, ${step.reason ?? null}, ${step.note ?? null},
      ${JSON.stringify(step.facts ?? {})}::jsonb, ${step.capturedAt}, ${ctx.now.toISOString()}, ${step.offline})
    on conflict (tenant_id, visit_id, step_key) do update set status = excluded.status, count = excluded.count, reason = excluded.reason, note = excluded.note,
      facts = excluded.facts, captured_at = excluded.captured_at, recorded_at = excluded.recorded_at, offline = excluded.offline`)
}

export interface ChallengeRow {
  id: string
  code: string
  stepKey: string
  memberId: string
  issuedAt: string
  expiresAt: string
  usedAt: string | null
}

/** Issues a challenge; false when this visit had that very word before. */
export async function insertChallenge(ctx: Ctx, visitId: string, challenge: Omit<ChallengeRow, 'usedAt'>): Promise<boolean> {
  const count = await ctx.tx.run(sql`insert into photo_challenge (tenant_id, id, visit_id, step_key, member_id, code, issued_at, expires_at)
    values (${ctx.tenantId}, ${challenge.id}, ${visitId}, ${challenge.stepKey}, ${challenge.memberId}, ${challenge.code}, ${challenge.issuedAt}, ${challenge.expiresAt})
    on conflict do nothing`)
  return count === 1
}

export async function challengeOf(ctx: Ctx, visitId: string, code: string): Promise<ChallengeRow | undefined> {
  return await ctx.tx.row(sql<ChallengeRow>`select id, code, step_key, member_id, issued_at, expires_at, used_at from photo_challenge
    where tenant_id = ${ctx.tenantId} and visit_id = ${visitId} and code = ${code} for update`)
}

export async function spendChallenge(ctx: Ctx, id: string): Promise<void> {
  await ctx.tx.run(sql`update photo_challenge set used_at = ${ctx.now.toISOString()} where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export interface PhotoRow {
  id: string
  stepKey: string
  fileId: string
  originalSha256: string
  challenge: string
  verifyCode: string
  capturedAt: string
  recordedAt: string
  offline: boolean
  lat: number | null
  lng: number | null
  accuracyM: number | null
  width: number
  height: number
}

export async function insertPhoto(ctx: Ctx, visitId: string, photo: PhotoRow, memberId: string): Promise<void> {
  await ctx.tx.run(sql`insert into visit_photo (tenant_id, id, visit_id, step_key, member_id, file_id, original_sha256, challenge, verify_code, captured_at, recorded_at, offline,
      lat, lng, accuracy_m, width, height)
    values (${ctx.tenantId}, ${photo.id}, ${visitId}, ${photo.stepKey}, ${memberId}, ${photo.fileId}, ${photo.originalSha256}, ${photo.challenge}, ${photo.verifyCode},
      ${photo.capturedAt}, ${photo.recordedAt}, ${photo.offline}, ${photo.lat}, ${photo.lng}, ${photo.accuracyM}, ${photo.width}, ${photo.height})`)
}

const photoColumns = sql`id, step_key, file_id, original_sha256, challenge, verify_code, captured_at, recorded_at, offline, lat, lng, accuracy_m, width, height`

export async function photosOf(ctx: Ctx, visitId: string): Promise<PhotoRow[]> {
  return await ctx.tx.rows(
    sql<PhotoRow>`select ${photoColumns} from visit_photo where tenant_id = ${ctx.tenantId} and visit_id = ${visitId} order by recorded_at, id`,
  )
}

/** Where this very frame was sent before. */
export async function photosWithHash(ctx: Ctx, sha256: string): Promise<(PhotoRow & { visitId: string })[]> {
  return await ctx.tx.rows(sql<PhotoRow & { visitId: string }>`select visit_id, ${photoColumns} from visit_photo
    where tenant_id = ${ctx.tenantId} and original_sha256 = ${sha256} order by recorded_at limit 20`)
}

/** The name of a contact of the account visited; undefined for anybody else's. */
export async function viewContactOf(ctx: Ctx, accountId: string, contactId: string): Promise<string | undefined> {
  const row = await ctx.tx.row(
    sql<{
      name: string
    }>`select c.name from contact c where c.tenant_id = ${ctx.tenantId} and c.account_id = ${accountId} and c.id = ${contactId}`,
  )
  return row?.name
}

/** What a step of a visit recorded, with the words and names that its event leaves out; for later rooms. */
export async function stepResultOf(ctx: Pick<Ctx, 'tx' | 'tenantId'>, visitId: string, stepKey: string): Promise<StepRow | undefined> {
  return await ctx.tx.row(sql<StepRow>`select step_key, type, status, count, reason, note, facts, captured_at, recorded_at, offline from visit_step
    where tenant_id = ${ctx.tenantId} and visit_id = ${visitId} and step_key = ${stepKey}`)
}
