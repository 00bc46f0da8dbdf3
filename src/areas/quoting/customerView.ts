/** What a customer may see of a commercial document: never cost, margin or internal notes. */
import { priceDocument } from '../../kernel/document.ts'
import { type Minor, toMoney } from '../../kernel/money.ts'
import { sanitizeRichText } from '../../kernel/server/richText.ts'
import type { StoredLine } from './documents.ts'
import type { Parties, Printable } from './print.ts'

/** Cleaned once more on the way out: what an import or an older release wrote is shown to strangers, too. */
const clean = (html: string | null | undefined): string | null => (html ? sanitizeRichText(html) : (html ?? null))

/** The part of the portal's page that all documents share; the caller adds status, dates and what its kind has besides. */
export const customerView = (
  doc: Printable & { title: string | null },
  lines: readonly StoredLine[],
  parties: Parties,
  currency: string,
) => {
  const money = (m: Minor) => toMoney(m, currency)
  const { logoFile, ...seller } = parties.seller
  const { calculated } = priceDocument({ ...doc, currency }, lines)
  return {
    number: doc.number,
    title: doc.title,
    seller: { ...seller, hasLogo: logoFile !== undefined },
    buyer: parties.buyer,
    locale: parties.locale,
    currency,
    pricesInclude: doc.pricesInclude,
    intro: clean(doc.intro),
    terms: clean(doc.terms),
    lines: lines.map((line, i) => ({
      id: line.id,
      kind: line.kind,
      description: line.description,
      quantity: line.quantity,
      unit: line.unit,
      unitPrice: line.unitPrice,
      discountPercent: line.discountPercent,
      discountAmount: line.discountAmount === null ? null : money(line.discountAmount),
      taxes: (line.taxes ?? []).map(({ name, rate }) => ({ name, rate })),
      optional: line.optional,
      selected: line.selected,
      total: money(calculated.lines[i]?.total ?? line.total),
    })),
    totals: {
      lineTotal: money(calculated.lineTotal),
      discount: money(calculated.documentDiscount),
      net: money(calculated.netTotal),
      taxes: calculated.taxGroups.map((g) => ({
        name: g.name,
        rate: g.rate,
        base: money(g.base),
        tax: money(g.tax),
        reason: g.exemptionReason,
      })),
      gross: money(calculated.grossTotal),
    },
  }
}
