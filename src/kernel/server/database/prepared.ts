// Fewer and cheaper trips to the database: statements that come again are prepared, because for a list parsing and planning
// cost more than finding its rows; and a transaction is opened, with its settings, in one trip, when its first statement
// needs it.
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import pg from 'pg'

interface PreparedOptions {
  /** Most statements kept; each holds its plan in the memory of every connection. 0: none is prepared */
  readonly most: number
}

/** Gives a name to a text that came before. What is found by patterns is planned anew each time: its plan hangs on them. */
export const namesFor = ({ most }: PreparedOptions): ((text: string) => string | undefined) => {
  const names = new Map<string, string>()
  let seen = new Set<string>()
  return (text) => {
    const known = names.get(text)
    if (known !== undefined || names.size >= most) return known
    if (/\bi?like\b| ~\*? /i.test(text)) return undefined
    if (!seen.has(text)) {
      if (seen.size >= 2000) seen = new Set()
      seen.add(text)
      return undefined
    }
    seen.delete(text)
    const name = `s${names.size}`
    names.set(text, name)
    return name
  }
}

const nothing = { command: 'SELECT', rowCount: 0, rows: [] } as const
const opens = /^(begin|start transaction)\b/
const says = /^set local /

class PreparingClient implements PostgresPoolClient {
  private readonly client: pg.PoolClient
  private readonly nameOf: (text: string) => string | undefined
  /** what opens the transaction, until a statement needs it open */
  private opening: string[] = []
  /** a table changed its columns under a prepared statement: this connection is not used again */
  private broken = false

  constructor(client: pg.PoolClient, nameOf: (text: string) => string | undefined) {
    this.client = client
    this.nameOf = nameOf
  }

  query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  query<R>(
    text: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof text !== 'string') throw new Error('cursors are not used')
    return this.send<R>(text, [...parameters])
  }

  private async send<R>(text: string, values: unknown[]): Promise<PostgresQueryResult<R>> {
    if (opens.test(text) || (this.opening.length > 0 && says.test(text))) {
      this.opening.push(text)
      return { ...nothing, rows: [] }
    }
    const opening = this.opening.splice(0)
    if (opening.length > 0) {
      if (text === 'commit' || text === 'rollback') return { ...nothing, rows: [] }
      await this.client.query(opening.join('; '))
    }
    const name = values.length > 0 ? this.nameOf(text) : undefined
    try {
      const r = await this.client.query<R & pg.QueryResultRow>(
        name === undefined ? { text, values } : { name, text, values },
      )
      return { command: asCommand(r.command), rowCount: r.rowCount ?? 0, rows: r.rows }
    } catch (error) {
      if (name !== undefined && error instanceof pg.DatabaseError && error.code === '0A000') this.broken = true
      throw error
    }
  }

  release(): void {
    this.opening = []
    this.client.release(this.broken)
  }
}

const commands = ['UPDATE', 'DELETE', 'INSERT', 'SELECT', 'MERGE'] as const
/** Kysely tells writes from reads by it; anything else reads. */
const asCommand = (command: string): (typeof commands)[number] => commands.find((c) => c === command) ?? 'SELECT'

/** The pool as Kysely takes it. */
export const preparing = (pool: pg.Pool, options: PreparedOptions): PostgresPool => {
  const nameOf = namesFor(options)
  // Kysely knows its connections by the object it gets.
  const clients = new WeakMap<pg.PoolClient, PreparingClient>()
  return {
    async connect() {
      const client = await pool.connect()
      const known = clients.get(client) ?? new PreparingClient(client, nameOf)
      clients.set(client, known)
      return known
    },
    end: () => pool.end(),
  }
}
