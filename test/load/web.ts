/** The web app as a browser meets it: the script a first visit loads, when it has painted, and how soon it answers hands. */
import type { Page } from 'playwright-core'
import { openBrowser, openTab, settled } from '../browser/browser.ts'
import { p95 } from './client.ts'
import type { Figure } from './report.ts'
import type { Target } from './target.ts'

type Seen = { lcp: number; cls: number; events: Record<number, number> }
declare global {
  interface Window {
    seen: Seen
  }
}

/**
 * Runs in the page from its first moment; the entries are those of web.dev's Core Web Vitals. Text, because what a
 * compiler makes of a function may need helpers that the page has not.
 */
const watch = `
  const seen = (window.seen = { lcp: 0, cls: 0, events: {} })
  const on = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, durationThreshold: 16 })
  on('largest-contentful-paint', (e) => { seen.lcp = e.startTime })
  on('layout-shift', (e) => { if (!e.hadRecentInput) seen.cls += e.value })
  on('event', (e) => {
    if (e.interactionId) seen.events[e.interactionId] = Math.max(seen.events[e.interactionId] ?? 0, e.duration)
  })
`

/** Bytes of script as they came over the wire, by gzip; kB of 1,000. */
const scriptOf = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      performance
        .getEntriesByType('resource')
        .filter((e) => e instanceof PerformanceResourceTiming)
        .filter((e) => e.name.endsWith('.js'))
        .reduce((sum, e) => sum + e.encodedBodySize, 0) / 1000,
  )

const firstVisits = ['/', '/leads', '/opportunities', '/accounts'] as const

/** A working hand: walk the list, choose, peek, the palette, the sheet of keys. */
const hands = 'j j j k x j x Escape j Control+k m a Escape j j k ? Escape j k'.split(' ')

export const web = async (t: Target): Promise<Figure[]> => {
  const browser = await openBrowser()
  const figures: Figure[] = []
  const events: number[] = []
  let [lcp, cls] = [0, 0]
  try {
    for (const path of firstVisits) {
      // Each visit is a first one: nothing is cached.
      const { context, page } = await openTab(browser, { width: 1440, height: 900, dark: false })
      await context.addCookies([{ ...t.admin.session(), url: t.product.url }])
      await context.setExtraHTTPHeaders({ 'accept-encoding': 'gzip' })
      await page.addInitScript(watch)
      await page.goto(t.product.url + path)
      await settled(page)
      figures.push({
        part: 'web',
        name: `script of a first visit to ${path}`,
        value: await scriptOf(page),
        unit: 'kB',
        bar: 250,
      })
      if (path === '/leads')
        for (const key of hands) {
          await page.keyboard.press(key)
          await page.waitForTimeout(150)
        }
      const seen = await page.evaluate(() => window.seen)
      lcp = Math.max(lcp, seen.lcp)
      cls = Math.max(cls, seen.cls)
      if (path === '/leads') events.push(...Object.values(seen.events))
      await context.close()
    }
  } finally {
    await browser.close()
  }
  // What took less is not reported.
  const every = [...events, ...Array.from({ length: Math.max(0, hands.length - events.length) }, () => 0)]
  const one = (name: string, value: number, unit: Figure['unit'], bar: number, more: Partial<Figure> = {}): Figure => ({
    part: 'web',
    name,
    value,
    unit,
    bar,
    ...more,
  })
  return [
    ...figures,
    one('largest contentful paint, the slowest of them', lcp, 'ms', 1500, { scaled: true }),
    one('cumulative layout shift, the worst of them', cls, '', 0.05),
    one('event timing over 20 scripted interactions, p95', p95(every), 'ms', 100, {
      scaled: true,
      note: `${events.length} of them took 16 ms or more`,
    }),
  ]
}
