// 地下室: a visit done without a network arrives once, in order and marked; and two phones that want the same lead.
import { expect, type Page, test } from '@playwright/test'
import { openPhone, picture, read, shoot } from './hands.ts'
import { type ServerUnderTest, startServer } from './server.ts'

const C01 = { latitude: 31.299, longitude: 120.585 }

let server: ServerUnderTest
test.beforeAll(async () => {
  server = await startServer('2026-11-23T08:30:00+08:00')
})
test.afterAll(() => server?.stop())

interface Visit {
  id: string
  status: string
  offline: boolean
  validity: string | null
  reasons: string[]
  checkInAt: string
  positions: { kind: string; verdict: string; offline: boolean }[]
  photos: { stepKey: string; challenge: string }[]
  steps: { key: string; state: string; have: number; result: { offline: boolean } | null }[]
}

/** The app and what it has read stand on the phone: from here on it opens without a network. */
async function readyForTheBasement(page: Page, visitId: string): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null))
  const kept = () =>
    page.evaluate(
      (id) =>
        new Promise<boolean>((done) => {
          const opening = indexedDB.open('fieldloop')
          opening.onsuccess = () => {
            const all = opening.result.transaction('answers').objectStore('answers').getAll()
            all.onsuccess = () => done(JSON.stringify(all.result).split(id).length > 3)
            all.onerror = () => done(false)
          }
          opening.onerror = () => done(false)
        }),
      visitId,
    )
  await expect.poll(kept, { timeout: 20_000 }).toBe(true)
}

test('a visit in a basement: check-in, steps, a restart, and back online all of it is there, once', async ({ browser }) => {
  test.setTimeout(90_000)
  const phone = await openPhone(browser, server.url, 'linxiaofeng', C01)
  const rep = phone.page
  const day = await read<{ stops: { id: string; subjectName: string }[] }>(rep, '/visits/today')
  const { id } = day.stops[0] as { id: string }
  await readyForTheBasement(rep, id)

  await phone.context.setOffline(true)
  await rep.getByRole('button', { name: '到店签到' }).click()
  await expect(rep.getByText('在围栏内')).toBeVisible({ timeout: 15_000 })
  await rep.getByRole('button', { name: '到店签到' }).click()
  await expect(rep.getByRole('timer')).toBeVisible({ timeout: 20_000 })
  await shoot(rep, '拍门头照')
  await expect(rep.getByText('没有网络也能做完。2 项待上传')).toBeVisible()
  await rep
    .getByRole('button', { name: '做 库存盘点' })
    .or(rep.getByRole('button', { name: '拍陈列照' }))
    .first()
    .waitFor()

  await test.step('the app is closed and opened again, still without a network', async () => {
    await rep.reload()
    await expect(rep.getByRole('timer')).toBeVisible({ timeout: 15_000 })
    await expect(rep.getByText('没有网络也能做完。2 项待上传')).toBeVisible()
    await picture(rep, 'basement-1-reloaded')
  })

  await shoot(rep, '拍陈列照')
  await rep.getByRole('button', { name: '做 库存盘点' }).click()
  await expect(rep.getByLabel(/的数量$/)).toHaveCount(12)
  for (const box of await rep.getByLabel(/的数量$/).all()) await box.fill('3')
  await rep.getByRole('button', { name: '存下 库存盘点' }).click()
  await rep.getByRole('button', { name: '做 竞品价' }).click()
  await rep.getByLabel('品牌').fill('雨盾')
  await rep.getByLabel('产品').fill('JS 防水涂料 20kg')
  await rep.getByLabel('价格').fill('245')
  await rep.getByRole('button', { name: '存下 竞品价' }).click()
  await expect(rep.getByText('没有网络也能做完。5 项待上传')).toBeVisible()
  await rep.goto(`${server.url}/m/today`)
  await expect(rep.getByRole('button', { name: '待上传 5' })).toBeVisible()
  await picture(rep, 'basement-2-waiting')
  // Nothing has reached the server: the phone alone holds it. (The journey asks past the phone, which has no network.)
  const before = await read<Visit>(rep, `/visits/${id}`)
  expect([before.status, before.photos.length]).toEqual(['planned', 0])
  await expect(rep.getByRole('button', { name: '继续拜访' })).toBeVisible()

  // The street again, minutes later. The answer to the second photo gets lost on the way, so the phone must send it twice.
  await server.moveClock('2026-11-23T08:44:00+08:00')
  const sent: string[] = []
  const keys = new Map<string, Set<string>>()
  let lost = false
  await rep.route('**/api/v1/visits/**', async (route) => {
    const request = route.request()
    if (request.method() !== 'POST') return route.continue()
    const path = new URL(request.url()).pathname.split(`/visits/${id}/`)[1] ?? ''
    sent.push(path)
    keys.set(path, (keys.get(path) ?? new Set()).add(request.headers()['idempotency-key'] ?? 'none'))
    if (path.endsWith('shelf/photos') && !lost) {
      lost = true
      await route.fetch()
      return route.abort('connectionreset')
    }
    return route.continue()
  })
  await phone.context.setOffline(false)
  await expect(rep.getByRole('button', { name: '已同步' })).toBeVisible({ timeout: 20_000 })
  await picture(rep, 'basement-3-synced')
  expect(sent).toEqual([
    'check-in',
    'steps/storefront/photos',
    'steps/shelf/photos',
    'steps/shelf/photos',
    'steps/stock',
    'steps/competitor',
  ])
  expect([...keys.values()].every((used) => used.size === 1)).toBe(true)

  const visit = await read<Visit>(rep, `/visits/${id}`)
  expect([visit.status, visit.offline]).toEqual(['in_progress', true])
  expect(visit.checkInAt < '2026-11-23T00:32:00.000Z', `${visit.checkInAt} is when it happened, not when it arrived`).toBe(true)
  expect(visit.positions.map((one) => [one.kind, one.verdict])).toEqual([['in', 'verified']])
  expect(visit.photos.map((one) => [one.stepKey, one.challenge])).toEqual([
    ['storefront', 'OFFLINE'],
    ['shelf', 'OFFLINE'],
  ])
  const done = visit.steps.filter((step) => step.state === 'done')
  expect(done.map((step) => [step.key, step.have, step.result?.offline ?? true])).toEqual([
    ['check_in', 1, true],
    ['storefront', 1, true],
    ['shelf', 1, true],
    ['stock', 12, true],
    ['competitor', 1, true],
  ])

  await rep.unroute('**/api/v1/visits/**')
  await rep.getByRole('button', { name: '继续拜访' }).click()
  await rep.getByRole('button', { name: '签退' }).click()
  await rep.getByRole('dialog').getByRole('button', { name: '签退' }).click()
  await expect(rep.getByText('有效', { exact: true }).first()).toBeVisible()
  const ended = await read<Visit>(rep, `/visits/${id}`)
  expect([ended.validity, ended.reasons]).toEqual(['valid', ['long_enough', 'recorded_offline']])
  await picture(rep, 'basement-4-valid')
  await phone.context.close()
})

interface Quota {
  leftToday: number
  holding: number
}

test('two phones claim the same lead: one wins and may call, the other is told who and by how much', async ({ browser }) => {
  test.setTimeout(60_000)
  const people = [
    { login: 'linxiaofeng', name: '林晓峰' },
    { login: 'sunqian', name: '孙倩' },
  ]
  const phones = await Promise.all(people.map(({ login }) => openPhone(browser, server.url, login, C01)))
  const pages = phones.map((phone) => phone.page)
  await Promise.all(pages.map((page) => page.goto(`${server.url}/m/pool`)))
  const pools = await Promise.all(
    pages.map((page) =>
      read<{ items: { id: string; company: string; contact: { phone: string | null; masked: boolean }; claim: { ok: boolean } | null }[] }>(
        page,
        '/leads/pooled?limit=40',
      ),
    ),
  )
  const [mine, hers] = pools.map((pool) => pool.items.filter((lead) => lead.claim?.ok && lead.contact.phone && lead.contact.masked))
  const wanted = mine?.find((lead) => hers?.some((other) => other.id === lead.id))
  if (!wanted) throw new Error('no lead that both may claim')
  const before = await Promise.all(pages.map((page) => read<Quota>(page, '/pools/quota')))

  // Both requests are let go in the same moment.
  let arrived = 0
  let open = (): void => {}
  const both = new Promise<void>((go) => {
    open = go
  })
  for (const page of pages)
    await page.route('**/claim', async (route) => {
      arrived += 1
      if (arrived === pages.length) open()
      await both
      await route.continue()
    })
  const cards = pages.map((page) => page.locator('section.phone-card', { hasText: wanted.company }).first())
  await Promise.all(cards.map((card) => card.getByRole('button', { name: '领取' }).click()))
  await Promise.all(
    pages.map((page) => expect(page.getByText(`领到了：${wanted.company}`).or(page.getByText(/快你 \d+\.\d 秒领走了/))).toBeVisible()),
  )
  const after = await Promise.all(pages.map((page) => read<Quota>(page, '/pools/quota')))
  const won = await Promise.all(pages.map((page) => page.getByText(`领到了：${wanted.company}`).count()))
  expect(won.toSorted()).toEqual([0, 1])
  const winner = won.indexOf(1)
  const loser = 1 - winner
  const [best, second] = [pages[winner] as Page, pages[loser] as Page]

  const card = best.locator('section.phone-card[data-tone=ok]')
  await expect(card.getByText(/1\d{2}[ \d]{8,}/)).toBeVisible()
  await expect(card.getByText('*')).toHaveCount(0)
  await expect(card.getByRole('button', { name: '打电话' })).toBeVisible()
  await picture(best, 'race-1-won')

  // The list is asked for again when a lead is gone; what was lost must stay readable.
  await second.waitForTimeout(1_000)
  const sentence = second.getByText(new RegExp(`^${people[winner]?.name} 快你 \\d+\\.\\d 秒领走了。没有扣你的名额。$`))
  await expect(sentence).toBeVisible()
  await picture(second, 'race-2-lost')
  expect([before[winner]?.leftToday, before[winner]?.holding]).toEqual([
    (after[winner] as Quota).leftToday + 1,
    (after[winner] as Quota).holding - 1,
  ])
  expect(after[loser]).toEqual(before[loser])
  for (const phone of phones) await phone.context.close()
})
