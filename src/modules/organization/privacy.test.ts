// Privacy over the whole demo company: erased means erased in the whole database, and the chain of events still holds.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { DAY } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { reading, sql } from '#core/db.ts'
import { emit, openPersonal } from '#core/events.ts'
import { asSystem } from '#core/jobs.ts'
import { sealEvents, verifyAudit } from '#core/seal.ts'
import { demoWorld } from '#testing/demo-world.ts'
import { DEMO_PASSWORD } from '../../demo.ts'
import { consentState } from './consent.rule.ts'

const world = await demoWorld()
const { tenantId, story } = world
const read = reading(world.house.pool, tenantId)
const as = (username: string) => world.browser({ username, password: DEMO_PASSWORD })
const admin = await as('admin')
const system = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> => asSystem(world.house, tenantId, 'test', work)

/** Every row of every table of the database, the schema of identity included, as one text. */
async function dump(): Promise<{ table: string; text: string }[]> {
  const parts: { table: string; text: string }[] = []
  for (const url of [world.db.ownerUrl, world.db.authUrl]) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(`select set_config('app.tenant_id', $1, false)`, [tenantId])
    const schema = url === world.db.ownerUrl ? 'public' : 'auth'
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') order by 1`,
      [schema],
    )
    for (const { name } of rows) {
      const all = await client.query<{ text: string }>(`select to_jsonb(t)::text as text from ${schema}."${name}" t`)
      parts.push({ table: `${schema}.${name}`, text: all.rows.map((row) => row.text).join('\n') })
    }
    await client.end()
  }
  return parts
}

/** A word as it may lie in a dump: plain, and within base64 at each of the three places where it may begin. */
function shapes(word: string): string[] {
  const inside = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(word)])
      .toString('base64')
      .replace(/=+$/, '')
    // The first and last letters mix with what stands beside the word.
    return text.slice(shift === 0 ? 0 : shift + 1, -1)
  })
  return [word, Buffer.from(word).toString('hex'), ...inside.filter((text) => text.length >= 6)]
}

async function hits(words: string[]): Promise<string[]> {
  const parts = await dump()
  assert.ok(parts.length > 50, `only ${parts.length} tables were read`)
  return parts.flatMap(({ table, text }) =>
    words.flatMap((word) => shapes(word).flatMap((shape) => (text.includes(shape) ? [`${table}: ${shape}`] : []))),
  )
}

const chainHolds = () =>
  system(async (ctx) => {
    while ((await sealEvents(ctx)) > 0);
    return (await verifyAudit(ctx.tx, [])).firstBad
  })

test('a search finds a word in base64 wherever it begins', () => {
  for (const before of ['', 'x', 'xy', 'xyz'])
    assert.ok(
      shapes('13812342046').some((shape) => Buffer.from(`${before}13812342046 and more`).toString('base64').includes(shape)),
      `after ${before.length} letters`,
    )
})

test('an erased contact: 0 hits in a dump of every table, events included, and the chain verifies', async () => {
  // Somebody with a lead behind, a story, old values in events, and a mention in a note.
  const one = await read.row<{ id: string; accountId: string; name: string; phone: string; version: number; ownerId: string }>(sql`
    select c.id, c.account_id, c.name, c.phone, c.version, a.owner_id from contact c join account a on a.tenant_id = c.tenant_id and a.id = c.account_id
    join lead l on l.tenant_id = c.tenant_id and l.account_id = c.account_id and l.contact_phone = c.phone
    where c.tenant_id = ${tenantId} and length(c.name) >= 3 and position(c.name in a.name) = 0
      and not exists (select 1 from contact o where o.tenant_id = c.tenant_id and o.id <> c.id and (o.phone = c.phone or o.name = c.name))
      and not exists (select 1 from lead o where o.tenant_id = c.tenant_id and o.account_id is distinct from c.account_id and (o.contact_name = c.name or o.contact_phone = c.phone))
      and not exists (select 1 from contract_signature s where s.tenant_id = c.tenant_id and s.signer_name = c.name)
    order by c.id limit 1`)
  assert.ok(one, 'the demo company has such a contact')
  const email = 'wang.erased@example.com'
  const path = `/accounts/${one.accountId}/contacts/${one.id}`
  const next = await admin('PUT', path, { name: one.name, phone: '13912345678', email, role: 'decision_maker', version: one.version })
  assert.equal(next.status, 200, JSON.stringify(next.body))
  const back = await admin('PUT', path, { name: one.name, phone: one.phone, email, role: 'decision_maker', version: next.body.version })
  assert.equal(back.status, 200, JSON.stringify(back.body))
  const followed = await admin('POST', `/accounts/${one.accountId}/follow-ups`, {
    kind: 'note',
    text: `和${one.name}说好周五再谈，电话 ${one.phone.slice(3, 6)} ${one.phone.slice(6, 10)} ${one.phone.slice(10)}，邮箱 ${email}。`,
  })
  assert.equal(followed.status, 200, JSON.stringify(followed.body))
  const words = [one.name, one.phone, one.phone.slice(3), '13912345678', email]
  const before = await hits(words)
  assert.ok(before.some((hit) => hit.startsWith('public.contact:')) && before.some((hit) => hit.startsWith('public.submission:')))
  const boxes = await read.rows<{ payload: { personal?: { of: string; box: string } } }>(
    sql`select payload from event where tenant_id = ${tenantId} and type = 'account.contact_changed' and subject_id = ${one.accountId} order by id`,
  )
  const box = boxes[0]?.payload.personal
  assert.ok(box)
  assert.equal((await system((ctx) => openPersonal(ctx, box)))?.phone, one.phone, 'readable until then')

  const found = await admin('GET', `/privacy/people?q=${encodeURIComponent(one.name)}`)
  assert.deepEqual(
    found.body.items.map((row: { id: string }) => row.id),
    [one.id],
  )
  const given = await admin('POST', `/people/${one.id}/export`)
  assert.equal(given.status, 200)
  const tables = given.body.parts.map((part: { table: string }) => part.table)
  for (const table of ['contact', 'lead', 'submission', 'activity']) assert.ok(tables.includes(table), `${table} is in the export`)
  const wrong = await admin('POST', `/people/${one.id}/erase`, { confirmName: '别人', reason: '本人要求' })
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'privacy.name_differs'])
  const erased = await admin('POST', `/people/${one.id}/erase`, { confirmName: one.name, reason: '本人要求' })
  assert.equal(erased.status, 200, JSON.stringify(erased.body))
  assert.deepEqual(erased.body.kept, [])
  assert.deepEqual(await hits(words), [])
  assert.equal(await system((ctx) => openPersonal(ctx, box)), null)
  assert.equal(await chainHolds(), null)
  const account = await admin('GET', `/accounts/${one.accountId}`)
  assert.equal(account.status, 200, 'the account still opens')
})

test('a former member: login, positions, photos and every mention go; the visits stay; 0 hits, the chain verifies', async () => {
  const rep = await read.row<{
    id: string
    name: string
    phone: string
    username: string
  }>(sql`select m.id, m.name, m.phone, m.username from member m
    where m.tenant_id = ${tenantId} and m.id = ${story.id('U08')}`)
  assert.ok(rep)
  const refused = await admin('POST', `/people/${rep.id}/erase`, { confirmName: rep.name, reason: '离职' })
  assert.deepEqual([refused.status, refused.body.code], [409, 'privacy.still_active'])
  const visits = await read.row<{ n: number }>(
    sql`select count(*)::int as n from visit where tenant_id = ${tenantId} and owner_id = ${rep.id}`,
  )
  assert.equal((await admin('POST', `/members/${rep.id}/disable`, {})).status, 200)
  await system(async ({ tx }) => {
    await tx.run(
      sql`insert into channel_address (tenant_id, member_id, channel, address, changed_at) values (${tenantId}, ${rep.id}, 'wecom', 'wecom-of-the-leaver', now())
        on conflict (tenant_id, member_id, channel) do update set address = excluded.address`,
    )
    await tx.run(sql`insert into push_subscription (tenant_id, id, member_id, endpoint, p256dh, auth, created_at)
      values (${tenantId}, gen_random_uuid(), ${rep.id}, 'https://push.example/of-the-leaver', 'k', 'a', now())`)
  })
  const words = [rep.name, rep.phone, rep.phone.slice(-11), rep.username, 'of-the-leaver']
  const before = await hits(words)
  for (const table of ['public.member', 'public.lead', 'auth.user'])
    assert.ok(
      before.some((hit) => hit.startsWith(`${table}:`)),
      `${table} names him before`,
    )
  const files = await read.rows<{
    id: string
    key: string
  }>(sql`select f.id, f.key from visit_photo p join stored_object f on f.tenant_id = p.tenant_id and f.id = p.file_id
    where p.tenant_id = ${tenantId} and p.member_id = ${rep.id}`)
  const erased = await admin('POST', `/people/${rep.id}/erase`, { confirmName: rep.name, reason: '离职一年' })
  assert.equal(erased.status, 200, JSON.stringify(erased.body))
  assert.deepEqual(erased.body.kept, [])
  assert.deepEqual(await hits(words), [])
  await world.house.services().jobs.runNow('files.sweep', tenantId)
  const left = new Set(readdirSync(join(world.dataDir, 'objects'), { recursive: true, encoding: 'utf8' }))
  assert.deepEqual(
    files.filter((file) => left.has(file.key)),
    [],
  )
  const rows = await read.row<{
    visits: number
    positions: number
  }>(sql`select (select count(*)::int from visit where tenant_id = ${tenantId} and owner_id = ${rep.id}) as visits,
    (select count(*)::int from visit_position where tenant_id = ${tenantId} and member_id = ${rep.id}) as positions`)
  assert.equal(rows?.positions, 0)
  assert.ok((visits?.n ?? 0) >= (rows?.visits ?? 0))
  assert.equal(await chainHolds(), null)
  const { body } = await admin('GET', '/privacy/erasures')
  assert.deepEqual(
    body.items.map((row: { personType: string; reason: string }) => [row.personType, row.reason]),
    [
      ['member', '离职一年'],
      ['contact', '本人要求'],
    ],
  )
})

test('a former member with a namesake: the colleague, the contact and the longer name keep theirs; what the member did is blanked', async () => {
  const [gone, colleague] = [story.id('U11'), story.id('U12')]
  const rep = await read.row<{ name: string }>(sql`select name from member where tenant_id = ${tenantId} and id = ${gone}`)
  const contact = await read.row<{ id: string }>(sql`select id from contact where tenant_id = ${tenantId} order by id limit 1`)
  const visit = await read.row<{ id: string }>(
    sql`select id from visit where tenant_id = ${tenantId} and owner_id = ${gone} order by id limit 1`,
  )
  const other = await read.row<{ id: string }>(
    sql`select id from visit where tenant_id = ${tenantId} and owner_id = ${colleague} order by id limit 1`,
  )
  assert.ok(rep && contact && visit && other)
  await system(async ({ tx }) => {
    await tx.run(sql`update member set name = ${rep.name} where tenant_id = ${tenantId} and id = ${colleague}`)
    await tx.run(sql`update contact set name = ${`${rep.name}菲`} where tenant_id = ${tenantId} and id = ${contact.id}`)
    for (const { id } of [visit, other])
      await tx.run(sql`update visit set note = ${`${rep.name}到过现场`} where tenant_id = ${tenantId} and id = ${id}`)
  })
  assert.equal((await admin('POST', `/members/${gone}/disable`, {})).status, 200)
  const given = await admin('POST', `/people/${gone}/export`)
  const rowsOf = (table: string): number =>
    given.body.parts
      .filter((part: { table: string }) => part.table === table)
      .reduce((n: number, part: { rows: [] }) => n + part.rows.length, 0)
  for (const table of ['member', 'consent', 'visit', 'visit_position']) assert.ok(rowsOf(table) > 0, `${table} is in the export`)
  const erased = await admin('POST', `/people/${gone}/erase`, { confirmName: rep.name, reason: '离职' })
  assert.equal(erased.status, 200, JSON.stringify(erased.body))
  assert.ok((erased.body.kept.find((one: { what: string }) => one.what === 'namesakes')?.count ?? 0) >= 2, JSON.stringify(erased.body.kept))
  const after = await read.row<Record<string, string>>(sql`select
    (select name from member where tenant_id = ${tenantId} and id = ${colleague}) as colleague,
    (select name from contact where tenant_id = ${tenantId} and id = ${contact.id}) as contact,
    (select note from visit where tenant_id = ${tenantId} and id = ${visit.id}) as own,
    (select note from visit where tenant_id = ${tenantId} and id = ${other.id}) as foreign_note`)
  assert.deepEqual(after, { colleague: rep.name, contact: `${rep.name}菲`, own: '■■■到过现场', foreignNote: `${rep.name}到过现场` })
})

test('words somebody typed into an event cannot be erased: they are counted and said, never hidden', async () => {
  const one = await read.row<{ id: string; name: string; accountId: string }>(
    sql`select id, name, account_id from contact where tenant_id = ${tenantId} and length(name) >= 3 and phone is not null order by id desc limit 1`,
  )
  assert.ok(one)
  await system((ctx) => emit(ctx, 'account.changed', one.accountId, { note: `老板是${one.name}` }))
  const erased = await admin('POST', `/people/${one.id}/erase`, { confirmName: one.name, reason: '本人要求' })
  assert.equal(erased.body.kept.find((row: { what: string }) => row.what === 'events')?.count, 1, JSON.stringify(erased.body))
})

test('who looks at a rep’s visit with positions or photos is seen by that rep; looking at oneself is not; a list of contacts taken away is logged', async () => {
  const visit = await read.row<{
    id: string
  }>(sql`select v.id from visit v where v.tenant_id = ${tenantId} and v.owner_id = ${story.id('U07')}
    and exists (select 1 from visit_position p where p.tenant_id = v.tenant_id and p.visit_id = v.id) order by v.id limit 1`)
  assert.ok(visit)
  const [lin, gao] = [await as('linxiaofeng'), await as('gaozhiyuan')]
  await lin('GET', `/visits/${visit.id}`)
  assert.deepEqual((await lin('GET', '/me/looks')).body.items, [])
  for (const _ of [1, 2]) assert.equal((await gao('GET', `/visits/${visit.id}`)).status, 200)
  const seen = (await lin('GET', '/me/looks')).body.items as { actorName: string; kind: string; subjectId: string }[]
  assert.deepEqual(
    seen.filter((one) => one.kind === 'positions').map((one) => [one.actorName, one.subjectId]),
    [['高志远', visit.id]],
    'twice within minutes is one look',
  )
  const director = await as('zhouqiming')
  const file = await director('POST', '/leads/export', { view: 'reach', channelKind: 'exhibition' })
  assert.equal(file.status, 200, JSON.stringify(file.body))
  const { items } = (await admin('GET', '/privacy/looks')).body as { items: { kind: string; count: number }[] }
  assert.equal(items.find((one) => one.kind === 'contacts_export')?.count, file.body.rows)
  assert.equal((await lin('GET', '/privacy/looks')).status, 403)
})

test('looks past their days are forgotten, and a second run changes nothing', async () => {
  const run = () => world.house.services().jobs.runNow('privacy.access-log', tenantId)
  assert.equal(await run(), 0)
  const now = world.clock.now()
  world.clock.set(new Date(now.getTime() + 1096 * DAY).toISOString())
  const first = await run()
  assert.ok(first > 0)
  assert.equal(await run(), 0)
  world.clock.set(now.toISOString())
})

test('a higher version of the words asks again, and until then counts as no; the answer must be to the words in force', async () => {
  const lin = await as('linxiaofeng')
  const mine = async () => (await lin('GET', '/me/consents')).body
  const before = await mine()
  assert.deepEqual([before.version, before.items[0].given, before.items[0].ask], [1, true, false])
  assert.match(before.items[1].text.zh, /在岗时间/)
  const { body: detail } = await admin('GET', '/policies/privacy.consent')
  const value = { ...detail.value, version: 2, trackZh: '只在在岗时间记录路线，用来排路线。新的说明。' }
  const set = await admin('PUT', '/policies/privacy.consent', {
    value,
    effectiveAt: world.clock.now().toISOString(),
    basedOn: detail.version,
  })
  assert.equal(set.status, 200, JSON.stringify(set.body))
  const asked = await mine()
  assert.deepEqual([asked.version, asked.items[0].given, asked.items[0].ask], [2, false, true])
  assert.match(asked.items[1].text.zh, /新的说明/)
  const stale = await lin('PUT', '/me/consents/check_in_position', { given: true, version: 1 })
  assert.deepEqual([stale.status, stale.body.code], [409, 'consent.outdated'])
  assert.equal((await lin('PUT', '/me/consents/check_in_position', { given: true, version: 2 })).status, 200)
  assert.deepEqual((await mine()).items[0].given, true)
})

test('the rule of consent: no answer asks, an old yes asks and counts as no, an old no asks too', () => {
  assert.deepEqual(consentState(undefined, 1), { given: false, ask: true })
  assert.deepEqual(consentState({ given: true, version: 1 }, 1), { given: true, ask: false })
  assert.deepEqual(consentState({ given: true, version: 1 }, 2), { given: false, ask: true })
  assert.deepEqual(consentState({ given: false, version: 1 }, 2), { given: false, ask: true })
  assert.deepEqual(consentState({ given: false, version: 2 }, 2), { given: false, ask: false })
})

test('the register and the assessment come with the product, in both languages', async () => {
  const { body } = await (await as('linxiaofeng'))('GET', '/privacy/documents')
  const text = (name: string) => readFileSync(new URL(`../../../docs/privacy/${name}.md`, import.meta.url), 'utf8')
  assert.deepEqual(
    body.items,
    ['processing-register', 'impact-assessment'].map((key) => ({ key, zh: text(`${key}.zh`), en: text(`${key}.en`) })),
  )
})
