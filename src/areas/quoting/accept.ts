/** What is kept as proof when a quote is accepted. */
import { createHash } from 'node:crypto'
import { isCounted } from '../../kernel/document.ts'
import { invalid } from '../../kernel/errors.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { pngOf } from '../../kernel/server/picture.ts'
import type { Acceptance, Quote, QuoteLine } from './model.ts'
import type { Parties } from './print.ts'

/** The offer as agreed: what was chosen, at which price, on which terms, between whom. */
const agreed = (row: Quote, lines: readonly QuoteLine[], parties: Parties): Record<string, unknown> => ({
  number: row.number,
  revision: row.revision,
  issueDate: row.issueDate,
  validUntil: row.validUntil,
  currency: row.currency,
  pricesInclude: row.pricesInclude,
  seller: parties.seller,
  buyer: parties.buyer,
  intro: row.intro,
  lines: lines
    .filter((line) => line.kind !== 'product' || isCounted(line))
    .map((line) => ({
      kind: line.kind,
      description: line.description,
      quantity: line.quantity,
      unit: line.unit,
      unitPrice: line.unitPrice,
      discountPercent: line.discountPercent,
      discountAmount: line.discountAmount,
      taxes: line.taxes,
      total: line.total,
    })),
  discountPercent: row.discountPercent,
  discountAmount: row.discountAmount,
  netTotal: row.netTotal,
  taxTotal: row.taxTotal,
  grossTotal: row.grossTotal,
  taxBreakdown: row.taxBreakdown,
  terms: row.terms,
})

/** SHA-256 over the JSON text; whoever has the document can compute it again. */
const documentHash = (document: Record<string, unknown>): string =>
  createHash('sha256').update(JSON.stringify(document)).digest('hex')

/** A drawn name takes some kilobytes; what is kept as proof is never more than this. */
const mostSignature = 200_000

/** Throws where it is no picture as the customer's page draws it. */
export const assertSignature = (signature: string): void => {
  if (!pngOf(signature, mostSignature))
    throw invalid('signature', 'must be a PNG picture of at most 200 kB, as a data address')
}

export const acceptanceOf = (
  c: Ctx,
  row: Quote,
  lines: readonly QuoteLine[],
  parties: Parties,
  by: { name: string; signature?: string | null | undefined; agent?: string | null | undefined },
): Acceptance => {
  const document = agreed(row, lines, parties)
  return {
    hash: documentHash(document),
    name: by.name,
    at: c.now,
    ip: c.actor.ip ?? null,
    agent: by.agent ?? null,
    onBehalf: c.actor.kind !== 'portal',
    ...(by.signature ? { signature: by.signature } : {}),
    document,
  }
}
