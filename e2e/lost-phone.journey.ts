// A new phone waits until somebody confirms it; a revoked one forgets everything, also when it was offline meanwhile.
import { type Browser, expect, type Page, test } from '@playwright/test'
import { openDesk, openPhone, picture } from './hands.ts'
import { type ServerUnderTest, startServer } from './server.ts'

let server: ServerUnderTest
test.beforeAll(async () => {
  server = await startServer('2026-11-23T08:30:00+08:00')
})
test.afterAll(() => server?.stop())

const C01 = { latitude: 31.29905, longitude: 120.58512 }
const phone = async (browser: Browser, login: string) => (await openPhone(browser, server.url, login, C01)).page

/** What the phone still holds: rows in IndexedDB, words in localStorage, caches. */
const held = (page: Page) =>
  page.evaluate(async () => {
    const rows = await new Promise<number>((done, fail) => {
      const opened = indexedDB.open('fieldloop')
      opened.onerror = () => fail(opened.error)
      opened.onsuccess = () => {
        const db = opened.result
        const names = [...db.objectStoreNames]
        if (names.length === 0) return done(0)
        const counts = names.map(
          (name) =>
            new Promise<number>((count) => {
              const asked = db.transaction(name).objectStore(name).count()
              asked.onsuccess = () => count(asked.result)
            }),
        )
        void Promise.all(counts).then((all) => done(all.reduce((sum, n) => sum + n, 0)))
      }
    })
    return { rows, me: localStorage.getItem('fieldloop.me') }
  })

test('a revoked phone wipes itself at its next contact, although it was offline when it was revoked', async ({ browser }) => {
  test.setTimeout(120_000)
  const rep = await phone(browser, 'linxiaofeng')
  await expect.poll(async () => (await held(rep)).rows, { timeout: 20_000 }).toBeGreaterThan(0)
  expect((await held(rep)).me).toContain('林晓峰')
  await rep.context().setOffline(true)
  const desk = await openDesk(browser, server.url, 'gaozhiyuan')
  await desk.goto(`${server.url}/console/devices`)
  await expect(desk.getByText('林晓峰')).toBeVisible()
  await picture(desk, 'desk-phones')
  await desk.getByRole('button', { name: '撤销' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
  await expect(desk.getByText('已撤销')).toBeVisible()
  await rep.context().setOffline(false)
  await expect(rep.getByText('公司撤销了这台手机，本机数据已清除。')).toBeVisible({ timeout: 30_000 })
  await picture(rep, 'phone-wiped')
  expect(await held(rep)).toEqual({ rows: 0, me: null })
  await desk.reload()
  await expect(desk.getByText('已清除')).toBeVisible({ timeout: 15_000 })
})

test('a second phone waits until the manager confirms it, and shows nothing of the company before', async ({ browser }) => {
  test.setTimeout(120_000)
  const admin = await openDesk(browser, server.url, 'admin')
  const set = await admin.request.put(`${server.url}/api/v1/policies/device.binding`, {
    data: { value: { binding: true, phones: 1 }, effectiveAt: '2026-11-23T00:30:00.000Z', basedOn: 0 },
  })
  expect(set.ok(), await set.text()).toBe(true)
  const old = await phone(browser, 'sunqian')
  await expect(old.getByRole('navigation').first()).toBeVisible()
  const next = await phone(browser, 'sunqian')
  await expect(next.getByText('这台手机等待确认')).toBeVisible({ timeout: 20_000 })
  await expect(next.getByRole('navigation')).toHaveCount(0)
  await picture(next, 'phone-waiting')
  const desk = await openDesk(browser, server.url, 'gaozhiyuan')
  await desk.goto(`${server.url}/console/devices`)
  await desk.getByRole('button', { name: /^确\s?认$/ }).click()
  await expect(next.getByText('这台手机等待确认')).toHaveCount(0, { timeout: 20_000 })
  await expect(next.getByRole('navigation').first()).toBeVisible()
  await old.reload()
  await expect(old.getByText('公司撤销了这台手机，本机数据已清除。')).toBeVisible({ timeout: 30_000 })
})
