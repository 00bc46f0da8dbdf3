/** Files being imported, read in a thread of their own so that the event loop never waits for them. */
import { invalid } from '../../../kernel/errors.ts'
import type { ProfileHints } from '../../../kernel/server/import/columns.ts'
import type { FileSettings } from '../../../kernel/importFile.ts'
import { createThread, threadEntry } from '../../../kernel/server/pdf/threads.ts'
import type { FileProfile } from '../mapping.ts'
import type { ConvertPlan, ParsedRow } from './convert.ts'

/** What the thread is asked. */
export type Ask =
  | { do: 'analyse'; path: string; name: string; settings?: FileSettings; hints: ProfileHints }
  | { do: 'rows'; path: string; settings: FileSettings; plan: ConvertPlan; after: number; count: number }
  | { do: 'titles'; path: string; settings: FileSettings; index: number; referring: number[]; named: string[] }
  | { do: 'words'; path: string; settings: FileSettings; index: number }
  | { do: 'errors'; path: string; settings: FileSettings; problems: [number, string][] }

type Analysis = { settings: FileSettings; sheets: string[]; bytes: number; profile: FileProfile }

const thread = createThread({
  entry: threadEntry('import.thread', import.meta.url),
  timeoutMs: 15 * 60_000,
  maxHeapMb: 512,
})

const isRefusal = (x: unknown): x is { refused: { message: string; path: string } } =>
  typeof x === 'object' && x !== null && 'refused' in x

/** Throws `invalid` at `file` or `settings` for what is wrong with the file. */
const ask = async <T>(question: Ask): Promise<T> => {
  const answer = await thread.run(question)
  if (isRefusal(answer)) throw invalid(answer.refused.path, answer.refused.message)
  return answer as T
}

/** How a file is written and what its columns hold; `settings` when that was told. Reads the whole file. */
export const analyseFile = (o: Omit<Extract<Ask, { do: 'analyse' }>, 'do'>): Promise<Analysis> =>
  ask({ do: 'analyse', ...o })
/** At most `count` rows after line `after`, as values. */
export const readRows = (o: Omit<Extract<Ask, { do: 'rows' }>, 'do'>): Promise<{ rows: ParsedRow[]; done: boolean }> =>
  ask({ do: 'rows', ...o })
/** Cells of the column `index` that the columns `referring`, or `named`, name too: in lower case without accents. */
export const readTitles = (o: Omit<Extract<Ask, { do: 'titles' }>, 'do'>): Promise<string[]> =>
  ask({ do: 'titles', ...o })
/** The different cells of a column with how often each occurs, at most 50,000, the most frequent first. */
export const readWords = (o: Omit<Extract<Ask, { do: 'words' }>, 'do'>): Promise<{ value: string; count: number }[]> =>
  ask({ do: 'words', ...o })
/** CSV of the rows at the given lines, each with its problem. */
export const errorFile = (o: Omit<Extract<Ask, { do: 'errors' }>, 'do'>): Promise<string> => ask({ do: 'errors', ...o })
/** Ends the thread; a later question starts it again. */
export const closeImportThread = (): Promise<void> => thread.close()
