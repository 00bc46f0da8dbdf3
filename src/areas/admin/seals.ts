/**
 * The tamper-evident chain of the audit. Events are sealed after they are committed, by one job at a time for each
 * workspace: event_digest = sha256(salt ‖ event), digest = sha256(previous digest ‖ event_digest). Whoever changes or
 * removes an old event breaks the chain; erasing a person's data drops payload and salt, and the chain still verifies.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../kernel/server/database/connect.ts'
import { every } from '../../kernel/server/jobs.ts'

/** The event as it is sealed: one canonical text that depends on no setting of the session. */
const content = sql`convert_to(jsonb_build_array(e.id, (extract(epoch from e.at) * 1000)::bigint, e.actor_kind, e.actor_id,
  e.actor_name, e.ip, e.request_id, e.name, e.entity, e.record_id, e.version, e.changes, e.data, e.owner_id, e.team_id,
  e.subjects)::text, 'UTF8')`

const start = Buffer.alloc(32)
const chained = (previous: Buffer, eventDigest: Buffer): Buffer =>
  createHash('sha256').update(previous).update(eventDigest).digest()

type Last = { position: number; digest: Buffer; event_id: string }
type Fresh = { id: string; salt: Buffer; digest: Buffer }

const batch = 2000

/**
 * Seals up to 2,000 committed events. Ids follow the clock of the transaction's start, so a slow transaction may commit
 * an id below the last sealed one: an hour back is looked at again, unless `after` names where this run stands already.
 */
export const sealEvents = async (
  tx: Db,
  workspaceId: string,
  after?: string,
): Promise<{ sealed: number; last: string | undefined }> => {
  const mine = await sql<{
    ok: boolean
  }>`select pg_try_advisory_xact_lock(hashtext(${`seal:${workspaceId}`})) as ok`.execute(tx)
  if (!mine.rows[0]?.ok) return { sealed: 0, last: after }
  const lastRow = await sql<Last>`select position, digest, event_id from event_seal where workspace_id = ${workspaceId}
    order by position desc limit 1`.execute(tx)
  const last = lastRow.rows[0]
  // A UUIDv7 begins with its time in milliseconds: an hour earlier is a smaller prefix.
  const since = last
    ? `${(Number.parseInt(last.event_id.replaceAll('-', '').slice(0, 12), 16) - 3_600_000).toString(16).padStart(12, '0')}`
    : '0'.repeat(12)
  const from = after ?? `${since.slice(0, 8)}-${since.slice(8)}-7000-8000-000000000000`
  const fresh = await sql<Fresh>`with x as (
      select e.*, uuid_send(gen_random_uuid()) as salt from event e
      where e.workspace_id = ${workspaceId} and e.id >= ${from}::uuid and not exists (
        select 1 from event_seal s where s.workspace_id = ${workspaceId} and s.event_id = e.id)
      order by e.id limit ${batch})
    select e.id, e.salt, sha256(e.salt || ${content}) as digest from x e order by e.id`.execute(tx)
  if (fresh.rows.length === 0) return { sealed: 0, last: after }
  let digest = last?.digest ?? start
  let position = last?.position ?? 0
  const rows = fresh.rows.map((f) => {
    digest = chained(digest, f.digest)
    position += 1
    return {
      position,
      id: f.id,
      salt: f.salt.toString('hex'),
      event: f.digest.toString('hex'),
      chain: digest.toString('hex'),
    }
  })
  await sql`insert into event_seal (workspace_id, position, event_id, salt, event_digest, digest)
    select ${workspaceId}::uuid, x.position, x.id, decode(x.salt, 'hex'), decode(x.event, 'hex'), decode(x.chain, 'hex')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(position bigint, id uuid, salt text, event text, chain text)`.execute(
    tx,
  )
  return { sealed: rows.length, last: rows.at(-1)?.id }
}

type SealCheck = {
  ok: boolean
  sealed: number
  /** committed, not sealed yet: the job runs every minute */
  waiting: number
  /** where it breaks: the event was changed or removed, or the chain itself was */
  broken?: { position: number; eventId: string; why: 'changed' | 'missing' | 'chain' }
}

type Sealed = {
  position: number
  event_id: string
  event_digest: Buffer
  digest: Buffer
  there: boolean
  fits: boolean | null
}

/** Walks the whole chain. A seal without salt belongs to an erased event: its digest stands, its content is gone. */
export const verifySeals = async (tx: Db, workspaceId: string): Promise<SealCheck> => {
  let previous: Buffer = start
  let at = 0
  for (;;) {
    const r = await sql<Sealed>`select s.position, s.event_id, s.event_digest, s.digest, e.id is not null as there,
        case when s.salt is not null and e.id is not null then sha256(s.salt || ${content}) = s.event_digest end as fits
      from event_seal s left join event e on e.workspace_id = s.workspace_id and e.id = s.event_id
      where s.workspace_id = ${workspaceId} and s.position > ${at} order by s.position limit ${batch}`.execute(tx)
    for (const s of r.rows) {
      const chain = chained(previous, s.event_digest)
      const why =
        s.position !== at + 1 || !chain.equals(s.digest)
          ? 'chain'
          : s.there
            ? s.fits === false
              ? 'changed'
              : undefined
            : 'missing'
      if (why) return { ok: false, sealed: at, waiting: 0, broken: { position: s.position, eventId: s.event_id, why } }
      previous = chain
      at = s.position
    }
    if (r.rows.length < batch) break
  }
  const all = await sql<{ n: number }>`select count(*) as n from event where workspace_id = ${workspaceId}`.execute(tx)
  return { ok: true, sealed: at, waiting: Math.max(0, (all.rows[0]?.n ?? 0) - at) }
}

export const sealSchedule = every('* * * * *', 'seal events', async (j) => {
  let last: string | undefined
  for (let sealed = batch; sealed === batch; )
    ({ sealed, last } = await j.transaction((c) => sealEvents(c.tx, j.workspaceId, last)))
})
