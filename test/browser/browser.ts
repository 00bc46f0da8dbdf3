/** The system's Chromium, driven as a person would. */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

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

export type Tab = { page: Page; context: BrowserContext; errors: string[] }

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
  return { page, context, errors }
}

/** Waits until the page shows what it is about: nothing is loading, nothing moves. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor()
  await page.waitForTimeout(400)
  await page.waitForFunction('!document.querySelector(".mantine-Skeleton-root, [aria-busy=true]")')
  await page.waitForTimeout(300)
}
