/** `throughline import`: a file of records, checked first, then written, with the same engine as the wizard. */
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { matchesOf } from '../../areas/imports/engine/matches.ts'
import { checkImport, loadImport, runImport } from '../../areas/imports/engine/run.ts'
import { closeImportThread } from '../../areas/imports/engine/file.ts'
import type { Mapping, Source } from '../../areas/imports/mapping.ts'
import type { DataImport } from '../../areas/imports/model.ts'
import { createImport, failedRows } from '../../areas/imports/routes.ts'
import type { App } from '../../kernel/server/app.ts'
import { systemActor } from '../../kernel/server/auth.ts'
import { execute } from '../../kernel/server/execute.ts'
import { reading } from '../../kernel/server/records.ts'

type ImportOptions = {
  entity: string
  file: string
  /** `column=field` */
  map: readonly string[]
  match?: string
  policy?: string
  createMissing: boolean
  /** take near matches and go on without asking */
  yes: boolean
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const act = async (app: App, workspaceId: string, row: DataImport, verb: string, body: unknown = {}): Promise<void> => {
  const action = app.actions.get(`import.${verb}`)
  if (!action) throw new Error(`no action import.${verb}`)
  await execute(app, systemActor(workspaceId), action, { id: row.id, body })
}

/** Waits for work that this process or a running server does, telling how far it is. */
const following = async (app: App, workspaceId: string, id: string, work: Promise<void>): Promise<DataImport> => {
  const told = process.stdout.isTTY
  const failure = work.then(
    () => undefined,
    (error: unknown) => error,
  )
  for (;;) {
    const row = await loadImport(app, workspaceId, id)
    if (told) process.stdout.write(`\r${row.processed} of ${row.rowCount} rows `)
    if (row.status !== 'checking' && row.status !== 'running') {
      if (told) process.stdout.write('\r\x1b[K')
      return row
    }
    const ended = await Promise.race([failure, new Promise((resolve) => setTimeout(() => resolve('going'), 500))])
    if (ended instanceof Error) throw ended
  }
}

const withMaps = (mapping: Mapping, maps: readonly string[]): Mapping =>
  maps.reduce<Mapping>((all, text) => {
    const at = text.indexOf('=')
    if (at === -1) throw new Error(`--map wants column=field, not "${text}".`)
    const column = text.slice(0, at).trim()
    const field = text.slice(at + 1).trim() || null
    if (!all.some((s) => s.column === column))
      throw new Error(`The file has no column "${column}". It has: ${all.flatMap((s) => s.column ?? []).join(', ')}`)
    return all.map(
      (s): Source => (s.column === column ? { ...s, field } : s.field === field ? { ...s, field: null } : s),
    )
  }, mapping)

/** Each kind of complaint once, with how many rows it is about. */
const problemsOf = async (app: App, workspaceId: string, id: string): Promise<void> => {
  const query = app.queries.get('import.problems')
  if (!query) return
  const answer = await reading(app, systemActor(workspaceId), (c) => query.run({ ...c, allows: () => true }, {}, id))
  const { data } = answer as {
    data: { column: string | null; pattern: string; example: string; rows: number; values: number }[]
  }
  for (const g of data.slice(0, 10)) {
    const told = g.values > 1 ? `${g.pattern} (${g.values} different)` : g.example
    say(`  ${g.rows} ${g.rows === 1 ? 'row' : 'rows'}: ${g.column ? `${g.column}: ` : ''}${told}`)
  }
}

const figures = (row: DataImport, tense: 'future' | 'past'): string => {
  const to = tense === 'future' ? 'to ' : ''
  const ed = tense === 'future' ? '' : 'd'
  return `${row.created} ${to}create${ed}, ${row.updated} ${to}update${ed}, ${row.skipped} skipped, ${row.failed} with problems`
}

const confirmed = async (question: string): Promise<boolean> => {
  if (!process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`${question} [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

/** Names that come near and are clearly meant are shown, and taken with `--yes`. */
const settleMatches = async (app: App, workspaceId: string, row: DataImport, o: ImportOptions): Promise<DataImport> => {
  const found = await reading(app, systemActor(workspaceId), (c) => matchesOf(app, c, row))
  const near = found.flatMap((m) =>
    m.unknown.flatMap((u) => (u.best === null ? [] : [{ ...m, value: u.value, best: u.best, count: u.count }])),
  )
  if (near.length === 0) return row
  for (const n of near) say(`  ${n.column}: "${n.value}" (${n.count} rows) is probably "${n.best}"`)
  if (!o.yes && !(await confirmed('Take these?'))) return row
  const mapping = row.mapping.map((s) => {
    const own = near.filter((n) => n.field === s.field)
    return own.length > 0
      ? { ...s, values: { ...s.values, ...Object.fromEntries(own.map((n) => [n.value, n.best])) } }
      : s
  })
  await act(app, workspaceId, row, 'update', { mapping })
  return loadImport(app, workspaceId, row.id)
}

/** Imports a file into a workspace; answers the sentence to end with. Rows with problems are written beside the file. */
export const importCommand = async (app: App, workspaceId: string, o: ImportOptions): Promise<string> => {
  try {
    const fileName = path.basename(o.file)
    const stored = await app.files.put(workspaceId, createReadStream(o.file), { fileName })
    const actor = systemActor(workspaceId)
    let row = await createImport(app, actor, { entity: o.entity, fileName, stored })
    const mapping = withMaps(row.mapping, o.map).map((s) =>
      o.createMissing && s.field?.endsWith('Id') ? { ...s, createMissing: true } : s,
    )
    await act(app, workspaceId, row, 'update', {
      mapping,
      ...(o.match ? { matchField: o.match } : {}),
      ...(o.policy ? { policy: o.policy } : {}),
    })
    row = await loadImport(app, workspaceId, row.id)
    say(`${row.rowCount} rows of ${fileName}:`)
    for (const s of row.mapping) say(`  ${s.column ?? `"${s.constant}"`} → ${s.field ?? '(left out)'}`)
    row = await settleMatches(app, workspaceId, row, o)
    await act(app, workspaceId, row, 'check')
    row = await following(app, workspaceId, row.id, checkImport(app, workspaceId, row.id))
    if (row.status !== 'checked') return `The file could not be checked: ${row.problem ?? row.status}`
    const { unwrapped } = row.profile ?? { unwrapped: 0 }
    if (unwrapped > 0) say(`${unwrapped} rows stood in quotation marks as a whole; they were taken apart.`)
    if (row.warned > 0) say(`${row.warned} rows are perhaps records that are there already.`)
    say(`Dry run: ${figures(row, 'future')}.`)
    await problemsOf(app, workspaceId, row.id)
    if (!o.yes && !(await confirmed('Import now?'))) return 'Nothing was imported.'
    await act(app, workspaceId, row, 'run')
    row = await following(app, workspaceId, row.id, runImport(app, workspaceId, row.id))
    if (row.status !== 'done') return `The import did not end: ${row.problem ?? row.status}`
    if (row.failed > 0) {
      const { name, text } = await failedRows(app, actor, row.id)
      const target = path.join(path.dirname(o.file), name)
      await writeFile(target, text)
      say(`Rows with problems: ${target}`)
    }
    const also = Object.entries(row.summary?.also ?? {}).map(
      ([entity, n]) => `${n} ${app.registry.entity(entity).labelPlural.toLowerCase()}`,
    )
    return `Imported: ${figures(row, 'past')}${also.length > 0 ? `; also made ${also.join(', ')}` : ''}.`
  } finally {
    await closeImportThread()
  }
}
