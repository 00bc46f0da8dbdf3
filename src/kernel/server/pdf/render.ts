/** From a document to the bytes of its PDF. Runs in the thread. */
import { createRequire } from 'node:module'
import pdfmake from 'pdfmake'
import type { PrintableDocument } from './document.ts'
import { documentDefinition } from './layout.ts'
import { type PrintableReport, reportDefinition } from './report.ts'

const font = (name: string): string => createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${name}.ttf`)

let fontFiles: ReadonlySet<string> | undefined

function prepare(): void {
  if (fontFiles) return
  const inter = {
    normal: font('400Regular/Inter_400Regular'),
    bold: font('600SemiBold/Inter_600SemiBold'),
    italics: font('400Regular_Italic/Inter_400Regular_Italic'),
    bolditalics: font('600SemiBold_Italic/Inter_600SemiBold_Italic'),
  }
  pdfmake.setFonts({ Inter: inter })
  const files = new Set(Object.values(inter))
  // Nothing that stands in a document may be read from disk or fetched.
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => files.has(path))
  fontFiles = files
}

/** Rejects with an Error of the PDF library when a page cannot be made. A damaged logo gives way to the name. */
export async function toPdf(document: PrintableDocument | PrintableReport): Promise<Uint8Array> {
  prepare()
  if (document.kind === 'report') return await pdfmake.createPdf(reportDefinition(document)).getBuffer()
  try {
    return await pdfmake.createPdf(documentDefinition(document)).getBuffer()
  } catch (error) {
    if (document.seller.logo === undefined) throw error
    const { logo: _damaged, ...seller } = document.seller
    return await pdfmake.createPdf(documentDefinition({ ...document, seller })).getBuffer()
  }
}
