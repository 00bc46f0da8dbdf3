// What happens to the embedded database when processes are killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, lstat, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EmbeddedServer, startEmbedded } from '../../src/kernel/server/database/embedded.ts'
import { isAlive } from '../../src/kernel/server/database/processes.ts'

let folder: string
let dataDir: string
const running: (EmbeddedServer | ChildProcess)[] = []
const quiet = { info: () => {}, warn: () => {} }

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fault-'))
  await chmod(folder, 0o755)
  dataDir = path.join(folder, 'data')
})
afterEach(async () => {
  for (const one of running.splice(0)) await ('stop' in one ? one.stop() : killed(one))
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, log: quiet })
  running.push(server)
  return server
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Starts a writer and waits for `count` acknowledged rows; `last` gives the latest acknowledged one. */
async function startWriter(count: number): Promise<{ process: ChildProcess; last: () => number }> {
  const writer = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'writer.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  running.push(writer)
  let last = 0
  const lines = createInterface({ input: writer.stdout })
  await new Promise<void>((resolve, reject) => {
    writer.once('exit', () => reject(new Error('the writer ended early')))
    lines.on('line', (line) => {
      last = Number(line)
      if (last >= count) resolve()
    })
  })
  return { process: writer, last: () => last }
}

const postmasterPid = async () =>
  Number((await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])

async function query<T extends pg.QueryResultRow>({ adminUrl }: EmbeddedServer, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: adminUrl.replace(/throughline$/, 'postgres') })
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

async function expectRowsUpTo(server: EmbeddedServer, last: number): Promise<void> {
  const [row] = await query<{ missing: number }>(
    server,
    `select count(*)::int as missing from generate_series(1, ${last}) n where not exists (select from written where written.n = n.n)`,
  )
  expect(row?.missing).toBe(0)
}

test('kill -9 of the database and its writer loses no acknowledged row, and the next start takes over', async () => {
  const writer = await startWriter(200)
  const pid = await postmasterPid()
  await killed(writer.process)
  process.kill(pid, 'SIGKILL')
  const server = await start()
  expect(server.reused).toBe(false)
  await expectRowsUpTo(server, writer.last())
})

test('kill -9 of the database alone: it comes back by itself at the same address, with every acknowledged row', async () => {
  const server = await start()
  await query(server, 'create table written (n int primary key)')
  let last = 0
  const write = async () => {
    for (;;) {
      await query(server, `insert into written values (${last + 1})`)
      last += 1
      if (last === 20) process.kill(await postmasterPid(), 'SIGKILL')
    }
  }
  await expect(write()).rejects.toThrow()
  await expect.poll(() => query(server, 'select 1 as one').catch(() => []), { timeout: 10_000 }).toHaveLength(1)
  await expectRowsUpTo(server, last)
})

test('kill -9 of the process that started it leaves the database, and the next start joins and later stops it', async () => {
  const writer = await startWriter(50)
  await killed(writer.process)
  const pid = await postmasterPid()
  const server = await start()
  expect(server.reused).toBe(true)
  await expectRowsUpTo(server, writer.last())
  await server.stop()
  expect(isAlive(pid)).toBe(false)
})

test('leaving a database that another process uses does not stop it', async () => {
  const writer = await startWriter(10)
  const server = await start()
  expect(server.reused).toBe(true)
  await server.stop()
  const before = writer.last()
  await expect.poll(writer.last).toBeGreaterThan(before)
})

test('a lock that names some other living process is taken over', async () => {
  const first = await start()
  const lock = path.join(dataDir, 'postgres/postmaster.pid')
  const lines = (await readFile(lock, 'utf8')).split('\n')
  await first.stop()
  await writeFile(lock, [process.ppid, ...lines.slice(1)].join('\n'))
  const second = await start()
  expect(second.reused).toBe(false)
  expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('two starts at once share one server', async () => {
  await (await start()).stop()
  const [one, other] = await Promise.all([start(), start()])
  expect(one.adminUrl).toBe(other.adminUrl)
  expect([one.reused, other.reused].toSorted()).toEqual([false, true])
})

test('it listens on the loopback address alone, asks for a password and keeps its commits', async () => {
  const server = await start()
  const rows = await query<{ name: string; setting: string }>(
    server,
    `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'fsync', 'synchronous_commit')`,
  )
  expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
  })
  const guess = { ...server, adminUrl: server.adminUrl.replace(/:[^:@]+@/, ':guess@') }
  await expect(query(guess, 'select 1')).rejects.toThrow(/password authentication failed/)
})

test.runIf(process.getuid?.() === 0)('root may keep the data in a folder closed to others', async () => {
  await chmod(folder, 0o700)
  const server = await start()
  const place = path.join(dataDir, 'postgres')
  expect((await lstat(place)).isSymbolicLink()).toBe(true)
  const home = path.dirname(await realpath(place))
  await server.stop()
  const again = await start()
  expect(await query(again, 'select 1 as one')).toEqual([{ one: 1 }])
  await again.stop()
  await rm(home, { recursive: true })
})
