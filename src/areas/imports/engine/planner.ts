/**
 * What the database's planner knows of the tables an import fills. Autovacuum tells it within a minute or so; until then
 * it takes a table for empty and reads whole indexes where one probe would do, and lists show its estimates.
 */
import { sql } from 'kysely'
import { tableOf } from '../../../kernel/server/columns.ts'
import type { App } from '../../../kernel/server/app.ts'
import type { Plan } from './plan.ts'

const ownTables = ['import_record', 'import_row']

/** Analyses the tables of which the planner knows less than half of `rows`, or nothing. */
const analyse = async (app: App, tables: readonly string[], rows: number): Promise<void> => {
  const known = await sql<{ name: string }>`select c.relname as name from pg_class c
    where c.relname = any(${[...new Set(tables)]}::text[]) and c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace
      and (c.reltuples < 0 or c.reltuples * 2 < ${rows})`.execute(app.database.owner)
  for (const { name } of known.rows) await sql`analyze ${sql.table(name)}`.execute(app.database.owner)
}

/** Before work begins: tables that are looked up and of which nothing is known. */
export const tellPlanner = (app: App, plan: Plan): Promise<void> =>
  analyse(app, [tableOf(plan.entity), ...plan.references.map((r) => tableOf(r.to)), ...ownTables], 0)

/** Says after how many rows the planner is to be told again: the first thousand, then each time four times as many. */
export const tellPlannerAsItGrows = (app: App, plan: Plan): ((processed: number, created: number) => Promise<void>) => {
  let next = 1000
  return async (processed, created) => {
    if (processed < next) return
    while (next <= processed) next *= 4
    await analyse(app, [tableOf(plan.entity), ...ownTables], created)
  }
}

/** At the end of an import, for the lists of what it made. */
export const tellPlannerAtTheEnd = (app: App, plan: Plan, created: number): Promise<void> =>
  analyse(app, [tableOf(plan.entity)], created)
