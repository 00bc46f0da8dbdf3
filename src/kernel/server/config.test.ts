import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { configHelp, loadConfig } from './config.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'config-'))
})
afterEach(() => rm(folder, { recursive: true }))

const load = (env: NodeJS.ProcessEnv = {}) => loadConfig({ DATA_DIR: folder, ...env })

test('nothing given means the defaults', () => {
  expect(load()).toMatchObject({ port: 3000, host: '127.0.0.1', baseUrl: 'http://127.0.0.1:3000', worker: 'inline' })
  expect(load({ PORT: ' ', LOG_LEVEL: '' })).toMatchObject({ port: 3000, logLevel: 'info' })
})

test('the base address follows host and port unless it is given', () => {
  expect(load({ HOST: '0.0.0.0', PORT: '80' }).baseUrl).toBe('http://localhost:80')
  expect(load({ HOST: '::1' }).baseUrl).toBe('http://[::1]:3000')
  expect(load({ BASE_URL: 'https://crm.example.com/' }).baseUrl).toBe('https://crm.example.com')
})

test('every wrong variable is named at once, secrets are not repeated', () => {
  const wrong = {
    PORT: '70000',
    WORKER: 'maybe',
    ALLOW_SINGLE_LOGIN: 'perhaps',
    DATABASE_URL: 'mysql://root:hunter2@x',
  }
  expect(() => load(wrong)).toThrow(
    /PORT must.*\n.*DATABASE_URL must.*\n.*ALLOW_SINGLE_LOGIN must.*\n.*WORKER must be one of inline, off/,
  )
  expect(() => load(wrong)).not.toThrow(/hunter2/)
})

test('trusted proxies are addresses and networks', () => {
  expect(load().trustedProxies).toBe('127.0.0.1,::1')
  expect(load({ TRUSTED_PROXIES: '10.0.0.5, 172.16.0.0/12,fd00::/8' }).trustedProxies).toBe(
    '10.0.0.5,172.16.0.0/12,fd00::/8',
  )
  for (const wrong of ['proxy.example.com', '10.0.0.0/33', '10.0.0.0/8/8', '*', '10.0.0.1,'])
    expect(() => load({ TRUSTED_PROXIES: wrong }), wrong).toThrow(/TRUSTED_PROXIES must be/)
})

test('the secret key is made once, for its owner alone', async () => {
  const { secretKey } = load()
  expect(secretKey).toHaveLength(43)
  expect(load().secretKey).toBe(secretKey)
  const file = path.join(folder, 'secret.key')
  expect((await readFile(file, 'utf8')).trim()).toBe(secretKey)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(load({ SECRET_KEY: 'k'.repeat(32) }).secretKey).toBe('k'.repeat(32))
})

test('help names every variable with its default', () => {
  expect(configHelp()).toMatch(/PORT .*\[3000\]/)
  expect(configHelp()).toMatch(/DATABASE_URL .*\[the embedded one\]/)
})
