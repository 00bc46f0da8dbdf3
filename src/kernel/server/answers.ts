/**
 * What a query may answer beside JSON: a file it made, a document to be printed, or a file of the store. Queries read rows
 * only; pictures are loaded and pages are made here, at the edge, when their transaction is over.
 */
import { buffer } from 'node:stream/consumers'
import { AppError } from '../errors.ts'
import type { App } from './app.ts'
import { detectType } from './fileTypes.ts'
import { type PrintableDocument, renderDocument } from './pdf/heavy.ts'

type MadeFile = { file: Buffer; name: string; type: string }
/** A document that becomes a PDF called `name`. */
export type ToPrint = { print: PrintableDocument; name: string }
/** A picture of the store, by the SHA-256 of its content. */
export type StoredPicture = { picture: string; name: string }

const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null
const isMade = (x: object): x is MadeFile => 'file' in x && Buffer.isBuffer(x.file)
const isToPrint = (x: object): x is ToPrint => 'print' in x && 'name' in x
const isPicture = (x: object): x is StoredPicture => 'picture' in x && typeof x.picture === 'string'

/** Larger ones are photographs, not logos: they would weigh on every page. */
const mostBytes = 4 * 1024 * 1024

/** A PNG or JPEG of the store; nothing where it is gone, too large, or something else. */
const pictureOf = async (app: Pick<App, 'files'>, workspaceId: string, sha256: string): Promise<Buffer | undefined> => {
  try {
    const { stream, size } = await app.files.openFile(workspaceId, sha256)
    if (size > mostBytes) {
      stream.destroy()
      return undefined
    }
    const bytes = await buffer(stream)
    return /^image\/(png|jpeg)$/.test(detectType(bytes, '')) ? bytes : undefined
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') return undefined
    throw error
  }
}

/** The document with the logo its seller names. */
const withLogo = async (app: Pick<App, 'files'>, workspaceId: string, doc: PrintableDocument) => {
  const { logoFile, ...seller } = doc.seller
  const logo = logoFile ? await pictureOf(app, workspaceId, logoFile) : undefined
  return { ...doc, seller: { ...seller, ...(logo ? { logo } : {}) } }
}

/** The file an answer stands for; nothing where it is JSON. Throws `notFound` for a picture that is gone. */
export const fileOf = async (
  app: Pick<App, 'files'>,
  workspaceId: string,
  answer: unknown,
): Promise<MadeFile | undefined> => {
  if (!isObject(answer)) return undefined
  if (isMade(answer)) return answer
  if (isToPrint(answer))
    return {
      file: await renderDocument(await withLogo(app, workspaceId, answer.print)),
      name: answer.name,
      type: 'application/pdf',
    }
  if (!isPicture(answer)) return undefined
  const file = await pictureOf(app, workspaceId, answer.picture)
  if (!file) throw new AppError('notFound', 'The picture was not found')
  return { file, name: answer.name, type: detectType(file, '') }
}
