/** PDF documents, made in a thread of their own so that the event loop never waits for them. */
import type { PrintableDocument } from './document.ts'
import type { PrintableReport } from './report.ts'
import { createThread, threadEntry } from './threads.ts'

export type * from './document.ts'
export type { PrintKind } from './labels.ts'
export { printLanguages } from './labels.ts'

const thread = createThread({ entry: threadEntry('heavy.thread', import.meta.url) })

/**
 * The PDF of a document. Equal documents give equal text, not equal bytes. Costs 50 to 300 ms of the thread; the first
 * one also starts it. Rejects when a page cannot be made within a minute.
 */
export const renderDocument = (document: PrintableDocument): Promise<Buffer> => render(document)

/** The PDF of a report's table. Thousands of rows take seconds of the thread. */
export const renderReport = (report: PrintableReport): Promise<Buffer> => render(report)

async function render(document: PrintableDocument | PrintableReport): Promise<Buffer> {
  const bytes = await thread.run(document)
  if (bytes instanceof Uint8Array) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  throw new Error('The thread made no PDF')
}

/** Ends the thread. A later `renderDocument` starts it again. */
export const closeHeavy = (): Promise<void> => thread.close()
