// Backup of a database and its uploaded files while they are in use, and restoring it into an empty one.
//
// A .tar.gz of: manifest.json, tables/<schema.table>/<part> as PostgreSQL's COPY text, files/…, end.json. The format needs
// no program of PostgreSQL, of which the embedded one brings none, and its rows fit any later version.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { z } from 'zod'
import { type ArchiveEntry, type ArchiveWriter, readArchive, readJson, writeArchive } from './archive.ts'
import { listSequences, listTables, type SnapshotTable, withoutForeignKeys } from './snapshot.ts'

const manifestShape = z.object({
  format: z.literal(1),
  createdAt: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  tables: z.array(z.object({ table: z.string(), columns: z.array(z.string()).readonly() })),
})
type Manifest = z.infer<typeof manifestShape>

const endShape = z.object({
  rows: z.record(z.string(), z.number()),
  files: z.number(),
  sequences: z.array(z.object({ sequence: z.string(), value: z.string() })),
})
type End = z.infer<typeof endShape>

interface BackupSource {
  readonly ownerUrl: string
  /** DATA_DIR/files; need not exist. */
  readonly filesDir: string
}

export interface BackupSummary {
  readonly rows: number
  readonly files: number
}

const totalOf = ({ rows, files }: End): BackupSummary => ({
  rows: Object.values(rows).reduce((sum, count) => sum + count, 0),
  files,
})

async function connected<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'throughline backup' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function readMigrations(client: pg.Client): Promise<Manifest['migrations']> {
  const { rows } = await client.query<Manifest['migrations'][number]>(
    'select name, checksum from migration order by name',
  )
  return rows
}

async function describeSnapshot(client: pg.Client): Promise<Manifest> {
  const { rows } = await client.query<{ now: string }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as now`,
  )
  return {
    format: 1,
    createdAt: rows[0]?.now ?? '',
    migrations: await readMigrations(client),
    tables: await listTables(client),
  }
}

async function addTable(client: pg.Client, writer: ArchiveWriter, { table, columns }: SnapshotTable): Promise<number> {
  const lines = client.query(copyTo(`copy (select ${columns.join(', ')} from ${table}) to stdout`))
  await writer.addLines(`tables/${table}`, lines)
  return lines.rowCount
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function* listFiles(folder: string): AsyncGenerator<{ file: string; size: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (isMissing(error)) return []
    throw error
  })
  for (const entry of entries.filter((found) => found.isFile())) {
    const file = path.join(entry.parentPath, entry.name)
    // An upload under way may move between the listing and here; no row of the snapshot refers to it.
    const stats = await stat(file).catch(() => undefined)
    if (stats) yield { file, size: stats.size }
  }
}

/** Stored files never change, so reading them after the snapshot finds every file that it refers to. */
async function addFiles(writer: ArchiveWriter, filesDir: string): Promise<number> {
  let count = 0
  for await (const { file, size } of listFiles(filesDir)) {
    const name = path.relative(filesDir, file).split(path.sep).join('/')
    const content = size === 0 ? [] : createReadStream(file, { end: size - 1 })
    await writer.add(`files/${name}`, size, content)
    count += 1
  }
  return count
}

/**
 * Writes one consistent snapshot of all tables, jobs and files to `file`, while others go on writing. The secret key is
 * not in it: whoever finds the backup must not read what the key encrypts.
 */
export async function backup({ ownerUrl, filesDir }: BackupSource, file: string): Promise<BackupSummary> {
  return connected(ownerUrl, async (client) => {
    await client.query('begin isolation level repeatable read read only; set local row_security = off')
    const manifest = await describeSnapshot(client)
    const rows: End['rows'] = {}
    const end: End = { rows, files: 0, sequences: [] }
    await writeArchive(file, async (writer) => {
      await writer.addJson('manifest.json', manifest)
      for (const table of manifest.tables) rows[table.table] = await addTable(client, writer, table)
      end.sequences = await listSequences(client)
      end.files = await addFiles(writer, filesDir)
      await writer.addJson('end.json', end)
    })
    await client.query('commit')
    return totalOf(end)
  })
}

/** Takes what the archive holds, entry by entry, and at its end compares it with what it says it holds. */
class Restoration {
  readonly #client: pg.Client
  readonly #filesDir: string
  readonly #tables: ReadonlyMap<string, SnapshotTable>
  readonly #rows: Record<string, number> = {}
  #files = 0
  #end: End | undefined

  constructor(client: pg.Client, filesDir: string, manifest: Manifest) {
    this.#client = client
    this.#filesDir = filesDir
    this.#tables = new Map(manifest.tables.map((table) => [`tables/${table.table}`, table]))
    for (const { table } of manifest.tables) this.#rows[table] = 0
  }

  async take(entry: ArchiveEntry): Promise<void> {
    if (entry.name === 'end.json') this.#end = endShape.parse(await readJson(entry))
    else if (entry.name.startsWith('files/')) await this.#takeFile(entry)
    else await this.#takeRows(entry)
  }

  async #takeRows({ name, content }: ArchiveEntry): Promise<void> {
    const target = this.#tables.get(path.posix.dirname(name))
    if (!target) throw new Error(`The backup has an entry "${name}" that its manifest does not announce.`)
    const sink = this.#client.query(copyFrom(`copy ${target.table} (${target.columns.join(', ')}) from stdin`))
    await pipeline(content, sink)
    this.#rows[target.table] = (this.#rows[target.table] ?? 0) + sink.rowCount
  }

  async #takeFile({ name, content }: ArchiveEntry): Promise<void> {
    const target = path.resolve(this.#filesDir, name.slice('files/'.length))
    if (!target.startsWith(path.resolve(this.#filesDir) + path.sep)) {
      throw new Error(`The backup has a file "${name}" that would lie outside of ${this.#filesDir}.`)
    }
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    await pipeline(content, createWriteStream(target, { mode: 0o600, flush: true }))
    this.#files += 1
  }

  async finish(): Promise<BackupSummary> {
    const end = this.#end
    if (!end) throw new Error('The backup is incomplete: its end is missing.')
    const short = Object.entries(end.rows).filter(([table, count]) => this.#rows[table] !== count)
    if (short.length > 0 || end.files !== this.#files) {
      const what = [...short.map(([table]) => table), ...(end.files === this.#files ? [] : ['files'])]
      throw new Error(`The backup is damaged: ${what.join(', ')} do not have the number of entries it announces.`)
    }
    for (const { sequence, value } of end.sequences) {
      await this.#client.query('select setval($1::regclass, $2::bigint)', [sequence, value])
    }
    return totalOf(end)
  }
}

async function assertEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ prepared: boolean }>(
    `select to_regclass('public.workspace') is not null as prepared`,
  )
  if (!rows[0]?.prepared) return
  const { rowCount } = await client.query('select from public.workspace limit 1')
  if (rowCount) {
    throw new Error('This database holds data already. Restore into an empty one: name a new DATA_DIR or DATABASE_URL.')
  }
}

async function assertSchema(client: pg.Client, { migrations }: Manifest): Promise<void> {
  const present = await readMigrations(client)
  const same =
    present.length === migrations.length &&
    present.every(({ checksum }, index) => checksum === migrations[index]?.checksum)
  if (same) return
  throw new Error(
    `The database's schema (up to ${present.at(-1)?.name}) is not that of the backup (up to ${migrations.at(-1)?.name}). ` +
      'Restore into a new DATA_DIR or database, with the release that made the backup or a later one.',
  )
}

/** The worker that had a job when the backup was made does not have it here. */
const unlockJobs = `
  update graphile_worker._private_jobs set locked_at = null, locked_by = null where locked_at is not null;
  update graphile_worker._private_job_queues set locked_at = null, locked_by = null where locked_at is not null`

async function loadRows(
  client: pg.Client,
  filesDir: string,
  manifest: Manifest,
  entries: AsyncGenerator<ArchiveEntry>,
): Promise<BackupSummary> {
  const restoration = new Restoration(client, filesDir, manifest)
  let summary: BackupSummary = { rows: 0, files: 0 }
  await client.query('begin; set local row_security = off')
  await withoutForeignKeys(client, async () => {
    if (manifest.tables.length > 0)
      await client.query(`truncate ${manifest.tables.map(({ table }) => table).join(', ')}`)
    for await (const entry of entries) await restoration.take(entry)
    summary = await restoration.finish()
  })
  await client.query(unlockJobs)
  await client.query('commit')
  await client.query('analyze')
  return summary
}

/**
 * Reads a backup into an empty database: migrates it to the backup's schema, loads everything in one transaction, and
 * migrates on. A failure leaves the database without rows.
 * @param migrateTo brings the schema up to the named migration, or to the last one
 * @throws Error where the database holds data, or the backup is damaged or newer than this release
 */
export async function restore(
  { ownerUrl, filesDir }: BackupSource,
  file: string,
  migrateTo: (last?: string) => Promise<unknown>,
): Promise<BackupSummary> {
  const entries = readArchive(file)
  const { value: first } = await entries.next()
  if (first?.name !== 'manifest.json') throw new Error(`${file} is not a backup of Throughline.`)
  const manifest = manifestShape.parse(await readJson(first))
  const summary = await connected(ownerUrl, async (client) => {
    await assertEmpty(client)
    await migrateTo(manifest.migrations.at(-1)?.name)
    await assertSchema(client, manifest)
    return loadRows(client, filesDir, manifest, entries)
  })
  await migrateTo()
  return summary
}
