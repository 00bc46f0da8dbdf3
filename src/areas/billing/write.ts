/** Making invoices: by hand, from an order, from a quote. */
import { sql } from 'kysely'
import { carriedHeaderKeys, carriedKeys, isCounted, pick, shareOf } from '../../kernel/document.ts'
import { invalid } from '../../kernel/errors.ts'
import type { Minor } from '../../kernel/money.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { insert, partRows, saveParts } from '../../kernel/server/table.ts'
import { chosenQuantities, minus, noteInvoiced } from '../orders/index.ts'
import { type Order, type OrderLine, orderLine } from '../orders/model.ts'
import { type HeaderValues, type LineDraft, prepareDocument } from '../quoting/index.ts'
import { type Quote, quoteLine } from '../quoting/model.ts'
import { type Invoice, type InvoiceLine, invoice, invoiceLine } from './model.ts'
import { discountShare } from './rules.ts'

type InvoiceLineDraft = LineDraft & { orderLineId?: string | null }

/** `prepareDocument` knows what all lines have; what only this kind has is put back beside it, in the same order. */
const withOrderLines = (prepared: readonly LineDraft[], drafts: readonly InvoiceLineDraft[]): InvoiceLineDraft[] =>
  prepared.map((line, i) => ({ ...line, orderLineId: drafts[i]?.orderLineId ?? null }))

export const insertInvoice = async (
  c: Ctx,
  given: HeaderValues & Parameters<typeof insert<typeof invoice>>[2],
  lines: readonly InvoiceLineDraft[],
): Promise<Invoice> => {
  const prepared = await prepareDocument(c, given.issueDate ?? c.today, given, lines)
  const row = await insert(c, invoice, { ...given, ...prepared.header })
  await saveParts(c, invoiceLine, row, withOrderLines(prepared.lines, lines))
  return row
}

export const invoiceFromQuote = async (c: Ctx, source: Quote): Promise<Invoice> => {
  const lines = (await partRows(c, quoteLine, source.id)).filter((line) => line.kind !== 'product' || isCounted(line))
  return insertInvoice(
    c,
    {
      ...pick(source, carriedHeaderKeys),
      terms: source.terms,
      quoteId: source.id,
      ownerId: source.ownerId,
      teamId: source.teamId,
    },
    lines.map((line) => pick(line, carriedKeys)),
  )
}

type Taken = { byLine: Map<string, Minor>; document: Minor }

/** Discounts that earlier invoices of an order already gave. */
const takenBefore = async (c: Ctx, orderId: string): Promise<Taken> => {
  const r = await sql<{ id: string; taken: number }>`
    select l.order_line_id as id, coalesce(sum(l.discount_amount), 0)::bigint as taken
    from invoice_line l join invoice i on i.workspace_id = l.workspace_id and i.id = l.invoice_id
    where l.workspace_id = ${c.workspace.id} and i.order_id = ${orderId} and i.status <> 'cancelled'
      and i.deleted_at is null and l.deleted_at is null and l.order_line_id is not null group by l.order_line_id`.execute(
    c.tx,
  )
  const d = await sql<{ taken: number }>`select coalesce(sum(discount_amount), 0)::bigint as taken from invoice
    where workspace_id = ${c.workspace.id} and order_id = ${orderId} and status <> 'cancelled'
      and deleted_at is null`.execute(c.tx)
  return { byLine: new Map(r.rows.map((x) => [x.id, x.taken])), document: d.rows[0]?.taken ?? 0 }
}

const draftOf = (line: OrderLine, quantity: string, taken: Minor): InvoiceLineDraft => ({
  ...pick(line, carriedKeys),
  quantity,
  orderLineId: line.id,
  discountAmount:
    line.discountAmount === null
      ? null
      : shareOf(line.discountAmount, { part: quantity, whole: line.quantity, done: line.invoicedQuantity, taken }),
})

/**
 * An invoice over an order: of the quantities given, else of all that is open. Discounts given as amounts are shared out
 * so that all invoices of the order together give exactly what was agreed. `source` is locked.
 */
export const invoiceFromOrder = async (c: Ctx, source: Order, wanted: unknown): Promise<Invoice> => {
  const lines = await partRows(c, orderLine, source.id)
  const chosen = chosenQuantities(lines, (line) => line.invoicedQuantity, wanted)
  if (chosen.length === 0) throw invalid('lines', 'Enter the quantity of at least one line.')
  const taken = await takenBefore(c, source.id)
  const quantityOf = (line: OrderLine): string => chosen.find((x) => x.line.id === line.id)?.quantity ?? '0'
  const products = lines.filter((line) => line.kind === 'product')
  const parts = products.map((line) => ({
    total: line.total,
    quantity: line.quantity,
    part: quantityOf(line),
    done: line.invoicedQuantity,
  }))
  const isWhole = parts.every((p) => p.part === p.quantity)
  const drafts = lines.flatMap((line): InvoiceLineDraft[] => {
    if (line.kind !== 'product') return isWhole ? [pick(line, carriedKeys)] : []
    const quantity = quantityOf(line)
    return quantity === '0' ? [] : [draftOf(line, quantity, taken.byLine.get(line.id) ?? 0)]
  })
  const row = await insertInvoice(
    c,
    {
      ...pick(source, carriedHeaderKeys),
      terms: source.terms,
      discountAmount:
        source.discountAmount === null ? null : discountShare(source.discountAmount, parts, taken.document),
      orderId: source.id,
      quoteId: source.quoteId,
      ownerId: source.ownerId,
      teamId: source.teamId,
    },
    drafts,
  )
  await noteInvoiced(
    c,
    source.id,
    chosen.map((x) => ({ lineId: x.line.id, quantity: x.quantity })),
  )
  return row
}

const quantitiesByOrderLine = (lines: readonly InvoiceLine[]): Map<string, string> =>
  new Map(lines.flatMap((line) => (line.orderLineId ? [[line.orderLineId, line.quantity]] : [])))

/** Tells the order what changed from `before` to `after` in what is invoiced of it. */
export const noteChange = async (
  c: Ctx,
  orderId: string | null,
  before: readonly InvoiceLine[],
  after: readonly InvoiceLine[],
): Promise<void> => {
  if (!orderId) return
  const [was, is] = [quantitiesByOrderLine(before), quantitiesByOrderLine(after)]
  const changes = [...new Set([...was.keys(), ...is.keys()])]
    .map((lineId) => ({ lineId, quantity: minus(is.get(lineId) ?? '0', was.get(lineId) ?? '0') }))
    .filter((x) => x.quantity !== '0')
  if (changes.length > 0) await noteInvoiced(c, orderId, changes)
}
