// The hands of a journey: a desk, a phone with a position and a camera, and the words people click.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test'

const PASSWORD = 'fieldloop-demo'
const pictures = fileURLToPath(new URL('../test-results/pictures/', import.meta.url))

export interface Place {
  latitude: number
  longitude: number
  accuracy?: number
}

/** Signs in at the desk. */
export async function openDesk(browser: Browser, url: string, login: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await signIn(page, `${url}/console/`, login)
  return page
}

/** Signs in on a phone that stands at `place`, with a camera. */
export async function openPhone(
  browser: Browser,
  url: string,
  login: string,
  place: Place,
): Promise<{ page: Page; moveTo: (next: Place) => Promise<void>; context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    permissions: ['geolocation', 'camera'],
    geolocation: { accuracy: 12, ...place },
  })
  let here = place
  // A satellite fix is never still: a metre or two, again and again.
  const wobble = (): number => (Math.random() - 0.5) * 3e-5
  const living = setInterval(() => {
    void context
      .setGeolocation({ accuracy: 12, ...here, latitude: here.latitude + wobble(), longitude: here.longitude + wobble() })
      .catch(() => {})
  }, 400)
  context.on('close', () => clearInterval(living))
  const page = await context.newPage()
  await signIn(page, `${url}/m/`, login)
  return {
    page,
    context,
    moveTo: async (next) => {
      here = next
      await context.setGeolocation({ accuracy: 12, ...next })
    },
  }
}

async function signIn(page: Page, address: string, login: string): Promise<void> {
  await page.goto(address)
  await page.getByLabel('手机号或账号').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  // Several may sign in at once, and a password is slow to check on purpose.
  await expect(page.getByLabel('手机号或账号')).toHaveCount(0, { timeout: 20_000 })
}

/** Leaves a picture of the page, once it has stopped loading, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}${name}.png` })
}

/** Reads the API with the page's session: the journey writes by clicking alone. */
export async function read<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`${new URL(page.url()).origin}/api/v1${path}`)
  expect(answer.ok(), `${path} answered ${answer.status()}`).toBe(true)
  return (await answer.json()) as T
}

/** What keeps somebody from reading or reaching what is on the screen, in light and in dark. */
export async function barriers(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(400)
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']).analyze()
    for (const one of violations.filter((each) => each.impact === 'serious' || each.impact === 'critical'))
      found.push(
        `${colorScheme}: ${one.id} ${one.nodes
          .map((node) => node.html.slice(0, 160))
          .slice(0, 2)
          .join(' | ')}`,
      )
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

/** Quotes below the floor for the rep's first opportunity and asks for the special price; gives the approval's id and number. */
export async function askSpecialPrice(rep: Page): Promise<{ id: string; number: string }> {
  const { items } = await read<{ items: { id: string }[] }>(rep, '/opportunities?limit=5')
  await rep.goto(`${new URL(rep.url()).origin}/m/opportunities/${items[0]?.id}/quotation`)
  await rep.getByLabel('付款条款').selectOption('30/60/10')
  await rep.getByRole('button', { name: '加产品' }).click()
  await rep.getByRole('dialog').getByText('聚氨酯').click()
  await rep.getByLabel(/^数量/).fill('300')
  await rep.getByLabel('单价').fill('340')
  await rep.getByRole('button', { name: /^存成草稿/ }).click()
  await rep.getByRole('button', { name: /^发起特批/ }).click()
  await rep.getByLabel('给审批人的说明').fill('首单，带动后面两期')
  await rep
    .getByRole('dialog')
    .getByRole('button', { name: /^发起特批/ })
    .click()
  await expect(rep.getByRole('button', { name: '看审批' })).toBeVisible()
  const mine = await read<{ items: { id: string; number: string }[] }>(rep, '/approvals?box=mine')
  if (!mine.items[0]) throw new Error('nothing was submitted')
  return mine.items[0]
}

/** Pictures that have been kept. The browser's test picture starts anew whenever the camera opens, so the same moment gives the same one. */
const kept = new Set<string>()

/** Takes one photo with the live camera and keeps it; one that was kept before is taken anew, since the server rightly suspects it. */
export async function shoot(page: Page, button: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  for (;;) {
    await page.getByRole('button', { name: '拍照' }).click()
    const taken = await pixelsOf(page.locator('.camera-view img'))
    if (!kept.has(taken)) {
      kept.add(taken)
      break
    }
    await page.getByRole('button', { name: '重拍' }).click()
  }
  await page.getByRole('button', { name: '用这张' }).click()
  await expect(page.getByRole('button', { name: '用这张' })).toHaveCount(0)
}

/** A picture by its pixels, so that two can be told apart. */
const pixelsOf = (picture: Locator): Promise<string> =>
  picture.evaluate(async (element) => {
    const image = element as HTMLImageElement
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth
    canvas.height = image.naturalHeight
    canvas.getContext('2d')?.drawImage(image, 0, 0)
    return canvas.toDataURL('image/png')
  })
