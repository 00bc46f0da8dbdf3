/** Stored rich text as content of a PDF. */
import type { Content } from 'pdfmake'
import { decodeEntities, sanitizeRichText } from '../richText.ts'

/** What a block is made of here: text, a stack, or a list of such. */
type Block = { text: Run[]; margin: Margin } | { stack: Block[]; margin: Margin } | { ol: Block[] } | { ul: Block[] }
type Margin = [number, number, number, number]
type Run = { text: string; bold?: true; italics?: true; decoration?: 'underline' | 'lineThrough'; link?: string }
type Style = Omit<Run, 'text'>
type List = { ordered: boolean; items: Block[] }

const styleOf = (tag: string, attributes: string): Style | undefined => {
  if (tag === 'strong') return { bold: true }
  if (tag === 'em') return { italics: true }
  if (tag === 'u') return { decoration: 'underline' }
  if (tag === 's') return { decoration: 'lineThrough' }
  if (tag !== 'a') return undefined
  const href = /href="([^"]*)"/.exec(attributes)?.[1]
  return href === undefined ? {} : { decoration: 'underline', link: decodeEntities(href) }
}

/**
 * Without the space below its last line: at the foot of a page the printer would turn the page for that space alone, and
 * leave it empty.
 */
const closed = (blocks: readonly Block[]): Block[] =>
  blocks.map((block, i) => {
    if (i < blocks.length - 1) return block
    if ('text' in block) return { ...block, margin: [0, 0, 0, 0] }
    if ('stack' in block) return { stack: closed(block.stack), margin: [0, 0, 0, 0] }
    return 'ol' in block ? { ol: closed(block.ol) } : { ul: closed(block.ul) }
  })

/** One stack of paragraphs and lists. Sanitised again here: what is printed never depends on who stored it. */
export function richContent(html: string): Content[] {
  const blocks: Block[] = []
  const lists: List[] = []
  const styles: { tag: string; style: Style }[] = []
  let runs: Run[] = []
  let inList = false

  const flush = (extra: { bold?: boolean; italics?: boolean } = {}): void => {
    const first = runs[0]
    if (first) first.text = first.text.trimStart()
    const last = runs.at(-1)
    if (last) last.text = last.text.trimEnd()
    if (runs.some((run) => run.text !== '')) {
      const list = lists.at(-1)
      if (list && inList) list.items.push({ text: runs, ...extra, margin: [0, 0, 0, 2] })
      else blocks.push({ text: runs, ...extra, margin: [0, 0, 0, 5] })
    }
    runs = []
  }

  for (const [, close, tag = '', attributes = '', text] of sanitizeRichText(html).matchAll(
    /<(\/?)([a-z0-9]+)([^>]*)>|([^<]+)/g,
  )) {
    if (text !== undefined) {
      const style: Style = Object.assign({}, ...styles.map((entry) => entry.style))
      runs.push({ text: decodeEntities(text.replace(/\s+/g, ' ')), ...style })
    } else if (tag === 'br') runs.push({ text: '\n' })
    else if (tag === 'ul' || tag === 'ol') {
      flush()
      if (close === '') {
        lists.push({ ordered: tag === 'ol', items: [] })
        inList = true
      } else {
        const list = lists.pop()
        inList = lists.length > 0
        const content: Block[] = list ? [list.ordered ? { ol: list.items } : { ul: list.items }] : []
        const parent = lists.at(-1)
        if (parent) parent.items.push(...content)
        else for (const item of content) blocks.push({ stack: [item], margin: [0, 0, 0, 5] })
      }
    } else if (tag === 'h2' || tag === 'h3') flush(close === '' ? {} : { bold: true })
    else if (tag === 'blockquote') flush(close === '' ? {} : { italics: true })
    else if (tag === 'p' || tag === 'li' || tag === 'pre') flush()
    else if (close === '') {
      const style = styleOf(tag, attributes)
      if (style) styles.push({ tag, style })
    } else {
      const at = styles.findLastIndex((entry) => entry.tag === tag)
      if (at >= 0) styles.splice(at, 1)
    }
  }
  flush()
  return closed(blocks)
}
