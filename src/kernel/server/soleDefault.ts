/** Lists of which at most one row is the default: whoever gets it takes it from the others. */
import { sql } from 'kysely'
import { type Entity, snake } from '../entity.ts'
import { type Action, creates, updates } from './action.ts'
import type { Ctx } from './context.ts'
import { insert, many, update } from './table.ts'

/** Create and update of such an entity; `field` is the yes/no field that says which row it is. */
export const soleDefault = (e: Entity, field = 'isDefault'): Action[] => {
  if (e.fields[field]?.kind !== 'boolean') throw new Error(`${e.name}.${field} is no yes/no field`)
  const takeFromOthers = async (c: Ctx, id: string): Promise<void> => {
    for (const other of await many(c, e, sql`${sql.ref(`t.${snake(field)}`)} and t.id <> ${id}`))
      await update(c, e, other, { [field]: false })
  }
  return [
    creates(e, {
      run: async (c, input) => {
        const row = await insert(c, e, input)
        if (row[field]) await takeFromOthers(c, row.id)
        return row
      },
    }),
    updates(e, {
      run: async (c, row, patch) => {
        const saved = await update(c, e, row, patch)
        if (saved[field] && !row[field]) await takeFromOthers(c, row.id)
        return saved
      },
    }),
  ]
}
