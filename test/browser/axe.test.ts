/** No main page has an accessibility violation that axe can see: light and dark, wide and on the phone. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataFolder, type Running, startProduct } from '../helpers/process.ts'
import { openBrowser, openTab, settled } from './browser.ts'
import { mainPages, type PageAddress, signIn } from './pages.ts'

let folder: Awaited<ReturnType<typeof dataFolder>>
let product: Running
let browser: Browser
let pages: PageAddress[]
let cookie = ''
let axe = ''

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  folder = await dataFolder()
  product = await startProduct(folder.dataDir, { args: ['--demo'] })
  browser = await openBrowser()
  const client = await signIn(product.url, 'ada@demo.example')
  cookie = client.cookie()
  pages = await mainPages(client)
})
afterAll(async () => {
  await browser.close()
  await product.stop()
  await folder.remove()
})

type Violation = { id: string; nodes: { target: unknown[]; html: string }[] }

const violations = async (o: { width: number; height: number; dark: boolean }): Promise<string[]> => {
  const { context, page } = await openTab(browser, o)
  const found: string[] = []
  for (const p of pages) {
    await context.clearCookies()
    const [name = '', value = ''] = cookie.split('=')
    if (p.as !== 'customer') await context.addCookies([{ name, value, url: product.url }])
    await page.goto(product.url + p.path)
    await settled(page)
    await page.evaluate(axe)
    const result = await page.evaluate<{ violations: Violation[] }>('axe.run()')
    for (const v of result.violations)
      found.push(
        `${p.name}: ${v.id} at ${v.nodes
          .map((n) => `${String(n.target[0])} ${n.html.slice(0, 120)}`)
          .slice(0, 3)
          .join(' ; ')}`,
      )
  }
  await context.close()
  return found
}

test('wide and light', async () => expect(await violations({ width: 1440, height: 900, dark: false })).toEqual([]))
test('on the phone, dark', async () => expect(await violations({ width: 375, height: 812, dark: true })).toEqual([]))
if (process.env.THROUGHLINE_DEEP) {
  test('wide and dark', async () => expect(await violations({ width: 1440, height: 900, dark: true })).toEqual([]))
  test('on the phone, light', async () =>
    expect(await violations({ width: 375, height: 812, dark: false })).toEqual([]))
}
