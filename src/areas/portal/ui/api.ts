/** What the customer's page knows of a document, and how it asks the server. */

export type Money = { amount: string; currency: string }
export type PortalLine = {
  id: string
  kind: 'product' | 'text' | 'section' | 'subtotal'
  description: string | null
  quantity: string
  unit: string | null
  unitPrice: string
  discountPercent: string | null
  discountAmount: Money | null
  taxes: { name: string; rate: string }[]
  optional: boolean
  selected: boolean
  total: Money
}
type Party = { name: string; attention?: string; addressLines: string[]; vatId?: string }
export type Seller = Party & {
  email?: string
  phone?: string
  website?: string
  accentColor?: string
  hasLogo: boolean
  bank?: { name?: string; iban?: string; bic?: string }
}
type Common = {
  number: string | null
  title: string | null
  status: string
  statusLabel: string
  issueDate: string | null
  seller: Seller
  buyer: Party
  locale: string
  currency: string
  pricesInclude: 'net' | 'gross'
  intro: string | null
  terms: string | null
  lines: PortalLine[]
  totals: {
    lineTotal: Money
    discount: Money
    net: Money
    taxes: { name: string; rate: string; base: Money; tax: Money; reason: string | null }[]
    gross: Money
  }
}
export type PortalQuote = Common & {
  kind: 'quote'
  revision: number
  validUntil: string | null
  comments: { id: string; body: string; authorName: string; fromCustomer: boolean; createdAt: string }[]
  acceptance: { name: string; at: string; hash: string } | null
  declineReason: string | null
  requireSignature: boolean
  requireDeclineReason: boolean
  canAccept: boolean
  whyNot: string | null
  canDecline: boolean
  canComment: boolean
}
export type PortalInvoice = Common & {
  kind: 'invoice'
  dueDate: string | null
  payments: { day: string; amount: Money; method: string }[]
  credited: Money
  balance: Money
}
export type PortalDocument = PortalQuote | PortalInvoice

/** What the server said against it, in words for the customer, and by field. */
export class PortalError extends Error {
  readonly status: number
  readonly fields: Readonly<Record<string, string>>

  constructor(status: number, message: string, fields: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.fields = fields
  }
}

type Problem = { title?: string; errors?: { path: string; message: string }[] }

const isDocument = (x: unknown): x is PortalDocument =>
  typeof x === 'object' && x !== null && 'kind' in x && (x.kind === 'quote' || x.kind === 'invoice')

const problemOf = async (response: Response): Promise<PortalError> => {
  let problem: Problem = {}
  try {
    problem = await response.json()
  } catch {
    // no problem document: the status alone has to do
  }
  return new PortalError(
    response.status,
    problem.title ?? 'Something went wrong. Please try again.',
    Object.fromEntries((problem.errors ?? []).map((e) => [e.path, e.message])),
  )
}

const send = async (path: string, init?: RequestInit): Promise<PortalDocument> => {
  let response: Response
  try {
    response = await fetch(`/api/v1/portal/${path}`, init)
  } catch {
    throw new PortalError(0, 'There is no connection. Please try again.')
  }
  if (!response.ok) throw await problemOf(response)
  const body: unknown = await response.json()
  if (!isDocument(body)) throw new PortalError(500, 'Something went wrong. Please try again.')
  return body
}

export const load = (token: string): Promise<PortalDocument> => send(encodeURIComponent(token))
export const answer = (token: string, verb: string, body: Record<string, unknown>): Promise<PortalDocument> =>
  send(`${encodeURIComponent(token)}/${verb}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
export const logoUrl = (token: string): string => `/api/v1/portal/${encodeURIComponent(token)}/logo`
export const pdfUrl = (token: string): string => `/api/v1/portal/${encodeURIComponent(token)}/pdf`
