/** The look of a document: a calm page, one accent colour, figures in columns. */
import type { Content, CustomTableLayout, TableCell } from 'pdfmake'
import type { Column, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { formatIban } from '../../taxId.ts'
import { detectType } from '../fileTypes.ts'
import { isDrawable } from '../picture.ts'
import type { PrintableDocument, PrintParty } from './document.ts'
import { createFormat, type PrintFormat } from './format.ts'
import { fillLabel, labelsFor, type PrintLabels } from './labels.ts'
import { lineTable } from './lineTable.ts'
import { richContent } from './richContent.ts'
import { color, figures, fitsOnPage, hairline, type Theme } from './theme.ts'

const side = 50

const present = (values: (string | undefined)[]): string[] =>
  values.filter((value): value is string => value !== undefined && value.trim() !== '')

const caption = (text: string): Content => ({ text, fontSize: 7.5, color: color.quiet, margin: [0, 0, 0, 4] })

const accentOf = (value: string | undefined): string =>
  /^#[0-9a-f]{6}$/i.test(value ?? '') ? (value ?? '') : '#2f5bd0'

function logoOf(document: PrintableDocument): Content {
  const { logo, name } = document.seller
  const type = logo === undefined ? '' : detectType(logo, '')
  if (logo !== undefined && (type === 'image/png' || type === 'image/jpeg') && isDrawable(logo))
    return { image: `data:${type};base64,${Buffer.from(logo).toString('base64')}`, fit: [170, 46] }
  return { text: name, fontSize: 15, bold: true, characterSpacing: -0.2 }
}

function partyBlock(label: string, party: PrintParty, labels: PrintLabels): Content[] {
  const vat = party.vatId === undefined ? [] : [`${labels.vatId} ${party.vatId}`]
  return [
    caption(label),
    { text: party.name, bold: true, fontSize: 10.5, margin: [0, 0, 0, 2] },
    ...present([party.attention, ...party.addressLines]).map((text) => ({ text })),
    ...vat.map((text): Content => ({ text, color: color.quiet, margin: [0, 3, 0, 0] })),
  ]
}

const bare: CustomTableLayout = {
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 1.5,
  paddingBottom: () => 1.5,
}

function facts(document: PrintableDocument, { labels, format }: Theme): Content {
  const day = (label: string, value: string | undefined): { label: string; value: string }[] =>
    value === undefined ? [] : [{ label, value: format.day(value) }]
  const rows = [
    ...day(labels.issueDate, document.issueDate),
    ...day(labels.deliveryDate, document.deliveryDate),
    ...day(labels.dueDate, document.dueDate),
    ...day(labels.validUntil, document.validUntil),
    ...(document.customerNumber === undefined
      ? []
      : [{ label: labels.customerNumber, value: document.customerNumber }]),
    ...(document.references ?? []),
  ]
  if (rows.length === 0) return ''
  return {
    table: {
      widths: [88, '*'],
      body: rows.map(({ label, value }): TableCell[] => [{ text: label, color: color.quiet }, { text: value }]),
    },
    layout: bare,
  }
}

function totals(document: PrintableDocument, { labels, format, accent }: Theme): Content {
  const sums = document.totals
  const body: TableCell[][] = []
  const strong = new Set<number>()
  const row = (label: string, value: string, emphasis = false): void => {
    if (emphasis) strong.add(body.length)
    const style = emphasis ? { bold: true, fontSize: 12, color: accent } : { color: color.text }
    body.push([
      { text: label, ...style, ...(emphasis ? {} : { color: color.quiet }), fontFeatures: figures },
      { text: value, ...style, alignment: 'right', noWrap: true, fontFeatures: figures },
    ])
  }
  if (sums.subtotal !== undefined) row(labels.subtotal, format.amount(sums.subtotal))
  for (const { label, amount } of sums.adjustments ?? []) row(label, format.amount(amount))
  if (sums.net !== undefined) row(labels.net, format.amount(sums.net))
  for (const tax of sums.taxes) {
    row(fillLabel(labels.taxOn, { label: tax.label, base: format.amount(tax.base) }), format.amount(tax.amount))
    if (tax.note !== undefined)
      body.push([{ text: tax.note, colSpan: 2, fontSize: 8, color: color.quiet, margin: [0, -2, 0, 2] }, ''])
  }
  const settled = sums.due !== undefined && (sums.payments ?? []).length > 0
  row(labels.total, format.money(sums.gross), !settled)
  for (const { label, amount } of sums.payments ?? []) row(label, format.amount(amount))
  if (settled && sums.due !== undefined) row(labels.due, format.money(sums.due), true)
  return {
    columns: [
      { width: '*', text: '' },
      {
        width: 262,
        table: { widths: ['*', 'auto'], body },
        layout: {
          ...bare,
          hLineWidth: (i) => (strong.has(i) ? 0.75 : 0),
          hLineColor: () => color.line,
          paddingTop: (i) => (strong.has(i) ? 7 : 2),
          paddingBottom: () => 2,
          paddingLeft: (i) => (i === 0 ? 0 : 12),
        },
      },
    ],
    unbreakable: fitsOnPage(JSON.stringify(sums)),
    margin: [0, 12, 0, 0],
  }
}

/** What was agreed in words; else by when an open invoice is to be paid. */
function termsOf({ kind, paymentTerms, dueDate, totals: sums }: PrintableDocument, { labels, format }: Theme): string {
  const told = paymentTerms?.trim() ?? ''
  const open = kind === 'invoice' && dueDate !== undefined && Number(sums.due ?? sums.gross) > 0
  return told === '' && open ? fillLabel(labels.payBy, { day: format.day(dueDate) }) : told
}

function payment(document: PrintableDocument, theme: Theme): Content[] {
  const { labels } = theme
  const { bank } = document.seller
  const pairs = [
    [labels.accountHolder, bank?.accountHolder],
    [labels.bank, bank?.name],
    ['IBAN', bank?.iban === undefined ? undefined : formatIban(bank.iban)],
    ['BIC', bank?.bic],
    ['', bank?.other],
    [labels.paymentReference, document.paymentReference],
  ].filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '')
  const asked = document.kind === 'invoice' ? pairs : []
  const terms = termsOf(document, theme)
  if (terms === '' && asked.length === 0) return []
  const half = (content: Content): TableCell => ({ stack: [content] })
  const left: Content = { stack: [caption(labels.payment), { text: terms }] }
  const right: Content = {
    table: {
      widths: ['auto', '*'],
      body: asked.map(([label, value]): TableCell[] => [
        { text: label, color: color.quiet, margin: [0, 0, 14, 0] },
        { text: value },
      ]),
    },
    layout: bare,
  }
  const body: TableCell[] = asked.length === 0 ? [half(left)] : terms === '' ? [half(right)] : [half(left), half(right)]
  return [
    {
      table: { widths: body.length === 1 ? ['*'] : ['42%', '*'], body: [body], dontBreakRows: fitsOnPage(terms) },
      layout: {
        ...bare,
        fillColor: () => color.panel,
        paddingLeft: () => 14,
        paddingRight: () => 14,
        paddingTop: () => 12,
        paddingBottom: () => 12,
      },
      margin: [0, 20, 0, 0],
    },
  ]
}

const opening = ({ intro }: PrintableDocument): Content[] =>
  intro === undefined ? [] : [{ stack: richContent(intro), margin: [0, 0, 40, 9] }]

function prose(label: string, html: string | undefined): Content[] {
  const content = html === undefined ? [] : richContent(html)
  if (content.length === 0) return []
  return [{ stack: [{ text: label, bold: true, margin: [0, 0, 0, 4] }, ...content], margin: [0, 20, 0, 0] }]
}

function signatures({ labels }: Theme): Content {
  const line = (text: string): Column => ({
    width: '*',
    stack: [
      { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 220, y2: 0, lineWidth: 0.75, lineColor: color.line }] },
      { text, fontSize: 7.5, color: color.quiet, margin: [0, 4, 0, 0] },
    ],
  })
  return { columns: [line(labels.placeAndDate), line(labels.signature)], margin: [0, 64, 0, 0], unbreakable: true }
}

function foot(document: PrintableDocument, { labels }: Theme): Column[] {
  const { seller } = document
  const taxes = present([
    seller.vatId && `${labels.vatId} ${seller.vatId}`,
    seller.taxNumber && `${labels.taxNumber} ${seller.taxNumber}`,
  ])
  const columns = [
    present([seller.name, ...seller.addressLines]),
    present([seller.email, seller.phone, seller.website]),
    [...(seller.legalLines ?? []), ...taxes],
  ].filter((lines) => lines.length > 0)
  return columns.map((lines) => ({ width: '*', text: lines.slice(0, 5).join('\n') }))
}

const titleOf = (document: PrintableDocument, labels: PrintLabels): string => document.title ?? labels[document.kind]

/** The document for pdfmake. */
export function documentDefinition(document: PrintableDocument): TDocumentDefinitions {
  const labels: PrintLabels = { ...labelsFor(document.locale), ...document.labels }
  const format: PrintFormat = createFormat(document.locale, document.currency)
  const theme: Theme = { labels, format, accent: accentOf(document.seller.accentColor) }
  const title = titleOf(document, labels)
  const number = document.number ?? (document.draft === true ? labels.draft : '')
  const name = [title, number].filter(Boolean).join(' ')
  const small = { fontSize: 7, color: color.quiet, lineHeight: 1.3 }

  return {
    pageSize: document.pageSize ?? 'A4',
    pageMargins: [side, 52, side, 92],
    info: { title: name, author: document.seller.name, subject: title },
    defaultStyle: { font: 'Inter', fontSize: 9, lineHeight: 1.25, color: color.text },
    ...(document.draft === true
      ? { watermark: { text: labels.draft, color: color.quiet, opacity: 0.07, bold: true, angle: -45 } }
      : {}),
    background: (_page, size) => ({
      canvas: [{ type: 'rect', x: 0, y: 0, w: size.width, h: 5, color: theme.accent }],
    }),
    header: (page) =>
      page === 1 ? '' : { text: `${document.seller.name}  ·  ${name}`, ...small, margin: [side, 26, side, 0] },
    footer: (page, pages, size) => ({
      margin: [side, 12, side, 0],
      stack: [
        ...(document.footer === undefined || document.footer === ''
          ? []
          : [{ text: document.footer, ...small, margin: [0, 0, 0, 6] satisfies [number, number, number, number] }]),
        hairline(size.width - 2 * side),
        {
          columns: [
            ...foot(document, theme),
            { width: 'auto', text: fillLabel(labels.page, { page, pages }), alignment: 'right', fontFeatures: figures },
          ],
          columnGap: 18,
          ...small,
          margin: [0, 8, 0, 0],
        },
      ],
    }),
    content: [
      { stack: [logoOf(document)], margin: [0, 0, 0, 30] },
      {
        columns: [
          { width: '*', stack: partyBlock(labels.recipient, document.buyer, labels) },
          ...(document.delivery === undefined
            ? []
            : [{ width: '*', stack: partyBlock(labels.deliverTo, document.delivery, labels) }]),
          { width: 206, stack: [facts(document, theme)] },
        ],
        columnGap: 24,
      },
      {
        text: [
          { text: title, bold: true },
          { text: number === '' ? '' : `  ${number}`, color: color.quiet },
        ],
        fontSize: 21,
        characterSpacing: -0.3,
        margin: [0, 28, 0, 10],
      },
      ...opening(document),
      lineTable(document, theme),
      totals(document, theme),
      ...payment(document, theme),
      ...prose(labels.notes, document.notes),
      ...prose(labels.terms, document.terms),
      ...(document.signature === true ? [signatures(theme)] : []),
    ],
  }
}
