// Every screen of the phone, opened by somebody who may: readable, reachable by thumb, without an error, in both themes and any width.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { openPhone, picture, read } from './hands.ts'
import { type ServerUnderTest, startServer } from './server.ts'

// A film of every screen would take as long as the screens.
test.use({ trace: 'off' })

let server: ServerUnderTest
test.beforeAll(async () => {
  server = await startServer('2026-11-23T08:30:00+08:00')
})
test.afterAll(() => server?.stop())

const C01 = { latitude: 31.29905, longitude: 120.58512 }

/** A screen: its path in the registry, the address of a record in it, and what to press there. */
type Shown = { path: string; at: string; press?: string }
type List = { items: { id: string }[] }

async function repScreens(page: Page): Promise<Shown[]> {
  const one = async (list: string): Promise<string> => {
    const { items } = await read<List>(page, list)
    if (!items[0]) throw new Error(`${list} is empty`)
    return items[0].id
  }
  const lead = await one('/leads?view=mine&limit=5')
  const { stops } = await read<{ stops: { id: string; subjectType: string; subjectId: string }[] }>(page, '/visits/today')
  const [stop] = stops
  if (!stop) throw new Error('no stop today')
  const opportunity = await one('/opportunities?limit=5')
  return [
    { path: '/today', at: '/today' },
    { path: '/leads', at: '/leads' },
    { path: '/leads/new', at: '/leads/new' },
    { path: '/leads/$id', at: `/leads/${lead}` },
    { path: '/leads/$id', at: `/leads/${lead}`, press: '记一次联系' },
    { path: '/leads/$id/convert', at: `/leads/${lead}/convert` },
    { path: '/pool', at: '/pool' },
    { path: '/visits', at: '/visits' },
    { path: '/visits/$id', at: `/visits/${stop.id}` },
    { path: '/visits/$id', at: `/visits/${stop.id}`, press: '更多' },
    { path: '/opportunities', at: '/opportunities' },
    { path: '/opportunities/$id', at: `/opportunities/${opportunity}` },
    { path: '/opportunities/$id', at: `/opportunities/${opportunity}`, press: '写批注' },
    { path: '/opportunities/$id/quotation', at: `/opportunities/${opportunity}/quotation` },
    { path: '/quotations/$id', at: `/quotations/${await one('/quotations?limit=5')}` },
    { path: '/contracts/$id', at: `/contracts/${await one('/contracts?limit=5')}` },
    { path: '/notifications', at: '/notifications' },
    { path: '/notifications/settings', at: '/notifications/settings' },
    { path: '/decide/$token', at: '/decide/spent-long-ago.by-somebody-else' },
    { path: '/tasks', at: '/tasks' },
    { path: '/receivables', at: '/receivables' },
    { path: '/receivables/items/$id', at: `/receivables/items/${await one('/receivables/items?limit=5')}` },
    { path: '/commissions', at: '/commissions' },
    { path: '/briefings/$type/$id', at: `/briefings/${stop.subjectType}/${stop.subjectId}` },
    { path: '/accounts/$id', at: `/accounts/${stop.subjectId}` },
    { path: '/me', at: '/me' },
    { path: '/looks', at: '/looks' },
    { path: '/outbox', at: '/outbox' },
  ]
}

const managerScreens: Shown[] = [
  { path: '/today', at: '/today' },
  { path: '/team', at: '/team' },
  { path: '/morning', at: '/morning' },
]

async function directorScreens(page: Page): Promise<Shown[]> {
  const { items } = await read<List>(page, '/approvals?box=waiting&limit=5')
  return [
    { path: '/approvals', at: '/approvals' },
    { path: '/approvals/$id', at: `/approvals/${items[0]?.id}` },
  ]
}

/** Words that are keys: nobody may read `visits.checkIn` instead of a sentence. */
const KEY = /(?<![\w.@/-])[a-z][a-zA-Z]*(?:\.[a-z_][a-zA-Z_]*)+(?![\w.@-])/

/** What is wrong with the screen as it stands, in words; `theme` alone decides on colours the second time. */
async function contrast(page: Page, theme: 'light' | 'dark'): Promise<string[]> {
  // No frames here: what axe does for them (a page of its own for each verdict) is left out, and so is what passed.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({
    resultTypes: ['violations'],
    ...(theme === 'light' ? {} : { runOnly: ['color-contrast'] }),
  })
  const { violations } = await axe.analyze()
  return violations
    .filter((found) => found.impact === 'serious' || found.impact === 'critical')
    .map((found) => `${theme}: ${found.id} ${found.nodes[0]?.html.slice(0, 140)} ${found.nodes[0]?.any[0]?.message ?? ''}`)
}

/** Buttons, links and fields under 48 px; a box to tick counts with its words. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const seen = new Set<Element>()
    const small: string[] = []
    const within = document.querySelector('dialog[open]') ?? document
    for (const found of within.querySelectorAll('a[href], button, input, select, textarea, summary')) {
      const target = found.matches('input[type=radio], input[type=checkbox]') ? (found.closest('label') ?? found) : found
      if (seen.has(target)) continue
      seen.add(target)
      const { width, height } = target.getBoundingClientRect()
      if (width === 0 || height === 0) continue
      if (width < 47.5 || height < 47.5)
        small.push(`${Math.round(width)}×${Math.round(height)} ${target.outerHTML.replace(/<svg.*?<\/svg>/gs, '').slice(0, 120)}`)
    }
    return small
  })

/** What stands on the page, piece by piece. */
const texts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('#app') ?? document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (walker.nextNode()) found.push(walker.currentNode.textContent ?? '')
    return found
  })

const sideways = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

async function look(page: Page, { path, at, press }: Shown): Promise<string[]> {
  const wrong: string[] = []
  const name = `${path.replaceAll(/[/$]+/g, '-').slice(1)}${press ? '-sheet' : ''}`
  await page.goto(`${server.url}/m${at}`)
  await expect(page.locator('h1').first()).toBeVisible({ timeout: 20_000 })
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0, { timeout: 20_000 })
  if (press) {
    await page.getByRole('button', { name: press }).first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
  }
  await picture(page, `phone-${name}-light`)
  wrong.push(...(await contrast(page, 'light')))
  const key = (await texts(page)).map((text) => KEY.exec(text)?.[0]).find((found) => found !== undefined)
  if (key) wrong.push(`a key instead of words: ${key}`)
  wrong.push(...(await tooSmall(page)).map((one) => `too small: ${one}`))
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, `phone-${name}-dark`)
  wrong.push(...(await contrast(page, 'dark')))
  await page.emulateMedia({ colorScheme: 'light' })
  // 200 % of 390 px leaves half of them.
  for (const [width, height] of [
    [360, 780],
    [195, 422],
  ] as const) {
    await page.setViewportSize({ width, height })
    const over = await sideways(page)
    if (over > 0) wrong.push(`${over} px wider than ${width}`)
  }
  await page.setViewportSize({ width: 390, height: 844 })
  return wrong.map((one) => `${name}: ${one}`)
}

/** One person's screens, one after the other, with what the browser complained of. */
async function walk(browser: Browser, login: string, screens: (page: Page) => Promise<Shown[]> | Shown[]): Promise<[Shown[], string[]]> {
  const { page, context } = await openPhone(browser, server.url, login, C01)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`))
  page.on('console', (line) => {
    // A link that leads nowhere is refused, as it should be.
    if (line.type() === 'error' && !page.url().includes('/decide/')) wrong.push(`${page.url()}: ${line.text()}`)
  })
  const shown = await screens(page)
  for (const screen of shown) wrong.push(...(await look(page, screen)))
  await context.close()
  return [shown, wrong]
}

test('every screen can be read, reached and used', async ({ browser }) => {
  test.setTimeout(180_000)
  const all = await Promise.all([
    walk(browser, 'linxiaofeng', repScreens),
    walk(browser, 'gaozhiyuan', () => managerScreens),
    walk(browser, 'zhouqiming', directorScreens),
  ])
  expect(all.flatMap(([, wrong]) => wrong)).toEqual([])
  // A new screen is looked at too.
  const registry = readFileSync(fileURLToPath(new URL('../apps/mobile/src/routes.tsx', import.meta.url)), 'utf8')
  const known = registry.slice(registry.indexOf('screens: Screen[]')).matchAll(/path: '([^']+)'/g)
  const seen = new Set(all.flatMap(([shown]) => shown.map((one) => one.path)))
  expect([...known].map(([, path]) => path as string).filter((path) => !seen.has(path))).toEqual([])
})

test('the way in can be read and used', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  const page = await context.newPage()
  await page.goto(`${server.url}/m/`)
  await expect(page.getByRole('button', { name: '登录' })).toBeVisible()
  await picture(page, 'phone-login-light')
  expect([...(await contrast(page, 'light')), ...(await tooSmall(page))]).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, 'phone-login-dark')
  expect(await contrast(page, 'dark')).toEqual([])
  await page.setViewportSize({ width: 195, height: 422 })
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  await context.close()
})
