/**
 * Builds the standard load (quality.md) in a data folder of the product: one large workspace and 99 small ones.
 * `npx tsx test/load/load.ts --data-dir <folder> [--scale 0.1] [--small 99]`; the benchmark does it by itself.
 */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createHash } from 'node:crypto'
import pg from 'pg'
import { setUpWorkspace, setupInput } from '../../src/areas/admin/setup.ts'
import { literal, quoted } from '../../src/kernel/server/ddl.ts'
import { loadConfig } from '../../src/kernel/server/config.ts'
import { createLog } from '../../src/kernel/server/log.ts'
import { uuidv7 } from '../../src/kernel/server/ids.ts'
import type { App } from '../../src/kernel/server/app.ts'
import { createApp } from '../../src/main/app.ts'
import { openMainDatabase } from '../../src/main/database.ts'
import { projectRoot } from '../../src/main/paths.ts'
import { helpers } from './filler.ts'
import { type Counts, full } from './kinds.ts'
import { type Ground, statementsFor } from './standard.ts'

export const password = 'standard load password'
const adminEmail = 'admin@load.example'

/** What lies in a data folder. */
export type Load = {
  scale: number
  small: number
  schema: string
  workspaceId: string
  /** one person of each of these roles to sign in as; all have `password` */
  people: { admin: string; teamLead: string; salesAgent: string }
  counts: Counts
  seconds: number
}

/** Figures of a load of another schema would be those of another product. */
const schemaHash = async (): Promise<string> => {
  const folder = path.join(projectRoot, 'db', 'migrations')
  const digest = createHash('sha256')
  for (const file of (await readdir(folder)).toSorted()) digest.update(await readFile(path.join(folder, file)))
  return digest.digest('hex').slice(0, 16)
}

const scaled = (scale: number): Counts => {
  const n = (key: keyof Counts): number => Math.max(20, Math.round(full[key] * scale))
  return {
    accounts: n('accounts'),
    contacts: n('contacts'),
    leads: n('leads'),
    opportunities: n('opportunities'),
    activities: n('activities'),
    invoices: n('invoices'),
  }
}
const smallWorkspace: Counts = {
  accounts: 50,
  contacts: 100,
  leads: 75,
  opportunities: 50,
  activities: 250,
  invoices: 25,
}

type Person = { memberId: string; teamId: string | null; email: string; role: string }

const teamTree = ['Sales', ...['North', 'South', 'West'].flatMap((r) => [r, `${r} 1`, `${r} 2`, `${r} 3`])]
const headcount = 60

/** Sixty people: a lead for each of the thirteen teams, agents and account managers in the nine at the leaves. */
const addPeople = async (client: pg.Client, workspaceId: string): Promise<Person[]> => {
  const hash = await client.query<{ password_hash: string }>(`select password_hash from app_user where email = $1`, [
    adminEmail,
  ])
  const roles = await client.query<{ key: string; id: string }>('select key, id from role where workspace_id = $1', [
    workspaceId,
  ])
  const roleId = (key: string): string => roles.rows.find((r) => r.key === key)?.id ?? ''
  const teams = teamTree.map((name) => ({ name, id: uuidv7() }))
  const parentOf = (name: string): string | null => {
    if (name === 'Sales') return null
    const region = name.split(' ')[0] ?? ''
    return teams.find((t) => t.name === (region === name ? 'Sales' : region))?.id ?? null
  }
  for (const t of teams)
    await client.query(
      'insert into team (workspace_id, id, name, parent_id, search_text) values ($1, $2, $3, $4, $5)',
      [workspaceId, t.id, t.name, parentOf(t.name), ` ${t.name.toLowerCase()}`],
    )
  const leaves = teams.filter((t) => t.name.includes(' '))
  const people: Person[] = []
  for (let i = 0; i < headcount; i++) {
    const leads = i < teams.length
    const team = leads ? teams[i] : leaves[i % leaves.length]
    const role = leads ? (i === 0 ? 'salesDirector' : 'teamLead') : i % 4 === 0 ? 'accountManager' : 'salesAgent'
    const person = { memberId: uuidv7(), teamId: team?.id ?? null, email: `person${i}@load.example`, role }
    const userId = uuidv7()
    await client.query('insert into app_user (id, email, name, password_hash) values ($1, $2, $3, $4)', [
      userId,
      person.email,
      `Person ${i}`,
      hash.rows[0]?.password_hash,
    ])
    await client.query(
      `insert into member (workspace_id, id, name, email, user_id, role_id, team_id, active, joined_at, search_text)
       values ($1, $2, $3, $4, $5, $6, $7, true, now(), $8)`,
      [
        workspaceId,
        person.memberId,
        `Person ${i}`,
        person.email,
        userId,
        roleId(role),
        person.teamId,
        ` person ${i} ${person.email}`,
      ],
    )
    people.push(person)
  }
  return people
}

const groundOf = async (
  client: pg.Client,
  workspaceId: string,
  ordinal: number,
  people: Ground['people'],
  today: string,
): Promise<Ground> => {
  const rows = async <T extends pg.QueryResultRow>(text: string): Promise<T[]> =>
    (await client.query<T>(text, [workspaceId])).rows
  const options = new Map<string, string[]>()
  for (const o of await rows<{ list: string; id: string }>(
    'select list, id from option where workspace_id = $1 order by position, id',
  ))
    options.set(o.list, [...(options.get(o.list) ?? []), o.id])
  const [pipeline] = await rows<{ id: string }>('select id from pipeline where workspace_id = $1 and is_default')
  const [company] = await rows<{ id: string }>('select id from company where workspace_id = $1')
  const [taxClass] = await rows<{ id: string }>('select id from tax_class where workspace_id = $1 and is_default')
  const leadStages = await rows<{ status: string; id: string }>(
    'select status, id from lead_stage where workspace_id = $1 order by position desc',
  )
  const stages = await client.query<{ id: string; type: string; probability: string; forecast_category: string }>(
    'select id, type, probability, forecast_category from stage where workspace_id = $1 and pipeline_id = $2 order by position',
    [workspaceId, pipeline?.id],
  )
  if (!pipeline || !company || !taxClass) throw new Error('set-up did not ship what the load refers to')
  return {
    workspaceId,
    ordinal,
    companyId: company.id,
    people,
    options,
    pipelineId: pipeline.id,
    stages: stages.rows,
    leadStages: new Map(leadStages.map((s) => [s.status, s.id])),
    taxClassId: taxClass.id,
    today,
  }
}

type Definition = { table: string; name: string; definition: string }

/** Takes indexes and foreign keys away and gives back what puts them there again: row by row they cost ten times as much. */
const withoutIndexes = async (
  client: pg.Client,
  work: () => Promise<void>,
  tell: (text: string) => void,
): Promise<void> => {
  const keys = await client.query<Definition>(`select conrelid::regclass::text as table, conname as name,
      pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`)
  const indexes =
    await client.query<Definition>(`select i.indrelid::regclass::text as table, i.indexrelid::regclass::text as name,
      pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace
      and c.relname in ('account', 'contact', 'account_contact', 'lead', 'opportunity', 'stage_change', 'activity',
        'activity_link', 'invoice', 'invoice_line')
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`)
  for (const k of keys.rows) await client.query(`alter table ${k.table} drop constraint ${quoted(k.name)}`)
  for (const i of indexes.rows) await client.query(`drop index ${i.name}`)
  await work()
  tell(`building ${indexes.rows.length} indexes`)
  for (const i of indexes.rows) await client.query(i.definition)
  tell(`checking ${keys.rows.length} foreign keys`)
  for (const k of keys.rows)
    await client.query(`alter table ${k.table} add constraint ${quoted(k.name)} ${k.definition}`)
}

const setUp = async (app: App, name: string, email: string): Promise<string> => {
  const input = setupInput.parse({
    workspace: name,
    name: 'Ada Admin',
    email,
    password,
    country: 'DE',
    timeZone: 'Europe/Berlin',
  })
  return (await setUpWorkspace(app, input, { first: false })).workspaceId
}

const countNumbers = (g: Ground, invoices: number): string =>
  `insert into counter (workspace_id, company_id, series, period, value, last_date)
   values (${literal(g.workspaceId)}, ${literal(g.companyId)}, 'invoice', ${literal(g.today.slice(0, 4))}, ${invoices}, ${literal(g.today)})`

const build = async (dataDir: string, scale: number, small: number, tell: (text: string) => void): Promise<Load> => {
  const started = performance.now()
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' })
  const log = createLog(config)
  const database = await openMainDatabase(config, log)
  const app = await createApp(config, database, log)
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  try {
    const today = new Date().toISOString().slice(0, 10)
    const workspaceId = await setUp(app, 'Standard load', adminEmail)
    const people = await addPeople(client, workspaceId)
    const grounds = [await groundOf(client, workspaceId, 0, people, today)]
    for (let i = 1; i <= small; i++) {
      const id = await setUp(app, `Small ${i}`, `admin${i}@small.example`)
      const admin = await client.query<{ id: string }>('select id from member where workspace_id = $1', [id])
      grounds.push(await groundOf(client, id, i, [{ memberId: admin.rows[0]?.id ?? '', teamId: null }], today))
    }
    tell(`${grounds.length} workspaces`)
    const counts = scaled(scale)
    await client.query(`set maintenance_work_mem = '512MB'`)
    await client.query(helpers)
    await withoutIndexes(
      client,
      async () => {
        for (const g of grounds) {
          const own = g.ordinal === 0 ? counts : smallWorkspace
          for (const s of statementsFor(g, own)) {
            const at = performance.now()
            const r = await client.query(s.sql)
            if (g.ordinal === 0)
              tell(`${s.name}: ${r.rowCount} rows in ${((performance.now() - at) / 1000).toFixed(1)} s`)
          }
          await client.query(countNumbers(g, own.invoices))
        }
      },
      tell,
    )
    tell('vacuum analyze')
    await client.query('vacuum analyze')
    await client.query('checkpoint').catch(() => undefined)
    const seconds = Math.round((performance.now() - started) / 1000)
    const emailOf = (role: string): string => people.findLast((p) => p.role === role)?.email ?? ''
    return {
      scale,
      small,
      schema: await schemaHash(),
      workspaceId,
      people: { admin: adminEmail, teamLead: emailOf('teamLead'), salesAgent: emailOf('salesAgent') },
      counts,
      seconds,
    }
  } finally {
    await client.end()
    await app.close()
    await database.close()
  }
}

/** The load of that scale in `dataDir`: the one that is there when it fits, else a new one. Throws when another is there. */
export const ensureLoad = async (
  dataDir: string,
  o: { scale: number; small?: number; tell?: (text: string) => void },
): Promise<Load> => {
  const { scale, small = 99, tell = () => undefined } = o
  const note = path.join(dataDir, 'load.json')
  const text = await readFile(note, 'utf8').catch(() => undefined)
  if (text !== undefined) {
    const there = JSON.parse(text) as Load
    if (there.scale === scale && there.schema === (await schemaHash())) return there
    throw new Error(`${dataDir} holds a load of another scale or schema. Remove it, or name another folder.`)
  }
  await mkdir(dataDir, { recursive: true })
  await chmod(dataDir, 0o755)
  const load = await build(dataDir, scale, small, tell)
  await writeFile(note, `${JSON.stringify(load, null, 2)}\n`)
  return load
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      scale: { type: 'string', default: '1' },
      small: { type: 'string', default: '99' },
    },
  })
  if (!values['data-dir']) throw new Error('Name a folder: --data-dir <folder>')
  const tell = (text: string) => process.stdout.write(`${text}\n`)
  const load = await ensureLoad(values['data-dir'], { scale: Number(values.scale), small: Number(values.small), tell })
  tell(`ready in ${load.seconds} s`)
}
