/** A browser's connection to the product: keep-alive, one request after the other, each with its time. */
import http from 'node:http'

export type Reply = {
  status: number
  /** until the answer was read whole */
  ms: number
  firstByteMs: number
  bytes: number
  text: string
}

export class Client {
  private readonly agent: http.Agent
  private readonly url: string
  private cookie = ''

  constructor(url: string, sockets = 1) {
    this.url = url
    this.agent = new http.Agent({ keepAlive: true, maxSockets: sockets })
  }

  /** The session's cookie, for a browser. */
  session(): { name: string; value: string } {
    const [name = '', value = ''] = this.cookie.split('=')
    return { name, value }
  }

  /** `keep`: false lets go of the body as it comes. */
  call(method: string, at: string, body?: string | Buffer, o: { type?: string; keep?: boolean } = {}): Promise<Reply> {
    const { type = 'application/json', keep = true } = o
    const started = performance.now()
    return new Promise((resolve, reject) => {
      const request = http.request(
        `${this.url}/api/v1${at}`,
        {
          method,
          agent: this.agent,
          headers: {
            cookie: this.cookie,
            'x-requested-with': 'throughline',
            ...(body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
          },
        },
        (response) => {
          const chunks: Buffer[] = []
          let bytes = 0
          let firstByteMs = 0
          response.on('data', (chunk: Buffer) => {
            if (bytes === 0) firstByteMs = performance.now() - started
            bytes += chunk.length
            if (keep) chunks.push(chunk)
          })
          response.on('error', reject)
          response.on('end', () => {
            const [set] = response.headers['set-cookie'] ?? []
            if (set) this.cookie = set.split(';')[0] ?? ''
            const ms = performance.now() - started
            resolve({
              status: response.statusCode ?? 0,
              ms,
              firstByteMs,
              bytes,
              text: Buffer.concat(chunks).toString(),
            })
          })
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  }

  /** Throws for anything but success. */
  async ok(method: string, at: string, body?: unknown): Promise<Reply> {
    const reply = await this.call(method, at, body === undefined ? undefined : JSON.stringify(body))
    if (reply.status >= 300) throw new Error(`${method} ${at}: ${reply.status} ${reply.text.slice(0, 500)}`)
    return reply
  }

  get = (at: string): Promise<Reply> => this.ok('GET', at)
  post = (at: string, body: unknown = {}): Promise<Reply> => this.ok('POST', at, body)

  async json(at: string): Promise<Record<string, unknown>> {
    return JSON.parse((await this.get(at)).text)
  }

  async signIn(email: string, password: string): Promise<this> {
    await this.post('/auth/sign-in', { email, password })
    return this
  }

  /** for tools that send requests themselves */
  headers = (): Record<string, string> => ({ cookie: this.cookie })
  close = (): void => this.agent.destroy()
}

/** The value below which the share `q` of the values lies. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}
export const p50 = (values: readonly number[]): number => quantile(values, 0.5)
export const p95 = (values: readonly number[]): number => quantile(values, 0.95)

/** The same numbers on every run (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** `work` so many times, after a few unmeasured ones. */
export const repeat = async (times: number, work: (i: number) => Promise<Reply>, warm = 5): Promise<number[]> => {
  for (let i = 0; i < warm; i++) await work(i)
  const all: number[] = []
  for (let i = 0; i < times; i++) all.push((await work(warm + i)).ms)
  return all
}
