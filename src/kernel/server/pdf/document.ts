/** What a commercial document says, independent of how it looks. Plain data: it travels to another thread. */
import type { PrintKind, PrintLabels } from './labels.ts'

/** A decimal string in major units, such as `1234.50`, in the document's currency. */
export type Amount = string

export type PrintParty = {
  name: string
  /** Person or department the letter is for. */
  attention?: string
  /** Street, place and country, one line each, as the country writes them. */
  addressLines: string[]
  vatId?: string
  taxNumber?: string
}

export type PrintSeller = PrintParty & {
  email?: string
  phone?: string
  website?: string
  /** Register, court, directors: what the law of the country asks for on letters. */
  legalLines?: string[]
  bank?: { name?: string; accountHolder?: string; iban?: string; bic?: string; other?: string }
  /** PNG or JPEG; anything else is left out. */
  logo?: Uint8Array
  /** The same as a file of the store, by its SHA-256: rows know that, whoever prints them loads it. */
  logoFile?: string
  /** `#rrggbb` */
  accentColor?: string
}

export type PrintLine =
  | { kind: 'section'; title: string }
  /** Rich text over the whole width. */
  | { kind: 'text'; text: string }
  | { kind: 'subtotal'; label?: string; amount: Amount }
  | {
      kind: 'item'
      position?: string
      name: string
      code?: string
      /** Rich text. */
      description?: string
      quantity: string
      unit?: string
      unitPrice: string
      /** A percentage such as `10 %`, or an amount. */
      discount?: string
      /** Percentage such as `19`, or a mark such as `E`. */
      tax?: string
      amount: Amount
      /** Offered, not counted in the totals. */
      optional?: boolean
      /** Such as `per month`. */
      period?: string
    }

export type PrintTotals = {
  /** Sum of the lines, before discounts on the whole document. Shown when there are such or when asked for. */
  subtotal?: Amount
  /** Discounts (negative) and charges on the whole document. */
  adjustments?: { label: string; amount: Amount }[]
  net?: Amount
  taxes: { label: string; base: Amount; amount: Amount; note?: string }[]
  gross: Amount
  /** Payments and deposits (negative), after which `due` is left. */
  payments?: { label: string; amount: Amount }[]
  due?: Amount
}

export type PrintableDocument = {
  kind: PrintKind
  /** Replaces the title that the kind gives, such as "Deposit invoice". */
  title?: string
  /** None on a draft, which is marked as one. */
  number?: string
  /** Calendar days `YYYY-MM-DD`. */
  issueDate?: string
  dueDate?: string
  validUntil?: string
  deliveryDate?: string
  /** Reference of the customer, project, order number: label and value. */
  references?: { label: string; value: string }[]
  customerNumber?: string
  seller: PrintSeller
  buyer: PrintParty
  /** Where it goes, if not to the buyer. */
  delivery?: PrintParty
  /** ISO 4217. */
  currency: string
  /** BCP 47; the language decides the words, the whole of it numbers and dates. */
  locale: string
  labels?: Partial<PrintLabels>
  /** Rich text above the lines. */
  intro?: string
  lines: PrintLine[]
  totals: PrintTotals
  /** One sentence or more, plain text. */
  paymentTerms?: string
  paymentReference?: string
  /** Rich text below the totals. */
  notes?: string
  terms?: string
  /** Plain text above the legal data at the foot of each page. */
  footer?: string
  /** Lines to sign on. */
  signature?: boolean
  draft?: boolean
  pageSize?: 'A4' | 'LETTER'
}
