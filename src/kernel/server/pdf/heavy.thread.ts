/** Entry of the thread that makes PDF documents. */
import { parentPort } from 'node:worker_threads'
import type { PrintableDocument } from './document.ts'
import { toPdf } from './render.ts'
import type { PrintableReport } from './report.ts'
import type { ThreadAnswer } from './threads.ts'

const answer = (value: ThreadAnswer): void => parentPort?.postMessage(value)

parentPort?.on('message', (document: PrintableDocument | PrintableReport) => {
  toPdf(document).then(
    (value) => answer({ ok: true, value }),
    (error: unknown) => answer({ ok: false, message: error instanceof Error ? error.message : String(error) }),
  )
})
