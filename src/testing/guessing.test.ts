import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { openHttp } from '#core/http.ts'
import { routerOf } from '#core/routes.ts'
import { openHouse } from '../main.ts'
import { rooms } from '../rooms.ts'
import { openWorld, PASSWORD } from './world.ts'

// Two processes over one database: a guesser gets no more tries by asking both.
const world = await openWorld()
const second = openHouse({
  urls: { app: world.db.appUrl, auth: world.db.authUrl, worker: world.db.workerUrl },
  dataDir: world.dataDir,
  clock: world.clock,
  poolSize: 2,
  sms: async (sms) => void world.sent.push(sms),
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
const apps = [world.app(), there]
const auth = new pg.Pool({ connectionString: world.db.authUrl, max: 1 })
auth.on('error', () => {})
after(() => auth.end())
const forget = () => auth.query('truncate auth.sign_in_failure, auth.allowance')

async function guess(nth: number, login: string, from: string, path = '/session', body: object = { login, password: `wrong-${nth}` }) {
  const { statusCode } = await (apps[nth % 2] as typeof there).inject({
    method: 'POST',
    url: `/api/v1${path}`,
    headers: { 'x-forwarded-for': from },
    remoteAddress: '127.0.0.1',
    payload: body,
  })
  return statusCode
}

test('1,000 tries on one account, at both processes and from a thousand addresses: five are judged, all at once or one by one', async () => {
  const lin = await company.member('林晓峰', {})
  const codes: number[] = []
  for (let lane = 0; lane < 1000; lane += 20)
    codes.push(
      ...(await Promise.all(Array.from({ length: 20 }, (_, i) => guess(lane + i, lin.username, `10.${(lane + i) % 250}.${lane % 250}.7`)))),
    )
  const judged = codes.filter((code) => code === 401).length
  assert.deepEqual([judged, codes.filter((code) => code === 429).length], [5, 995])
  // The owner waits as long: but not longer than 15 minutes, and is told how long.
  await forget()
  assert.equal(await guess(0, '', '10.0.0.1', '/session', { login: lin.username, password: PASSWORD }), 200)
})

test('one try on each of 1,000 accounts from one address: thirty are judged', async () => {
  await forget()
  const codes: number[] = []
  for (let nth = 0; nth < 1000; nth += 20)
    codes.push(...(await Promise.all(Array.from({ length: 20 }, (_, i) => guess(nth + i, `somebody-${nth + i}`, '10.9.8.7')))))
  const judged = codes.filter((code) => code === 401).length
  assert.deepEqual([judged, codes.length - judged], [30, 970])
  assert.equal(await guess(1, 'somebody-else', '10.9.8.8'), 401, 'the neighbour is not slowed')
})

test('honest sign-ins of an office do not lock its address', async () => {
  await forget()
  const sun = await company.member('孙倩', {})
  for (let nth = 0; nth < 40; nth++)
    assert.equal(await guess(nth, '', '10.5.5.5', '/session', { login: sun.username, password: PASSWORD }), 200)
})

test('codes are asked for once a minute and ten times a day for a number, thirty times an hour from an address', async () => {
  await forget()
  const code = (nth: number, phone: string, from: string) => guess(nth, '', from, '/session/codes', { phone })
  assert.deepEqual([await code(0, '13900001111', '10.1.1.1'), await code(1, '13900001111', '10.1.1.2')], [200, 429])
  const minuteLater = () => auth.query(`update auth.allowance set since = since - interval '61 seconds'`)
  const day: number[] = []
  for (let nth = 0; nth < 11; nth++) {
    await minuteLater()
    day.push(await code(nth, '13900001111', `10.1.2.${nth}`))
  }
  // The refused one above counted, too.
  assert.deepEqual(day.indexOf(429), 9)
  const many: number[] = []
  for (let nth = 0; nth < 31; nth++) many.push(await code(nth, `137000010${String(nth).padStart(2, '0')}`, '10.1.3.1'))
  assert.deepEqual([many.filter((one) => one === 200).length, many.at(-1)], [30, 429])
})

test('neither time nor words tell whether an account exists', async (t) => {
  await forget()
  const known = await company.member('马骁', {})
  await auth.query(`update auth."user" set "phoneNumber" = '+8613800007001' where username = $1`, [known.username])
  const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] as number
  async function compare(what: string, ask: Ask) {
    const said = { known: new Set<string>(), unknown: new Set<string>() }
    let ratio = 0
    // A leak shows in every round; what else the machine does does not.
    for (let round = 0; round < 3 && !(ratio > 0.7 && ratio < 1.4); round++) ratio = await measure(what, ask, said)
    assert.deepEqual([...said.known], [...said.unknown], what)
    assert.ok(ratio > 0.7 && ratio < 1.4, `${what}: ${ratio}`)
  }
  type Ask = (login: 'known' | 'unknown', nth: number) => Promise<{ body: string }>
  async function measure(what: string, ask: Ask, said: Record<'known' | 'unknown', Set<string>>): Promise<number> {
    const took = { known: [] as number[], unknown: [] as number[] }
    // In turns, so that what else the machine does falls on both.
    for (let nth = 0; nth < 25; nth++)
      for (const kind of nth % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
        await forget()
        const from = performance.now()
        said[kind].add((await ask(kind, nth)).body)
        took[kind].push(performance.now() - from)
      }
    const ratio = median(took.known) / median(took.unknown)
    t.diagnostic(
      `${what}: median ${median(took.known).toFixed(1)} ms known, ${median(took.unknown).toFixed(1)} ms unknown, ratio ${ratio.toFixed(2)}`,
    )
    return ratio
  }
  const post = (url: string, payload: object) => there.inject({ method: 'POST', url: `/api/v1${url}`, payload })
  const phones = { known: '13800007001', unknown: '13800007002' }
  await compare('password by login', (kind) =>
    post('/session', { login: kind === 'known' ? known.username : 'u0123456789ab', password: 'not-the-right-one' }),
  )
  await compare('password by phone', (kind) => post('/session', { login: phones[kind], password: 'not-the-right-one' }))
  await compare('asking for a code', (kind) => post('/session/codes', { phone: phones[kind] }))
  await compare('a wrong code', async (kind) => {
    await post('/session/codes', { phone: phones[kind] })
    return post('/session/by-code', { phone: phones[kind], code: '000000' })
  })
})
