/** What all parts of a document share: colours, the style of figures, the words and formats of this document. */
import type { Content } from 'pdfmake'
import type { PrintFormat } from './format.ts'
import type { PrintLabels } from './labels.ts'

export type Theme = { labels: PrintLabels; format: PrintFormat; accent: string }

/** `quiet` keeps 4.5 : 1 on white and on the panel. */
export const color = { text: '#1b1f27', quiet: '#5f6877', line: '#c9ced6', faint: '#e6e9ee', panel: '#f5f6f8' }

/** Digits of equal width, so that amounts stand below each other. */
export const figures: 'tnum'[] = ['tnum']

export const hairline = (width: number): Content => ({
  canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 0.5, lineColor: color.line }],
})

/**
 * Whether a text surely takes less than half a page in a narrow column. What does not may have to be divided: pdfmake
 * silently drops an undivided block that is higher than a page.
 */
export const fitsOnPage = (text: string): boolean =>
  text.length / 40 + (text.match(/<(?:p|li|br|h2|h3|pre)\b|\n|\\n/g)?.length ?? 0) < 26
