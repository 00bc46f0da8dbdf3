import { openTarget } from './target.ts'
import { ensureLoad } from './load.ts'
import { openBrowser, openTab, settled } from '../browser/browser.ts'
const load = await ensureLoad('/tmp/bench1/data', { scale: 1, small: 99, tell: console.log })
const t = await openTarget('/tmp/bench1/data', load, true)
const b = await openBrowser()
const { context, page } = await openTab(b, { width: 1440, height: 900, dark: false })
await context.addCookies([{ ...t.admin.session(), url: t.product.url }])
await context.setExtraHTTPHeaders({ 'accept-encoding': 'gzip' })
await page.goto(t.product.url + '/leads'); await settled(page)
console.log(await page.evaluate("performance.getEntriesByType('resource').filter(e=>e.name.endsWith('.js')).map(e=>Math.round(e.encodedBodySize/10)/100+' '+e.name.split('/').pop()).sort((a,b)=>parseFloat(b)-parseFloat(a)).slice(0,45).join('\\n')"))
await b.close(); await t.close()
