import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { sql } from '#core/db.ts'
import { setPolicy } from '#core/policies.ts'
import { totp } from '#testing/authenticator.ts'
import { openWorld, PASSWORD, type Person } from '#testing/world.ts'
import { secondFactorPolicy } from './second-factor.policy.ts'
import { isSecondFactorDue, secondFactorDefaults } from './second-factor.rule.ts'

const world = await openWorld()
const company = await world.company()
const auth = new pg.Pool({ connectionString: world.db.authUrl, max: 1 })
auth.on('error', () => {})
after(() => auth.end())

test('the authenticator of these tests shows what RFC 6238 says', () => {
  assert.equal(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 59_000), '287082')
})

/** A client with a cookie jar, as a browser has. */
function client() {
  const jar = new Map<string, string>()
  return async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await world.app().inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(String(line)) ?? []
      if (/Max-Age=0/i.test(String(line))) jar.delete(name as string)
      else jar.set(name as string, value as string)
    }
    return { status: answer.statusCode, body: answer.json() }
  }
}
const password = (person: Person) => ({ login: person.username, password: PASSWORD })

async function protectedPerson(name: string, permissions = {}) {
  const person = await company.member(name, permissions)
  const call = client()
  await call('POST', '/session', password(person))
  const { body } = await call('POST', '/me/second-factor', { password: PASSWORD })
  const { secret, recoveryCodes } = body as { uri: string; secret: string; recoveryCodes: string[] }
  assert.equal((await call('POST', '/me/second-factor/confirm', { code: totp(secret, Date.now() - 30_000) })).status, 200)
  return { person, call, secret, recoveryCodes, uri: body.uri as string }
}

test('set up by password and a first code; from then on the password alone opens nothing', async () => {
  const lin = await company.member('林晓峰', {})
  const call = client()
  await call('POST', '/session', password(lin))
  assert.equal((await call('POST', '/me/second-factor', { password: 'not-it-at-all' })).body.code, 'identity.wrong_password')
  const { body } = await call('POST', '/me/second-factor', { password: PASSWORD })
  assert.equal(body.uri, `otpauth://totp/Fieldloop:${lin.username}?secret=${body.secret}&issuer=Fieldloop`)
  assert.equal(new Set(body.recoveryCodes).size, 10)
  assert.equal((await call('POST', '/me/second-factor/confirm', { code: '000000' })).body.code, 'sign_in.second_factor_wrong')
  assert.equal((await client()('POST', '/session', password(lin))).body.next, 'in', 'not confirmed, not asked for')
  assert.equal((await call('POST', '/me/second-factor/confirm', { code: totp(body.secret) })).status, 200)
  assert.equal((await call('GET', '/me')).status, 200, 'this device stays in')
  assert.deepEqual((await call('GET', '/me/security')).body.secondFactor, { on: true, recoveryLeft: 10, due: false })
  assert.equal((await call('POST', '/me/second-factor', { password: PASSWORD })).body.code, 'second_factor.on_already')

  const other = client()
  assert.equal((await other('POST', '/session', password(lin))).body.next, 'second_factor')
  assert.equal((await other('GET', '/me')).status, 401)
  assert.equal((await other('POST', '/session/second-factor', { code: '000000' })).body.code, 'sign_in.second_factor_wrong')
  const code = totp(body.secret)
  assert.equal((await other('POST', '/session/second-factor', { code })).body.next, 'in')
  assert.equal((await other('GET', '/me')).body.name, '林晓峰')

  const third = client()
  await third('POST', '/session', password(lin))
  const reused = await third('POST', '/session/second-factor', { code })
  assert.deepEqual([reused.body.code, reused.body.detail], ['sign_in.code_used', '这个验证码已用过或已失效。重新获取一个。'])
  assert.equal((await third('GET', '/me')).status, 401)
})

test('a code by SMS asks for the second factor too', async () => {
  const { person, secret } = await protectedPerson('孙倩')
  await auth.query(`update auth."user" set "phoneNumber" = '+8613800005001' where id = $1`, [person.userId])
  const call = client()
  await call('POST', '/session/codes', { phone: '13800005001' })
  for (let i = 0; i < 100 && world.sent.length === 0; i++) await new Promise((next) => setTimeout(next, 10))
  const code = world.sent.at(-1)?.params.code ?? ''
  assert.equal((await call('POST', '/session/by-code', { phone: '13800005001', code })).body.next, 'second_factor')
  assert.equal((await call('GET', '/me')).status, 401)
  assert.equal((await call('POST', '/session/second-factor', { code: totp(secret) })).body.next, 'in')
})

test('each recovery code opens once; new ones end the old ones', async () => {
  const { person, call, recoveryCodes } = await protectedPerson('马骁')
  const [first, second] = recoveryCodes as [string, string]
  const said: unknown[] = []
  for (const code of [first, first, 'xxxxx-yyyyy']) {
    const other = client()
    await other('POST', '/session', password(person))
    const { body } = await other('POST', '/session/second-factor', { code })
    said.push(body.next ?? body.code)
  }
  assert.deepEqual(said, ['in', 'sign_in.code_used', 'sign_in.recovery_wrong'])
  assert.equal((await call('GET', '/me/security')).body.secondFactor.recoveryLeft, 9)
  const fresh = (await call('POST', '/me/second-factor/recovery-codes', { password: PASSWORD })).body.recoveryCodes as string[]
  const other = client()
  await other('POST', '/session', password(person))
  assert.equal((await other('POST', '/session/second-factor', { code: second })).body.code, 'sign_in.recovery_wrong')
  assert.equal((await other('POST', '/session/second-factor', { code: fresh[0] as string })).body.next, 'in')
})

test('five wrong codes end the challenge, ten lock the second factor; without a challenge nothing is judged', async () => {
  const { person, secret } = await protectedPerson('赵敏')
  assert.equal((await client()('POST', '/session/second-factor', { code: totp(secret) })).body.code, 'sign_in.challenge_gone')
  const said: string[] = []
  for (let round = 0; round < 2; round++) {
    const call = client()
    await call('POST', '/session', password(person))
    for (let nth = 0; nth < 6; nth++) said.push((await call('POST', '/session/second-factor', { code: '000000' })).body.code)
  }
  assert.deepEqual(said.slice(0, 6), [...Array(5).fill('sign_in.second_factor_wrong'), 'sign_in.challenge_gone'])
  const call = client()
  await call('POST', '/session', password(person))
  assert.equal((await call('POST', '/session/second-factor', { code: totp(secret) })).body.code, 'identity.locked')
})

test('a challenge is over after ten minutes', async () => {
  const { person, secret } = await protectedPerson('何静')
  const call = client()
  await call('POST', '/session', password(person))
  await auth.query(`update auth.verification set "expiresAt" = now() - interval '1 second' where identifier like '2fa-%'`)
  assert.equal((await call('POST', '/session/second-factor', { code: totp(secret) })).body.code, 'sign_in.challenge_gone')
})

test('an administrator must set it up when the grace is over; until then everything but that is closed', async () => {
  const admin = await company.member('新管理员', { 'member.manage': 'all' }, { role: 'admin-to-be' })
  await company.system((ctx) =>
    ctx.tx.run(sql`insert into member_role (tenant_id, member_id, role_id)
      select ${ctx.tenantId}, ${admin.id}, id from role where tenant_id = ${ctx.tenantId} and code = 'admin'`),
  )
  const rep = await company.member('业务员', {})
  const call = client()
  await call('POST', '/session', password(admin))
  assert.equal((await call('GET', '/members')).status, 200, 'the first week')
  const start = world.clock.now()
  world.clock.set(new Date(start.getTime() + 7 * 86_400_000).toISOString())
  world.house.services().identity.forget()
  const closed = await call('GET', '/members')
  assert.deepEqual([closed.status, closed.body.code], [403, 'identity.second_factor_due'])
  assert.equal((await call('GET', '/me')).body.secondFactorDue, true)
  const asRep = client()
  await asRep('POST', '/session', password(rep))
  assert.equal((await asRep('GET', '/members')).status, 200, 'no administrator')
  const { body } = await call('POST', '/me/second-factor', { password: PASSWORD })
  assert.equal((await call('POST', '/me/second-factor/confirm', { code: totp(body.secret) })).status, 200)
  assert.equal((await call('GET', '/members')).status, 200)
  assert.equal((await call('POST', '/me/second-factor/off', { password: PASSWORD })).body.code, 'second_factor.required')
  await company.system((ctx) =>
    setPolicy(ctx, secondFactorPolicy as never, { value: { requiredFor: 'everybody', graceDays: 0 }, basedOn: 0 }),
  )
  world.house.services().identity.forget()
  assert.equal((await asRep('GET', '/members')).body.code, 'identity.second_factor_due')
  await company.system((ctx) => setPolicy(ctx, secondFactorPolicy as never, { value: { requiredFor: 'nobody', graceDays: 0 }, basedOn: 1 }))
  world.house.services().identity.forget()
  assert.equal((await call('POST', '/me/second-factor/off', { password: 'not-it-at-all' })).body.code, 'identity.wrong_password')
  assert.equal((await call('POST', '/me/second-factor/off', { password: PASSWORD })).status, 200)
  assert.equal((await client()('POST', '/session', password(admin))).body.next, 'in')
  world.clock.set(start.toISOString())
})

test('whoever lost the device is helped by an administrator, and signed out everywhere', async () => {
  const { person, call } = await protectedPerson('丢手机')
  const boss = await world.browser(await company.member('老板', { 'member.manage': 'all' }))
  assert.equal((await boss('POST', `/members/${person.id}/reset-second-factor`, {})).status, 200)
  assert.equal((await call('GET', '/me')).status, 401)
  assert.equal((await client()('POST', '/session', password(person))).body.next, 'in')
  assert.equal((await boss('POST', `/members/${person.id}/reset-second-factor`, {})).body.code, 'second_factor.off')
})

test('secret and recovery codes stand in no kept answer', async () => {
  const person = await company.member('保密', {})
  const call = await world.browser(person, { 'idempotency-key': 'once-and-no-more' })
  const first = (await call('POST', '/me/second-factor', { password: PASSWORD })).body
  const kept = await company.system((ctx) =>
    ctx.tx.rows(sql<{ text: string }>`select answer::text as text from idempotency_key where tenant_id = ${ctx.tenantId}`),
  )
  assert.ok(kept.length > 0)
  assert.deepEqual(
    kept.filter(({ text }) => text.includes(first.secret) || text.includes(first.recoveryCodes[0])),
    [],
  )
})

test('the grace ends to the millisecond; a demonstration never insists', () => {
  const facts = { roles: ['admin'], memberSince: '2026-11-01T00:00:00.000Z', demo: false }
  const at = (iso: string, more = {}) => isSecondFactorDue({ ...facts, ...more }, secondFactorDefaults, new Date(iso))
  assert.deepEqual([at('2026-11-07T23:59:59.999Z'), at('2026-11-08T00:00:00.000Z')], [false, true])
  assert.deepEqual([at('2027-01-01T00:00:00.000Z', { demo: true }), at('2027-01-01T00:00:00.000Z', { roles: ['rep'] })], [false, false])
})
