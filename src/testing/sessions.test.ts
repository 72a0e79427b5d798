import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openHttp } from '#core/http.ts'
import { routerOf } from '#core/routes.ts'
import { openHouse } from '../main.ts'
import { rooms } from '../rooms.ts'
import { allPermissions, openWorld, PASSWORD, type Person } from './world.ts'

const PROMISED_MS = 5000

// Two processes over one database: the first is the world's own, the second has pools and caches of its own.
const world = await openWorld()
const second = openHouse({
  urls: { app: world.db.appUrl, auth: world.db.authUrl, worker: world.db.workerUrl },
  dataDir: world.dataDir,
  clock: world.clock,
  poolSize: 2,
})
const there = openHttp({
  router: routerOf(second, rooms),
  identity: second.services().identity,
  live: second.services().live,
  say: second.say,
  now: () => second.clock.now(),
  log: () => {},
  ready: async () => true,
})
after(async () => {
  await there.close()
  await second.close()
})
const company = await world.company()
const boss = await company.member('周总', allPermissions())
const asBoss = await world.browser(boss)

/** The same device at the second process; each answer as `status code`. */
async function deviceOf(person: Person) {
  const answer = await world
    .app()
    .inject({ method: 'POST', url: '/api/v1/session', payload: { login: person.username, password: PASSWORD } })
  const cookie = [answer.headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0])
    .join('; ')
  const at = async (app: typeof there, path: string): Promise<string> => {
    const { statusCode, body } = await app.inject({ method: 'GET', url: `/api/v1${path}`, headers: { cookie } })
    return `${statusCode} ${statusCode === 200 ? '' : JSON.parse(body).code}`.trim()
  }
  return { here: (path: string) => at(world.app(), path), there: (path: string) => at(there, path) }
}

/** Does `act` in the first process and returns after how many ms the second answers `expected` for good. */
async function heardAfter(ask: () => Promise<string>, act: () => Promise<{ status: number }>, expected: string): Promise<number> {
  assert.equal(await ask(), '200', 'the second process knows the session before')
  const done = await act()
  assert.equal(done.status, 200)
  const from = performance.now()
  while (performance.now() - from < PROMISED_MS) {
    if ((await ask()) === expected) return performance.now() - from
    await new Promise((next) => setTimeout(next, 50))
  }
  return Number.POSITIVE_INFINITY
}

const member = (name: string) => company.member(name, { 'role.manage': 'all', 'lead.read': 'own' })
const cases: Record<string, (person: Person) => Promise<{ act: () => Promise<{ status: number }>; path: string; expected: string }>> = {
  'a session taken back by its owner': async (person) => {
    const other = await world.browser(person)
    const others = async (): Promise<{ status: number }> => {
      const list = (await other('GET', '/me/sessions')).body.items as { id: string; current: boolean }[]
      for (const one of list) if (!one.current) assert.equal((await other('DELETE', `/me/sessions/${one.id}`)).status, 200)
      return { status: 200 }
    }
    return { act: others, path: '/me', expected: '401 identity.signed_out' }
  },
  'a member who was disabled': async (person) => ({
    act: () => asBoss('POST', `/members/${person.id}/disable`, { successorId: boss.id }),
    path: '/me',
    expected: '401 identity.signed_out',
  }),
  'a password that was reset': async (person) => ({
    act: () => asBoss('POST', `/members/${person.id}/reset-password`, {}),
    path: '/me',
    expected: '401 identity.signed_out',
  }),
  'a role that lost a permission': async (person) => {
    const { roleIds } = (await asBoss('GET', `/members/${person.id}`)).body
    const role = (await asBoss('GET', '/roles')).body.items.find((one: { id: string }) => one.id === roleIds[0])
    return {
      act: () => asBoss('PUT', `/roles/${role.id}`, { version: role.version, name: role.name, permissions: { 'lead.read': 'own' } }),
      path: '/roles',
      expected: '403 common.forbidden',
    }
  },
}

test('what is taken away in one process is refused in another within 5 s', async (t) => {
  const slow: string[] = []
  await Promise.all(
    Object.entries(cases).map(async ([what, make], n) => {
      const person = await member(`小${'甲乙丙丁'[n]}`)
      const device = await deviceOf(person)
      const { act, path, expected } = await make(person)
      const took = await heardAfter(() => device.there(path), act, expected)
      t.diagnostic(`${what}: ${Math.round(took)} ms`)
      if (took >= PROMISED_MS) slow.push(what)
      if ((await device.here(path)) !== expected) slow.push(`${what}, in the process where it was done`)
    }),
  )
  assert.deepEqual(slow, [])
})
