import { expect, test } from '@playwright/test'
import { picture, read } from './hands.ts'
import { type ServerUnderTest, startServer } from './server.ts'

let server: ServerUnderTest
test.beforeAll(async () => {
  server = await startServer('2026-11-23T08:30:00+08:00')
})
test.afterAll(() => server?.stop())

test('a phone opens a company, which names itself, looks at samples, clears them and writes down its first lead', async ({ browser }) => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto(`${server.url}/console/`)
  await page.getByRole('link', { name: '开通新公司' }).click()
  await page.getByLabel('手机号').fill('13900060001')
  await page.getByRole('button', { name: '获取验证码' }).click()
  await expect(page.getByLabel('验证码')).toBeVisible({ timeout: 20_000 })
  const code = /SMS → \S+0001: \D*(\d{6})/.exec(server.said())?.[1] as string
  await page.getByLabel('验证码').fill(code)
  await page.getByLabel('公司名称').fill('极光建材')
  await page.getByLabel('你的姓名').fill('沈岚')
  await page.getByLabel('设置密码').fill('first-password')
  await picture(page, 'new-company-1-sign-up')
  await page.getByRole('button', { name: '开通并登录' }).click()
  await expect(page.getByText('首次设置', { exact: true })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: '改公司名称' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('公司名称').fill('极光建材有限公司')
  await dialog.getByRole('button', { name: '改公司名称' }).click()
  await expect(dialog).toHaveCount(0)
  await page.getByRole('button', { name: '加入行业包' }).click()
  await expect(page.getByRole('button', { name: /^清除 \d+ 条样例$/ })).toBeVisible({ timeout: 20_000 })
  await picture(page, 'new-company-2-first-steps')
  await page.getByRole('button', { name: /^清除 \d+ 条样例$/ }).click()
  await expect(page.getByRole('button', { name: /^清除 \d+ 条样例$/ })).toHaveCount(0, { timeout: 20_000 })
  await page.goto(`${server.url}/console/leads`)
  await page.getByRole('button', { name: '录入线索' }).first().click()
  await page.getByRole('dialog').getByLabel('公司').first().fill('苏州极光装饰')
  await page.getByRole('dialog').getByLabel('电话').first().fill('13900060099')
  await picture(page, 'new-company-3-lead')
  await page.getByRole('dialog').getByRole('button').last().click()
  await expect
    .poll(
      async () =>
        (await read<{ items: { step: string; done: boolean }[] }>(page, '/tenant/first-steps')).items.find((one) => one.step === 'lead')
          ?.done,
      { timeout: 20_000 },
    )
    .toBe(true)
  expect((await read<{ items: unknown[] }>(page, '/products')).items).toEqual([])
})
