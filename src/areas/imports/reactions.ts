/** The jobs that work on files. */
import { job, type JobCtx } from '../../kernel/server/jobs.ts'
import { checkImport, runImport } from './engine/run.ts'
import { undoImport } from './engine/undo.ts'

const work = (run: typeof runImport) => (j: JobCtx, payload: Record<string, unknown>) =>
  run(j.app, j.workspaceId, String(payload.importId))

export const checkJob = job('import.check', work(checkImport))
export const runJob = job('import.run', work(runImport))
export const undoJob = job('import.undo', work(undoImport))
