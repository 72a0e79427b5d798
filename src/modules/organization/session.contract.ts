// Signing in, who I am, and where else I am signed in.
import { Id, Instant, line, MEMBER, PUBLIC, route, z } from '#core/contract.ts'

export const Scope = z.enum(['own', 'department', 'subtree', 'all'])

export const Me = z.object({
  memberId: Id,
  name: z.string(),
  title: z.string(),
  department: z.string(),
  locale: z.enum(['zh-CN', 'en']),
  roles: z.array(z.string()),
  permissions: z.record(z.string(), Scope),
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
  createdAt: Instant,
  lastSeenAt: Instant,
  current: z.boolean(),
})

export const sessionContract = {
  signIn: route('POST', '/session', PUBLIC, 'Sign in with phone or username and password', [
    'identity.wrong_login',
    'identity.locked',
    'identity.tenant_closed',
  ])
    .input(z.object({ login: line(60), password: z.string().min(1).max(200), deviceName: z.string().max(80).nullish() }))
    .output(z.object({ ok: z.literal(true) })),
  signOut: route('DELETE', '/session', MEMBER, 'Sign out on this device', [], { evenReadOnly: true, waiting: true }).output(
    z.object({ ok: z.literal(true) }),
  ),
  me: route('GET', '/me', MEMBER, 'Who I am, what I may, and the server’s clock', [], { waiting: true }).output(Me),
  changePassword: route('PUT', '/me/password', MEMBER, 'Change my password; my other devices are signed out', [
    'identity.wrong_password',
    'identity.password_short',
  ])
    .input(z.object({ current: z.string().min(1).max(200), next: z.string().min(1).max(200) }))
    .output(z.object({ ok: z.literal(true) })),
  setLocale: route('PUT', '/me/locale', MEMBER, 'Choose my language', [], { waiting: true })
    .input(z.object({ locale: z.enum(['zh-CN', 'en']) }))
    .output(z.object({ ok: z.literal(true) })),
  sessions: route('GET', '/me/sessions', MEMBER, 'Devices on which I am signed in').output(z.object({ items: z.array(Session) })),
  revokeSession: route('DELETE', '/me/sessions/{id}', MEMBER, 'Sign out another device; effective within 5 s', ['common.not_found'], {
    evenReadOnly: true,
  })
    .input(z.object({ id: z.string().max(80) }))
    .output(z.object({ ok: z.literal(true) })),
}
