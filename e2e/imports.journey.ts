// 导入: marketing names the columns of the fair's list, sees what becomes of each row, writes it, takes it back.
import { expect, test } from '@playwright/test'
import { openDesk, picture } from './hands.ts'
import { type ServerUnderTest, startServer } from './server.ts'

let server: ServerUnderTest
test.beforeAll(async () => {
  server = await startServer('2026-11-23T08:30:00+08:00')
})
test.afterAll(() => server?.stop())

test('R1.1.4 the list of a fair: columns, a dry run with every row’s fate, written, taken back', async ({ browser }) => {
  test.setTimeout(120_000)
  const desk = await openDesk(browser, server.url, 'xuwenjing')
  await desk.goto(`${server.url}/console/imports`)
  await desk.getByText('建材展登记表.csv').click()
  await expect(desk.getByText('哪一列是什么')).toBeVisible()
  await picture(desk, 'imports-columns')
  await desk.getByRole('button', { name: '试跑一遍' }).click()
  await expect(desk.getByRole('button', { name: '写入 4 行' })).toBeVisible({ timeout: 20_000 })
  await expect(desk.getByText('拒绝 2').first()).toBeVisible()
  await picture(desk, 'imports-checked')
  await desk.getByRole('button', { name: '写入 4 行' }).click()
  await expect(desk.getByText('已写入')).toBeVisible({ timeout: 20_000 })
  await expect(desk.getByRole('link', { name: '苏州清禾装饰工程有限公司' })).toBeVisible()
  await picture(desk, 'imports-written')
  await desk.getByRole('button', { name: '撤销整次导入' }).first().click()
  await desk.getByRole('dialog').getByRole('button', { name: '撤销整次导入' }).click()
  await expect(desk.getByText('已撤销')).toBeVisible({ timeout: 20_000 })
  await picture(desk, 'imports-undone')
  await desk.goto(`${server.url}/console/imports`)
  await expect(desk.getByText('建材展登记表.csv')).toBeVisible()
  await picture(desk, 'imports-list')
  await desk.context().close()
})
