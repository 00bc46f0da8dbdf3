/** The product as its own process, as it is built, to be killed and started again; its command line. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const root = path.resolve(import.meta.dirname, '../..')

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
    server.on('error', reject)
  })

export type Running = {
  url: string
  pid: number
  dataDir: string
  /** the embedded PostgreSQL's main process */
  databasePid(): Promise<number>
  /** like a power cut for this process: no handler runs */
  kill(): Promise<void>
  /** like Ctrl-C */
  stop(): Promise<number | null>
}

/** A folder PostgreSQL's own user may enter. */
export const dataFolder = async (): Promise<{ dataDir: string; remove(): Promise<void> }> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'throughline-run-'))
  await chmod(folder, 0o755)
  return { dataDir: path.join(folder, 'data'), remove: () => rm(folder, { recursive: true, force: true }) }
}

const gone = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode)
    else child.once('exit', resolve)
  })

/** Builds what changed, as `npm start` does before it serves. */
export const buildProduct = async (...parts: ('server' | 'web')[]): Promise<void> => {
  await promisify(execFile)(process.execPath, ['scripts/build.mjs', ...parts], { cwd: root })
}

/** A command of `throughline`. Not in the test runner's environment: it has settings of its own that mean something else. */
export const startCommand = (args: string[], env: NodeJS.ProcessEnv, entry = 'dist/server/cli.js') =>
  spawn(process.execPath, [entry, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** Runs a command to its end. */
export const runCommand = (
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((resolve) => {
    const child = startCommand(args, env)
    const texts = { out: '', err: '' }
    child.stdout.on('data', (b: Buffer) => (texts.out += b.toString()))
    child.stderr.on('data', (b: Buffer) => (texts.err += b.toString()))
    child.once('close', (code) => resolve({ code, ...texts }))
  })

/** Starts it and waits until it answers. Rejects with what it printed when it ends instead. */
export const startProduct = async (
  dataDir: string,
  o: { port?: number; args?: string[]; env?: NodeJS.ProcessEnv; entry?: string } = {},
): Promise<Running> => {
  const port = o.port ?? (await freePort())
  const child = startCommand(['start', ...(o.args ?? [])], { PORT: String(port), DATA_DIR: dataDir, ...o.env }, o.entry)
  let printed = ''
  child.stdout.on('data', (b: Buffer) => (printed += b.toString()))
  child.stderr.on('data', (b: Buffer) => (printed += b.toString()))
  const url = `http://127.0.0.1:${port}`
  for (let i = 0; ; i++) {
    if (child.exitCode !== null || i > 1800) throw new Error(`the product did not start: ${printed}`)
    const ok = await fetch(`${url}/readyz`).then(
      (r) => r.ok,
      () => false,
    )
    if (ok) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    pid: child.pid ?? 0,
    dataDir,
    async databasePid() {
      const find = async (file: string): Promise<number> => Number((await readFile(file, 'utf8')).split('\n')[0])
      return find(path.join(dataDir, 'postgres', 'postmaster.pid'))
    },
    async kill() {
      child.kill('SIGKILL')
      await gone(child)
    },
    async stop() {
      child.kill('SIGINT')
      return gone(child)
    },
  }
}

/** A signed-in client over real HTTP. */
export const httpClient = (url: string, cookie = '') => {
  const call = async (method: string, at: string, body?: unknown) => {
    const r = await fetch(`${url}/api/v1${at}`, {
      method,
      headers: { 'x-requested-with': 'throughline', 'content-type': 'application/json', cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const set = r.headers.get('set-cookie')?.split(';')[0]
    if (set) cookie = set
    return { status: r.status, body: (await r.json()) as Record<string, unknown> }
  }
  return {
    get: (at: string) => call('GET', at),
    post: (at: string, body: unknown = {}) => call('POST', at, body),
    cookie: () => cookie,
  }
}

/** Makes the workspace and its admin on an empty product; the cookie of the session. */
export const setUp = async (product: Running, workspace: string, place: object = {}): Promise<string> => {
  const client = httpClient(product.url)
  const made = await client.post('/setup', {
    workspace,
    name: 'Ada',
    email: 'ada@example.com',
    password: 'correct horse battery',
    country: 'DE',
    baseCurrency: 'EUR',
    timeZone: 'UTC',
    ...place,
  })
  if (made.status !== 201) throw new Error(`set-up: ${made.status} ${JSON.stringify(made.body)}`)
  return client.cookie()
}
