// The second factor of a signed-in person: set up, confirmed by a first code, new recovery codes, switched off.
import { sql } from './db.ts'
import type { Auth } from './identity-auth.ts'
import { beginTry, type Db, hashOf, spendOnce } from './identity-limits.ts'
import type { Device, Session, Sessions } from './identity-sessions.ts'
import { invalid, refuse } from './refuse.ts'

export interface SecondFactorState {
  on: boolean
  /** Recovery codes that were not used yet. */
  recoveryLeft: number
}

export interface SecondFactorSetup {
  uri: string
  secret: string
  recoveryCodes: string[]
}

const codeOf = (error: unknown): string => (error as { body?: { code?: string } })?.body?.code ?? ''

export function secondFactors(auth: Auth, db: Db, sessions: Sessions) {
  const call = (cookie: string) => ({ headers: new Headers({ cookie }), returnHeaders: true as const })
  const wrongPassword = (error: unknown): unknown => (/INVALID_PASSWORD/.test(codeOf(error)) ? invalid('identity.wrong_password') : error)

  return {
    async secondFactorState(userId: string): Promise<SecondFactorState> {
      const row = await db.row<{ on: boolean }>(sql`select "twoFactorEnabled" as on from auth."user" where id = ${userId}`)
      if (!row?.on) return { on: false, recoveryLeft: 0 }
      const { backupCodes } = await auth.api.viewBackupCodes({ body: { userId } })
      return { on: true, recoveryLeft: backupCodes.length }
    },
    /** A new secret and recovery codes; it counts once a code of it has been typed. */
    async startSecondFactor(session: Session, cookie: string, password: string): Promise<SecondFactorSetup> {
      const answer = await auth.api.enableTwoFactor({ body: { password, method: 'totp' }, ...call(cookie) }).catch((error: unknown) => {
        if (codeOf(error) === 'TOTP_ALREADY_ENABLED') throw refuse('second_factor.on_already')
        throw wrongPassword(error)
      })
      const { totpURI, backupCodes } = answer.response as { totpURI: string; backupCodes: string[] }
      const user = await db.row<{ username: string }>(sql`select username from auth."user" where id = ${session.userId}`)
      const secret = new URL(totpURI).searchParams.get('secret') as string
      // The library would name the account by its e-mail, which here is none.
      const uri = `otpauth://totp/Fieldloop:${encodeURIComponent(user?.username ?? '')}?secret=${secret}&issuer=Fieldloop`
      return { uri, secret, recoveryCodes: backupCodes }
    },
    /** From here on it is asked for. The session's token changes with it. */
    async confirmSecondFactor(session: Session, cookie: string, code: string, device: Device): Promise<{ cookies: string[] }> {
      if ((await this.secondFactorState(session.userId)).on) throw refuse('second_factor.on_already')
      const answer = await auth.api.verifyTOTP({ body: { code: code.replace(/\s/g, '') }, ...call(cookie) }).catch((error: unknown) => {
        if (codeOf(error) === 'TOTP_NOT_ENABLED') throw refuse('second_factor.not_started')
        if (codeOf(error) === 'INVALID_CODE') throw invalid('sign_in.second_factor_wrong')
        throw error
      })
      sessions.forgetIf((cached) => cached.userId === session.userId)
      const cookies = answer.headers.getSetCookie()
      const token = decodeURIComponent(/session_token=([^;]+)/.exec(cookies.join())?.[1] ?? '').split('.')[0] ?? ''
      await sessions.dress(token, session.userId, device, session.tenantId)
      if (session.device) await db.run(sql`update auth.session set "deviceKey" = ${session.device.key} where token = ${token}`)
      return { cookies }
    },
    /** Of who is signed in, for one act: a code of the authenticator, once. Refuses `identity.locked` and `sign_in.code_used`. */
    async proveSecondFactor(userId: string, cookie: string, code: string, ip: string): Promise<boolean> {
      if (!(await this.secondFactorState(userId)).on) return false
      const typed = code.replace(/\s/g, '')
      const attempt = await beginTry(db, hashOf(`second factor of ${userId}`), ip)
      const right = await auth.api.verifyTOTP({ body: { code: typed }, ...call(cookie) }).catch((error: unknown) => {
        if (codeOf(error) === 'INVALID_CODE') return null
        throw error
      })
      if (!right) return false
      await attempt.succeeded()
      if (!(await spendOnce(db, userId, typed))) throw refuse('sign_in.code_used')
      return true
    },
    async newRecoveryCodes(cookie: string, password: string): Promise<string[]> {
      const answer = await auth.api.generateBackupCodes({ body: { password }, ...call(cookie) }).catch((error: unknown) => {
        if (codeOf(error) === 'TWO_FACTOR_NOT_ENABLED') throw refuse('second_factor.off')
        throw wrongPassword(error)
      })
      return (answer.response as { backupCodes: string[] }).backupCodes
    },
    /** Of a person who lost the device: an administrator or the person, who has shown the password. */
    async dropSecondFactor(userId: string): Promise<boolean> {
      const dropped = await db.run(sql`with off as (update auth."user" set "twoFactorEnabled" = false where id = ${userId})
        delete from auth."twoFactor" where "userId" = ${userId} and verified`)
      sessions.forgetIf((cached) => cached.userId === userId)
      return dropped > 0
    },
  }
}
