/** A file of records on its way into the workspace. */
import {
  boolean,
  choice,
  entity,
  instant,
  integer,
  json,
  reference,
  type Row,
  state,
  text,
} from '../../kernel/entity.ts'
import type { FileProfile, FileSettings, Mapping } from './mapping.ts'

export const importStatuses = {
  uploaded: { label: 'Uploaded', tone: 'grey' },
  checking: { label: 'Checking', tone: 'blue' },
  checked: { label: 'Checked', tone: 'amber' },
  running: { label: 'Running', tone: 'blue' },
  done: { label: 'Done', tone: 'green' },
  failed: { label: 'Failed', tone: 'red' },
  cancelled: { label: 'Cancelled', tone: 'grey' },
  undoing: { label: 'Undoing', tone: 'blue' },
  undone: { label: 'Undone', tone: 'grey' },
} as const

/** What became of the records beside those of the file, and what an undo could not take back. */
export type ImportSummary = {
  /** entity → records made because the file named them */
  also?: Record<string, number>
  /** entity → names that would be made */
  missing?: Record<string, string[]>
  /** the pipeline its deals went into, where it is one */
  pipelineId?: string
  undone?: { removed: number; restored: number; kept: { entity: string; id: string; label: string; reason: string }[] }
}

export const dataImport = entity(
  'import',
  {
    label: 'Import',
    labelPlural: 'Imports',
    plural: 'imports',
    title: 'fileName',
    subtitle: 'records',
    crud: { create: false, delete: false },
    globalSearch: false,
    defaultSort: '-createdAt',
    indexes: [['entity', 'signature']],
  },
  {
    entity: text({ required: true, readOnly: true, label: 'Kind', filter: true, sort: true, max: 60, hidden: true }),
    /** what people call them */
    records: text({ required: true, readOnly: true, sort: true, max: 80 }),
    fileName: text({ required: true, readOnly: true, label: 'File', sort: true }),
    fileHash: text({ required: true, readOnly: true, hidden: true, max: 64 }),
    fileSize: integer({ required: true, readOnly: true, label: 'Bytes' }),
    status: state(importStatuses),
    settings: json<FileSettings>()({ required: true, readOnly: true, hidden: true }),
    sheets: json<string[]>()({ readOnly: true, hidden: true }),
    profile: json<FileProfile>()({ readOnly: true, hidden: true }),
    /** of the columns: under it a mapping is remembered */
    signature: text({ readOnly: true, hidden: true, max: 64 }),
    mapping: json<Mapping>()({ required: true, hidden: true }),
    /** mapped as the last file with these columns */
    remembered: boolean({ required: true, default: false, readOnly: true, hidden: true }),
    policy: choice(
      {
        skip: 'Skip rows whose record exists',
        update: 'Update the record that exists',
        create: 'Create a record for every row',
      },
      { required: true, default: 'skip' },
    ),
    duplicates: choice(
      {
        warn: 'Import it and say so',
        skip: 'Skip the row',
        ignore: 'Do not look',
      },
      { required: true, default: 'warn', label: 'Probable duplicates', hidden: true },
    ),
    matchField: text({ label: 'Found by', max: 60 }),
    historical: boolean({ required: true, default: false, help: 'Keep dates and end states of the past' }),
    rowCount: integer({ required: true, default: 0, readOnly: true, label: 'Rows' }),
    processed: integer({ required: true, default: 0, readOnly: true }),
    created: integer({ required: true, default: 0, readOnly: true, label: 'New' }),
    updated: integer({ required: true, default: 0, readOnly: true }),
    skipped: integer({ required: true, default: 0, readOnly: true }),
    failed: integer({ required: true, default: 0, readOnly: true, label: 'Problems' }),
    /** of those to create: perhaps a record that is there already */
    warned: integer({ required: true, default: 0, readOnly: true, label: 'Possible duplicates', hidden: true }),
    /** the last line of the file that is written */
    checkpoint: integer({ required: true, default: 0, readOnly: true, hidden: true }),
    attempts: integer({ required: true, default: 0, readOnly: true, hidden: true }),
    problem: text({ readOnly: true, max: 1000 }),
    summary: json<ImportSummary>()({ readOnly: true, hidden: true }),
    startedById: reference('member', { label: 'Started by', readOnly: true, filter: false }),
    startedAt: instant({ readOnly: true }),
    finishedAt: instant({ readOnly: true, sort: true }),
  },
)

export type DataImport = Row<typeof dataImport>
