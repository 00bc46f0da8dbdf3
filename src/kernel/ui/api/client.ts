/** The one way the browser talks to the API: typed calls, problem documents as errors, idempotent posts, merge of stale updates. */
import type { FieldError } from '../../errors.ts'
import type { AggregateRow, ListParams, SearchHit, WireList, WireRecord } from './types.ts'
import { aggregateOf, errorsOf, hitsOf, listOf, maybeRecord, objectOf, recordOf, stringOf, stringsOf } from './types.ts'

const base = '/api/v1'

/** What the server refused, in words for people. `status` 0: it could not be reached. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly errors: FieldError[]
  readonly problem: Record<string, unknown>

  constructor(status: number, code: string, message: string, problem: Record<string, unknown> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.errors = errorsOf(problem.errors)
    this.problem = problem
  }

  /** The complaint about one field, if there is one. */
  at(path: string): string | undefined {
    return this.errors.find((e) => e.path === path)?.message
  }
}

/** Someone else changed the same fields meanwhile. */
export class StaleError extends ApiError {
  readonly current: WireRecord
  readonly changed: string[]

  constructor(message: string, problem: Record<string, unknown>, current: WireRecord) {
    super(409, 'stale', message, problem)
    this.current = current
    this.changed = stringsOf(problem.changed)
  }
}

/** The sentence to show for anything that was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error && error.message ? error.message : 'Something went wrong. Try again.'

/** A random UUID, also where the page is not served securely and `crypto.randomUUID` is missing. */
export const uuid = (): string => {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = ((b[6] ?? 0) & 0x0f) | 0x40
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80
  const hex = [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Parameters as a query string with its `?`, or nothing. Empty values are left out. */
export const queryString = (params: ListParams = {}): string => {
  const q = new URLSearchParams()
  for (const [k, v] of Object.entries(params)) {
    if (v === undefined || v === null || v === '') continue
    q.append(k, Array.isArray(v) ? v.join(',') : String(v))
  }
  const s = q.toString()
  return s ? `?${s}` : ''
}

const messages: Record<number, string> = {
  401: 'Sign in to continue.',
  403: 'You are not allowed to do that.',
  404: 'That was not found. It may have been deleted.',
  413: 'That is too large.',
  429: 'Too many requests. Wait a moment and try again.',
  503: 'The server is busy. Try again in a moment.',
}

const errorOf = async (response: Response): Promise<ApiError> => {
  let problem: Record<string, unknown> = {}
  try {
    problem = objectOf(await response.json())
  } catch {
    // not a problem document: the status alone has to do
  }
  const message =
    stringOf(problem.detail) ||
    stringOf(problem.title) ||
    messages[response.status] ||
    'The server could not do that. Try again.'
  const code = stringOf(problem.code, response.status === 401 ? 'unauthenticated' : 'unknown')
  const current = maybeRecord(problem.current)
  if (response.status === 409 && current) return new StaleError(message, problem, current)
  return new ApiError(response.status, code, message, problem)
}

export type BulkSelection = { ids: readonly string[] } | { filter: ListParams }

export type Client = {
  list(plural: string, params?: ListParams, signal?: AbortSignal): Promise<WireList>
  get(plural: string, id: string, params?: ListParams, signal?: AbortSignal): Promise<WireRecord>
  create(plural: string, input: Record<string, unknown>): Promise<WireRecord>
  /**
   * Sends the changed fields with the version they were seen at. Where someone else changed other fields meanwhile it
   * sends again on top of theirs; where the same, it throws `StaleError`.
   */
  update(plural: string, id: string, version: number, changes: Record<string, unknown>): Promise<WireRecord>
  remove(plural: string, id: string): Promise<void>
  restore(plural: string, id: string): Promise<WireRecord>
  /** `POST /<plural>/{id}/<verb>`; the record as it is afterwards */
  act(plural: string, id: string, verb: string, input?: Record<string, unknown>): Promise<WireRecord>
  /** `POST /<plural>/<verb>`; whatever the action answers */
  actOn(plural: string, verb: string, input?: Record<string, unknown>): Promise<unknown>
  aggregate(plural: string, params: ListParams, signal?: AbortSignal): Promise<AggregateRow[]>
  bulk(
    plural: string,
    selection: BulkSelection,
    action: string,
    input?: Record<string, unknown>,
  ): Promise<Record<string, unknown>>
  upload(path: string, files: readonly File[], fields?: Record<string, string>): Promise<unknown>
  search(q: string, signal?: AbortSignal): Promise<SearchHit[]>
  /** Any other path under `/api/v1`. */
  fetch(path: string, params?: ListParams, signal?: AbortSignal): Promise<unknown>
  post(path: string, body?: unknown): Promise<unknown>
  patch(path: string, body: unknown): Promise<unknown>
  delete(path: string): Promise<unknown>
  /** The address of an export, for a plain link. */
  exportUrl(plural: string, format: 'csv' | 'xlsx', params: ListParams): string
}

/** `onUnauthenticated` is told when the session has ended. */
export const createClient = (options: { onUnauthenticated?: () => void } = {}): Client => {
  const send = async (method: string, path: string, init: RequestInit = {}, retry = false): Promise<unknown> => {
    const headers = new Headers(init.headers)
    headers.set('accept', 'application/json')
    if (method !== 'GET') headers.set('x-requested-with', 'throughline')
    const request = { ...init, method, headers, credentials: 'same-origin' as const }
    let response: Response
    try {
      response = await fetch(base + path, request)
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      // the same idempotency key makes sending it once more safe
      if (retry) return send(method, path, init, false)
      throw new ApiError(0, 'offline', 'The server cannot be reached. Check your connection and try again.')
    }
    if (!response.ok) {
      const error = await errorOf(response)
      // A second factor that is asked for from now on changes what one sees as much as an ended session does.
      const outside = error.status === 401 || error.code === 'secondFactorRequired'
      if (outside && !path.startsWith('/auth/')) options.onUnauthenticated?.()
      throw error
    }
    if (response.status === 204) return null
    const type = response.headers.get('content-type') ?? ''
    return type.includes('json') ? response.json() : response.text()
  }
  const withBody = (method: string, path: string, body: unknown): Promise<unknown> => {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (method === 'POST') headers['idempotency-key'] = uuid()
    return send(method, path, { headers, body: JSON.stringify(body ?? {}) }, method === 'POST')
  }
  const get = (path: string, params?: ListParams, signal?: AbortSignal) =>
    send('GET', path + queryString(params), signal ? { signal } : {})

  const update: Client['update'] = async (plural, id, version, changes) => {
    let seen = version
    for (let attempt = 0; ; attempt++) {
      try {
        return recordOf(await withBody('PATCH', `/${plural}/${id}`, { ...changes, version: seen }))
      } catch (error) {
        const disjoint =
          error instanceof StaleError && error.changed.length > 0 && !error.changed.some((f) => f in changes)
        if (!disjoint || attempt >= 3) throw error
        seen = error.current.version
      }
    }
  }

  return {
    list: async (plural, params, signal) => listOf(await get(`/${plural}`, params, signal)),
    get: async (plural, id, params, signal) => recordOf(await get(`/${plural}/${id}`, params, signal)),
    create: async (plural, input) => recordOf(await withBody('POST', `/${plural}`, input)),
    update,
    remove: async (plural, id) => {
      await send('DELETE', `/${plural}/${id}`)
    },
    restore: async (plural, id) => recordOf(await withBody('POST', `/${plural}/${id}/restore`, {})),
    act: async (plural, id, verb, input) => {
      const answer = await withBody('POST', `/${plural}/${id}/${verb}`, input)
      return maybeRecord(answer) ?? maybeRecord(objectOf(answer).data) ?? recordOf(await get(`/${plural}/${id}`))
    },
    actOn: (plural, verb, input) => withBody('POST', `/${plural}/${verb}`, input),
    aggregate: async (plural, params, signal) => aggregateOf(await get(`/${plural}/aggregate`, params, signal)),
    bulk: async (plural, selection, action, input) =>
      objectOf(await withBody('POST', `/${plural}/bulk`, { ...selection, action, ...(input ? { input } : {}) })),
    upload: (path, files, fields = {}) => {
      const body = new FormData()
      for (const [k, v] of Object.entries(fields)) body.append(k, v)
      for (const f of files) body.append('file', f, f.name)
      return send('POST', path, { body, headers: { 'idempotency-key': uuid() } })
    },
    search: async (q, signal) => hitsOf(await get('/search', { q }, signal)),
    fetch: get,
    post: (path, body) => withBody('POST', path, body),
    patch: (path, body) => withBody('PATCH', path, body),
    delete: (path) => send('DELETE', path),
    exportUrl: (plural, format, params) => `${base}/${plural}/export${queryString({ ...params, format })}`,
  }
}
