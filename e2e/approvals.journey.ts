// 审批: the flow of special prices is drawn from nothing, a price below the floor walks it, and a yes given without a network arrives.
import { expect, type Page, test } from '@playwright/test'
import { askSpecialPrice, barriers, openDesk, openPhone, picture, read } from './hands.ts'
import { type ServerUnderTest, startServer } from './server.ts'

let server: ServerUnderTest
test.beforeAll(async () => {
  server = await startServer('2026-11-23T08:30:00+08:00')
})
test.afterAll(() => server?.stop())

const SITE = { latitude: 31.29905, longitude: 120.58512 }
type List<T> = { items: T[] }

/** Adds a step at a place of the picture, by mouse or by keys. */
async function add(desk: Page, place: string, kind: string, keys = false): Promise<void> {
  const slot = desk.locator(`[data-place="${place}"]`)
  if (keys) {
    await slot.focus()
    await desk.keyboard.press('Enter')
    const item = desk.getByRole('menuitem', { name: kind })
    await expect(item).toBeVisible()
    for (let n = 0; n < 6 && !(await item.evaluate((one) => one.matches(':focus, .ant-dropdown-menu-item-active'))); n++)
      await desk.keyboard.press('ArrowDown')
    await desk.keyboard.press('Enter')
  } else {
    await slot.click()
    await desk.getByRole('menuitem', { name: kind }).click()
  }
  await expect(desk.locator('.flow-form')).toBeVisible()
}

async function pick(desk: Page, label: string, option: string | RegExp): Promise<void> {
  await desk.locator('.flow-form').getByRole('combobox', { name: label }).last().click()
  await desk
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click()
}

/** The chosen step asks this role. */
async function asks(desk: Page, role: string | RegExp): Promise<void> {
  await desk.getByRole('button', { name: '加一个人或岗位' }).click()
  await pick(desk, '角色', role)
}

test('the special-price flow is drawn from nothing; below the floor two approve, and it is done', async ({ browser }) => {
  test.setTimeout(240_000)
  const admin = await openDesk(browser, server.url, 'admin')
  await admin.goto(`${server.url}/console/approvals/flows`)
  await admin.getByRole('button', { name: /报价与特批/ }).click()
  await expect(admin.locator('.flow-box')).toHaveCount(5)
  const publish = admin.getByRole('button', { name: '发布第 3 版' })
  await expect(publish).toBeDisabled()

  await test.step('from nothing; what is missing is named and keeps it from being published', async () => {
    await admin.getByRole('button', { name: '从空白画起' }).click()
    await expect(admin.getByText('流程里没有审批步骤。至少加一步。').first()).toBeVisible()
    await admin.locator('[data-step=end]').focus()
    await admin.keyboard.press('Delete')
    await expect(admin.getByText('流程没有结束。在最后加上“结束”。').first()).toBeVisible()
    await expect(publish).toBeDisabled()
    await picture(admin, 'flow-1-no-end')
    await admin.getByRole('button', { name: '撤销' }).click()
  })

  await test.step('a condition parts what is below the floor from the rest', async () => {
    await add(admin, '0', '条件分支')
    await pick(admin, '比什么', '低于底价')
    await admin.getByLabel('步骤名称').fill('低于底价吗')
  })

  await test.step('an approver nobody is, is named', async () => {
    await add(admin, '0-0-0', '审批', true)
    await expect(admin.getByText('“审批”没有审批人。加一个。').first()).toBeVisible()
    const { items } = await read<List<{ name: string; headId: string | null }>>(admin, '/departments')
    const headless = items.find((one) => one.headId === null)?.name ?? ''
    await admin.getByRole('button', { name: '加一个人或岗位' }).click()
    await pick(admin, '怎么找人', '部门负责人')
    await pick(admin, '哪个部门', headless)
    await expect(admin.getByText(`“${headless}的负责人”里的“${headless}”现在没有人`).first()).toBeVisible()
    await picture(admin, 'flow-2-nobody')
    await admin.getByRole('button', { name: '去掉第 1 个' }).click()
    await expect(publish).toBeDisabled()
    await asks(admin, /^销售总监/)
  })

  await test.step('two approve below the floor, the manager the rest', async () => {
    await add(admin, '0-0-1', '审批')
    await asks(admin, /^财务/)
    await add(admin, '0-1-0', '审批')
    await admin.getByRole('button', { name: '加一个人或岗位' }).click()
    await pick(admin, '怎么找人', '上级')
    // Where the requester gives his own record, his manager is asked.
    await expect(admin.locator('[data-step]').filter({ hasText: '单据负责人的上级' })).toBeVisible()
    await admin.keyboard.press('Escape')
    await picture(admin, 'flow-3-drawn')
  })

  await test.step('a step that no case reaches is named where it stands', async () => {
    await add(admin, '0-1-1', '审批')
    await asks(admin, /^总经理/)
    await admin.getByRole('button', { name: '加一个条件' }).click()
    await pick(admin, '看哪一项', '毛利')
    await admin.getByRole('button', { name: '加一个条件' }).click()
    await pick(admin, '看哪一项', '毛利')
    await pick(admin, '比什么', '否')
    await expect(admin.getByText('“总经理”永远走不到').first()).toBeVisible()
    await expect(publish).toBeDisabled()
    await picture(admin, 'flow-4-unreachable')
    expect(await barriers(admin)).toEqual([])
    // By keys it walks out of its branch and back in, and then it is taken out again.
    const step = admin.locator('.flow-box[aria-pressed=true]')
    await step.focus()
    await admin.keyboard.press('Alt+ArrowDown')
    await expect(admin.locator('.flow > .flow-row > li > .flow-box[aria-pressed=true]')).toBeVisible()
    await step.focus()
    await admin.keyboard.press('Alt+ArrowUp')
    await step.focus()
    await admin.keyboard.press('Delete')
  })

  await test.step('a box is dragged, and put back by undo', async () => {
    const finance = admin.locator('[data-step]').filter({ hasText: '财务' })
    await finance.dragTo(admin.locator('[data-place="0-0-0"]'))
    await expect(admin.locator('.flow-branch').first().locator('.flow-box').first()).toContainText('财务')
    await admin.getByRole('button', { name: '撤销' }).click()
    await expect(admin.locator('.flow-branch').first().locator('.flow-box').first()).toContainText('销售总监')
  })

  await test.step('by keys, a condition gets a group within a group; nothing is lost when it is read again', async () => {
    await admin.locator('[data-step]').filter({ hasText: '财务' }).first().click()
    const form = admin.locator('.flow-form')
    const key = async (name: string, within = form) => {
      await within.getByRole('button', { name, exact: true }).last().focus()
      await admin.keyboard.press('Enter')
    }
    await key('加一个条件')
    await key('加一组')
    const outer = form.getByRole('group', { name: '第 2 条是一组' })
    await key('加一个条件', outer)
    await outer.getByRole('button', { name: '加一组' }).focus()
    await admin.keyboard.press('Enter')
    await expect(outer.getByRole('group', { name: '第 3 条是一组' })).toBeVisible()
    await outer.getByRole('combobox', { name: '几个条件之间' }).first().click()
    await admin
      .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
      .filter({ hasText: '一个都不满足' })
      .click()
    await picture(admin, 'flow-4b-groups')
    expect(await barriers(admin)).toEqual([])
    await admin.getByRole('button', { name: '关闭' }).click()
    await admin.locator('[data-step]').filter({ hasText: '财务' }).first().click()
    await expect(outer.getByRole('group', { name: '第 3 条是一组' })).toBeVisible()
    await key('去掉第 2 条这一组')
    await key('去掉第 1 个条件')
    await expect(form.getByText('不设条件，总是问')).toBeVisible()
    await admin.getByRole('button', { name: '关闭' }).click()
  })

  await test.step('whom the whole flow copies is part of the version', async () => {
    await admin.locator('.flow-form').getByRole('button', { name: '加一个人或岗位' }).click()
    await pick(admin, '角色', /^总经理/)
  })

  await test.step('it is tried on the past, compared with what is in force, and published', async () => {
    await expect(admin.getByText('走得通，可以发布。')).toBeVisible()
    await expect(admin.getByText(/^最近 \d+ 张单重走一遍$/)).toBeVisible()
    await expect(admin.getByText('南京河西嘉业')).toBeVisible()
    await picture(admin, 'flow-5-tried')
    await admin.getByText('版本对比').click()
    await expect(admin.locator('.flow-diff tr').filter({ hasText: '低于底价吗' })).toContainText('新增')
    await expect(admin.locator('.flow-diff tr').filter({ hasText: '总经理' }).first()).toContainText('删掉')
    await expect(admin.locator('.flow-diff tr').filter({ hasText: '整个流程' })).toContainText('总经理')
    await picture(admin, 'flow-6-versions')
    expect(await barriers(admin)).toEqual([])
    await admin.getByLabel('这版改了什么（可不写）').fill('低于底价的总监和财务批，其余归经理')
    await publish.click()
    await expect(admin.getByText('发布了第 3 版。')).toBeVisible()
    await admin.context().close()
  })

  const { page: rep, context: repPhone } = await openPhone(browser, server.url, 'linxiaofeng', SITE)
  const mine = await test.step('a price below the floor is submitted', () => askSpecialPrice(rep))

  await test.step('the director says yes in a lift; it arrives when he is out', async () => {
    const { page: boss, context } = await openPhone(browser, server.url, 'zhouqiming', SITE)
    await boss.goto(`${server.url}/m/approvals`)
    await boss.getByText(mine.number).first().click()
    await expect(boss.getByText('同意后到 财务：郭颖')).toBeVisible()
    await expect(boss.getByRole('button', { name: /^同意 ¥/ })).toBeVisible()
    await context.setOffline(true)
    await boss.getByRole('button', { name: /^同意 ¥/ }).click()
    await expect(boss.getByText(/决定同意，存在这台手机里/)).toBeVisible()
    await expect(boss.getByRole('button', { name: /^同意 ¥/ })).toHaveCount(0)
    await picture(boss, 'approve-kept')
    expect(await barriers(boss)).toEqual([])
    expect((await read<{ status: string; waitingFor: { name: string }[] }>(rep, `/approvals/${mine.id}`)).waitingFor[0]?.name).toBe(
      '周启明',
    )
    await context.setOffline(false)
    await expect(boss.getByText(/存在这台手机里/)).toHaveCount(0)
    await expect(boss.getByText('在等 郭颖')).toBeVisible()
    await context.close()
  })

  await test.step('finance says yes at the desk, and the quotation is approved', async () => {
    const desk = await openDesk(browser, server.url, 'guoying')
    await desk.goto(`${server.url}/console/approvals`)
    await desk.locator(`[data-row="${mine.id}"]`).click()
    await expect(desk.getByText('周启明 · 同意')).toBeVisible()
    await picture(desk, 'approve-second')
    expect(await barriers(desk)).toEqual([])
    await desk.getByRole('button', { name: /^同意 ¥/ }).click()
    await expect(desk.getByText('已通过').first()).toBeVisible()
    await desk.context().close()
    await rep.goto(`${server.url}/m/approvals/${mine.id}`)
    await expect(rep.getByText('已同意', { exact: true }).first()).toBeVisible()
    await repPhone.close()
  })
})

test('a yes that met a change says so; the second one, after a look, counts', async ({ browser }) => {
  test.setTimeout(120_000)
  const { page: boss, context } = await openPhone(browser, server.url, 'zhouqiming', SITE)
  await boss.goto(`${server.url}/m/approvals`)
  await boss.getByText('南京河西嘉业').first().click()
  await expect(boss.getByRole('button', { name: /^同意 ¥/ })).toBeVisible()
  await context.setOffline(true)
  await boss.getByRole('button', { name: /^同意 ¥/ }).click()
  await expect(boss.getByText(/存在这台手机里/)).toBeVisible()

  const wang = await openDesk(browser, server.url, 'wanglei')
  await wang.goto(`${server.url}/console/approvals`)
  await wang.getByText('我提的').click()
  await wang.getByRole('textbox', { name: '意见' }).fill('客户刚说只要 1,200 平米')
  await wang.getByRole('button', { name: '留言' }).click()
  await expect(wang.locator('.comments')).toContainText('客户刚说只要')
  await wang.context().close()

  await context.setOffline(false)
  await expect(boss.getByText(/决定同意，没有送到/)).toBeVisible()
  await expect(boss.getByText('这张审批刚刚变过。看一眼最新的内容再决定。')).toBeVisible()
  await expect(boss.getByText('客户刚说只要 1,200 平米')).toBeVisible()
  await picture(boss, 'approve-conflict')
  await boss.getByRole('button', { name: /^同意 ¥/ }).click()
  await expect(boss.getByText('已同意').first()).toBeVisible()
  await expect(boss.getByText(/没有送到/)).toHaveCount(0)
  await context.close()
})

test('a rule that needs a second pair of eyes changes only after it; the page says that it waits', async ({ browser }) => {
  test.setTimeout(120_000)
  const admin = await openDesk(browser, server.url, 'admin')
  await admin.goto(`${server.url}/console/rules/organization.change_control`)
  await admin.getByLabel('改动要审批的规则').click()
  await admin.locator('.ant-select-item-option').filter({ hasText: '工作时间' }).click()
  await admin.keyboard.press('Escape')
  await admin.getByRole('button', { name: /^改 1 处/ }).click()
  await expect(admin.getByText('第 1 版').first()).toBeVisible()
  await admin.context().close()

  const director = await openDesk(browser, server.url, 'zhouqiming')
  await director.goto(`${server.url}/console/rules/calendar.work_hours`)
  await director.getByLabel('上班').fill('08:30')
  await director.getByRole('button', { name: /^改 1 处/ }).click()
  await expect(director.getByText('有一处改动在等审批，批了才生效。')).toBeVisible()
  await picture(director, 'rule-waits')
  const before = await read<{ value: { workFrom: string } }>(director, '/policies/calendar.work_hours')
  expect(before.value.workFrom).not.toBe('08:30')

  const gm = await openDesk(browser, server.url, 'chenlan')
  await gm.goto(`${server.url}/console/approvals`)
  await gm.locator('[data-row]').filter({ hasText: '工作时间' }).click()
  await expect(gm.getByText('改成 08:30')).toBeVisible()
  await picture(gm, 'rule-approve')
  await gm.getByRole('button', { name: '同意', exact: true }).click()
  await expect(gm.getByText('已通过').first()).toBeVisible()
  await gm.context().close()

  await director.reload()
  await expect(director.getByText('有一处改动在等审批')).toHaveCount(0)
  expect((await read<{ value: { workFrom: string } }>(director, '/policies/calendar.work_hours')).value.workFrom).toBe('08:30')
  await director.context().close()
})
