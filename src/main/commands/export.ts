/** `throughline export`: any list as CSV or XLSX, everything its filter finds. */
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { App } from '../../kernel/server/app.ts'
import { systemActor } from '../../kernel/server/auth.ts'
import { exportList } from '../../kernel/server/export.ts'
import { UsageError } from './usage.ts'

export const exportCommand = async (
  app: App,
  workspaceId: string,
  plural: string,
  file: string,
  filter: string,
): Promise<string> => {
  const e = app.registry.byPlural(plural)
  if (!e)
    throw new UsageError(
      `There are no ${plural}. Known: ${app.registry.entities
        .filter((x) => !x.partOf)
        .map((x) => x.plural)
        .join(', ')}.`,
    )
  const format = /\.(csv|xlsx)$/i.exec(file)?.[1]?.toLowerCase()
  if (format !== 'csv' && format !== 'xlsx') throw new UsageError('The file must end in .csv or .xlsx.')
  const { stream } = await exportList(app, systemActor(workspaceId), e, new URLSearchParams(filter), format)
  await pipeline(stream, createWriteStream(file))
  return `Wrote ${e.labelPlural.toLowerCase()} to ${file}.`
}
