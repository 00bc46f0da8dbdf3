/** Reports as people use them: the dashboard, a click on a bar, what is asked in the address, a file, a schedule. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { enter, openStage, openTab, type Stage, settled, type Tab } from './browser.ts'
import { signIn } from './pages.ts'

let stage: Stage
let tab: Tab

beforeAll(async () => {
  stage = await openStage(inject('demoDir'))
  tab = await openTab(stage.browser)
  const client = await signIn(stage.product.url, 'ada@demo.example')
  await enter(tab.context, stage.product.url, client)
})
afterAll(() => stage.close())

test('from the dashboard a bar leads to the records behind it', async () => {
  const { page } = tab
  await page.goto(`${stage.product.url}/dashboard`)
  await settled(page)
  expect(await page.locator('article').count()).toBe(8)
  const bar = page
    .locator('article', { hasText: 'Reasons lost' })
    .getByRole('link', { name: /Lost deals \d/ })
    .first()
  const count = Number(/Lost deals (\d+)/.exec((await bar.getAttribute('aria-label')) ?? '')?.[1])
  await bar.click()
  await page.waitForURL(/\/opportunities\?.*lostReasonId/)
  await settled(page)
  expect(await page.locator('h1').first().innerText()).toContain(String(count))
})

test('what is asked stands in the address, and wrong days are told where they stand', async () => {
  const { page } = tab
  await page.goto(`${stage.product.url}/reports/wonByPeriod`)
  await settled(page)
  await page
    .getByRole('combobox', { name: 'By' })
    .or(page.getByRole('textbox', { name: 'By' }))
    .first()
    .click()
  await page.getByRole('option', { name: 'Quarter' }).click()
  await page.waitForURL(/by=quarter/)
  await page
    .getByRole('rowheader', { name: /^Q\d \d{4}$/ })
    .first()
    .waitFor()
  await page.goto(`${stage.product.url}/reports/wonByPeriod?period=between&from=2026-02-02&to=2026-01-01`)
  await page.getByText('must not come before the first day').waitFor()
  await page.goto(`${stage.product.url}/reports/wonByPeriod?period=between&from=2001-01-01&to=2001-12-31`)
  await page.getByRole('button', { name: 'Show all time' }).click()
  await page.getByRole('rowheader', { name: 'Total' }).waitFor()
})

test('it is taken away as a file of what is shown', async () => {
  const { page } = tab
  await page.goto(`${stage.product.url}/reports/salesByPerson?period=all`)
  await settled(page)
  await page.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'As CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^Sales by person \d{4}-\d\d-\d\d\.csv$/)
  expect(await readFile(await download.path(), 'utf8')).toContain('Person,Won deals,Won (EUR)')
})

test('it is scheduled by keyboard alone, and paused from the list', async () => {
  const { page } = tab
  await page.goto(`${stage.product.url}/reports/receivables`)
  await settled(page)
  await page.getByRole('button', { name: 'Schedule by mail' }).press('Enter')
  const subject = page.getByRole('textbox', { name: 'Subject' })
  await subject.fill('Who owes us what')
  await subject.press('Control+Enter')
  await page.getByText('It goes out next').waitFor()
  await page.goto(`${stage.product.url}/report-schedules`)
  const row = page.getByRole('row', { name: /Who owes us what/ })
  await row.getByText('Every Monday at 08:00').waitFor()
  await row.getByRole('button', { name: 'Actions for Who owes us what' }).click()
  await page.getByRole('menuitem', { name: 'Pause' }).click()
  await row.getByText('Paused').waitFor()
  expect(tab.errors).toEqual([])
})
