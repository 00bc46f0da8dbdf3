/** The product on stage: the system's Chromium before a server of its own, driven as a person would. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { dataFolder, httpClient, type Running, startProduct } from '../helpers/process.ts'

const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export const openBrowser = (): Promise<Browser> => {
  const executablePath = places.find((p): p is string => p !== undefined && existsSync(p))
  if (!executablePath) throw new Error('No Chromium found: install it, or name it in CHROMIUM_PATH.')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export type Stage = { product: Running; browser: Browser; close(): Promise<void> }

/** A server with data of its own, and a browser. `furnished` is a folder whose data it starts with a copy of. */
export const openStage = async (furnished?: string): Promise<Stage> => {
  const folder = await dataFolder()
  // `cp -a` leaves the files to PostgreSQL's own user.
  if (furnished) await promisify(execFile)('cp', ['-a', furnished, folder.dataDir])
  const [product, browser] = await Promise.all([startProduct(folder.dataDir), openBrowser()])
  const close = async () => {
    await browser.close()
    await product.stop()
    await folder.remove()
  }
  return { product, browser, close }
}

export type Tab = { page: Page; context: BrowserContext; errors: string[] }

const loading = new WeakMap<Page, Set<Request>>()

/** A context of its own: nothing of another tab's session. `errors` gathers what the page throws. */
export const openTab = async (
  browser: Browser,
  o: { width?: number; height?: number; dark?: boolean } = {},
): Promise<Tab> => {
  const context = await browser.newContext({
    viewport: { width: o.width ?? 1440, height: o.height ?? 900 },
    colorScheme: o.dark ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  const open = new Set<Request>()
  loading.set(page, open)
  page.on('request', (r) => r.resourceType() === 'fetch' && open.add(r))
  page.on('requestfinished', (r) => open.delete(r))
  page.on('requestfailed', (r) => open.delete(r))
  return { page, context, errors }
}

/** Signs the tab in as the client is. */
export const enter = async (context: BrowserContext, url: string, client: { cookie(): string }): Promise<void> => {
  const [name = '', value = ''] = client.cookie().split('=')
  await context.addCookies([{ name, value, url }])
}

/** The API as whoever is signed in in the tab. */
export const apiOf = async ({ context }: Tab, url: string) => {
  const cookies = await context.cookies()
  return httpClient(url, cookies.map((c) => `${c.name}=${c.value}`).join('; '))
}

const still = `new Promise((resolve) => {
  const busy = () => document.querySelector('.mantine-Skeleton-root, [aria-busy=true]')
  const look = () => (busy() ? again() : resolve(watch.disconnect()))
  let timer
  const again = () => {
    clearTimeout(timer)
    timer = setTimeout(look, 200)
  }
  const watch = new MutationObserver(again)
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  again()
})`

/** Waits until the page shows what it is about: nothing is on its way, nothing changes for a moment. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor()
  do await page.evaluate(still)
  while (loading.get(page)?.size)
}

/** On failure the page as it was says more than the message. */
export const shown = async <T>(page: Page, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    const file = path.join(os.tmpdir(), `throughline-${Date.now()}.png`)
    await page.screenshot({ path: file })
    throw new Error(`${String(error)}\nSee ${file}, at ${page.url()}`, { cause: error })
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
type Violation = { id: string; nodes: { target: unknown[]; html: string }[] }

/**
 * What axe finds wrong with the page, and by how much it scrolls sideways: wide and light, and on the phone and dark. The
 * page is wide and light after it.
 */
export const violations = async (
  page: Page,
  looks: readonly (readonly [width: number, colorScheme: 'light' | 'dark'])[] = [
    [1440, 'light'],
    [375, 'dark'],
  ],
): Promise<string[]> => {
  const found: string[] = []
  await page.evaluate(axe)
  for (const [width, colorScheme] of looks) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await settled(page)
    const sideways = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    if (sideways > 0) found.push(`${width}: scrolls sideways by ${sideways} px`)
    const { violations } = await page.evaluate<{ violations: Violation[] }>(`axe.run({ resultTypes: ['violations'] })`)
    for (const { id, nodes } of violations) {
      const where = nodes.slice(0, 3).map((n) => `${String(n.target[0])} ${n.html.slice(0, 120)}`)
      found.push(`${width} ${colorScheme}: ${id} at ${where.join(' ; ')}`)
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return found
}
