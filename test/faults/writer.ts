// A process for fault tests: writes numbered rows and prints each number once the database has acknowledged it.
import pg from 'pg'
import { startEmbedded } from '../../src/kernel/server/database/embedded.ts'

const dataDir = process.argv[2] ?? ''
const quiet = { info: () => {}, warn: () => {} }
const server = await startEmbedded({ dataDir, log: quiet })
const connectionString = server.adminUrl.replace(/throughline$/, 'postgres')

const client = new pg.Client({ connectionString })
await client.connect()
await client.query('create table if not exists written (n int primary key)')
for (let n = 1; ; n += 1) {
  await client.query('insert into written values ($1)', [n])
  console.log(n)
}
