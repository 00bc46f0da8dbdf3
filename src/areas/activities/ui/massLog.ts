/** Logging with many records: who is meant, and the calls it takes. */
import { type BulkSelection, type Client, messageOf } from '../../../kernel/ui/api/client.ts'
import { objectOf, stringsOf } from '../../../kernel/ui/api/types.ts'
import { logTargetsMost } from '../rules.ts'

/** More at once is a campaign, not a log. */
export const massLogMost = 5000

const tooMany = (limit: number): Error =>
  new Error(`At most ${limit.toLocaleString()} records at once. Narrow the filter or choose fewer.`)

/** The ids meant, read page by page where a filter says them. Throws in words when there are more than `most`. */
export const idsOf = async (
  api: Client,
  plural: string,
  chosen: BulkSelection,
  most = massLogMost,
): Promise<readonly string[]> => {
  if ('ids' in chosen) {
    if (chosen.ids.length > most) throw tooMany(most)
    return chosen.ids
  }
  const ids: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await api.list(plural, {
      ...chosen.filter,
      fields: 'id',
      limit: 200,
      total: 'none',
      ...(cursor ? { cursor } : {}),
    })
    ids.push(...page.data.map((r) => r.id))
    if (ids.length > most) throw tooMany(most)
    cursor = page.nextCursor
  }
  return ids
}

/** A later call failed: what was made until then, whom it is still missing with, and why. */
export class PartlyLogged extends Error {
  readonly made: readonly string[]
  readonly left: readonly string[]

  constructor(made: readonly string[], left: readonly string[], reason: string) {
    super(reason)
    this.made = made
    this.left = left
  }
}

/**
 * Logs with all of them, `logTargetsMost` a call where each gets its own; answers the ids of the activities made. Throws
 * `PartlyLogged` when a call fails after others went through.
 */
export const logWith = async (
  api: Client,
  entity: string,
  ids: readonly string[],
  input: Record<string, unknown>,
  onProgress: (done: number) => void,
): Promise<string[]> => {
  const targets = ids.map((id) => ({ entity, id }))
  if (input.each !== true) {
    const made = objectOf(await api.actOn('activities', 'log', { ...input, targets }))
    return stringsOf([made.id])
  }
  const made: string[] = []
  for (let i = 0; i < targets.length; i += logTargetsMost) {
    onProgress(i)
    try {
      const part = targets.slice(i, i + logTargetsMost)
      made.push(...stringsOf(objectOf(await api.actOn('activities', 'log', { ...input, targets: part })).ids))
    } catch (error) {
      if (made.length === 0) throw error
      throw new PartlyLogged(made, ids.slice(i), messageOf(error))
    }
  }
  return made
}
