/** The main job, in the browser: a new company is set up, imports its customers, and carries one lead to a paid invoice. */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiOf, openStage, openTab, type Stage, shown, type Tab } from './browser.ts'

const data = path.resolve(import.meta.dirname, '../data/crm-sales-opportunities')

let stage: Stage
let tab: Tab

beforeAll(async () => {
  stage = await openStage()
  tab = await openTab(stage.browser)
})
afterAll(() => stage.close())

const api = () => apiOf(tab, stage.product.url)

const only = async (list: string): Promise<Record<string, unknown>> => {
  const r = await (await api()).get(list)
  const rows = Array.isArray(r.body.data) ? (r.body.data as Record<string, unknown>[]) : []
  expect([r.status, rows.length], list).toEqual([200, 1])
  return rows[0] ?? {}
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()
const dialog = (page: Page) => page.getByRole('dialog')

/** What jobs and slow pages bring about. */
const eventuallyOne = async (list: string): Promise<Record<string, unknown>> => {
  for (let i = 0; i < 100; i++) {
    const r = await (await api()).get(list)
    if (Array.isArray(r.body.data) && r.body.data.length > 0) return only(list)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return only(list)
}

/** Some steps ask first. */
const confirmIfAsked = async (page: Page, button: string): Promise<void> => {
  await page.waitForTimeout(500)
  if ((await dialog(page).count()) === 0) return
  await dialog(page).getByRole('button', { name: button, exact: true }).click()
  await dialog(page).waitFor({ state: 'detached' })
}

const lines = [
  { item: 'GTX Basic workstation', quantity: '3', price: '550', tax: 'VAT 19%' },
  { item: 'GTX Pro workstation', quantity: '2', price: '4821', discount: '10', tax: 'VAT 19%' },
  { item: 'Installation', quantity: '1', price: '1150', tax: 'VAT 19%' },
  { item: 'Training hours', quantity: '9.5', price: '124.75', tax: 'VAT 19%' },
  { item: 'Handbook, printed', quantity: '10', price: '39', tax: 'VAT 7%' },
] as const

const importFile = async (page: Page, what: string, file: string): Promise<void> => {
  await page.goto(`${stage.product.url}/imports/new`)
  await page.getByRole('combobox', { name: 'What are the rows of the file?' }).click()
  await page.getByRole('option', { name: what, exact: true }).click()
  await page.setInputFiles('input[type=file]', path.join(data, file))
  await press(page, 'Continue')
  await press(page, 'Check the file')
  await page
    .locator('main')
    .getByRole('button', { name: /^Import \d+/ })
    .click()
  await page.getByRole('button', { name: 'Undo the import' }).waitFor()
}

describe('from set-up to a paid invoice', () => {
  test('the first visit makes the workspace', () =>
    shown(tab.page, async () => {
      const { page } = tab
      await page.goto(stage.product.url)
      await page.getByLabel('Workspace name').fill('Nordlicht Hardware GmbH')
      await page
        .getByRole('textbox', { name: 'Country' })
        .or(page.getByRole('combobox', { name: 'Country' }))
        .fill('Germany')
      await page.getByRole('option', { name: 'Germany' }).click()
      await page.getByLabel('Add sample data').uncheck()
      await page.getByLabel('Your name').fill('Ada Admin')
      await page.getByLabel('Email').fill('ada@nordlicht.example')
      await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery')
      await press(page, 'Create workspace')
      await page.getByRole('heading', { name: /Good (morning|afternoon|evening), Ada/ }).waitFor()
    }))

  test('its customers come in from a file', () =>
    shown(tab.page, async () => {
      await importFile(tab.page, 'Accounts', 'accounts.csv')
      const all = await (await api()).get('/accounts?total=exact&limit=1')
      expect(all.body.total).toEqual({ count: 85, exact: true })
      const daughters = await (await api()).get('/accounts?parentId[null]=false&total=exact&limit=1')
      expect(daughters.body.total).toEqual({ count: 15, exact: true })
    }))

  test('a lead is entered, qualified and converted', () =>
    shown(tab.page, async () => {
      const { page } = tab
      await page.goto(`${stage.product.url}/leads`)
      await press(page, 'New lead')
      await dialog(page).getByLabel('Name', { exact: true }).fill('Greta Sommer')
      await dialog(page).getByLabel('Company').fill('Studio Aurora GmbH')
      await dialog(page).getByLabel('Email').fill('greta@aurora.example')
      await press(page, 'Create lead')
      await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Open' }).click()
      await page
        .getByRole('heading', { name: /Greta Sommer/ })
        .first()
        .waitFor()
      await press(page, 'Assign')
      expect(await dialog(page).getByLabel('Assign to').inputValue()).toBe('Ada Admin')
      await dialog(page).getByRole('button', { name: 'Assign', exact: true }).click()
      await press(page, 'Start work')
      await dialog(page).getByRole('button', { name: 'Start work' }).click()
      for (const [question, answer] of [
        ['Budget', 'Yes'],
        ['Authority', 'Yes'],
        ['Need identified', 'Yes'],
        ['Timeline', 'Urgent'],
      ] as const)
        await page.getByRole('radiogroup', { name: question }).getByText(answer, { exact: true }).click()
      await page.getByText('Qualified', { exact: true }).waitFor()
      await press(page, 'Convert')
      await dialog(page).getByLabel('Amount').fill('12000')
      await press(page, 'Convert lead')
      await page.waitForURL(/\/opportunities\//)
      expect(await only('/leads?status=converted')).toMatchObject({ name: 'Greta Sommer' })
    }))

  test('the deal is dragged to the next stage', () =>
    shown(tab.page, async () => {
      const { page } = tab
      await page.goto(`${stage.product.url}/pipeline`)
      const card = page.getByRole('group', { name: /Studio Aurora/ }).first()
      const from = await card.boundingBox()
      const to = await page.locator('section[aria-label="Needs Analysis"]').boundingBox()
      if (!from || !to) throw new Error('card or column is not on screen')
      await page.mouse.move(from.x + 60, from.y + 15)
      await page.mouse.down()
      await page.mouse.move(from.x + 80, from.y + 25, { steps: 5 })
      await page.mouse.move(to.x + 100, to.y + 120, { steps: 20 })
      await page.waitForTimeout(300)
      await page.mouse.up()
      await page.getByText(/moved to Needs Analysis/).waitFor()
      expect(await only('/opportunities')).toMatchObject({ labels: { stageId: 'Needs Analysis' } })
    }))

  let quoteUrl = ''
  test('a quote of five lines, a discount and two tax rates adds up on screen', () =>
    shown(tab.page, async () => {
      const { page } = tab
      const deal = await only('/opportunities')
      await page.goto(`${stage.product.url}/opportunities/${String(deal.id)}`)
      await press(page, 'Create quote')
      await dialog(page).getByLabel('Title').fill('Studio rollout')
      await dialog(page).getByRole('button', { name: 'Create quote' }).click()
      await page.waitForURL(/\/quotes\//)
      quoteUrl = page.url()
      for (const [i, l] of lines.entries()) {
        const n = i + 1
        await press(page, 'Add line')
        await page.getByLabel(`Item, line ${n}`).fill(l.item)
        await page.getByLabel(`Quantity, line ${n}`).fill(l.quantity)
        await page.getByLabel(`Unit price, line ${n}`).fill(l.price)
        if ('discount' in l) await page.getByLabel(`Discount, line ${n}`).fill(l.discount)
        await page.getByLabel(`Tax, line ${n}`).selectOption({ label: l.tax })
      }
      await page.getByText('€15,486.19').first().waitFor()
      await page.getByRole('link', { name: 'Invoices' }).first().click()
      await dialog(page).getByText('What you changed on this page is not saved yet.').waitFor()
      await press(page, 'Keep editing')
      await press(page, 'Save')
      await page.getByRole('button', { name: 'Send quote' }).first().waitFor()
      expect(await only('/quotes')).toMatchObject({
        netTotal: { amount: '13052.93', currency: 'EUR' },
        taxTotal: { amount: '2433.26', currency: 'EUR' },
        grossTotal: { amount: '15486.19', currency: 'EUR' },
      })
    }))

  test('it is sent, and the customer accepts it without signing in', () =>
    shown(tab.page, async () => {
      const { page } = tab
      await press(page, 'Send quote')
      await expect.poll(() => dialog(page).getByLabel('To', { exact: true }).inputValue()).toBe('greta@aurora.example')
      await dialog(page).getByRole('button', { name: 'Send quote' }).click()
      await dialog(page).waitFor({ state: 'detached' })
      // its text is there when the job has made it, with the PDF
      const mail = await eventuallyOne('/mails?status=held&fields=bodyText,toAddress')
      expect(mail.toAddress).toBe('greta@aurora.example')
      const link = /\S*\/portal\/[\w-]+/.exec(String(mail.bodyText))?.[0] ?? ''
      const customer = await openTab(stage.browser, { width: 375, height: 812 })
      try {
        await shown(customer.page, async () => {
          await customer.page.goto(new URL(new URL(link, stage.product.url).pathname, stage.product.url).href)
          await customer.page.getByText('€15,486.19').first().waitFor()
          await press(customer.page, 'Accept quote')
          await customer.page.getByLabel('Your full name').fill('Greta Sommer')
          await customer.page.getByRole('button', { name: /Accept for/ }).click()
          await customer.page
            .getByText(/accepted/i)
            .first()
            .waitFor()
        })
        expect(customer.errors).toEqual([])
      } finally {
        await customer.context.close()
      }
      expect(await only('/quotes')).toMatchObject({ status: 'accepted', statusCode: 3 })
    }))

  test('the order is confirmed and becomes an issued invoice, whose PDF says the same', () =>
    shown(tab.page, async () => {
      const { page } = tab
      await page.goto(quoteUrl)
      await press(page, 'Create order')
      const order = await eventuallyOne('/orders')
      await page.goto(`${stage.product.url}/orders/${String(order.id)}`)
      await press(page, 'Confirm order')
      await confirmIfAsked(page, 'Confirm order')
      await press(page, 'Create invoice')
      await confirmIfAsked(page, 'Create invoice')
      const draft = await eventuallyOne('/invoices')
      expect(draft).toMatchObject({ status: 'draft', number: null })
      await page.goto(`${stage.product.url}/invoices/${String(draft.id)}`)
      await press(page, 'Issue invoice')
      await confirmIfAsked(page, 'Issue invoice')
      await page
        .getByText(/INV-\d{4}-001/)
        .first()
        .waitFor()
      const folder = await mkdtemp(path.join(os.tmpdir(), 'throughline-pdf-'))
      try {
        const cookies = await tab.context.cookies()
        const pdf = await fetch(`${stage.product.url}/api/v1/invoices/${String(draft.id)}/pdf`, {
          headers: { cookie: cookies.map((c) => `${c.name}=${c.value}`).join('; ') },
        })
        const file = path.join(folder, 'invoice.pdf')
        await writeFile(file, Buffer.from(await pdf.arrayBuffer()))
        const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
        for (const figure of ['13,052.93', '2,405.96', '27.30', '15,486.19', 'Studio Aurora GmbH'])
          expect(text).toContain(figure)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    }))

  test('a part payment, then the rest: the invoice is paid', () =>
    shown(tab.page, async () => {
      const { page } = tab
      await press(page, 'Record payment')
      await dialog(page).getByLabel('Amount').fill('5000')
      await dialog(page).getByRole('button', { name: 'Record payment' }).click()
      await dialog(page).waitFor({ state: 'detached' })
      await page.getByText('Partially paid').first().waitFor()
      expect(await only('/invoices')).toMatchObject({ balance: { amount: '10486.19', currency: 'EUR' } })
      await press(page, 'Record payment')
      await dialog(page).getByLabel('Amount').fill('10486.19')
      await dialog(page).getByRole('button', { name: 'Record payment' }).click()
      await dialog(page).waitFor({ state: 'detached' })
      await page.getByText('Paid', { exact: true }).first().waitFor()
      expect(await only('/invoices')).toMatchObject({
        status: 'paid',
        balance: { amount: '0.00', currency: 'EUR' },
        paidTotal: { amount: '15486.19', currency: 'EUR' },
      })
      expect(await only('/opportunities')).toMatchObject({ status: 'won' })
      expect(tab.errors).toEqual([])
    }))
})
