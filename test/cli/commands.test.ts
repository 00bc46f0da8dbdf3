/** The command line as people run it: each command in a process of its own, on a real embedded database. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTable } from '../helpers/table.ts'
import { dataFolder, httpClient, runCommand, type Running, startCommand, startProduct } from '../helpers/process.ts'

let folder: Awaited<ReturnType<typeof dataFolder>>
let scratch = ''
const file = (name: string): string => path.join(scratch, name)

const run = (args: string[], env: NodeJS.ProcessEnv = {}) => runCommand(args, { DATA_DIR: folder.dataDir, ...env })

const good = async (args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> => {
  const r = await run(args, env)
  expect(r.code, `${args.join(' ')}: ${r.err}${r.out}`).toBe(0)
  return r.out
}

beforeAll(async () => {
  folder = await dataFolder()
  scratch = path.join(path.dirname(folder.dataDir), 'files')
  await mkdir(scratch)
})
afterAll(() => folder.remove())

const commands = ['start', 'worker', 'migrate', 'backup', 'restore', 'demo', 'import', 'export', 'user']

describe('asked for help', () => {
  test('the program tells of every command and every setting', async () => {
    const out = await good(['--help'])
    for (const name of commands) expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
    for (const name of ['DATABASE_URL', 'DATA_DIR', 'SMTP_URL']) expect(out).toContain(name)
    expect(await good([])).toBe(out)
  })

  test.each(commands)('%s tells how it is used, and does nothing', async (name) => {
    const out = await good([name, '--help'])
    expect(out).toContain(`throughline ${name}`)
    expect(await good(['help', name])).toBe(out)
    await expect(stat(path.join(folder.dataDir, 'postgres')), 'no database was made').rejects.toThrow()
  })
})

describe('a mistake on the command line ends with status 2 and a sentence', () => {
  test.each([
    [['serve'], 'There is no command "serve".'],
    [['migrate', 'now'], "Unexpected argument 'now'"],
    [['worker', '--fast'], "Unknown option '--fast'"],
    [['demo', 'twice'], "Unexpected argument 'twice'"],
    [['backup'], 'Name one file.'],
    [['restore', 'a', 'b'], 'Name one file.'],
    [['export', 'accounts'], 'Name a list and a file.'],
    [['import', 'account'], 'Name a kind of record and a file.'],
    [['user'], 'Say list, add, password, deactivate or second-factor.'],
    [['user', 'invent', 'a@b.example'], 'Say list, add, password, deactivate or second-factor.'],
    [['user', 'password'], 'Name the email address of the user.'],
    [['user', 'add', 'a@b.example'], 'A new user needs a name: --name "Ann Smith".'],
    [['user', 'list', 'a@b.example'], 'That is one argument too many.'],
  ])('%j', async (args, sentence) => {
    const r = await run(args)
    expect([r.code, r.out]).toEqual([2, ''])
    expect(r.err).toContain(sentence)
    if (args[0] !== 'serve') expect(r.err).toContain(`Usage: throughline ${args[0]}`)
    expect(r.err).not.toMatch(/^\s+at /m)
    await expect(stat(path.join(folder.dataDir, 'postgres')), 'no database was made').rejects.toThrow()
  })

  test('so does a setting that cannot be used, without telling secrets', async () => {
    const r = await run(['migrate'], { PORT: 'many', DATABASE_URL: 'mysql://root:secret@db' })
    expect(r.code).toBe(2)
    expect(r.err).toContain('PORT must be a whole number from 0 to 65535; "many" is not')
    expect(r.err).toContain('DATABASE_URL must be')
    expect(r.err).not.toContain('secret@')
  })
})

describe('on a database', () => {
  let product: Running | undefined
  afterAll(async () => void (await product?.stop()))

  test('migrate makes the schema, once', async () => {
    expect(await good(['migrate'])).toMatch(/^Applied 0001_kernel\.sql, /)
    expect(await good(['migrate'])).toBe('The database is up to date.\n')
  }, 60_000)

  test('what needs a workspace says that there is none', async () => {
    const r = await run(['user', 'list'])
    expect([r.code, r.err]).toEqual([1, 'There is no workspace yet: start the server and set it up.\n'])
  }, 60_000)

  test('demo furnishes a workspace, and leaves it alone when it is there', async () => {
    expect(await good(['demo'])).toContain('The demo workspace is there')
    expect(await good(['demo'])).toContain('The demo workspace is there')
    expect((await good(['user', 'list'])).split('\n').filter((l) => l.includes('@'))).toHaveLength(8)
    // From here on the server runs, as it does where these commands are needed; they join its database.
    product = await startProduct(folder.dataDir, { env: { WORKER: 'off' } })
  }, 120_000)

  const enter = async (email: string, password: string): Promise<number> => {
    const { status } = await httpClient(product?.url ?? '').post('/auth/sign-in', { email, password })
    return status
  }

  test('user adds people, sets passwords, deactivates', async () => {
    const email = 'grace@demo.example'
    const added = await good(['user', 'add', 'Grace@demo.example', '--name', 'Grace Hopper', '--role', 'Finance'])
    const password = /password (\S+)/.exec(added)?.[1] ?? ''
    expect(password).toHaveLength(20)
    expect(await good(['user', 'list'])).toContain('grace@demo.example  Grace Hopper  Finance')
    expect(await enter(email, password)).toBe(200)
    const twice = await run(['user', 'add', email, '--name', 'Grace Hopper'])
    expect([twice.code, twice.err]).toEqual([1, 'grace@demo.example is a user of this workspace already.\n'])
    const role = await run(['user', 'add', 'x@demo.example', '--name', 'X', '--role', 'Emperor'])
    expect([role.code, role.err]).toEqual([1, expect.stringMatching(/^There is no role Emperor\. Known: .*Finance/)])

    const short = await run(['user', 'password', email, '--password', 'short'])
    expect([short.code, short.err]).toEqual([
      2,
      expect.stringContaining('The password must have at least 10 characters.'),
    ])
    const anew = await good(['user', 'password', email])
    expect(await enter(email, password)).toBe(401)
    expect(await enter(email, /is (\S+)$/m.exec(anew)?.[1] ?? '')).toBe(200)
    const nobody = await run(['user', 'password', 'nobody@demo.example'])
    expect([nobody.code, nobody.err]).toEqual([1, 'There is no user nobody@demo.example.\n'])

    expect(await good(['user', 'second-factor', email])).toBe(`${email} has no second factor.\n`)
    expect(await good(['user', 'deactivate', email])).toBe(`${email} is deactivated and signed out.\n`)
    expect(await good(['user', 'deactivate', email])).toBe(`${email} is deactivated already.\n`)
    expect(await good(['user', 'list'])).toContain('Grace Hopper  Finance  (inactive)')
    expect(await enter(email, /is (\S+)$/m.exec(anew)?.[1] ?? '')).toBe(403)
    const last = await run(['user', 'deactivate', 'ada@demo.example'])
    expect([last.code, last.err]).toEqual([1, expect.stringContaining('Make another user an admin first.')])
  }, 120_000)

  test('export writes what the filter finds, as CSV and as XLSX', async () => {
    expect(await good(['export', 'leads', file('leads.csv'), '--filter', 'status=converted&sort=name'])).toBe(
      `Wrote leads to ${file('leads.csv')}.\n`,
    )
    const text = await readFile(file('leads.csv'), 'utf8')
    const [head = '', ...rows] = text.trim().split('\r\n')
    expect(head).toContain('Name')
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.every((r) => r.includes('Converted'))).toBe(true)
    await good(['export', 'accounts', file('accounts.xlsx')])
    const sheet = await readTable(file('accounts.xlsx'))
    expect(sheet.length).toBeGreaterThan(10)
    expect(sheet[0]).toContain('Name')

    const unknown = await run(['export', 'unicorns', file('unicorns.csv')])
    expect([unknown.code, unknown.err]).toEqual([
      2,
      expect.stringMatching(/^There are no unicorns\. Known: .*accounts/),
    ])
    const odd = await run(['export', 'accounts', file('accounts.pdf')])
    expect([odd.code, odd.err]).toEqual([2, expect.stringContaining('The file must end in .csv or .xlsx.')])
    const filter = await run(['export', 'accounts', file('none.csv'), '--filter', 'colour=red'])
    expect(filter.code).toBe(1)
    expect(filter.err).toContain('colour')
    const elsewhere = await run(['export', 'accounts', file('none.csv'), '--workspace', 'Nowhere'])
    expect([elsewhere.code, elsewhere.err]).toEqual([1, 'There is no workspace called Nowhere.\n'])
  }, 120_000)

  test('worker does the jobs that a server with WORKER=off leaves, and stops when told', async () => {
    const admin = httpClient(product?.url ?? '')
    await admin.post('/auth/sign-in', { email: 'ada@demo.example', password: 'demo-throughline' })
    const statusOf = async (): Promise<unknown> => {
      const { body } = await admin.get('/mails?toAddress=tom@demo.example&limit=1')
      return (body.data as { status: string }[])[0]?.status
    }
    await admin.post('/auth/forgot', { email: 'tom@demo.example' })
    await expect.poll(statusOf).toBe('queued')
    const worker = startCommand(['worker'], { DATA_DIR: folder.dataDir })
    let said = ''
    worker.stdout.on('data', (b: Buffer) => (said += b.toString()))
    await expect.poll(() => said, { timeout: 30_000 }).toContain('The worker is ready.')
    await expect.poll(statusOf, { timeout: 15_000 }).toBe('held')
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    worker.kill('SIGTERM')
    expect(await ended).toBe(0)
  }, 120_000)

  test('backup is taken while the server runs, and restore brings all of it back elsewhere', async () => {
    const archive = file('backup.tar.gz')
    const told = await good(['backup', archive])
    expect(told).toMatch(/^Wrote \d+ rows and \d+ files to .*backup\.tar\.gz\. Keep the secret key/)
    const other = { DATA_DIR: path.join(path.dirname(folder.dataDir), 'other') }
    const key = await readFile(path.join(folder.dataDir, 'secret.key'), 'utf8')
    const counted = /(\d+ rows and \d+ files)/.exec(told)?.[1]
    expect(await good(['restore', archive], { ...other, SECRET_KEY: key.trim() })).toBe(`Restored ${counted}.\n`)
    const there = { ...other, SECRET_KEY: key.trim() }
    expect(await good(['user', 'list'], there)).toBe(await good(['user', 'list']))
    await good(['export', 'invoices', file('restored.csv')], there)
    await good(['export', 'invoices', file('original.csv')])
    expect(await readFile(file('restored.csv'), 'utf8')).toBe(await readFile(file('original.csv'), 'utf8'))

    const again = await run(['restore', archive], there)
    expect(again.code).toBe(1)
    expect(again.err).toMatch(/empty/)
    const missing = await run(['restore', file('missing.tar.gz')], there)
    expect(missing.code).toBe(1)
    expect(missing.err).toContain('missing.tar.gz')
    await writeFile(file('broken.tar.gz'), 'this is no archive')
    const broken = await run(['restore', file('broken.tar.gz')], {
      DATA_DIR: path.join(path.dirname(folder.dataDir), 'third'),
    })
    expect(broken.code).toBe(1)
    expect(broken.err).not.toMatch(/^\s+at /m)
  }, 180_000)
})
