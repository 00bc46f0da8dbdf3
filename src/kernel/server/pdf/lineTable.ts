/** The table of lines: only the columns that this document needs, its head repeated on every page. */
import type { Content, TableCell } from 'pdfmake'
import type { PrintableDocument, PrintLine } from './document.ts'
import { richContent } from './richContent.ts'
import { color, figures, fitsOnPage, type Theme } from './theme.ts'

type Item = Extract<PrintLine, { kind: 'item' }>
type Column = { label: string; width: number | 'auto' | '*'; right?: boolean; cell: (item: Item) => TableCell }

const columnsOf = (document: PrintableDocument, { labels, format }: Theme): Column[] => {
  const items = document.lines.filter((line): line is Item => line.kind === 'item')
  const some = (field: 'position' | 'discount' | 'tax'): boolean => items.some((item) => (item[field] ?? '') !== '')
  const figure = (text: string, style: { color?: string } = {}): Content => ({
    text,
    alignment: 'right',
    // A unit that somebody wrote as a sentence must not squeeze the description away.
    noWrap: text.length <= 20,
    fontFeatures: figures,
    ...style,
  })
  const quietIf = (item: Item): { color?: string } => (item.optional === true ? { color: color.quiet } : {})

  const description = (item: Item): Content[] => {
    const content: Content[] = [{ text: item.name, bold: true, ...quietIf(item) }]
    if (item.code !== undefined) content.push({ text: item.code, fontSize: 7.5, color: color.quiet })
    if (item.description !== undefined)
      content.push({ stack: richContent(item.description), fontSize: 8, color: color.quiet, margin: [0, 2, 0, 0] })
    if (item.optional === true)
      content.push({ text: labels.optional, fontSize: 7.5, italics: true, color: color.quiet })
    return content
  }
  const discount = ({ discount: value = '' }: Item): string => {
    const percent = /^(-?\d+(?:\.\d+)?)\s*%$/.exec(value)?.[1]
    return percent === undefined ? format.amount(value) : format.percent(percent)
  }
  const period = (item: Item): Content[] =>
    item.period === undefined ? [] : [{ text: item.period, alignment: 'right', fontSize: 7.5, color: color.quiet }]

  const columns: (Column | undefined)[] = [
    some('position')
      ? {
          label: labels.position,
          width: 'auto',
          cell: (item) => ({ text: item.position ?? '', color: color.quiet }),
        }
      : undefined,
    {
      label: labels.description,
      width: '*',
      cell: (item) => ({ stack: description(item) }),
    },
    {
      label: labels.quantity,
      width: 'auto',
      right: true,
      cell: (item) => figure([format.number(item.quantity), item.unit].filter(Boolean).join(' '), quietIf(item)),
    },
    {
      label: labels.unitPrice,
      width: 'auto',
      right: true,
      cell: (item) => ({ stack: [figure(format.unitPrice(item.unitPrice), quietIf(item)), ...period(item)] }),
    },
    some('discount')
      ? {
          label: labels.discount,
          width: 'auto',
          right: true,
          cell: (item) => figure(discount(item), quietIf(item)),
        }
      : undefined,
    some('tax')
      ? {
          label: labels.tax,
          width: 'auto',
          right: true,
          cell: (item) => figure(format.percent(item.tax ?? ''), quietIf(item)),
        }
      : undefined,
    {
      label: `${labels.amount} (${document.currency})`,
      width: 'auto',
      right: true,
      cell: (item) =>
        figure(item.optional === true ? `(${format.amount(item.amount)})` : format.amount(item.amount), quietIf(item)),
    },
  ]
  return columns.filter((column) => column !== undefined)
}

/** A row over all columns but the last, which may hold an amount. */
const wide = (count: number, content: Content, last?: TableCell): TableCell[] => {
  const span = last === undefined ? count : count - 1
  const cells: TableCell[] = [{ stack: [content], colSpan: span }]
  for (let i = 1; i < span; i++) cells.push('')
  return last === undefined ? cells : [...cells, last]
}

export function lineTable(document: PrintableDocument, theme: Theme): Content {
  const { labels, format, accent } = theme
  const columns = columnsOf(document, theme)
  const count = columns.length
  const head: TableCell[] = columns.map((column) => ({
    text: column.label,
    fontSize: 7.5,
    color: color.quiet,
    noWrap: true,
    ...(column.right === true ? { alignment: 'right' } : {}),
  }))
  const sections = new Set<number>()
  const body = document.lines.map((line, i): TableCell[] => {
    if (line.kind === 'item') return columns.map((column) => column.cell(line))
    if (line.kind === 'text') return wide(count, { stack: richContent(line.text), margin: [0, 0, 40, 2] })
    if (line.kind === 'section') {
      sections.add(i + 1)
      return wide(count, { text: line.title, bold: true, color: accent, fontSize: 9.5 })
    }
    const amount: TableCell = {
      text: format.amount(line.amount),
      bold: true,
      alignment: 'right',
      fontFeatures: figures,
    }
    return wide(count, { text: line.label ?? labels.subtotal, bold: true, alignment: 'right' }, amount)
  })
  const whole = document.lines.every((line) => fitsOnPage(JSON.stringify(line)))

  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: whole ? 1 : 0,
      dontBreakRows: whole,
      widths: columns.map((column) => column.width),
      body: [head, ...body],
    },
    layout: {
      hLineWidth: (i) => (i === 0 ? 0 : i === 1 ? 0.75 : 0.5),
      vLineWidth: () => 0,
      hLineColor: (i, node) => (i === 1 || i === node.table.body.length ? color.line : color.faint),
      paddingLeft: (i) => (i === 0 ? 0 : 9),
      paddingRight: (i) => (i === count - 1 ? 0 : 5),
      paddingTop: (i) => (i === 0 ? 4 : sections.has(i) ? 13 : 6.5),
      paddingBottom: (i) => (i === 0 ? 5 : 6.5),
    },
    margin: [0, 8, 0, 0],
  }
}
