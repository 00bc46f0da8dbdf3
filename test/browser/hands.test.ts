/** Hands on lists, boards and the rail: keys, fingers, several people at once, and a session that ends meanwhile. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { demoPassword } from '../../src/areas/admin/demoPeople.ts'
import { httpClient } from '../helpers/process.ts'
import { enter, openStage, openTab, type Stage, settled, type Tab } from './browser.ts'
import { signIn } from './pages.ts'

let stage: Stage
let client: ReturnType<typeof httpClient>

beforeAll(async () => {
  stage = await openStage(inject('demoDir'))
  client = await signIn(stage.product.url, 'ada@demo.example')
})
afterAll(() => stage.close())

/** A tab in which Ada is signed in; closed whatever happens. */
const inTab = async (
  o: Parameters<typeof openTab>[1],
  work: (page: Page, tab: Tab) => Promise<void>,
): Promise<void> => {
  const tab = await openTab(stage.browser, o)
  try {
    await enter(tab.context, stage.product.url, client)
    await work(tab.page, tab)
    expect(tab.errors).toEqual([])
  } finally {
    await tab.context.close()
  }
}
const rowsOf = async (list: string): Promise<Record<string, unknown>[]> => {
  const r = await client.get(list)
  return Array.isArray(r.body.data) ? r.body.data : []
}
const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(stage.product.url + path)
  await settled(page)
}
const cardsOf = (page: Page, column: string) =>
  page.getByRole('group', { name: column, exact: true }).locator('[data-rfd-draggable-id]')
const messages = (page: Page) => page.getByRole('region', { name: 'Messages' })

/** Lifts the focused card, carries it by `keys` and puts it down. */
const carry = async (page: Page, keys: readonly string[]): Promise<void> => {
  for (const key of ['Space', ...keys, 'Space']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(250)
  }
}

test('a long column has only its cards in view in the page; keys carry one on, and Undo brings it back', () =>
  inTab({}, async (page) => {
    const stages = await rowsOf('/stages?limit=50&sort=position')
    const stage = stages.find((s) => s.name === 'Identification')
    const [account] = await rowsOf('/accounts?limit=1')
    for (let i = 0; i < 120; i++) {
      const made = await client.post('/opportunities', {
        name: `Long ${String(i).padStart(3, '0')}`,
        accountId: account?.id,
        pipelineId: stage?.pipelineId,
        stageId: stage?.id,
        amount: { amount: String(1000 - i), currency: 'EUR' },
        expectedCloseDate: '2027-01-31',
      })
      expect(made.status).toBe(201)
    }
    await open(page, '/pipeline')
    const cards = cardsOf(page, 'Identification')
    const last = cards.filter({ hasText: 'Long 119' })
    for (let i = 0; i < 60 && (await last.count()) === 0; i++) {
      await cards.last().hover()
      await page.mouse.wheel(0, 1500)
      await page.waitForTimeout(150)
    }
    await last.waitFor()
    expect(await cards.count()).toBeLessThan(40)
    await last.focus()
    await carry(page, ['ArrowUp', 'ArrowRight'])
    await cardsOf(page, 'Qualification').filter({ hasText: 'Long 119' }).waitFor()
    await messages(page).getByText('Long 119 moved to Qualification').waitFor()
    await page.keyboard.press('z')
    await messages(page).getByText('Undone').waitFor()
    const [deal] = await rowsOf('/opportunities?name=Long%20119&limit=1')
    expect(deal?.stageId).toBe(stage?.id)
  }))

test('a lead put on Assigned offers no Undo, because the flow has no way back', () =>
  inTab({}, async (page) => {
    await open(page, '/leads?as=board')
    await cardsOf(page, 'New').first().focus()
    await carry(page, ['ArrowRight'])
    const ask = page.getByRole('form', { name: 'Who takes this lead?' })
    const said = messages(page).getByText(/moved to Assigned/)
    await ask.or(said).first().waitFor()
    if ((await ask.count()) > 0) {
      await ask.getByLabel('Assign to').click()
      await page.getByRole('option').first().click()
      await ask.getByRole('button', { name: 'Assign' }).click()
    }
    await said.waitFor()
    expect(await messages(page).getByRole('button', { name: /Undo/ }).count()).toBe(0)
  }))

test('on the phone several rows are chosen, by a button or a long press, and logged with at once', () =>
  inTab({ width: 375, height: 812 }, async (page) => {
    await open(page, '/contacts')
    await page.getByRole('button', { name: 'Select', exact: true }).click()
    const boxes = page.getByRole('checkbox')
    await boxes.nth(0).check()
    await boxes.nth(2).check()
    const bar = page.getByRole('toolbar', { name: '2 contacts selected' })
    await bar.getByRole('button', { name: 'Log activity' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Subject').fill('Invited to the fair')
    await dialog.getByRole('button', { name: 'Log activity' }).click()
    await messages(page).getByText('Call logged with 2 contacts').waitFor()
    expect(await rowsOf('/activities?subject[startsWith]=Invited%20to%20the%20fair')).toHaveLength(2)
    await page.getByRole('button', { name: 'Done' }).click()
    expect(await boxes.count()).toBe(0)
    const card = page.getByRole('listitem').nth(1)
    await card.dispatchEvent('pointerdown', { pointerType: 'touch', button: 0 })
    await page.getByRole('toolbar', { name: '1 contact selected' }).waitFor()
    await card.dispatchEvent('pointerup', { pointerType: 'touch' })
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(1)
  }))

test('what another person changes comes to the list by one small question, and nothing jumps', () =>
  inTab({}, async (page) => {
    const asked: string[] = []
    await open(page, '/leads')
    const grid = page.getByRole('grid', { name: 'Leads' })
    const top = () => grid.evaluate((el) => el.scrollTop)
    for (let i = 0; i < 4; i++) {
      await grid.evaluate((el) => el.scrollBy(0, 900))
      await page.waitForTimeout(300)
    }
    page.on('request', (r) => {
      const at = new URL(r.url())
      if (at.pathname === '/api/v1/leads' && r.method() === 'GET') asked.push(at.searchParams.get('id[in]') ?? 'page')
    })
    const before = await top()
    const rows = await rowsOf('/leads?limit=200&sort=-createdAt')
    const seen = await grid.getByRole('row').nth(14).getAttribute('id')
    const row = rows.find((r) => `row-${String(r.id)}` === seen)
    const changed = await fetch(`${stage.product.url}/api/v1/leads/${String(row?.id)}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'throughline', cookie: client.cookie() },
      body: JSON.stringify({ company: 'Changed meanwhile', version: row?.version }),
    })
    expect(changed.status).toBe(200)
    await grid.getByText('Changed meanwhile').waitFor()
    expect(asked).toEqual([row?.id])
    expect(await top()).toBe(before)
    // a new one comes above what is read: the rows in view stay where they are
    await grid.evaluate((el) => el.scrollTo(0, 700))
    await page.waitForTimeout(300)
    const read = page.locator(`[id="${(await grid.getByRole('row').nth(16).getAttribute('id')) ?? ''}"]`)
    const place = (await read.boundingBox())?.y
    const made = await client.post('/leads', { name: 'Came meanwhile', email: 'came@meanwhile.example' })
    expect(made.status).toBe(201)
    await expect.poll(() => asked.filter((a) => a === 'page').length).toBe(1)
    await page.waitForTimeout(400)
    expect((await read.boundingBox())?.y).toBe(place)
    await grid.evaluate((el) => el.scrollTo(0, 0))
    await grid.getByText('Came meanwhile').waitFor()
  }))

test('the rail: pinned by a drag, ordered by keys, kept for the next visit; columns get wider by keys', () =>
  inTab({}, async (page) => {
    await open(page, '/leads')
    const rail = page.getByRole('navigation', { name: 'Main' })
    const pinned = rail.getByRole('group', { name: 'Pinned' })
    const names = () => pinned.getByRole('link').allInnerTexts()
    await rail.getByRole('link', { name: 'Quotes' }).hover()
    await rail.getByRole('button', { name: 'Pin Quotes to the top' }).click()
    await pinned.getByRole('link', { name: 'Quotes' }).waitFor()
    const from = await rail.getByRole('link', { name: 'Contacts' }).boundingBox()
    const to = await pinned.boundingBox()
    if (!from || !to) throw new Error('the rail is not there')
    await page.mouse.move(from.x + 40, from.y + 10)
    await page.mouse.down()
    await page.mouse.move(from.x + 45, from.y - 20, { steps: 3 })
    await page.mouse.move(to.x + 40, to.y + 24, { steps: 6 })
    await page.mouse.up()
    await pinned.getByRole('link', { name: 'Contacts' }).waitFor()
    expect(await names()).toEqual(['Contacts', 'Quotes'])
    expect(new URL(page.url()).pathname).toBe('/leads')
    await pinned.getByRole('link', { name: 'Contacts' }).focus()
    await page.keyboard.press('Alt+ArrowDown')
    await pinned.getByRole('status').getByText('Contacts is now 2 of 2').waitFor({ state: 'attached' })
    await page.waitForTimeout(300)
    await page.reload()
    await settled(page)
    expect(await names()).toEqual(['Quotes', 'Contacts'])
    const separator = page.getByRole('separator', { name: 'Width of Company' })
    const width = async () => Number(await separator.getAttribute('aria-valuenow'))
    const first = await width()
    await separator.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    expect(await width()).toBe(first + 80)
  }))

test('a session that ends over an open form: sign in over the page, and what was typed is saved', () =>
  inTab({}, async (page, { context }) => {
    await open(page, '/leads')
    await page.getByRole('button', { name: 'New lead' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Name', { exact: true }).fill('Typed with care')
    await context.clearCookies()
    await form.getByRole('button', { name: 'Create lead' }).click()
    const again = page.getByRole('heading', { name: 'Your session has ended' })
    await again.waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: 'Password' }).fill(demoPassword)
    await page.keyboard.press('Enter')
    await again.waitFor({ state: 'detached' })
    expect(await form.getByLabel('Name', { exact: true }).inputValue()).toBe('Typed with care')
    await form.getByRole('button', { name: 'Create lead' }).click()
    await form.waitFor({ state: 'detached' })
    expect(await rowsOf('/leads?name=Typed%20with%20care')).toHaveLength(1)
  }))

test('a list is filtered by mouse: the button stays under it and asks what by', () =>
  inTab({}, async (page) => {
    await open(page, '/accounts')
    const button = page.getByRole('button', { name: 'Filter', exact: true })
    const before = await button.boundingBox()
    await button.hover()
    expect(await button.boundingBox()).toEqual(before)
    await button.click()
    await page.keyboard.type('country')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('Country').first().waitFor()
  }))

test('keys save a form with what stands in it: a day in words is read first, one that is no day is not left out', () =>
  inTab({}, async (page) => {
    await open(page, '/leads')
    await page.getByRole('button', { name: 'New lead' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Name', { exact: true }).fill('Sent by keys')
    await form.getByLabel('Follow up on').fill('someday')
    await page.keyboard.press('Control+Enter')
    await form.getByText(/That is not a day/).waitFor()
    expect(await rowsOf('/leads?name=Sent%20by%20keys')).toHaveLength(0)
    await form.getByLabel('Follow up on').fill('tomorrow')
    await page.keyboard.press('Control+Enter')
    await form.waitFor({ state: 'detached' })
    const [lead] = await rowsOf('/leads?name=Sent%20by%20keys&fields=followUpOn')
    expect(lead?.followUpOn).toMatch(/^\d{4}-\d\d-\d\d$/)
  }))

test('two people change the same field: whoever is second is asked, also when the first one’s change was on screen', () =>
  inTab({}, async (page) => {
    const [account] = await rowsOf('/accounts?limit=1&sort=name')
    const id = String(account?.id)
    const by = async (website: string) => {
      const now = await client.get(`/accounts/${id}`)
      const done = await fetch(`${stage.product.url}/api/v1/accounts/${id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'x-requested-with': 'throughline', cookie: client.cookie() },
        body: JSON.stringify({ website, version: now.body.version }),
      })
      expect(done.status).toBe(200)
    }
    await by('https://before.example')
    await open(page, `/accounts/${id}`)
    const asked = page.getByRole('dialog', { name: 'Someone else changed this too' })
    await page.keyboard.press('e')
    await page.getByRole('dialog').getByLabel('Website').fill('https://mine.example')
    await by('https://theirs.example')
    await page.getByRole('link', { name: 'theirs.example' }).first().waitFor({ state: 'attached' })
    await page.keyboard.press('Control+Enter')
    await asked.getByText('theirs.example').waitFor()
    await asked.getByRole('button', { name: 'Keep theirs' }).click()
    await asked.waitFor({ state: 'detached' })
    expect((await client.get(`/accounts/${id}`)).body.website).toBe('https://theirs.example')

    // a field left as it was takes nothing back
    await page.getByRole('button', { name: 'Edit website' }).press('Enter')
    await page.getByRole('textbox', { name: 'Website' }).waitFor()
    await by('https://later.example')
    await page.waitForTimeout(700)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'later.example' }).first().waitFor()
    expect((await client.get(`/accounts/${id}`)).body.website).toBe('https://later.example')
  }))

test('two people change the products of a deal: what is typed stays, and whoever is second is asked', () =>
  inTab({}, async (page) => {
    const deals = await rowsOf('/opportunities?limit=20&status=open&sort=name')
    const id = String(deals.find((d) => !String(d.name).startsWith('Long'))?.id)
    const linesOf = async () => (await client.get(`/opportunities/${id}`)).body
    const by = async (quantity: string) => {
      const now = await linesOf()
      const lines = Array.isArray(now.lines) ? now.lines : []
      const done = await fetch(`${stage.product.url}/api/v1/opportunities/${id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'x-requested-with': 'throughline', cookie: client.cookie() },
        body: JSON.stringify({
          version: now.version,
          lines: lines.map(({ id, productId, unitPrice }) => ({ id, productId, unitPrice, quantity })),
        }),
      })
      expect(done.status, await done.text()).toBe(200)
    }
    await open(page, `/opportunities/${id}`)
    await page.getByRole('tab', { name: /Products/ }).click()
    const quantity = page.getByLabel('Quantity, line 1')
    await quantity.fill('77')
    await by('5')
    await page.waitForTimeout(900)
    expect(await quantity.inputValue()).toBe('77')
    await page.getByRole('button', { name: 'Save products' }).click()
    await page.getByRole('dialog', { name: 'Someone else changed this too' }).waitFor()
    const now = await linesOf()
    expect(Array.isArray(now.lines) && now.lines[0].quantity).toBe('5')
  }))
