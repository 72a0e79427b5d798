// better-auth as we use it: users, sessions, one-time codes, second factor, in schema auth. Its own limits are off: ours hold over
// all processes (identity-limits.ts). Its clock is the real one: a session or a code is not a matter of the tenant's time.
import { betterAuth } from 'better-auth'
import { genericOAuth, phoneNumber, twoFactor, username } from 'better-auth/plugins'
import type { GenericOAuthConfig } from 'better-auth/plugins/generic-oauth'
import type pg from 'pg'
import { MIN_PASSWORD } from './passwords.ts'

const CODE_SECONDS = 300
const CODE_TRIES = 3

interface AuthOptions {
  pool: pg.Pool
  secret: string
  /** Carries a one-time code to a phone. Must return at once: how long it takes would tell whether the phone is known. */
  sendCode?: (phone: string, code: string) => void
  /** A company's own provider: an instance for it alone. */
  provider?: GenericOAuthConfig
}

export type Auth = ReturnType<typeof makeAuth>

export function makeAuth({ pool, secret, sendCode, provider }: AuthOptions) {
  return betterAuth({
    appName: 'Fieldloop',
    database: pool,
    secret,
    baseURL: 'http://127.0.0.1',
    telemetry: { enabled: false },
    logger: { disabled: true }, // it would name phones
    emailAndPassword: { enabled: true, minPasswordLength: MIN_PASSWORD, autoSignIn: false },
    account: {
      // An account of a company's provider belongs to a user only because that user, signed in, said so: trusted is that word, never an e-mail.
      accountLinking: {
        enabled: true,
        disableImplicitLinking: true,
        allowDifferentEmails: true,
        trustedProviders: provider ? [provider.providerId] : [],
      },
    },
    session: {
      expiresIn: 30 * 24 * 3600,
      updateAge: 24 * 3600,
      additionalFields: {
        tenantId: { type: 'string', required: false, input: false },
        boundTenantId: { type: 'string', required: false, input: false },
        deviceKey: { type: 'string', required: false, input: false },
        deviceName: { type: 'string', required: false, input: false },
      },
    },
    advanced: { cookiePrefix: 'fieldloop', useSecureCookies: false, disableOriginCheck: true },
    rateLimit: { enabled: false },
    plugins: [
      username({ minUsernameLength: 2, maxUsernameLength: 40, usernameValidator: (name) => /^[a-z0-9._-]+$/.test(name) }),
      phoneNumber({
        otpLength: 6,
        expiresIn: CODE_SECONDS,
        allowedAttempts: CODE_TRIES,
        sendOTP: ({ phoneNumber, code }) => sendCode?.(phoneNumber, code),
      }),
      twoFactor({ issuer: 'Fieldloop', accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 900 } }),
      genericOAuth({ config: provider ? [provider] : [] }),
    ],
  })
}
