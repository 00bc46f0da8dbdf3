/** One's own account at the screen: a second factor set up and used, another device signed out, a password changed. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { codeAt, stepAt } from '../../src/areas/admin/totp.ts'
import { httpClient } from '../helpers/process.ts'
import { enter, openStage, openTab, type Stage, settled } from './browser.ts'

const email = 'ines@demo.example'
const password = 'demo-throughline'

let stage: Stage

beforeAll(async () => {
  stage = await openStage(inject('demoDir'))
})
afterAll(() => stage.close())

test('from the password alone to a second factor, a signed-out device and a new password', async () => {
  const { page, context, errors } = await openTab(stage.browser)
  const signIn = async (plain: string): Promise<void> => {
    await page.goto(stage.product.url)
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(plain)
    await page.keyboard.press('Enter')
  }
  await signIn(password)
  await page.getByRole('button', { name: /account menu/ }).click()
  await page.getByRole('menuitem', { name: 'My account' }).click()
  await settled(page)

  // A second device, seen here and sent away.
  const elsewhere = httpClient(stage.product.url)
  await elsewhere.post('/auth/sign-in', { email, password })
  await page.reload()
  await settled(page)
  await page.getByText('Chrome on Linux').first().waitFor()
  await page.getByRole('button', { name: 'Sign out node' }).click()
  await page.getByText('Signed out there').waitFor()
  expect((await elsewhere.get('/me')).status).toBe(401)

  // The second factor, by the key that stands beside the QR image.
  await page.getByRole('button', { name: 'Set up' }).click()
  const dialog = page.getByRole('dialog')
  const secret = (await dialog.locator('code').innerText()).replaceAll(/\s/g, '')
  await dialog.getByLabel('Code', { exact: true }).fill('000000')
  await page.keyboard.press('Enter')
  await dialog.getByText('This is not the code your app shows now.').waitFor()
  await dialog.getByLabel('Code', { exact: true }).fill(codeAt(secret, stepAt(new Date())))
  await page.keyboard.press('Enter')
  await dialog.getByText('Keep your recovery codes').waitFor()
  const codes = await dialog.getByRole('listitem').allInnerTexts()
  expect(codes).toHaveLength(10)
  await dialog.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('10 recovery codes left.').waitFor()

  // From now on the door asks for it.
  await page.getByRole('button', { name: /account menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('Email').waitFor()
  await signIn(password)
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
  await page.getByLabel('Code', { exact: true }).fill('000000')
  await page.keyboard.press('Enter')
  await page.getByText('This code is not right, or was used already.').waitFor()
  await page.getByRole('button', { name: /Use a recovery code/ }).click()
  await page.getByLabel('Recovery code').fill(codes[0] ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /account menu/ }).waitFor()

  await page.goto(`${stage.product.url}/account`)
  await page.getByText('9 recovery codes left.').waitFor()
  await page.getByLabel('Present password').fill('not my password')
  await page.getByLabel('New password').fill('a brand new secret')
  await page.keyboard.press('Enter')
  await page.getByText('This is not your password.').waitFor()
  await page.getByLabel('Present password').fill(password)
  await page.keyboard.press('Enter')
  await page.getByText('Password changed').waitFor()
  expect(await page.getByLabel('Present password').inputValue()).toBe('')
  const old = await httpClient(stage.product.url).post('/auth/sign-in', { email, password })
  expect([old.status, old.body.code]).toEqual([401, 'wrongCredentials'])
  expect(errors).toEqual([])
  await context.close()
})

test('a workspace that asks for a second factor lets nobody past it', async () => {
  const admin = httpClient(stage.product.url)
  await admin.post('/auth/sign-in', { email: 'ada@demo.example', password })
  const { page, context } = await openTab(stage.browser, { width: 375, height: 812 })
  await enter(context, stage.product.url, admin)
  await page.goto(`${stage.product.url}/settings/general`)
  await settled(page)
  await page.getByRole('switch', { name: 'Everyone needs a second factor' }).check({ force: true })
  await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
  await page.goto(`${stage.product.url}/leads`)
  await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
  const secret = (await page.locator('code').innerText()).replaceAll(/\s/g, '')
  await page.getByLabel('Code', { exact: true }).fill(codeAt(secret, stepAt(new Date())))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('heading', { name: 'Leads' }).first().waitFor()
  await context.close()
})
