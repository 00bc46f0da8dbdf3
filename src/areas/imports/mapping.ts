/** What a mapping may say, and what is known of a file's columns. Pure. */
import { z } from 'zod'

export type { ColumnProfile, DateOrder, FileProfile, FileSettings } from '../../kernel/importFile.ts'

const source = z.strictObject({
  /** a column of the file; null: `constant` holds for every row */
  column: z.string().max(200).nullable(),
  constant: z.string().max(1000).optional(),
  /** a field, or a part of an address (`billingAddress.city`); null: the column is left out */
  field: z.string().max(120).nullable(),
  date: z.enum(['ymd', 'mdy', 'dmy']).optional(),
  decimal: z.enum(['.', ',']).optional(),
  /** cells that mean nothing */
  empty: z.array(z.string().max(200)).max(50).optional(),
  /** what a value of the file is called here: a name, a key or an id; null for nothing */
  values: z.record(z.string().max(200), z.string().max(255).nullable()).optional(),
  /** make what a reference names and is not there */
  createMissing: z.boolean().optional(),
  /** the file counts in thousands or millions */
  multiply: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,6})?$/, 'must be a number such as 1000')
    .optional(),
})
export const mappingSchema = z.array(source).max(2100)
export type Source = z.infer<typeof source>
export type Mapping = Source[]

/** A field that a file may fill. */
export type ImportField = {
  key: string
  label: string
  kind: string
  required: boolean
  help?: string
  /** reference: the entity */
  to?: string
  /** choices: value → label */
  choices?: Record<string, string>
  /** records may be found by it */
  match: boolean
  historical: boolean
}

/** One row's outcome, as `GET /imports/{id}/rows` answers it. */
export type RowResult = {
  line: number
  outcome: 'create' | 'update' | 'skip' | 'fail'
  label: string
  recordId: string | null
  problems: { field: string; column: string | null; message: string }[]
}
