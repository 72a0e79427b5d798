// 自定义字段: an admin adds a field at the desk, a rep fills it in on the phone, the director finds the lead by it.
import { expect, test } from '@playwright/test'
import { openDesk, openPhone, picture, read } from './hands.ts'
import { type ServerUnderTest, startServer } from './server.ts'

let server: ServerUnderTest
test.beforeAll(async () => {
  server = await startServer('2026-11-23T09:00:00+08:00')
})
test.afterAll(() => server?.stop())

test('a field added at the desk is on the phone at once, and leads are found by it', async ({ browser }) => {
  test.setTimeout(180_000)
  const admin = await openDesk(browser, server.url, 'admin')
  await admin.goto(`${server.url}/console/fields`)
  await admin.getByRole('button', { name: '新增字段' }).click()
  const form = admin.getByRole('dialog')
  await form.getByLabel('中文名称', { exact: true }).fill('样板房')
  await form.getByLabel('英文名称', { exact: true }).fill('Show flat')
  await form.getByLabel('代号', { exact: true }).fill('show_flat')
  await form.getByLabel('类型', { exact: true }).click()
  await admin.getByTitle('单选', { exact: true }).click()
  await form.getByLabel('中文名称 1').fill('有样板房')
  await form.getByRole('button', { name: '加一个选项' }).click()
  await form.getByLabel('中文名称 2').fill('没有')
  await form.getByLabel('在哪里必填').click()
  await admin.getByTitle('自拓', { exact: true }).click()
  await admin.keyboard.press('Escape')
  await form.getByRole('switch').click()
  await form.getByRole('button', { name: '保存字段' }).click()
  await expect(admin.locator('tr', { hasText: '样板房' })).toContainText('自拓')
  await picture(admin, 'custom-fields-desk')

  const { page: rep } = await openPhone(browser, server.url, 'linxiaofeng', { latitude: 31.299, longitude: 120.585 })
  await rep.goto(`${server.url}/m/leads/new`)
  await rep.getByLabel('公司名称').fill('苏州样板建材有限公司')
  await rep.getByLabel('电话').fill('13900777001')
  // Required for a find of one's own: without it the phone says which one is missing.
  await rep.getByRole('button', { name: '录入线索' }).click()
  await expect(rep.getByText('样板房').last()).toBeVisible()
  await rep.getByText('有样板房', { exact: true }).click()
  await picture(rep, 'custom-fields-phone')
  await rep.getByRole('button', { name: '录入线索' }).click()
  await rep.getByRole('button', { name: '看线索' }).click()
  await expect(rep.locator('dl.facts')).toContainText('有样板房')

  const director = await openDesk(browser, server.url, 'zhouqiming')
  await director.goto(`${server.url}/console/leads`)
  await expect(director.getByRole('columnheader', { name: '样板房' })).toBeVisible()
  await director.getByRole('button', { name: '更多筛选' }).click()
  await director.getByRole('combobox', { name: '样板房' }).click()
  await director.getByTitle('有样板房', { exact: true }).click()
  await director.keyboard.press('Escape')
  await expect(director.locator('tr[data-row]')).toHaveCount(1)
  await expect(director.locator('tr[data-row]')).toContainText('苏州样板建材有限公司')
  await picture(director, 'custom-fields-filter')
  const { items } = await read<{ items: { company: string; custom: Record<string, unknown> }[] }>(director, '/leads?custom.show_flat=o1')
  expect(items.map((one) => [one.company, one.custom.show_flat])).toEqual([['苏州样板建材有限公司', 'o1']])
})
