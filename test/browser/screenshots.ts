/** Script: every main page of the demo, wide and narrow, light and dark, into dist/screenshots; the README's one into docs. */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { buildProduct, dataFolder, startProduct } from '../helpers/process.ts'
import { enter, openBrowser, openTab, settled } from './browser.ts'
import { mainPages, signIn } from './pages.ts'

const root = path.resolve(import.meta.dirname, '../..')
const out = path.join(root, 'dist', 'screenshots')
const only = process.argv.slice(2)

await buildProduct()
const folder = await dataFolder()
const product = await startProduct(folder.dataDir, { args: ['--demo'] })
const browser = await openBrowser()
try {
  await mkdir(out, { recursive: true })
  const client = await signIn(product.url, 'ada@demo.example')
  const pages = await mainPages(client)
  const seller = await signIn(product.url, 'ines@demo.example')
  for (const [width, height] of [
    [1440, 900],
    [375, 812],
  ] as const)
    for (const dark of [false, true]) {
      const { context, page } = await openTab(browser, { width, height, dark })
      for (const p of pages.filter((x) => only.length === 0 || only.includes(x.name))) {
        await context.clearCookies()
        if (p.as !== 'customer') await enter(context, product.url, p.name === 'home' ? seller : client)
        await page.goto(product.url + p.path)
        await settled(page)
        await page.screenshot({ path: path.join(out, `${p.name}-${width}${dark ? '-dark' : ''}.png`) })
        if (p.name === 'home' && width === 1440 && !dark) {
          await mkdir(path.join(root, 'docs', 'screenshots'), { recursive: true })
          await page.screenshot({ path: path.join(root, 'docs', 'screenshots', 'home.png') })
        }
      }
      await context.close()
    }
  console.log(`Screenshots are in ${path.relative(root, out)}.`)
} finally {
  await browser.close()
  await product.stop()
  await folder.remove()
}
