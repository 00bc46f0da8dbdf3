/** What a new workspace ships with. */
import { sql } from 'kysely'
import type { Ctx } from '../../kernel/server/context.ts'
import { within } from '../../kernel/server/jobs.ts'
import { insert, many } from '../../kernel/server/table.ts'
import { option } from '../admin/model.ts'

/** The values of a configurable list, in this order; those that are there already stay as they are. */
export const shipOptions = async (c: Ctx, list: string, labels: readonly string[]): Promise<void> => {
  const there = new Set((await many(c, option, sql`t.list = ${list}`)).map((o) => o.label))
  for (const [position, label] of labels.entries())
    if (!there.has(label)) await insert(c, option, { list, label, position })
}

const industries = [
  'Automotive',
  'Construction',
  'Education',
  'Employment',
  'Energy',
  'Entertainment',
  'Finance',
  'Food and beverages',
  'Government',
  'Healthcare',
  'Hospitality',
  'Manufacturing',
  'Marketing',
  'Professional services',
  'Real estate',
  'Retail',
  'Services',
  'Software',
  'Technology',
  'Telecommunications',
  'Transport and logistics',
  'Other',
]

export const shipIndustries = within('workspace.setUp', 'customers: industries', (c) =>
  shipOptions(c, 'industry', industries),
)
