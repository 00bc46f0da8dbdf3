/** No main page has an accessibility violation that axe can see: light and dark, wide and on the phone. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { httpClient } from '../helpers/process.ts'
import { enter, openStage, openTab, type Stage, settled, violations } from './browser.ts'
import { mainPages, type PageAddress, signIn } from './pages.ts'

let stage: Stage
let client: ReturnType<typeof httpClient>

beforeAll(async () => {
  stage = await openStage(inject('demoDir'))
  client = await signIn(stage.product.url, 'ada@demo.example')
})
afterAll(() => stage.close())

const looks = [
  [1440, 'light'],
  [375, 'dark'],
  ...(process.env.THROUGHLINE_DEEP
    ? ([
        [1440, 'dark'],
        [375, 'light'],
      ] as const)
    : []),
] as const

/** Each page is loaded once, and looked at in each size and colour. */
const look = async (pages: readonly PageAddress[]): Promise<string[]> => {
  const { url } = stage.product
  const found: string[] = []
  const { context, page } = await openTab(stage.browser)
  for (const p of pages) {
    await context.clearCookies()
    if (p.as !== 'customer') await enter(context, url, client)
    await page.goto(url + p.path)
    await settled(page)
    found.push(...(await violations(page, looks)).map((v) => `${p.name}: ${v}`))
  }
  await context.close()
  return found
}

test('every main page', async () => {
  const pages = await mainPages(client)
  const half = Math.ceil(pages.length / 2)
  const found = await Promise.all([look(pages.slice(0, half)), look(pages.slice(half))])
  expect(found.flat()).toEqual([])
})
