import type { Kysely } from 'kysely'

/** Tables are known to the entity definitions, not to the compiler: statements are written with `sql`. */
export type Db = Kysely<unknown>
