/** Loading a file as the wizard does, through the API. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Caller, eventually, type TestApp } from '../helpers/app.ts'

export const crmFile = (name: string): Buffer =>
  readFileSync(path.join(import.meta.dirname, '../data/crm-sales-opportunities', name))

export type ImportRecord = {
  id: string
  version: number
  status: string
  mapping: { column: string | null; field: string | null; [k: string]: unknown }[]
  created: number
  updated: number
  skipped: number
  failed: number
  rowCount: number
  processed: number
  problem: string | null
  summary: { also?: Record<string, number>; undone?: { removed: number; restored: number; kept: unknown[] } } | null
  [k: string]: unknown
}

const isImport = (x: unknown): x is ImportRecord =>
  typeof x === 'object' && x !== null && 'mapping' in x && 'status' in x

const asImport = (answer: { status: number; body: unknown; text: string }): ImportRecord => {
  if (answer.status >= 300 || !isImport(answer.body)) throw new Error(`${answer.status} ${answer.text}`)
  return answer.body
}

export const importer = (caller: Caller) => {
  const get = async (id: string) => asImport(await caller.get(`/imports/${id}`))
  const ended = (id: string, ms: number) =>
    eventually(async () => {
      const now = await get(id)
      return ['checking', 'running', 'undoing'].includes(now.status) ? undefined : now
    }, ms)
  return {
    get,
    upload: async (entity: string, name: string, content: Buffer | string): Promise<ImportRecord> => {
      const boundary = 'throughline-test-boundary'
      const part = (head: string, body: Buffer | string) =>
        Buffer.concat([
          Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
          Buffer.from(body),
          Buffer.from('\r\n'),
        ])
      const payload = Buffer.concat([
        part('name="entity"', entity),
        part(`name="file"; filename="${name}"`, content),
        Buffer.from(`--${boundary}--\r\n`),
      ])
      return asImport(
        await caller.post('/imports', payload, { 'content-type': `multipart/form-data; boundary=${boundary}` }),
      )
    },
    patch: async (row: ImportRecord, patch: Record<string, unknown>) =>
      asImport(await caller.patch(`/imports/${row.id}`, { ...patch, version: row.version })),
    /** accepts every near match that is clearly the one meant */
    acceptMatches: async (row: ImportRecord): Promise<ImportRecord> => {
      const { body } = await caller.get(`/imports/${row.id}/matches`)
      const found = (body.data ?? []) as { field: string; unknown: { value: string; best: string | null }[] }[]
      const mapping = row.mapping.map((m) => {
        const unknown = found.find((f) => f.field === m.field)?.unknown ?? []
        const values = Object.fromEntries(unknown.flatMap((u) => (u.best === null ? [] : [[u.value, u.best]])))
        return Object.keys(values).length > 0 ? { ...m, values } : m
      })
      return asImport(await caller.patch(`/imports/${row.id}`, { mapping, version: row.version }))
    },
    check: async (id: string, ms = 60_000) => {
      asImport(await caller.post(`/imports/${id}/check`))
      return ended(id, ms)
    },
    run: async (id: string, ms = 120_000) => {
      asImport(await caller.post(`/imports/${id}/run`))
      return ended(id, ms)
    },
    undo: async (id: string, ms = 120_000) => {
      asImport(await caller.post(`/imports/${id}/undo`))
      return ended(id, ms)
    },
  }
}

export const total = async (caller: Caller, path: string): Promise<number> => {
  const answer = await caller.get(`${path}${path.includes('?') ? '&' : '?'}total=exact&limit=1`)
  const { total: found } = answer.body as { total?: { count: number } }
  if (!found) throw new Error(answer.text)
  return found.count
}
export type { TestApp }
