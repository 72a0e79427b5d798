// 每一屏: every screen of the desk, opened by somebody who may, in both languages and both themes. Nothing fails, nothing speaks in keys,
// and everybody can read it.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { screens } from '../apps/console/src/routes.tsx'
import { openDesk, picture, read } from './hands.ts'
import { type ServerUnderTest, startServer } from './server.ts'

type Login = 'zhouqiming' | 'guoying' | 'xuwenjing' | 'linxiaofeng' | 'admin' | 'chenlan'
/** Who opens a screen, and the list whose first row fills the place in its path. */
type Opener = { login: Login; from?: string; other?: Record<string, string> }

const OPENERS: Record<string, Opener> = {
  '/today': { login: 'linxiaofeng' },
  '/morning': { login: 'zhouqiming' },
  '/leads': { login: 'zhouqiming' },
  '/imports': { login: 'xuwenjing' },
  '/imports/$id': { login: 'xuwenjing', from: '/imports' },
  '/leads/sources': { login: 'xuwenjing' },
  '/leads/capabilities': { login: 'zhouqiming' },
  '/leads/$id': { login: 'zhouqiming', from: '/leads?view=held' },
  '/pool': { login: 'linxiaofeng' },
  '/accounts': { login: 'zhouqiming' },
  '/accounts/$id': { login: 'zhouqiming', from: '/accounts' },
  '/visits': { login: 'zhouqiming' },
  '/visits/$id': { login: 'zhouqiming', from: '/visits?tab=valid' },
  '/opportunities': { login: 'zhouqiming' },
  '/opportunities/$id': { login: 'zhouqiming', from: '/opportunities' },
  '/quotations': { login: 'zhouqiming' },
  '/quotations/$id': { login: 'zhouqiming', from: '/quotations' },
  '/contracts/$id': { login: 'zhouqiming', from: '/contracts' },
  '/approvals': { login: 'zhouqiming' },
  '/approvals/flows': { login: 'admin' },
  '/approvals/waits': { login: 'zhouqiming' },
  '/approvals/$id': { login: 'zhouqiming', from: '/approvals?box=waiting' },
  '/receivables': { login: 'guoying' },
  '/receivables/items/$id': { login: 'guoying', from: '/receivables/items' },
  '/commissions': { login: 'linxiaofeng' },
  '/thread/$type/$id': { login: 'zhouqiming', from: '/contracts', other: { type: 'contract' } },
  '/funnel': { login: 'zhouqiming' },
  '/channels': { login: 'xuwenjing' },
  '/rules': { login: 'zhouqiming' },
  '/rules/$id': { login: 'zhouqiming', other: { id: 'lead.rating' } },
  '/audit': { login: 'admin' },
  '/products': { login: 'zhouqiming' },
  '/organization': { login: 'admin' },
  '/roles': { login: 'admin' },
  '/roles/effect/$id': { login: 'admin', from: '/members' },
  '/hand-overs/$id': { login: 'admin', from: '/hand-overs' },
  '/calendar': { login: 'zhouqiming' },
  '/usage': { login: 'admin' },
  '/messages': { login: 'admin' },
  '/operations': { login: 'admin' },
  '/company': { login: 'admin' },
  '/fields': { login: 'admin' },
  '/devices': { login: 'admin' },
  '/privacy': { login: 'admin' },
  '/settings': { login: 'zhouqiming' },
}

/** A message key, or a place in a sentence that nothing filled: `shell.nav.leads`, `{name}`. Addresses and file names are no keys. */
const KEY = /(?<![\w@/.-])[a-z]+(?:\.[a-z][a-z_A-Z]*)+(?![\w/@.-])|\{[a-z]\w*\}/g

// A picture and a full axe report of each screen say more than a trace, and a trace costs more than both.
test.use({ trace: 'off' })

let server: ServerUnderTest
test.beforeAll(async () => {
  server = await startServer('2026-11-23T08:30:00+08:00')
})
test.afterAll(() => server?.stop())

test('the list of screens opened here is the list of screens', () => {
  expect(Object.keys(OPENERS).sort()).toEqual([...new Set(screens.map((screen) => screen.path))].sort())
})

for (const login of [...new Set(Object.values(OPENERS).map((one) => one.login))]) {
  test(`${login} opens the screens and can read them`, async ({ browser }) => {
    test.setTimeout(480_000)
    const desk = await openDesk(browser, server.url, login)
    const troubles = listen(desk)
    const mine = Object.entries(OPENERS).filter(([, opener]) => opener.login === login)
    for (const [screen, opener] of mine) {
      const address = await addressOf(desk, screen, opener)
      await desk.emulateMedia({ colorScheme: 'light' })
      await show(desk, screen, address, screen === mine[0]?.[0])
      const name = `desk${screen.replaceAll('/', '-').replaceAll('$', '')}`
      await picture(desk, name)
      expect.soft(await keysIn(desk), `${screen} speaks in keys`).toEqual([])
      expect.soft(await barriers(desk), `${screen} in light`).toEqual([])
      await desk.emulateMedia({ colorScheme: 'dark' })
      // What is not colour is the same in both themes.
      expect.soft(await barriers(desk, ['color-contrast']), `${screen} in dark`).toEqual([])
    }
    await desk.emulateMedia({ colorScheme: 'light' })
    await desk.evaluate(() => localStorage.setItem('fieldloop.language', 'en'))
    for (const [screen, opener] of mine) {
      await show(desk, screen, await addressOf(desk, screen, opener), screen === mine[0]?.[0])
      expect.soft(await keysIn(desk), `${screen} speaks in keys`).toEqual([])
      expect.soft(await chineseOfTheScreen(desk), `${screen} in English`).toEqual([])
    }
    expect(troubles).toEqual([])
    await desk.context().close()
  })
}

/** Errors of the page and answers of the server that say something broke. */
function listen(page: Page): string[] {
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error') troubles.push(`${new URL(page.url()).pathname}: ${line.text()}`)
  })
  return troubles
}

const firsts = new Map<string, string>()

async function addressOf(page: Page, screen: string, { from, other }: Opener): Promise<string> {
  let address = screen
  for (const [name, value] of Object.entries(other ?? {})) address = address.replace(`$${name}`, value)
  if (from) {
    const id = firsts.get(from) ?? (await read<{ items: { id: string }[] }>(page, from)).items[0]?.id
    if (!id) throw new Error(`${from} is empty`)
    firsts.set(from, id)
    address = address.replace('$id', id)
  }
  return `${server.url}/console${address}`
}

/** Goes on within the app, as a click would; only the first screen, and the first after a change of language, loads it anew. */
async function show(page: Page, screen: string, address: string, anew = false): Promise<void> {
  if (anew) {
    await page.goto(address)
    // A colour on its way from one theme to the other is neither.
    await page.addStyleTag({ content: '*, *::before, *::after { transition: none !important; animation: none !important }' })
  } else await page.evaluate((to) => history.pushState({}, '', to), address)
  await expect(page.locator('main')).toHaveAttribute('data-screen', screen)
  await expect(page.locator('main h1, main h2').first()).toBeVisible()
  await expect(page.locator('.fl-skeleton, [aria-busy=true]')).toHaveCount(0)
}

async function keysIn(page: Page): Promise<string[]> {
  // What people typed and what machines are called may look like a key; those places are marked.
  const texts = await page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement
      if (around && !around.closest('[data-raw], script, style') && around.checkVisibility()) found.push(node.nodeValue ?? '')
    }
    for (const named of document.querySelectorAll('[aria-label], [placeholder], [title]'))
      for (const name of ['aria-label', 'placeholder', 'title']) found.push(named.getAttribute(name) ?? '')
    return found
  })
  return [...new Set(texts.flatMap((text) => text.match(KEY) ?? []))]
}

/** Buttons, tabs, table heads and labels that stayed Chinese; names that people gave (marked, or within an English sentence) stay. */
async function chineseOfTheScreen(page: Page): Promise<string[]> {
  const words = await page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement?.closest('button, [role=tab], th, label, nav a')
      if (around && !node.parentElement?.closest('[data-raw], [data-row], .link, .board-name')) found.push(node.nodeValue ?? '')
    }
    return found
  })
  return words.filter((one) => /[\u4e00-\u9fff]/.test(one) && !/[a-z]{2}/.test(one))
}

async function barriers(page: Page, rules?: string[]): Promise<string[]> {
  // Rows repeat themselves: the first dozen of a list speak for the rest, and the report stays quick.
  const builder = new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .exclude('tbody tr:nth-child(n+13)')
    .exclude('.timeline li:nth-child(n+13)')
  const { violations } = await (rules
    ? builder.withRules(rules)
    : builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
  ).analyze()
  return violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map(
      (one) =>
        `${one.id}: ${one.nodes
          .map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)
          .slice(0, 3)
          .join(' | ')}`,
    )
}
