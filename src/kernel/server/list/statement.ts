/** SQL for the list login, which row security does not hold: every statement is proven to stay in one workspace. */
import { CompiledQuery, Kysely, PostgresAdapter, PostgresQueryCompiler, type RawBuilder } from 'kysely'
import { DummyDriver, PostgresIntrospector } from 'kysely'
import type { Entity } from '../../entity.ts'
import { AppError } from '../../errors.ts'
import type { Db } from '../database/connect.ts'
import { quoted, tableName } from '../ddl.ts'

/** Compiles fragments that other modules write with kysely; never connects. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Collects the values of a statement; `$1` is always the workspace. */
export class Statement {
  readonly values: unknown[]

  constructor(workspaceId: string) {
    this.values = [workspaceId]
  }

  /** The placeholder of a value, cast to `type`. */
  param(value: unknown, type: string): string {
    this.values.push(value)
    return `$${this.values.length}::${type}`
  }

  /** A fragment written with kysely's `sql`, its placeholders renumbered. */
  embed(fragment: RawBuilder<unknown>): string {
    const { sql, parameters } = fragment.compile(compiler)
    const offset = this.values.length
    this.values.push(...parameters)
    return sql.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + offset}`)
  }
}

/** `"deal" t where t."workspace_id" = $1`: the only way a table comes into a statement. */
export const fromTable = (e: Entity, alias: string): string =>
  `${quoted(tableName(e))} ${alias} where ${alias}."workspace_id" = $1`

const proven = new Set<string>()
const source = /\b(?<!distinct )(?:from|join|using|into|update)\s+/gi
const scoped = /^"[a-z0-9_]+" ([a-z]\w*) where \1\."workspace_id" = \$1(?!\d)/

/** What of the text stands at the depth of its start, up to the bracket that closes around it. */
const sameLevel = (text: string): string => {
  let depth = 0
  let out = ''
  for (const c of text) {
    if (c === '(') depth += 1
    else if (c === ')') {
      depth -= 1
      if (depth < 0) break
    } else if (depth === 0) out += c
  }
  return out
}

const proveText = (text: string): void => {
  const bare = text.replace(/'(?:[^']|'')*'/g, "''")
  const fail = (why: string): never => {
    throw new Error(`list statement is not bound to one workspace (${why}): ${text}`)
  }
  if (/;|--|\/\*|\$\$/.test(bare)) fail('more than one statement or a comment')
  // `found` holds ids that the statement's first part, proven like the rest, has read.
  const probed = bare.startsWith('with found as materialized (select ')
  let tables = 0
  for (const found of bare.matchAll(source)) {
    const rest = bare.slice(found.index + found[0].length)
    if (rest.startsWith('(') || (probed && /^found( f)?\)/.test(rest))) continue
    const match = scoped.exec(rest) ?? fail('a table without its workspace')
    const conditions = sameLevel(rest.slice(match[0].length))
    if (/\bor\b/i.test(conditions)) fail('an alternative beside the workspace')
    if (!/^\s*($|and\b|order\b|group\b|limit\b|union\b)/i.test(conditions)) fail('the workspace is not a condition')
    tables += 1
  }
  if (tables === 0) fail('no table')
}

/**
 * Throws unless `$1` is the workspace and every table of the statement is bound to it by its first condition. The text
 * holds no values, so that a text once proven stays proven.
 */
export const assertScoped = (text: string, values: readonly unknown[], workspaceId: string): void => {
  if (!workspaceId || values[0] !== workspaceId) throw new Error('list statement is for another workspace')
  if (proven.has(text)) return
  proveText(text)
  if (proven.size > 5000) proven.clear()
  proven.add(text)
}

const isTimeout = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '57014'

/** Runs a statement after `assertScoped`. Throws `timeout` with advice where the database gave up. */
export const runStatement = async <R>(
  db: Db,
  workspaceId: string,
  text: string,
  values: readonly unknown[],
): Promise<R[]> => {
  assertScoped(text.replace(/^explain \(format json\) /, ''), values, workspaceId)
  try {
    return (await db.executeQuery<R>(CompiledQuery.raw(text, [...values]))).rows
  } catch (error) {
    if (!isTimeout(error)) throw error
    throw new AppError(
      'timeout',
      'This list took too long. Add a filter, search for a longer word, or sort by another column.',
    )
  }
}
