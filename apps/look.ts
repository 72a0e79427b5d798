// Shoots every page of both galleries, light and dark, and lets axe judge them. `node apps/look.ts [FOLDER] [PAGE…]`
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, chromium } from '@playwright/test'
import { createServer } from 'vite'

const [folder = 'test-results/look', ...only] = process.argv.slice(2)
const apps = {
  console: { base: '/console/', size: { width: 1440, height: 900 }, pages: ['pool', 'approvals', 'accounts', 'states', 'login'] },
  mobile: {
    base: '/m/',
    size: { width: 390, height: 844 },
    pages: ['today', 'leads', 'visit', 'camera', 'approve', 'gate', 'me', 'login'],
  },
}

mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--disable-background-networking',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  ],
})
let failures = 0
for (const name of ['console', 'mobile'] as const) {
  const app = apps[name]
  const server = await createServer({
    configFile: fileURLToPath(new URL(`./${name}/vite.config.ts`, import.meta.url)),
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1' },
  })
  await server.listen()
  const address = server.httpServer?.address()
  const port = typeof address === 'object' && address ? address.port : 0
  for (const page of app.pages.filter((one) => only.length === 0 || only.includes(one))) {
    for (const theme of ['light', 'dark'] as const)
      failures += await shoot(browser, name, `http://127.0.0.1:${port}${app.base}gallery.html?page=${page}`, page, theme)
  }
  await server.close()
}
await browser.close()
console.log(failures === 0 ? 'axe: 0 failures' : `axe: ${failures} failures`)
process.exitCode = failures === 0 ? 0 : 1

async function shoot(browser: Browser, name: 'console' | 'mobile', url: string, page: string, theme: 'light' | 'dark'): Promise<number> {
  const context = await browser.newContext({
    viewport: apps[name].size,
    deviceScaleFactor: name === 'mobile' ? 2 : 1,
    colorScheme: theme,
    locale: 'zh-CN',
    reducedMotion: 'reduce',
    permissions: ['camera'],
    hasTouch: name === 'mobile',
  })
  const tab = await context.newPage()
  tab.on('pageerror', (error) => console.log(`${name} ${page}: ${error.message}`))
  tab.on('console', (line) => line.type() === 'error' && console.log(`${name} ${page}: ${line.text()}`))
  await tab.goto(url, { waitUntil: 'networkidle' })
  await tab.waitForSelector('h1')
  if (page === 'camera') await tab.waitForSelector('.camera-shutter:not([disabled])')
  await tab.screenshot({ path: `${folder}/${name}-${page}-${theme}.png` })
  const { violations } = await new AxeBuilder({ page: tab }).analyze()
  for (const found of violations) {
    console.log(
      `${name} ${page} ${theme}: ${found.id} (${found.nodes.length}) ${found.nodes[0]?.html.slice(0, 160)} ${found.nodes[0]?.any[0]?.message ?? ''}`,
    )
  }
  await context.close()
  return violations.reduce((sum, found) => sum + found.nodes.length, 0)
}
