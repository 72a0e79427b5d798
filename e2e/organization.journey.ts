// 组织: an admin brings a workbook in, moves a department, changes a role and sees what that does, and lets a leaver go.
import { expect, type Page, test } from '@playwright/test'
import writeWorkbook from 'write-excel-file/node'
import { openDesk, picture, read } from './hands.ts'
import { type ServerUnderTest, startServer } from './server.ts'

let server: ServerUnderTest
test.beforeAll(async () => {
  server = await startServer('2026-11-23T08:30:00+08:00')
})
test.afterAll(() => server?.stop())

async function workbook(members: string[][], departments: string[][]): Promise<Buffer> {
  const sheet = (name: string, rows: string[][]) => ({
    sheet: name,
    data: rows.map((row) => row.map((value) => ({ value, type: String }))),
  })
  const heads = [['姓名', '登录名', '手机', '职务', '部门', '上级', '岗位', '角色'], ...members]
  return await writeWorkbook([sheet('成员', heads), sheet('部门', [['部门', '上级部门', '负责人'], ...departments])] as never).toBuffer()
}

const bring = (page: Page, name: string, buffer: Buffer) =>
  page.locator('input[type=file]').setInputFiles({
    name,
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer,
  })

async function choose(page: Page, label: string, option: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label, exact: true })
  await box.click()
  if (await box.isEditable()) await box.fill(option)
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first().click()
}

test('an admin shapes the company: workbook, department, role and its effect, a leaver', async ({ browser }) => {
  const admin = await openDesk(browser, server.url, 'admin')
  const gao = await openDesk(browser, server.url, 'gaozhiyuan')
  await admin.goto(`${server.url}/console/organization`)

  await test.step('a file with a loop is refused row by row, a good one comes in', async () => {
    await admin.getByRole('tab', { name: 'Excel 导入' }).click()
    const loop = [
      ['甲', 'jia', '', '', '苏沪', 'yi', '', ''],
      ['乙', 'yi', '', '', '苏沪', 'jia', '', ''],
    ]
    await bring(admin, 'loop.xlsx', await workbook(loop, []))
    await expect(admin.getByText('第 2、3 行的成员互为上级：甲 → 乙。改其中一行的上级。')).toHaveCount(2)
    await expect(admin.getByRole('button', { name: /^导入 / })).toHaveCount(0)
    await picture(admin, 'organization-import-loop')
    const good = [['许可', 'xuke', '', '业务员', '苏北', 'gaozhiyuan', '业务员', '']]
    await bring(admin, 'good.xlsx', await workbook(good, [['苏北', '苏沪', 'gaozhiyuan']]))
    await admin.getByRole('button', { name: '导入 2 处变化' }).click()
    await expect(admin.getByText('新成员的密码只显示这一次')).toBeVisible()
    await picture(admin, 'organization-imported')
  })

  await test.step('a department moves, and its manager sees what comes with it', async () => {
    const seen = async () => (await read<{ items: { ownerName: string }[] }>(gao, '/accounts?limit=200')).items.map((one) => one.ownerName)
    expect(await seen()).not.toContain('刘洋')
    await admin.getByRole('tab', { name: '部门' }).click()
    await admin.getByRole('button', { name: '修改部门 浙江' }).click()
    await choose(admin, '上级部门', '苏沪')
    await admin.getByRole('button', { name: '保存部门' }).click()
    await expect(admin.getByRole('dialog')).toHaveCount(0)
    expect(await seen()).toContain('刘洋')
    await picture(admin, 'organization-departments')
  })

  await test.step('a role changes, and the page shows what that does', async () => {
    await admin.goto(`${server.url}/console/roles`)
    await admin.getByRole('button', { name: '业务员 看权限' }).click()
    await choose(admin, '查看客户', '指定部门')
    await choose(admin, '查看客户：哪些部门', '皖苏北')
    await picture(admin, 'roles-matrix')
    await admin.getByRole('button', { name: '保存角色' }).click()
    await expect(admin.getByRole('button', { name: '保存角色' })).not.toHaveClass(/loading/)
    await admin.getByRole('tab', { name: '成员的角色' }).click()
    await admin.getByRole('link', { name: '林晓峰 看到什么' }).click()
    const row = admin.getByRole('row').filter({ hasText: '查看客户' }).first()
    await expect(row).toContainText('指定部门')
    await expect(row).toContainText('马骁')
    await expect(row).not.toContainText('孙倩')
    await picture(admin, 'roles-effect')
    const lin = await openDesk(browser, server.url, 'linxiaofeng')
    const owners = (await read<{ items: { ownerName: string }[] }>(lin, '/accounts?limit=200')).items.map((one) => one.ownerName)
    expect([...new Set(owners)].sort()).toEqual(['林晓峰', '邵军', '马骁'].filter((name) => owners.includes(name)).sort())
    expect(owners).toContain('马骁')
  })

  await test.step('a leaver’s records pass on, and the successor reads the same record', async () => {
    await admin.goto(`${server.url}/console/organization`)
    await admin.getByRole('button', { name: '移交 林晓峰 名下的记录' }).click()
    await expect(admin.getByText('林晓峰 名下有什么')).toBeVisible()
    await choose(admin, '记录交给', '孙倩')
    await picture(admin, 'organization-leaver')
    await admin.getByRole('button', { name: '移交并停用' }).click()
    await expect(admin.getByRole('heading', { name: '林晓峰 移交给 孙倩' })).toBeVisible()
    await picture(admin, 'organization-hand-over')
    const sun = await openDesk(browser, server.url, 'sunqian')
    await sun.goto(`${server.url}/console/settings`)
    await sun.getByRole('link', { name: '林晓峰 移交给 孙倩' }).click()
    await expect(sun.getByText('离职移交')).toBeVisible()
    await expect(sun.getByText('已转给 孙倩').first()).toBeVisible()
  })
})
