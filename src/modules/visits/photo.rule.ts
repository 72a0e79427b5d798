// 拍照口令. A word issued for one photo of one step; burnt into the picture, so that an old picture cannot carry it.
import { dayOf, type Instant, MINUTE, msOf, timeOf, weekdayOf } from '#core/calendar.ts'
import type { Point } from '#core/geo.ts'

export const CHALLENGE_MINUTES = 5
/** No 0 O 1 I L: read off a picture, a word must not be mistaken. */
export const CHALLENGE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export const CHALLENGE_LENGTH = 4

export const challengeEnds = (issuedAt: Instant): Date => new Date(msOf(issuedAt) + CHALLENGE_MINUTES * MINUTE)

export type ChallengeFacts = { stepKey: string; memberId: string; issuedAt: string; expiresAt: string; usedAt: string | null }

/** Whether a challenge stands for this photo. A photo taken without a network counts by when the device took it. */
export function challengeVerdict(
  challenge: ChallengeFacts | undefined,
  photo: { stepKey: string; memberId: string; at: Instant },
): 'good' | 'unknown' | 'used' | 'expired' {
  if (!challenge || challenge.stepKey !== photo.stepKey || challenge.memberId !== photo.memberId) return 'unknown'
  if (challenge.usedAt) return 'used'
  const at = msOf(photo.at)
  return at <= msOf(challenge.expiresAt) && at >= msOf(challenge.issuedAt) ? 'good' : 'expired'
}

/** Stands in place of the word where none could be asked for. Too long to be one. */
export const NO_CHALLENGE = 'OFFLINE'

/** What anybody can compare: the challenge and the first eight digits of the original's hash. */
export const verifyCode = (code: string, sha256: string): string => `${code}·${sha256.slice(0, 4)}·${sha256.slice(4, 8)}`.toUpperCase()

const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']

/** The words of the watermark, in the tenant's zone. Chinese: it is evidence in the company's language. */
export function watermarkOf(facts: {
  at: Instant
  zone: string
  account: string
  place: string | null
  point: Point | null
  accuracyM: number | null
  rep: string
}): { time: string; day: string; account: string; place: string | null; rep: string } {
  const day = dayOf(facts.at, facts.zone)
  const where = facts.point
    ? `${facts.point.lat.toFixed(5)}, ${facts.point.lng.toFixed(5)}${facts.accuracyM === null ? '' : `，±${Math.round(facts.accuracyM)} 米`}`
    : null
  const place = [facts.place, where].filter((part) => part !== null && part !== '').join('，')
  return {
    time: timeOf(facts.at, facts.zone),
    day: `${day} ${weekdays[weekdayOf(day) - 1]}`,
    account: facts.account,
    place: place || null,
    rep: facts.rep,
  }
}
