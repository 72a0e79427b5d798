// 登录: a second factor is set up and asked for; the company's own page leads in; an invitation makes a colleague.
import { expect, type Page, test } from '@playwright/test'
import { totp } from '../src/testing/authenticator.ts'
import { CLIENT, type FakeProvider, startProvider } from '../src/testing/provider.ts'
import { openDesk, openPhone, picture } from './hands.ts'
import { type ServerUnderTest, startServer } from './server.ts'

const PASSWORD = 'fieldloop-demo'
const SUZHOU = { latitude: 31.299, longitude: 120.585 }

let server: ServerUnderTest
let provider: FakeProvider
test.beforeAll(async () => {
  // The provider stands on loopback, which a server in use never asks.
  process.env.FIELDLOOP_LOCAL_ISSUERS = '1'
  provider = await startProvider()
  server = await startServer('2026-11-23T08:30:00+08:00')
})
test.afterAll(async () => {
  await server?.stop()
  await provider?.close()
})

async function typePassword(page: Page, login: string): Promise<void> {
  await page.getByLabel('手机号或账号').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
}
const patient = { timeout: 30_000 }

test('a second factor: set up by scanning, asked for at the next sign-in, a recovery code helps on the phone', async ({ browser }) => {
  const desk = await openDesk(browser, server.url, 'sunqian')
  await desk.goto(`${server.url}/console/settings`)
  await desk.getByRole('button', { name: '开启二次验证' }).click()
  await desk.getByLabel('当前密码').fill(PASSWORD)
  await desk.getByRole('button', { name: '继续' }).click()
  const secret = (await desk.locator('code.door-key').textContent(patient)) ?? ''
  const recovery = (await desk.locator('.door-codes li').allTextContents())[0] ?? ''
  await picture(desk, 'sign-in-1-scan')
  await desk.getByLabel('验证器里的 6 位数').fill(totp(secret, Date.now() - 30_000))
  await desk.getByRole('button', { name: '确认开启' }).click()
  await expect(desk.getByText('已开启，还有 10 个恢复码。')).toBeVisible(patient)
  await desk.context().close()

  const again = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await again.goto(`${server.url}/console/`)
  await picture(again, 'sign-in-2-door')
  await typePassword(again, 'sunqian')
  await expect(again.getByLabel('动态码或恢复码')).toBeVisible(patient)
  await again.getByLabel('动态码或恢复码').fill('000000')
  await again.getByRole('button', { name: '继续' }).click()
  await expect(again.getByText('动态码不对。看验证器里当前的 6 位数再输一次。')).toBeVisible(patient)
  await picture(again, 'sign-in-3-second')
  await again.getByLabel('动态码或恢复码').fill(totp(secret))
  await again.getByRole('button', { name: '继续' }).click()
  await expect(again.getByRole('button', { name: '孙倩' })).toBeVisible(patient)
  await again.context().close()

  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  const phone = await context.newPage()
  await phone.goto(`${server.url}/m/`)
  await typePassword(phone, 'sunqian')
  await phone.getByLabel('动态码或恢复码').fill(recovery, patient)
  await picture(phone, 'sign-in-4-phone')
  await phone.getByRole('button', { name: '继续' }).click()
  await expect(phone.getByRole('link', { name: '我的' })).toBeVisible(patient)
  await phone.goto(`${server.url}/m/me`)
  const left = phone.getByText('已开启，还有 9 个恢复码。')
  await expect(left).toBeVisible(patient)
  await left.scrollIntoViewIfNeeded()
  await picture(phone, 'sign-in-5-phone-me')
  await context.close()
})

test('the company’s own page: set by the admin, linked by its owner, and then the way in at the desk and on the phone', async ({
  browser,
}) => {
  const admin = await openDesk(browser, server.url, 'admin')
  await admin.goto(`${server.url}/console/organization`)
  await admin.getByRole('button', { name: '企业登录' }).click()
  await admin.getByLabel('应用编号').fill(CLIENT.clientId)
  await admin.getByLabel('应用密钥').fill(CLIENT.clientSecret)
  await admin.getByLabel('服务地址').fill(provider.url)
  const uri = (await admin.locator('code.door-key').first().textContent()) ?? ''
  const company = uri.split('/').at(-1) as string
  await picture(admin, 'sign-in-6-provider')
  await admin.getByRole('button', { name: '保存企业登录' }).click()
  await expect(admin.getByText('企业登录已保存')).toBeVisible(patient)
  await admin.context().close()

  const desk = await openDesk(browser, server.url, 'linxiaofeng')
  await desk.goto(`${server.url}/console/settings`)
  await desk.getByRole('button', { name: '绑定', exact: true }).click()
  await expect(desk.getByText('已绑定，可以从公司登录页进来。')).toBeVisible(patient)
  await desk.context().close()

  for (const app of ['console', 'm'] as const) {
    const context = await browser.newContext({ viewport: app === 'm' ? { width: 390, height: 844 } : { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${server.url}/${app}/`)
    await page.getByRole('button', { name: '用企业账号' }).click()
    await page.getByLabel('公司代号').fill(company)
    await picture(page, `sign-in-7-company-${app}`)
    const back = page.waitForResponse((answer) => answer.url().endsWith('/session/company/return'), patient)
    await page.getByRole('button', { name: '去公司登录页' }).click()
    await back
    await page.waitForURL(`${server.url}/${app}/`, patient)
    if (app === 'm') await page.goto(`${server.url}/m/me`)
    await expect(page.getByText('林晓峰').first()).toBeVisible(patient)
    await context.close()
  }
})

test('an invitation by link: made at the desk, opened by somebody new, who is in; a second time it is refused in words', async ({
  browser,
}) => {
  const admin = await openDesk(browser, server.url, 'admin')
  await admin.goto(`${server.url}/console/organization`)
  await admin.getByRole('button', { name: '邀请成员' }).click()
  for (const [label, choice] of [
    ['部门', /./],
    ['角色', '业务员'],
  ] as const) {
    await admin.getByRole('dialog').getByLabel(label).click()
    await admin.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: choice }).first().click()
  }
  await admin.getByRole('dialog').getByLabel('角色').press('Escape')
  await admin.getByRole('dialog').getByRole('button', { name: '生成邀请' }).click()
  const link = admin.getByText(/\/console\/invite\//)
  await expect(link).toBeVisible(patient)
  const address = /https?:\S+/.exec((await link.textContent()) ?? '')?.[0] as string
  await picture(admin, 'sign-in-8-invitation')

  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const guest = await context.newPage()
  await guest.goto(address)
  await guest.getByLabel('姓名').fill('新同事')
  await guest.getByLabel('账号', { exact: true }).fill('xintongshi')
  await guest.getByLabel('密码', { exact: true }).fill('regen-bambus-tor')
  await picture(guest, 'sign-in-9-arrival')
  await guest.getByRole('button', { name: '加入' }).click()
  await guest.waitForURL(/\/console\/(?!invite)/, patient)
  await context.close()

  await admin.goto(`${server.url}/console/organization`)
  await admin.getByRole('button', { name: '已发邀请' }).click()
  await expect(admin.getByRole('dialog').getByText('已加入')).toBeVisible(patient)
  await picture(admin, 'sign-in-8-invitations')
  await admin.context().close()

  const late = await openPhone(browser, server.url, 'linxiaofeng', SUZHOU)
  await late.page.goto(address.replace('/console/', '/m/'))
  await expect(late.page.getByText('邀请已经用过。已加入的话直接登录。')).toBeVisible(patient)
  await late.context.close()
})
