// Signing in, who I am, and where else I am signed in.
import { Id, Instant, line, MEMBER, PUBLIC, route, z } from '#core/contract.ts'
import { badPassword, DeviceName, Password, SignInAnswer } from './sign-in.contract.ts'

export const Scope = z.enum(['own', 'department', 'subtree', 'custom', 'all'])

export const Me = z.object({
  memberId: Id,
  name: z.string(),
  title: z.string(),
  department: z.string(),
  locale: z.enum(['zh-CN', 'en']),
  roles: z.array(z.string()),
  permissions: z.record(z.string(), Scope),
  /** The company asks for a second factor and there is none: nothing else is open until it is set up. */
  secondFactorDue: z.boolean(),
  tenant: z.object({
    id: Id,
    code: z.string(),
    name: z.string(),
    timeZone: z.string(),
    demo: z.boolean(),
    state: z.enum(['active', 'read_only', 'closed']),
  }),
  /** The server's clock; `clockFixed` means it does not tick (tests). */
  now: Instant,
  clockFixed: z.boolean(),
})

export const Session = z.object({
  id: z.string(),
  deviceName: z.string().nullable(),
  userAgent: z.string().nullable(),
  ipAddress: z.string().nullable(),
  createdAt: Instant,
  lastSeenAt: Instant,
  current: z.boolean(),
})

/** What an administrator sees of it: not from where. */
export const MemberSession = Session.omit({ current: true, ipAddress: true })

const open = { beforeSecondFactor: true, waiting: true }

export const sessionContract = {
  me: route('GET', '/me', MEMBER, 'Who I am, what I may, and the server’s clock', [], open).output(Me),
  signIn: route('POST', '/session', PUBLIC, 'Sign in with phone or username and password', [
    'identity.wrong_login',
    'identity.locked',
    'identity.tenant_closed',
  ])
    .input(z.object({ login: line(60), password: Password, deviceName: DeviceName }))
    .output(SignInAnswer),
  signOut: route('DELETE', '/session', MEMBER, 'Sign out on this device', [], { ...open, evenReadOnly: true }).output(
    z.object({ ok: z.literal(true) }),
  ),
  changePassword: route('PUT', '/me/password', MEMBER, 'Change my password; my other devices are signed out', [
    'identity.wrong_password',
    ...badPassword,
  ])
    .input(z.object({ current: Password, next: Password }))
    .output(z.object({ ok: z.literal(true) })),
  setLocale: route('PUT', '/me/locale', MEMBER, 'Choose my language', [], open)
    .input(z.object({ locale: z.enum(['zh-CN', 'en']) }))
    .output(z.object({ ok: z.literal(true) })),
  sessions: route('GET', '/me/sessions', MEMBER, 'Devices on which I am signed in').output(z.object({ items: z.array(Session) })),
  revokeSession: route('DELETE', '/me/sessions/{id}', MEMBER, 'Sign out another device; effective within 5 s', ['common.not_found'], {
    evenReadOnly: true,
  })
    .input(z.object({ id: z.string().max(80) }))
    .output(z.object({ ok: z.literal(true) })),
}
