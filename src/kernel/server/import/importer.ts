/** What an area says about importing its records beside their definition. Its server module calls `importing`. */
import type { RowData } from '../../codec.ts'
import type { DuplicateScore } from '../../duplicates.ts'
import type { Entity, Fields } from '../../entity.ts'
import type { Ctx } from '../context.ts'

export type Problem = { field: string; message: string }

/** One row of a file on its way to a record. */
export type Draft = {
  line: number
  /** what the file gives for fields of the entity: money in minor units, references as ids */
  values: RowData
  /** what it gives for the importer's own fields */
  extra: RowData
  /** the record it matches, whose values `values` will change */
  before: RowData | null
  problems: Problem[]
}

export type ImportMode = {
  /** nothing may be written; references to records that would be made hold ids that do not exist yet */
  dry: boolean
  /** dates and end states of the past may be set */
  historical: boolean
  /** the fields that the file fills */
  mapped: ReadonlySet<string>
}

/** How two records of a kind, each as its fields' values, may be the same. All fields named here need an index. */
export type DuplicateRules = {
  /** one equal value makes two records candidates; fields of a group are held against each other: phone, mobile */
  keys: readonly (readonly string[])[]
  /** both equal make them candidates: a name alone would find too many */
  pairs: readonly (readonly [string, string])[]
  /** what makes two rows of one file the same without holding all their values against each other */
  same: (row: RowData) => readonly { key: string; message: string }[]
  /** 0..100 with reasons, which name no value */
  score: (a: RowData, b: RowData) => DuplicateScore
}

/** Inserts records beside those of the file and notes them, so that undoing the import finds them. */
export type Also = (e: Entity, rows: readonly RowData[]) => Promise<RowData[]>

type ImporterOptions = {
  /** fields of a file that are no fields of the entity: a full name, the manager of a person's team */
  fields?: Fields
  /** read-only fields that hold history: importable with the right `import.historical` */
  historical?: readonly string[]
  /** read-only fields that a file may fill all the same: the address of a user */
  open?: readonly string[]
  /** required fields that `prepare` fills in where the file does not */
  fills?: readonly string[]
  /**
   * An indexed field that is derived from the title and equal wherever titles differ in case only: records are looked
   * up by it, since a comparison of lower case has no index under row security.
   */
  nameKey?: { field: string; of: (title: string) => string | null }
  /** several records may well have the same title, as people do: nothing is found by it unless that is asked */
  sharedTitles?: boolean
  /** how two records of this kind may be the same; without it rows are only held against the match field */
  duplicates?: DuplicateRules
  /** derives, checks and fills in; reads only. Complaints go to `problems`. */
  prepare?: (c: Ctx, drafts: readonly Draft[], mode: ImportMode) => Promise<void> | void
  /** what `before` would make, for a dry run: entity → names */
  announces?: (c: Ctx, drafts: readonly Draft[]) => Promise<ReadonlyMap<string, readonly string[]>>
  /** writes what the records need first; not called in a dry run */
  before?: (c: Ctx, drafts: readonly Draft[], also: Also) => Promise<void>
  /** writes what belongs to the records, whose ids stand in `values.id` */
  after?: (c: Ctx, drafts: readonly Draft[], also: Also) => Promise<void>
  /** how records known by name only are made, where a reference asks for them; `scope` holds what they belong to */
  missing?: (c: Ctx, names: readonly string[], scope: RowData) => Promise<RowData[]> | RowData[]
}
export type Importer = ImporterOptions & {
  entity: Entity
  fields: Fields
  historical: readonly string[]
  open: readonly string[]
}

const importers = new WeakMap<Entity, Importer>()

/** Declares how records of an entity are imported. Throws when that was said before. */
export const importing = (e: Entity, o: ImporterOptions = {}): Importer => {
  if (importers.has(e)) throw new Error(`importing ${e.name} is declared twice`)
  for (const key of [...(o.historical ?? []), ...(o.open ?? [])])
    if (!(key in e.fields)) throw new Error(`${e.name}.${key} is not defined`)
  const importer: Importer = {
    ...o,
    entity: e,
    fields: o.fields ?? {},
    historical: o.historical ?? [],
    open: o.open ?? [],
  }
  importers.set(e, importer)
  return importer
}

/** What was declared; undefined where an area says nothing, and such records go through their own create action. */
export const importerOf = (e: Entity): Importer | undefined => importers.get(e)
