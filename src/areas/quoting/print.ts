/** From a document's rows to what is printed: parties, lines, totals. */
import { sql } from 'kysely'
import { countryByCode } from '../../kernel/countries.ts'
import { type PricingHeader, priceDocument } from '../../kernel/document.ts'
import type { Address, Entity } from '../../kernel/entity.ts'
import { notFound } from '../../kernel/errors.ts'
import { fromMinor, type Minor, sumMinor } from '../../kernel/money.ts'
import { isHidden, may } from '../../kernel/server/access.ts'
import type { StoredPicture } from '../../kernel/server/answers.ts'
import type {
  PrintableDocument,
  PrintKind,
  PrintLine,
  PrintParty,
  PrintSeller,
  PrintTotals,
} from '../../kernel/server/pdf/heavy.ts'
import type { ReadCtx } from '../../kernel/server/query.ts'
import { find, many, type Reads } from '../../kernel/server/table.ts'
import type { DocumentTotals } from '../../kernel/taxTypes.ts'
import { type Company, company, fileRecord } from '../admin/model.ts'
import { account, type Contact, contact } from '../customers/model.ts'
import { lead } from '../leads/model.ts'
import type { HeaderValues, StoredLine } from './documents.ts'

/** Who issues and who receives, as printed; issued documents keep a copy of it. */
export type Parties = {
  seller: PrintSeller
  buyer: PrintParty
  delivery?: PrintParty
  locale: string
  /** printed at the foot of every page */
  footer?: string
}

/** Name, street, place and country: one line each. The country only where it is not our own. */
const addressLines = (a: Address | null | undefined, homeCountry: string | null): string[] => {
  if (!a) return []
  const place = [a.postalCode, a.city].filter(Boolean).join(' ')
  const country = a.country && a.country !== homeCountry ? (countryByCode(a.country)?.name ?? a.country) : null
  return [a.street, a.street2, place, a.region, country].filter((line): line is string => Boolean(line))
}

const sellerOf = (firm: Company | undefined, logoFile: string | undefined, fallbackName: string): PrintSeller => {
  if (!firm) return { name: fallbackName, addressLines: [] }
  const bank = {
    ...(firm.bankName ? { name: firm.bankName } : {}),
    ...(firm.iban ? { iban: firm.iban } : {}),
    ...(firm.bic ? { bic: firm.bic } : {}),
  }
  return {
    name: firm.legalName ?? firm.name,
    addressLines: addressLines(firm.address, null),
    ...(firm.taxId ? { vatId: firm.taxId } : {}),
    ...(firm.email ? { email: firm.email } : {}),
    ...(firm.phone ? { phone: firm.phone } : {}),
    ...(firm.website ? { website: firm.website } : {}),
    ...(firm.registrationNumber ? { legalLines: [firm.registrationNumber] } : {}),
    ...(Object.keys(bank).length > 0 ? { bank } : {}),
    ...(firm.accentColour ? { accentColor: firm.accentColour } : {}),
    ...(logoFile ? { logoFile } : {}),
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
/** Plain text as the rich text the printer takes. */
const richOf = (text: string): string => text.replace(/[&<>]/g, (ch) => entities[ch] ?? ch).replaceAll('\n', '<br>')

type Recipient = {
  name: string
  email: string | null
  language: string | null
  /** whose address it is, as far as reach and field rights are asked */
  source: { entity: Entity; row: Pick<Contact, 'ownerId' | 'teamId'> }
}

/** A quote may go to somebody who is still a lead. */
type ForLead = { leadId?: string | null }
const leadOf = async (c: Reads, doc: Pick<HeaderValues, 'accountId'> & ForLead) =>
  doc.leadId && !doc.accountId ? find(c, lead, doc.leadId) : undefined

/** The person a document goes to: its contact, else its account, else its lead. */
export const recipientOf = async (
  c: Reads,
  doc: Pick<HeaderValues, 'accountId' | 'contactId'> & ForLead,
): Promise<Recipient | undefined> => {
  const person = doc.contactId ? await find(c, contact, doc.contactId) : undefined
  const language = person?.language ?? null
  const firm = doc.accountId && !person?.email ? await find(c, account, doc.accountId) : undefined
  if (firm?.email) return { name: firm.name, email: firm.email, language, source: { entity: account, row: firm } }
  if (person) {
    const { name, lastName, email } = person
    return { name: name ?? lastName, email, language, source: { entity: contact, row: person } }
  }
  const prospect = await leadOf(c, doc)
  if (!prospect) return undefined
  const { name, company: firmName, email } = prospect
  return { name: name ?? firmName ?? '', email, language, source: { entity: lead, row: prospect } }
}

/** What the dialog of a mail starts with; an address only where the sender may see it. */
export const proposedLetter = async <W extends { subject: string; message: string }>(
  c: Reads & Pick<ReadCtx, 'actor'>,
  doc: Pick<HeaderValues, 'accountId' | 'contactId'> & ForLead,
  words: W,
): Promise<W & { to: string | null }> => {
  const who = await recipientOf(c, doc)
  const shown =
    who && may(c.actor, who.source.entity, 'view', who.source.row) && !isHidden(c.actor, who.source.entity, 'email')
  return { to: shown ? who.email : null, ...words }
}

/** As the records say now. */
export const partiesOf = async (c: Reads, doc: HeaderValues & ForLead): Promise<Parties> => {
  const [firm] = await many(
    c,
    company,
    doc.companyId ? sql`t.id = ${doc.companyId}` : sql`true`,
    sql`order by t.created_at, t.id limit 1`,
  )
  const customer = doc.accountId ? await find(c, account, doc.accountId) : undefined
  const person = doc.contactId ? await find(c, contact, doc.contactId) : undefined
  const home = firm?.address?.country ?? c.workspace.country
  const prospect = await leadOf(c, doc)
  const personName = (person ? (person.name ?? person.lastName) : prospect?.name) ?? ''
  const firmName = customer ? (customer.legalName ?? customer.name) : prospect?.company
  const name = firmName ?? personName
  const delivery = addressLines(doc.deliveryAddress, home)
  const billing = addressLines(
    doc.billingAddress ?? customer?.billingAddress ?? person?.address ?? prospect?.address,
    home,
  )
  return {
    seller: sellerOf(firm, firm?.logoId ? (await find(c, fileRecord, firm.logoId))?.hash : undefined, c.workspace.name),
    buyer: {
      name,
      addressLines: billing,
      ...(firmName && personName ? { attention: personName } : {}),
      ...(customer?.taxId ? { vatId: customer.taxId } : {}),
    },
    ...(delivery.length > 0 && delivery.join('\n') !== billing.join('\n')
      ? { delivery: { name, addressLines: delivery } }
      : {}),
    locale: person?.language ?? c.workspace.locale,
    ...(firm?.documentFooter ? { footer: firm.documentFooter } : {}),
  }
}

/** The seller's logo as an answer of its own. Throws `notFound` where there is none. */
export const logoOf = ({ seller }: Parties): StoredPicture => {
  if (!seller.logoFile) throw notFound('The logo')
  return { picture: seller.logoFile, name: 'Logo' }
}

const percentText = (p: string): string => `${p} %`

const discountText = (line: StoredLine, currency: string): string | undefined => {
  if (line.discountPercent && Number(line.discountPercent) !== 0) return percentText(line.discountPercent)
  return line.discountAmount ? fromMinor(line.discountAmount, currency) : undefined
}

const taxText = (line: StoredLine): string =>
  (line.taxes ?? []).map((t) => (t.category === 'S' || t.category === 'Z' ? t.rate : t.category)).join(' + ')

const printLine = (line: StoredLine, amount: Minor, currency: string, position: number): PrintLine => {
  const [first = '', ...rest] = (line.description ?? '').split('\n')
  switch (line.kind) {
    case 'section':
      return { kind: 'section', title: first }
    case 'text':
      return { kind: 'text', text: richOf(line.description ?? '') }
    case 'subtotal':
      return { kind: 'subtotal', ...(first ? { label: first } : {}), amount: fromMinor(amount, currency) }
    case 'product': {
      const small = rest.join('\n').trim()
      const discount = discountText(line, currency)
      const tax = taxText(line)
      return {
        kind: 'item',
        position: String(position),
        name: first,
        ...(small ? { description: richOf(small) } : {}),
        quantity: line.quantity,
        ...(line.unit ? { unit: line.unit } : {}),
        unitPrice: line.unitPrice,
        ...(discount ? { discount } : {}),
        ...(tax ? { tax } : {}),
        amount: fromMinor(amount, currency),
        ...(line.optional && !line.selected ? { optional: true } : {}),
      }
    }
  }
}

/** What was taken over beside the lines, so that the figures on paper add up. */
const postedNet = (header: PricingHeader): { label: string; amount: Minor }[] =>
  (header.posted ?? [])
    .map(({ label, bases }) => ({ label, amount: sumMinor(bases.map((base) => base.net)) }))
    .filter(({ amount }) => amount !== 0)

const printTotals = (t: DocumentTotals, header: PricingHeader): PrintTotals => {
  const show = (m: Minor): string => fromMinor(m, t.currency)
  const percent =
    header.discountPercent && Number(header.discountPercent) !== 0 ? ` ${percentText(header.discountPercent)}` : ''
  const adjustments = [
    ...(t.documentDiscount === 0 ? [] : [{ label: `Discount${percent}`, amount: show(-t.documentDiscount) }]),
    ...(header.pricesInclude === 'net' ? postedNet(header) : []).map(({ label, amount }) => ({
      label,
      amount: show(amount),
    })),
  ]
  return {
    ...(adjustments.length === 0 ? {} : { subtotal: show(t.lineTotal), adjustments }),
    net: show(t.netTotal),
    taxes: t.taxGroups.map((g) => ({
      label: g.name,
      base: show(g.base),
      amount: show(g.tax),
      ...(g.exemptionReason ? { note: g.exemptionReason } : {}),
    })),
    gross: show(t.grossTotal),
  }
}

export type Printable = HeaderValues & {
  number: string | null
  currency: string | null
  pricesInclude: 'net' | 'gross'
  rounding: 'perGroup' | 'perLine'
  posted?: PricingHeader['posted']
}

/** Lines and totals of a document as printed; the caller adds dates and what else its kind shows. */
export const printable = (
  kind: PrintKind,
  doc: Printable,
  lines: readonly StoredLine[],
  parties: Parties,
  baseCurrency: string,
): PrintableDocument => {
  const currency = doc.currency ?? baseCurrency
  const header = { ...doc, currency }
  const { calculated } = priceDocument(header, lines)
  let position = 0
  return {
    kind,
    ...(doc.number ? { number: doc.number } : { draft: true }),
    seller: parties.seller,
    buyer: parties.buyer,
    ...(parties.delivery ? { delivery: parties.delivery } : {}),
    locale: parties.locale,
    ...(parties.footer ? { footer: parties.footer } : {}),
    currency,
    ...(doc.customerReference ? { references: [{ label: 'Your reference', value: doc.customerReference }] } : {}),
    ...(doc.intro ? { intro: doc.intro } : {}),
    ...(doc.terms ? { terms: doc.terms } : {}),
    lines: lines.map((line, i) => {
      if (line.kind === 'product') position += 1
      return printLine(line, calculated.lines[i]?.total ?? 0, currency, position)
    }),
    totals: printTotals(calculated, header),
  }
}
