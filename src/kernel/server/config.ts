// Every setting the process reads from its environment, in one table: the types, the help text and the errors come from it.
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'

/** One environment variable: how it is named, explained, defaulted and read. `read` throws an Error saying what it wants. */
interface Setting<T> {
  readonly variable: string
  readonly doc: string
  readonly fallback: string | undefined
  readonly shownDefault: string
  readonly read: (text: string) => T
}

interface Described {
  doc: string
  shownDefault?: string
}

const setting = <T>(variable: string, fallback: string, read: (text: string) => T, about: Described): Setting<T> => ({
  variable,
  fallback,
  read,
  doc: about.doc,
  shownDefault: about.shownDefault ?? fallback,
})

const optional = <T>(variable: string, read: (text: string) => T, about: Described): Setting<T | undefined> => ({
  variable,
  fallback: undefined,
  read,
  doc: about.doc,
  shownDefault: about.shownDefault ?? '',
})

const wholeNumber = (least: number, most: number) => (text: string) => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) throw new Error(`a whole number from ${least} to ${most}`)
  return value
}

const oneOf =
  <const T extends string>(...choices: readonly T[]) =>
  (text: string): T => {
    const choice = choices.find((known) => known === text)
    if (!choice) throw new Error(`one of ${choices.join(', ')}`)
    return choice
  }

const flag = (text: string): boolean => {
  if (['1', 'true', 'yes', 'on'].includes(text.toLowerCase())) return true
  if (['0', 'false', 'no', 'off'].includes(text.toLowerCase())) return false
  throw new Error('1 or 0')
}

const url =
  (...schemes: string[]) =>
  (text: string): string => {
    const scheme = URL.canParse(text) ? new URL(text).protocol.slice(0, -1) : ''
    if (!schemes.includes(scheme))
      throw new Error(`an address that begins with ${schemes.map((s) => `${s}://`).join(' or ')}`)
    return text.replace(/\/+$/, '')
  }

/** Addresses and networks such as 10.0.0.0/8, separated by commas. */
const networks = (text: string): string => {
  const parts = text.split(',').map((part) => part.trim())
  for (const part of parts) {
    const [address = '', bits, ...rest] = part.split('/')
    const kind = isIP(address)
    const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128))
    if (kind === 0 || !fits || rest.length > 0) throw new Error('addresses or networks such as 10.0.0.0/8, by commas')
  }
  return parts.join(',')
}

const matching = (pattern: RegExp, wanted: string) => (text: string) => {
  if (!pattern.test(text)) throw new Error(wanted)
  return text
}

const text = (value: string): string => value

const settings = {
  port: setting('PORT', '3000', wholeNumber(0, 65_535), { doc: 'Port to listen on; 0 takes a free one' }),
  host: setting('HOST', '127.0.0.1', matching(/^\S+$/, 'a host name or address'), {
    doc: 'Address to listen on; 0.0.0.0 admits other machines',
  }),
  baseUrl: optional('BASE_URL', url('http', 'https'), {
    doc: 'Address people reach this server at: in links, mails and cookies',
    shownDefault: 'http://HOST:PORT',
  }),
  trustedProxies: setting('TRUSTED_PROXIES', '127.0.0.1,::1', networks, {
    doc: 'Proxies whose X-Forwarded-For is believed: limits and the audit count the address it names',
  }),
  dataDir: setting('DATA_DIR', './data', (folder) => path.resolve(folder), {
    doc: 'Folder for the embedded database, uploaded files and the secret key',
  }),
  databaseUrl: optional('DATABASE_URL', url('postgres', 'postgresql'), {
    doc: 'A PostgreSQL (15 or later) of your own, with a login that may create roles',
    shownDefault: 'the embedded one',
  }),
  allowSingleLogin: setting('ALLOW_SINGLE_LOGIN', '0', flag, {
    doc: 'Use the login of DATABASE_URL for everything. Row security then does not guard: only where no role can be created',
  }),
  rolePrefix: setting(
    'DB_ROLE_PREFIX',
    'throughline',
    matching(/^[a-z][a-z0-9_]{0,40}$/, 'lower-case letters, digits and _'),
    {
      doc: 'Beginning of the names of the three database logins: _owner, _app and _list follow',
    },
  ),
  poolSize: setting('DB_POOL_SIZE', '10', wholeNumber(1, 200), { doc: 'Connections the app login may open' }),
  worker: setting('WORKER', 'inline', oneOf('inline', 'off'), {
    doc: 'Whether `start` also runs the jobs; with off, run `throughline worker` beside it',
  }),
  workerConcurrency: setting('WORKER_CONCURRENCY', '4', wholeNumber(1, 100), { doc: 'Jobs run at the same time' }),
  secretKey: optional('SECRET_KEY', matching(/^.{32,}$/, 'at least 32 characters'), {
    doc: 'Key that signs and encrypts; every process of one installation needs the same',
    shownDefault: 'made once, in DATA_DIR/secret.key',
  }),
  smtpUrl: optional('SMTP_URL', url('smtp', 'smtps'), {
    doc: 'Mail server, as in smtp://user:password@mail.example.com:587',
    shownDefault: 'none: mails stay in the outbox',
  }),
  mailFrom: setting('MAIL_FROM', 'Throughline <no-reply@localhost>', text, { doc: 'Sender of mails' }),
  metricsToken: optional('METRICS_TOKEN', matching(/^\S{16,}$/, 'at least 16 characters without spaces'), {
    doc: 'What a Prometheus sends as bearer token to read /metrics',
    shownDefault: 'none: /metrics is off',
  }),
  logLevel: setting('LOG_LEVEL', 'info', oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'), {
    doc: 'Least severe message that is logged',
  }),
} as const

type Read = { [K in keyof typeof settings]: (typeof settings)[K] extends Setting<infer T> ? T : never }

/** The settings of this process. `dataDir` is absolute; `baseUrl` has no slash at its end; `secretKey` is never empty. */
export type Config = Readonly<Omit<Read, 'baseUrl' | 'secretKey'> & { baseUrl: string; secretKey: string }>

/** Names every variable at fault and what it wants; the message is meant for the person at the terminal. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  constructor(faults: readonly string[]) {
    super(`Settings that cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  }
}

function readSettings(env: NodeJS.ProcessEnv): Read {
  const faults: string[] = []
  const readOne = ([key, { variable, fallback, read }]: [string, Setting<unknown>]) => {
    const given = env[variable]?.trim() || fallback
    try {
      return [key, given === undefined ? undefined : read(given)]
    } catch (error) {
      const shown = /_(KEY|TOKEN|URL)$/.test(variable) ? 'this value' : `"${given}"`
      faults.push(`${variable} must be ${error instanceof Error ? error.message : 'other'}; ${shown} is not`)
      return [key, undefined]
    }
  }
  const read = Object.fromEntries(Object.entries(settings).map(readOne))
  if (faults.length > 0) throw new ConfigError(faults)
  return read
}

const wildcards = ['0.0.0.0', '::', '*']

function defaultBaseUrl(host: string, port: number): string {
  const name = wildcards.includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

/**
 * Writes a file (mode 0600) unless it is there already and returns what it holds. Safe when several processes try at
 * once: the file appears under its name only when it is complete.
 */
export function writeOnce(file: string, content: () => string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    mkdirSync(path.dirname(file), { recursive: true })
  }
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(draft, `${content()}\n`, { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(file, 'utf8').trim()
}

/**
 * Reads the settings. Without SECRET_KEY it makes one in DATA_DIR, once.
 * @throws ConfigError that lists every variable at fault
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const read = readSettings(env)
  return Object.freeze({
    ...read,
    baseUrl: read.baseUrl ?? defaultBaseUrl(read.host, read.port),
    secretKey:
      read.secretKey ?? writeOnce(path.join(read.dataDir, 'secret.key'), () => randomBytes(32).toString('base64url')),
  })
}

/** The settings as lines of text, for `throughline help`. */
export function configHelp(): string {
  const all: Setting<unknown>[] = Object.values(settings)
  const width = Math.max(...all.map(({ variable }) => variable.length))
  return all
    .map(({ variable, doc, shownDefault }) => {
      const fallback = shownDefault ? ` [${shownDefault}]` : ''
      return `  ${variable.padEnd(width)}  ${doc}${fallback}`
    })
    .join('\n')
}
