// The ways in: password, one-time code by SMS, second factor. None tells, by words or by time, whether an account exists.
import { randomBytes } from 'node:crypto'
import { sql } from './db.ts'
import type { Auth } from './identity-auth.ts'
import { allowCode, beginTry, type Db, hashOf, spendOnce, usedCode } from './identity-limits.ts'
import { type Device, noteTry, type Sessions, signedCookie } from './identity-sessions.ts'
import { mustBeGoodPassword } from './passwords.ts'
import { type Refusal, refuse } from './refuse.ts'

/** `next`: in, or the second factor is still asked for (the cookies carry the challenge, ten minutes long). */
export interface SignedIn {
  cookies: string[]
  userId: string
  next: 'in' | 'second_factor'
}

const CHALLENGE_SECONDS = 600
const COOKIE = 'fieldloop.two_factor'

/** A phone as typed in China, as E.164: `13812342046` → `+8613812342046`. */
export function chinese(phone: string): string {
  const digits = phone.replace(/[\s-]/g, '')
  return digits.startsWith('+') ? digits : `+86${digits}`
}

const looksLikePhone = (typed: string): boolean => /^\+?\d{6,}$/.test(typed.replaceAll(' ', ''))

const codeOf = (error: unknown): string => (error as { body?: { code?: string } })?.body?.code ?? ''

/** The library's words for what is wrong with a code, in ours; anything else is a bug and stays one. */
function refusalOf(error: unknown): Refusal | unknown {
  const code = codeOf(error)
  if (code === 'OTP_EXPIRED') return refuse('sign_in.code_expired', {}, 401)
  if (code === 'OTP_NOT_FOUND' || code === 'TOO_MANY_ATTEMPTS') return refuse('sign_in.code_used', {}, 401)
  if (code === 'INVALID_OTP' || code === 'FAILED_TO_UPDATE_USER') return refuse('sign_in.code_wrong', {}, 401)
  if (code === 'INVALID_CODE' || code === 'TOTP_NOT_ENABLED') return refuse('sign_in.second_factor_wrong', {}, 401)
  if (code === 'INVALID_BACKUP_CODE' || code === 'BACKUP_CODES_NOT_ENABLED') return refuse('sign_in.recovery_wrong', {}, 401)
  if (code === 'INVALID_TWO_FACTOR_COOKIE' || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE')
    return refuse('sign_in.challenge_gone', {}, 401)
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED') return refuse('identity.locked', { seconds: 900 }, 429)
  return error
}

/** `given`: by somebody else. */
export async function savePassword(db: Db, userId: string, hash: string, given = false): Promise<void> {
  await db.run(sql`with u as (update auth."user" set "passwordGiven" = ${given} where id = ${userId})
    update auth.account set password = ${hash}, "updatedAt" = now() where "userId" = ${userId} and "providerId" = 'credential'`)
}

export function waysIn(auth: Auth, db: Db, sessions: Sessions, secret: string) {
  // An unknown login costs the same hash as a known one.
  const nobody = auth.$context.then(({ password }) => password.hash(randomBytes(16).toString('hex')))
  nobody.catch(() => {})

  async function userOf(login: string): Promise<{ id: string; password: string | null } | undefined> {
    const phone = looksLikePhone(login) ? chinese(login) : null
    return await db.row(sql`select u.id, (select a.password from auth.account a where a."userId" = u.id and a."providerId" = 'credential') as password
      from auth."user" u where case when ${phone}::text is null then u.username = ${login.toLowerCase()} else u."phoneNumber" = ${phone} end`)
  }

  async function secondFactorOf(userId: string): Promise<boolean> {
    const row = await db.row<{ on: boolean }>(sql`select "twoFactorEnabled" as on from auth."user" where id = ${userId}`)
    return row?.on === true
  }

  /** In, or on to the second factor. */
  async function goOn(userId: string, way: 'password' | 'code', device: Device): Promise<SignedIn> {
    await sessions.mustBeOpen(userId)
    if (!(await secondFactorOf(userId))) {
      await noteTry(db, userId, way, 'in', device)
      return { cookies: [(await sessions.open(userId, device)).cookie], userId, next: 'in' }
    }
    const { internalAdapter } = await auth.$context
    const identifier = `2fa-${randomBytes(15).toString('base64url')}`
    const expiresAt = new Date(Date.now() + CHALLENGE_SECONDS * 1000)
    await internalAdapter.createVerificationValue({ identifier, value: userId, expiresAt })
    await internalAdapter.createVerificationValue({ identifier: `2fa-attempts-${identifier}`, value: '0', expiresAt })
    await noteTry(db, userId, way, 'half', device)
    return { cookies: [signedCookie(COOKIE, identifier, secret, CHALLENGE_SECONDS)], userId, next: 'second_factor' }
  }

  /** The user whose phone got this code; the code is spent by it. */
  async function spendCode(phone: string, code: string, device: Device): Promise<string> {
    const attempt = await beginTry(db, hashOf(phone), device.ip)
    const spent = await auth.api
      .verifyPhoneNumber({ body: { phoneNumber: phone, code, disableSession: true } })
      .catch(async (error: unknown) => {
        await noteTry(db, (await userOf(phone))?.id ?? null, 'code', 'refused', device)
        throw refusalOf(error)
      })
    await attempt.succeeded()
    return (spent as { user: { id: string } }).user.id
  }

  return {
    async signIn({ login, password, ...device }: Device & { login: string; password: string }): Promise<SignedIn> {
      const typed = login.trim()
      const attempt = await beginTry(db, hashOf(looksLikePhone(typed) ? chinese(typed) : typed.toLowerCase()), device.ip)
      const user = await userOf(typed)
      const { password: check } = await auth.$context
      const right = await check.verify({ hash: user?.password ?? (await nobody), password })
      if (!user?.password || !right) {
        await noteTry(db, user?.id ?? null, 'password', 'refused', device)
        throw refuse('identity.wrong_login', {}, 401)
      }
      await attempt.succeeded()
      return await goOn(user.id, 'password', device)
    },
    /** Sends a code if the phone is somebody's; the answer is the same if it is not, and does not wait for the carrier. */
    async requestCode(phone: string, ip: string): Promise<void> {
      const number = chinese(phone)
      await allowCode(db, number, ip)
      // A code that is asked for again makes the earlier one worthless.
      await db.run(sql`delete from auth.verification where identifier = ${`phone-number-otp-${number}`}`)
      await auth.api.sendPhoneNumberOTP({ body: { phoneNumber: number } })
    },
    async signInByCode({ phone, code, ...device }: Device & { phone: string; code: string }): Promise<SignedIn> {
      return await goOn(await spendCode(chinese(phone), code, device), 'code', device)
    },
    /** A new password against a code; every device is signed out. */
    async resetByCode({ phone, code, password, ...device }: Device & { phone: string; code: string; password: string }): Promise<string> {
      mustBeGoodPassword(password, [phone])
      const userId = await spendCode(chinese(phone), code, device)
      const hash = await (await auth.$context).password.hash(password)
      await savePassword(db, userId, hash)
      await sessions.revokeAll(userId)
      return userId
    },
    /** The second step: a code of the authenticator, or one of the recovery codes. */
    async secondFactor({
      code,
      cookie,
      ...device
    }: Device & { code: string; cookie: string | undefined }): Promise<SignedIn & { way: 'second_factor' | 'recovery' }> {
      // The challenge alone: with a session beside it the library would judge the session's user.
      const challenge = cookie?.split('; ').find((one) => one.startsWith(`${COOKIE}=`))
      if (!challenge) throw refuse('sign_in.challenge_gone', {}, 401)
      const identifier = decodeURIComponent(challenge.slice(COOKIE.length + 1)).replace(/\.[^.]*$/, '')
      const userId =
        (await db.row<{ value: string }>(sql`select value from auth.verification where identifier = ${identifier}`))?.value ?? ''
      const typed = code.replace(/[\s-]/g, '')
      const way = /^\d{6}$/.test(typed) ? 'second_factor' : 'recovery'
      if (await db.row(sql`select 1 from auth.used_code where user_id = ${userId} and code_hash = ${usedCode(userId, typed)}`))
        throw refuse('sign_in.code_used', {}, 401)
      const call = { headers: new Headers({ cookie: challenge }), returnHeaders: true as const }
      const answer = await (way === 'second_factor'
        ? auth.api.verifyTOTP({ body: { code: typed }, ...call })
        : auth.api.verifyBackupCode({ body: { code: `${typed.slice(0, 5)}-${typed.slice(5)}` }, ...call })
      ).catch(async (error: unknown) => {
        await noteTry(db, userId, way, 'refused', device)
        throw refusalOf(error)
      })
      const { token } = answer.response as { token: string }
      if (!(await spendOnce(db, userId, typed))) {
        await db.run(sql`delete from auth.session where token = ${token}`)
        throw refuse('sign_in.code_used', {}, 401)
      }
      await sessions.dress(token, userId, device)
      await noteTry(db, userId, way, 'in', device)
      return { cookies: answer.headers.getSetCookie(), userId, next: 'in', way }
    },
    refusalOf,
  }
}
