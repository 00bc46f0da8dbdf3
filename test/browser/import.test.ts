/** A seller's real data, in the browser: from set-up through the wizard in the order people try, to the figures on the pages. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiOf, openStage, openTab, settled, type Stage, shown, type Tab, violations } from './browser.ts'

const data = path.resolve(import.meta.dirname, '../data/crm-sales-opportunities')
const file = (name: string) => path.join(data, name)

let stage: Stage
let tab: Tab

beforeAll(async () => {
  stage = await openStage()
  tab = await openTab(stage.browser)
})
afterAll(() => stage.close())

const api = () => apiOf(tab, stage.product.url)

const accessible = async (page: Page) => {
  await settled(page)
  expect(await violations(page), page.url()).toEqual([])
}

/** One step of the way; on failure with a picture of the page. */
const shownOf = (work: (page: Page) => Promise<void>) => shown(tab.page, () => work(tab.page))

const count = async (list: string): Promise<unknown> =>
  (await (await api()).get(`${list}${list.includes('?') ? '&' : '?'}total=exact&limit=1`)).body.total

const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
    .first()
    .click()

/** The figures over the rows of an import: `{ created: 85 }`. */
const figure = (page: Page, label: string) =>
  page.getByRole('group', { name: 'Rows by outcome' }).getByRole('button', { name: new RegExp(`^[\\d,]+ ?${label}$`) })

const upload = async (page: Page, ...names: string[]) => {
  await page.goto(`${stage.product.url}/imports/new`)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  await page.setInputFiles('input[type=file]', names.map(file))
  await page.getByRole('button', { name: 'Continue' }).waitFor()
}

/** From the columns to the end of the import. */
const through = async (page: Page, name: string, created: string) => {
  await page.getByRole('heading', { name }).waitFor()
  await press(page, 'Continue')
  await press(page, 'Check the file')
  await press(page, /^Import \d/)
  await page.getByRole('button', { name: 'Undo the import' }).waitFor()
  expect((await figure(page, 'created').textContent())?.replace(/\D+$/, '')).toBe(created)
}

type Deal = { account: string; stage: string; value: number }
const deals = (): Deal[] =>
  readFileSync(file('sales_pipeline.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','))
    .map((cells) => ({ account: cells[3] ?? '', stage: cells[4] ?? '', value: Number(cells[7] || 0) }))

const dollars = (n: number): string => `$${n.toLocaleString('en-US', { minimumFractionDigits: 2 })}`

describe('the data of a hardware seller', () => {
  test('the first visit makes the workspace', () =>
    shownOf(async (page) => {
      await page.goto(stage.product.url)
      await page.getByLabel('Workspace name').fill('Maven Hardware')
      await page
        .getByRole('textbox', { name: 'Country' })
        .or(page.getByRole('combobox', { name: 'Country' }))
        .fill('United States')
      await page.getByRole('option', { name: 'United States', exact: true }).click()
      await page.getByLabel('Add sample data').uncheck()
      await page.getByLabel('Your name').fill('Ada Admin')
      await page.getByLabel('Email').fill('ada@maven.example')
      await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery')
      await press(page, 'Create workspace')
      await page.getByRole('heading', { name: /Good (morning|afternoon|evening), Ada/ }).waitFor()
    }))

  test('the deals alone: it is said what they lack, and where to get it', () =>
    shownOf(async (page) => {
      await upload(page, 'sales_pipeline.csv')
      expect(await page.getByRole('combobox', { name: 'What the rows of the file are' }).inputValue()).toBe(
        'Opportunities',
      )
      await page.getByText('8,800 rows, 8 columns').waitFor()
      await accessible(page)
      await press(page, 'Continue')
      const accounts = page.getByRole('region', { name: 'Account: unknown values' })
      await accounts.getByText('None of the 85 accounts the file names is here yet').waitFor()
      await accounts.getByRole('button', { name: 'Create 85 accounts from the names' }).waitFor()
      await accessible(page)
      await press(page, 'Check the file')
      await page.getByText('no row can be imported as it is').waitFor()
      const problems = page.getByRole('list', { name: 'Kinds of problems' })
      await problems.getByText('account: There is no account called “…” (85 different)').waitFor()
      await problems.getByRole('link', { name: 'Import accounts first' }).waitFor()
      await accessible(page)
      expect(await page.getByRole('button', { name: 'Import 0 opportunities' }).isDisabled()).toBe(true)
      expect(await count('/opportunities')).toEqual({ count: 0, exact: true })
    }))

  test('the other three files at once, each led to the next', () =>
    shownOf(async (page) => {
      await upload(page, 'products.csv', 'accounts.csv', 'sales_teams.csv')
      await through(page, 'sales_teams.csv', '35')
      await page.getByText('Also made because the file names them: 9 teams, 6 users.').waitFor()
      await press(page, 'Next: products.csv')
      await through(page, 'products.csv', '7')
      await press(page, 'Next: accounts.csv')
      await through(page, 'accounts.csv', '85')
      await accessible(page)
    }))

  test('the deals now: a near name is proposed, and all of them go in', () =>
    shownOf(async (page) => {
      await press(page, 'Next: sales_pipeline.csv')
      expect(await page.getByRole('combobox', { name: 'Main product for GTXPro' }).inputValue()).toBe('GTX Pro')
      await page.getByText('4 stages will be created from the names').waitFor()
      await press(page, 'Check the file')
      await page.getByText('1 pipeline: Sales pipeline').waitFor()
      await press(page, 'Import 8,800 opportunities')
      await page.getByRole('button', { name: 'Undo the import' }).waitFor({ timeout: 90_000 })
      expect(await figure(page, 'created').textContent()).toBe('8,800created')
      expect(await figure(page, 'with problems').textContent()).toBe('0with problems')
    }))

  test('the board shows each stage with its count', () =>
    shownOf(async (page) => {
      await press(page, 'Open the board')
      const column = (name: string) => page.locator(`section[aria-label="${name}"]`).first()
      for (const [stage, n] of [
        ['Prospecting', '500'],
        ['Engaging', '1589'],
        ['Won', '4238'],
        ['Lost', '2473'],
      ] as const)
        await column(stage).getByText(n, { exact: true }).first().waitFor()
      // The pipeline of the first visit is empty: who goes to the board by its name is shown the one with deals.
      await page.goto(`${stage.product.url}/pipeline`)
      await column('Engaging').getByText('1589', { exact: true }).first().waitFor()
    }))

  test('the list sums up what was won', () =>
    shownOf(async (page) => {
      await page.goto(`${stage.product.url}/opportunities?status=won`)
      await page.getByText('$10,005,534.00').first().waitFor()
      await page
        .getByText(/\b4,238\b/)
        .first()
        .waitFor()
      const sum = async (query: string, won: string) => {
        await page.goto(`${stage.product.url}/opportunities?status=won&${query}`)
        await page.getByText(won, { exact: true }).first().waitFor()
      }
      await sum('closedOn[gte]=2017-01-01&closedOn[lte]=2017-03-31', '$1,134,672.00')
      await sum('closedOn[gte]=2017-10-01&closedOn[lte]=2017-12-31', '$2,802,496.00')
      const people = await (await api()).get('/members?name=Darcel Schlecht')
      const [darcel] = people.body.data as { id: string }[]
      await sum(`ownerId=${darcel?.id}`, '$1,153,214.00')
    }))

  test('an account shows its group, with what all of it won', () =>
    shownOf(async (page) => {
      await page.goto(`${stage.product.url}/accounts?q=Acme`)
      await page.getByRole('link', { name: 'Acme Corporation' }).first().click()
      await page.getByRole('tab', { name: 'Group' }).click()
      const group = ['Acme Corporation', 'Bluth Company', 'Codehow', 'Donquadtech', 'Iselectrics']
      for (const name of group) await page.getByRole('tabpanel').getByText(name, { exact: true }).first().waitFor()
      const won = deals().filter((d) => d.stage === 'Won' && group.includes(d.account))
      await page
        .getByRole('tabpanel')
        .getByText(dollars(won.reduce((sum, d) => sum + d.value, 0)))
        .waitFor()
    }))

  test('its people stand in their teams', () =>
    shownOf(async (page) => {
      await page.goto(`${stage.product.url}/settings/teams`)
      for (const office of ['Central', 'East', 'West']) await page.getByText(office, { exact: true }).first().waitFor()
      for (const manager of [
        'Dustin Brinkmann',
        'Melvin Marxen',
        'Cara Losch',
        'Rocco Neubert',
        'Celia Rouche',
        'Summer Sewald',
      ])
        await page.getByText(`${manager}’s team`).waitFor()
    }))

  test('and the API says the same', async () => {
    expect(await count('/accounts')).toEqual({ count: 85, exact: true })
    expect(await count('/accounts?parentId[null]=false')).toEqual({ count: 15, exact: true })
    expect(await count('/products')).toEqual({ count: 7, exact: true })
    expect(await count('/opportunities')).toEqual({ count: 8800, exact: true })
    expect(await count('/opportunities?status=won')).toEqual({ count: 4238, exact: true })
    expect(await count('/opportunities?status=lost')).toEqual({ count: 2473, exact: true })
    expect(await count('/opportunities?accountId[null]=true')).toEqual({ count: 1425, exact: true })
    const quarters = await (await api()).get(
      '/opportunities/aggregate?groupBy=closedOn:quarter&sum=amount&status=won&count=true',
    )
    const won = (quarters.body.data as { sum: { amount: { amount: string } } }[]).map((q) =>
      Number(q.sum.amount.amount),
    )
    expect(won.toSorted((a, b) => a - b)).toEqual([1134672, 2802496, 2982255, 3086111])
    expect(tab.errors).toEqual([])
  })
})
