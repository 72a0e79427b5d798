// 决定: from the message that asks to the answer that arrived: a button in WeCom, a link that works once, several at once, a slow phone, no network.
import { type CDPSession, expect, type Page, test } from '@playwright/test'
import { fakeWecom } from '../src/modules/integrations/wecom.fake.ts'
import { totp } from '../src/testing/authenticator.ts'
import { askSpecialPrice, barriers, openDesk, openPhone, picture, read } from './hands.ts'
import { type ServerUnderTest, startServer } from './server.ts'

// The special price asked for in the first test is decided in the second, and so on.
test.describe.configure({ mode: 'serial', timeout: 60_000 })

const NOW = '2026-11-23T08:30:00+08:00'
const SITE = { latitude: 31.29905, longitude: 120.58512 }
const KEYS = { appSecret: 'app-secret', token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' }
const VENDOR_ID: Record<string, string> = { zhouqiming: 'zhou', guoying: 'guo' }

let server: ServerUnderTest
let wecom: Awaited<ReturnType<typeof fakeWecom>>
let rep: Page
let admin: Page
let phone: Awaited<ReturnType<typeof openPhone>>
let asked: { id: string; number: string }

test.beforeAll(async ({ browser }) => {
  const users = Object.values(VENDOR_ID)
  wecom = await fakeWecom({ corpId: 'wwdemo', agentId: 1, robotKey: 'k', ...KEYS, users, now: () => Date.parse(NOW) })
  server = await startServer(NOW, { env: { FIELDLOOP_VENDORS: `wecom=${wecom.url}` } })
  admin = await openDesk(browser, server.url, 'admin')
  const channels = await read<{ items: { channel: string; version: number }[] }>(admin, '/message-channels')
  const version = channels.items.find((one) => one.channel === 'wecom')?.version ?? 0
  await put(admin, '/message-channels/wecom', { settings: { corpId: 'wwdemo', agentId: '1' }, secrets: KEYS, enabled: true, version })
  const { items } = await read<{ items: { id: string; username: string }[] }>(admin, '/members')
  for (const [login, address] of Object.entries(VENDOR_ID))
    await put(admin, `/channel-addresses/${items.find((one) => one.username === login)?.id}`, { channel: 'wecom', address })
  await put(admin, '/policies/organization.change_control', {
    value: { roles: false, devices: false, policies: ['account.care', 'forecast.terms', 'visit.fence'] },
    basedOn: 0,
  })
  await put(admin, '/policies/account.care', { value: { idleDays: 60 }, basedOn: 0 })
  await put(admin, '/policies/forecast.terms', { value: { deliveryDays: 9, acceptanceDays: 45 }, basedOn: 0 })
  const { value } = await read<{ value: object }>(admin, '/policies/visit.fence')
  await put(admin, '/policies/visit.fence', { value: { ...value, fenceRadiusM: 250 }, basedOn: 0 })
})
test.afterAll(async () => {
  await server?.stop()
  await wecom?.stop()
})

/** Sets up what is not looked at here. */
async function put(page: Page, path: string, data: object): Promise<void> {
  const answer = await page.request.put(`${server.url}/api/v1${path}`, { data })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
}

const cardOf = (user: string) => wecom.delivered.filter((one) => one.touser === user && one.template_card).at(-1)?.template_card
const linkOf = (user: string): string => (cardOf(user) as unknown as { card_action: { url: string } }).card_action.url

/** Somebody's finger in WeCom: what the vendor sends us then. */
async function press(page: Page, user: string, key: 'agree' | 'reject'): Promise<void> {
  const { tenant } = await read<{ tenant: { id: string } }>(page, '/me')
  const { query, body } = wecom.pressed(user, cardOf(user)?.task_id ?? '', key)
  const answer = await page.request.post(`${server.url}/callbacks/wecom/${tenant.id}?${query}`, {
    data: body,
    headers: { 'content-type': 'text/xml' },
  })
  expect(answer.status()).toBe(200)
}

/** A slow phone on a slow line: a fourth of the speed, 1.6 Mbit/s, 150 ms. */
async function slow(page: Page): Promise<CDPSession> {
  const line = await page.context().newCDPSession(page)
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  })
  await line.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  return line
}

/** Milliseconds from the tap, or from the start of the page, until the card with its figures and its button stands there. */
async function untilCard(page: Page, act: () => Promise<unknown>, cold = false): Promise<number> {
  const watch = (fromStart: boolean) =>
    new Promise<number>((done) => {
      let begun = fromStart ? 0 : -1
      addEventListener('click', (event) => (begun = begun < 0 ? event.timeStamp : begun), { capture: true, once: true })
      const look = () => {
        const there = ['.approve-card .figure', '.triple', '.fl-dock button'].every((part) => document.querySelector(part) !== null)
        if (there && begun >= 0) return done(Math.round(performance.now() - begun))
        requestAnimationFrame(look)
      }
      look()
    })
  if (cold) {
    await act()
    return await page.evaluate(watch, true)
  }
  const seen = page.evaluate(watch, false)
  await act()
  return await seen
}

test('a special price is approved by two fingers in WeCom; the cards and the rep’s phone say so', async ({ browser }) => {
  rep = (await openPhone(browser, server.url, 'linxiaofeng', SITE)).page
  asked = await askSpecialPrice(rep)
  await rep.getByRole('button', { name: '看审批' }).click()
  await expect(rep.getByText('在等 周启明')).toBeVisible()
  await expect.poll(() => cardOf('zhou')?.button_list.map((button) => button.text), { timeout: 20_000 }).toEqual(['同意', '驳回'])
  await press(rep, 'zhou', 'agree')
  await expect(rep.getByText('在等 郭颖')).toBeVisible({ timeout: 20_000 })
  await expect
    .poll(() => wecom.updates.map((one) => `${one.userids} ${one.button.replace_name}`), { timeout: 20_000 })
    .toEqual(['zhou 已同意'])
  // Pressed again, the old card changes nothing.
  await press(rep, 'zhou', 'agree')
  await expect.poll(() => cardOf('guo')?.button_list.length, { timeout: 20_000 }).toBe(2)
  await press(rep, 'guo', 'agree')
  await expect(rep.getByText('郭颖 已同意')).toBeVisible({ timeout: 20_000 })
  await expect(rep.getByText('已同意', { exact: true }).first()).toBeVisible()
  await expect
    .poll(() => wecom.updates.at(-1)?.userids.join() + (wecom.updates.at(-1)?.button.replace_name ?? ''), { timeout: 20_000 })
    .toBe('guo已同意')
  await picture(rep, 'decide-1-rep')
})

test('where the company asks for a second factor, a link takes the code, and works once', async ({ browser }) => {
  phone = await openPhone(browser, server.url, 'zhouqiming', SITE)
  const boss = phone.page
  let secret = ''
  await test.step('the company asks for it, he has an authenticator, and he is reminded', async () => {
    await put(admin, '/policies/message.decision_link', { value: { hours: 48, needs: 'session', secondFactor: true }, basedOn: 0 })
    const post = async (path: string, data: object) => {
      const answer = await boss.request.post(`${server.url}/api/v1${path}`, { data })
      expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
      return (await answer.json()) as { secret: string }
    }
    secret = (await post('/me/second-factor', { password: 'fieldloop-demo' })).secret
    await post('/me/second-factor/confirm', { code: totp(secret) })
    const { page: wang, context } = await openPhone(browser, server.url, 'wanglei', SITE)
    const before = wecom.delivered.length
    await wang.goto(`${server.url}/m/approvals`)
    await wang.getByRole('button', { name: '我发起的' }).click()
    await wang.getByText('南京河西嘉业').first().click()
    await wang.getByRole('button', { name: '提醒一下' }).click()
    await expect(wang.getByRole('status').filter({ hasText: '已提醒 周启明' })).toBeVisible()
    await expect.poll(() => wecom.delivered.length, { timeout: 20_000 }).toBeGreaterThan(before)
    // who asked may say a word, and it stands on the card
    await wang.reload()
    await wang.getByRole('button', { name: '只说一句，不决定' }).click()
    await wang.getByLabel('说一句（可不写）').fill('客户周五前要回话')
    await wang.getByRole('button', { name: '写下这句' }).click()
    await expect(wang.getByText('客户周五前要回话')).toBeVisible()
    await picture(wang, 'decide-asked-says')
    await context.close()
  })
  await boss.goto(linkOf('zhou'))
  await expect(boss.getByText('南京河西嘉业')).toBeVisible()
  await expect(boss.locator('.triple')).toBeVisible()
  await expect(boss.getByRole('button', { name: '先输入 6 位数字' })).toBeDisabled()
  await picture(boss, 'decide-2-link-code')
  expect(await barriers(boss)).toEqual([])
  await boss.getByLabel('验证器的 6 位数字').fill('000000')
  await boss.getByRole('button', { name: /^同意 ¥/ }).click()
  await expect(boss.getByText(/^动态码不对/)).toBeVisible()
  await boss.getByRole('button', { name: '关闭' }).click()
  await boss.getByLabel('验证器的 6 位数字').fill(totp(secret))
  await boss.getByRole('button', { name: /^同意 ¥/ }).click()
  await expect(boss.getByRole('heading', { name: '已同意' })).toBeVisible()
  await boss.reload()
  await expect(boss.getByText('链接只能用一次，已经用过。结果在审批单里。')).toBeVisible()
  await expect(boss.getByRole('button', { name: /同意/ })).toHaveCount(0)
  await picture(boss, 'decide-3-link-used')
})

test('on a slow phone the card is there within a second of the tap', async () => {
  const boss = phone.page
  asked = await askSpecialPrice(rep)
  await boss.goto(`${server.url}/m/notifications`)
  await boss.evaluate(() => navigator.serviceWorker.ready)
  const notice = boss.getByRole('button', { name: new RegExp(asked.number) }).first()
  await expect(notice).toBeVisible({ timeout: 20_000 })
  const line = await slow(boss)
  const fromNotice = await untilCard(boss, () => notice.click())
  await boss.getByRole('button', { name: '返回' }).click()
  await expect(boss.getByText('等我批')).toBeVisible()
  await boss.waitForTimeout(500)
  const fromInbox = await untilCard(boss, () => boss.getByText(asked.number).first().click())
  await line.detach()

  // Opened by a message while the app is not running: everything but the answer is on the phone already.
  const fresh = await phone.context.newPage()
  const cold = await slow(fresh)
  const opened = fresh.goto(linkOf('zhou'), { waitUntil: 'commit' })
  const fromLink = await untilCard(fresh, () => opened, true)
  await picture(fresh, 'decide-4-link')
  await cold.detach()
  await fresh.close()
  console.log(`      card after ${fromNotice} ms from a notice, ${fromInbox} ms from the inbox, ${fromLink} ms from a cold start by link`)
  expect(Math.max(fromNotice, fromInbox)).toBeLessThanOrEqual(1000)
})

test('without a network words and the yes wait, and arrive once; who was overtaken is told', async ({ browser }) => {
  const boss = phone.page
  // What was answered: a try without a network does not count.
  const sent: string[] = []
  boss.on('response', (answer) => {
    const request = answer.request()
    if (request.method() === 'POST' && request.url().includes(`/approvals/${asked.id}/`)) sent.push(request.url().split('/').at(-1) ?? '')
  })
  await boss.goto(`${server.url}/m/approvals/${asked.id}`)
  await expect(boss.getByRole('button', { name: /^同意 ¥/ })).toBeVisible()
  await phone.context.setOffline(true)
  await boss.getByRole('button', { name: '更多' }).click()
  await boss.getByText('只说一句，不决定').click()
  await boss.getByLabel('说一句').fill('底价以下，仅此一单')
  await boss.getByRole('button', { name: '写下这句' }).click()
  await expect(boss.getByText(/留言，存在这台手机里/)).toBeVisible()
  await boss.getByRole('button', { name: /^同意 ¥/ }).click()
  await expect(boss.getByText(/决定同意，存在这台手机里/)).toBeVisible()
  await picture(boss, 'decide-5-kept')
  await phone.context.setOffline(false)
  await expect(boss.getByText(/存在这台手机里/)).toHaveCount(0, { timeout: 20_000 })
  await expect(boss.getByText('在等 郭颖')).toBeVisible()
  expect(sent).toEqual(['comments', 'decide'])

  const { page: finance, context } = await openPhone(browser, server.url, 'guoying', SITE)
  await finance.goto(`${server.url}/m/approvals/${asked.id}`)
  await expect(finance.getByRole('button', { name: /^同意 ¥/ })).toBeVisible()
  // Two more are asked after her, found by name.
  await finance.getByRole('button', { name: '更多' }).click()
  await finance.getByText('加签', { exact: true }).click()
  for (const name of ['陈岚', '高志远']) {
    await finance.getByLabel('按姓名或岗位找').fill(name)
    await finance.getByRole('dialog').getByText(name).click()
  }
  await finance.getByRole('dialog').getByText('在我之后').click()
  await picture(finance, 'decide-6-signers')
  expect(await barriers(finance)).toEqual([])
  await finance.getByRole('dialog').getByRole('button', { name: '加签' }).click()
  await expect(finance.getByText('→ 陈岚、高志远')).toBeVisible()
  await context.setOffline(true)
  await finance.getByRole('button', { name: /^同意 ¥/ }).click()
  await expect(finance.getByText(/决定同意，存在这台手机里/)).toBeVisible()
  await rep.goto(`${server.url}/m/approvals/${asked.id}`)
  await rep.getByRole('button', { name: '撤回' }).click()
  await rep.getByRole('dialog').getByRole('button', { name: '撤回' }).click()
  await expect(rep.getByText('已撤回').first()).toBeVisible()
  await context.setOffline(false)
  await expect(finance.getByText(/决定同意，没有送到/)).toBeVisible({ timeout: 20_000 })
  await expect(finance.getByText('已撤回').first()).toBeVisible()
  await picture(finance, 'decide-6-overtaken')
  await context.close()
})

test('at the desk several are answered together, and the fate of each is told', async ({ browser }) => {
  const gm = await openDesk(browser, server.url, 'chenlan')
  await gm.goto(`${server.url}/console/approvals`)
  for (const name of ['客户经营', '账期推算', '电子围栏']) await gm.getByRole('checkbox', { name: new RegExp(name) }).click()
  await admin.goto(`${server.url}/console/approvals`)
  await admin.getByText('我提的').click()
  await admin.locator('[data-row]').filter({ hasText: '电子围栏' }).click()
  await admin.getByRole('textbox', { name: '意见' }).fill('先等苏州试点的结果')
  await admin.getByRole('button', { name: '留言' }).click()
  await expect(admin.locator('.comments')).toContainText('先等苏州')
  await gm.getByRole('button', { name: /^同意 3 张/ }).click()
  await expect(gm.getByText('办好 2 张，1 张没办成。')).toBeVisible()
  const fates = gm.locator('.queue-fates li')
  await expect(fates).toHaveCount(3)
  await expect(fates.filter({ hasText: '办好了' })).toHaveCount(2)
  await expect(fates.filter({ hasText: '电子围栏' })).toContainText('这张审批刚刚变过')
  await expect(gm.locator('[data-row]')).toHaveCount(1)
  await picture(gm, 'decide-7-together')
  expect(await barriers(gm)).toEqual([])
  await gm.context().close()
})
