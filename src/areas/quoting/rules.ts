/** A quote's life: who may do what to it when, and the settings that say how. */
import { boolean, day, email, integer, json, longText, text } from '../../kernel/entity.ts'
import { flow, guardedVerbs, type Refusal } from '../../kernel/flow.ts'
import { setting } from '../../kernel/setting.ts'
import { type Quote, quote } from './model.ts'
import { notices } from '../../kernel/notice.ts'

/** What the guards need beside the quote. */
export type QuoteFacts = {
  /** the company's calendar day */
  today: string
  /** product lines, optional ones too */
  lines: number
  optionalLines: number
  /** the workspace wants approval before sending */
  needsApproval: boolean
  /** the quote this one revises was accepted after this one was drafted */
  sourceAccepted: boolean
  /** a revision of this quote that the customer has */
  newerSent: boolean
  /** orders and invoices made from it that are not cancelled */
  orders: number
  invoices: number
}

const area = 'Quotes'
export const validityDays = setting('quoting.validityDays', integer({ default: 30 }), {
  label: 'Days a quote is valid',
  area,
})
export const approvalRequired = setting('quoting.approvalRequired', boolean({ default: false }), {
  label: 'Quotes need approval before they are sent',
  area,
})
export const commentsAllowed = setting('quoting.allowComments', boolean({ default: true }), {
  label: 'Customers may comment on quotes',
  area,
})
export const signatureRequired = setting('quoting.requireSignature', boolean({ default: false }), {
  label: 'Accepting a quote needs a signature',
  area,
})
export const declineReasonRequired = setting('quoting.requireDeclineReason', boolean({ default: false }), {
  label: 'Declining a quote needs a reason',
  area,
})
export const winDealOnAccept = setting('quoting.winDealOnAccept', boolean({ default: true }), {
  label: 'An accepted quote wins its deal',
  area,
})
export const autoOrderOnAccept = setting('quoting.autoOrderOnAccept', boolean({ default: false }), {
  label: 'Make a sales order when a quote is accepted',
  area,
})
export const autoInvoiceOnAccept = setting('quoting.autoInvoiceOnAccept', boolean({ default: false }), {
  label: 'Draft an invoice when a quote is accepted',
  area,
})

/** States a new revision can start from; an accepted quote only while nothing was made from it. */
const revisableStates: readonly Quote['status'][] = ['sent', 'viewed', 'declined', 'revised', 'accepted']
const extendableStates: readonly Quote['status'][] = ['draft', 'approved', 'revised', 'sent', 'viewed']
/** May be changed whatever the state: they are not part of the offer. */
export const alwaysEditable: readonly string[] = [
  'ownerId',
  'teamId',
  'internalNotes',
  'opportunityId',
  'leadId',
  'allowComments',
]

/** Lines, prices and terms may be changed only here; everything later needs `revise` or a new revision. */
export const editableStates: readonly Quote['status'][] = ['draft', 'revised']
/** The customer can answer it. */
export const openStates: readonly Quote['status'][] = ['sent', 'viewed']

/** Validity has passed in the company's time zone; a quote is valid through its last day. */
export const isExpired = (q: Pick<Quote, 'status' | 'validUntil'>, today: string): boolean =>
  openStates.includes(q.status) && q.validUntil !== null && q.validUntil < today

const no = (reason: string, message: string): Refusal => ({ reason, message })

/** What is asked where a document goes out by mail; the dialog starts with what would be sent. */
export const letter = () => ({
  proposes: 'letter',
  input: {
    to: email({ label: 'To', help: 'The contact’s address if left empty' }),
    subject: text({ max: 300 }),
    message: longText(),
  },
})

const notEmpty = (q: Quote, f: QuoteFacts): Refusal | undefined => {
  if (f.lines === 0) return no('noLines', 'Add at least one product line first.')
  if (!q.accountId && !q.leadId && !q.contactId) return no('noCustomer', 'Choose a customer first.')
  return undefined
}

const sendable = (q: Quote, f: QuoteFacts): Refusal | undefined => {
  const empty = notEmpty(q, f)
  if (empty) return empty
  if (f.needsApproval && q.status !== 'approved' && !openStates.includes(q.status))
    return no('approvalNeeded', 'This quote needs approval before it is sent.')
  if (q.validUntil && q.validUntil < f.today)
    return no('expired', 'The validity of this quote has passed. Set a later date first.')
  if (f.sourceAccepted) return no('sourceAccepted', 'The customer has accepted the previous revision.')
  return undefined
}

const acceptable = (q: Quote, f: QuoteFacts): Refusal | undefined => {
  if (f.newerSent) return no('superseded', 'A newer revision of this quote was sent.')
  if (isExpired(q, f.today)) return no('expired', 'This quote has expired. It can be extended or copied.')
  return undefined
}

const hasAccount = (q: Quote): Refusal | undefined =>
  q.accountId ? undefined : no('noCustomer', 'Convert the lead or choose a customer first.')

export const quoteFlow = flow<QuoteFacts>()(quote, 'status', {
  steps: {
    send: {
      label: 'Send quote',
      done: 'Quote sent',
      from: ['draft', 'approved', 'revised', 'sent', 'viewed'],
      to: 'sent',
      primary: ['draft', 'approved', 'revised'],
      guard: sendable,
      ...letter(),
    },
    submit: {
      label: 'Ask for approval',
      done: 'Approval asked for',
      from: ['draft', 'revised'],
      to: 'inApproval',
      guard: (q, f) =>
        f.needsApproval ? notEmpty(q, f) : no('approvalNotNeeded', 'This quote can be sent without approval.'),
    },
    approve: { label: 'Approve', done: 'Quote approved', from: ['inApproval'], to: 'approved', primary: true },
    sendBack: {
      label: 'Back to draft',
      done: 'Sent back to draft',
      from: ['inApproval', 'approved'],
      to: 'draft',
      input: { comment: longText() },
    },
    view: { label: 'Mark as viewed', done: 'Viewed by the customer', from: ['sent'], to: 'viewed', hidden: true },
    accept: {
      label: 'Mark as accepted',
      done: 'Quote accepted',
      from: openStates,
      to: 'accepted',
      tone: 'green',
      primary: openStates,
      guard: acceptable,
      input: {
        name: text({ required: true, max: 200, label: 'Accepted by', help: 'Who accepts for the customer' }),
        signature: longText({ label: 'Signature', hidden: true }),
        agent: text({ max: 300, label: 'Browser', hidden: true }),
      },
    },
    decline: {
      label: 'Mark as declined',
      done: 'Quote declined',
      from: openStates,
      to: 'declined',
      tone: 'red',
      input: { reason: text({ max: 1000 }) },
    },
    revise: {
      label: 'Revise',
      done: 'Quote revised',
      from: ['sent', 'viewed', 'declined'],
      to: 'revised',
      guard: (_q, f) => (f.newerSent ? no('superseded', 'A newer revision of this quote was sent.') : undefined),
    },
    supersede: {
      label: 'Supersede',
      done: 'Replaced by a revision',
      from: ['draft', 'inApproval', 'approved', 'sent', 'viewed', 'accepted', 'declined', 'revised', 'cancelled'],
      to: 'superseded',
      hidden: true,
    },
    cancel: {
      label: 'Cancel quote',
      done: 'Quote cancelled',
      from: ['draft', 'inApproval', 'approved', 'sent', 'viewed', 'revised'],
      to: 'cancelled',
      tone: 'red',
      confirm: 'The customer can then neither accept nor decline it.',
    },
    toOrder: {
      label: 'Create order',
      done: 'Order created',
      from: ['accepted'],
      to: 'accepted',
      primary: true,
      guard: (q, f) =>
        hasAccount(q) ?? (f.orders > 0 ? no('hasOrder', 'An order was already made from this quote.') : undefined),
    },
    toInvoice: {
      label: 'Create invoice',
      done: 'Invoice created',
      from: ['accepted'],
      to: 'accepted',
      guard: (q, f) =>
        hasAccount(q) ??
        (f.invoices > 0 ? no('hasInvoice', 'An invoice was already made from this quote.') : undefined) ??
        (f.orders > 0 ? no('hasOrder', 'This quote became an order: invoice that.') : undefined),
    },
  },
  derived: {
    expired: {
      label: 'Expired',
      tone: 'amber',
      sql: `status in ('sent', 'viewed') and valid_until < {today}`,
      is: (q, today) => isExpired(q, today),
    },
  },
})

/** The state as people read it. */
export const statusLabel = (q: Pick<Quote, 'status'>): string =>
  quote.fields.status.choices?.[q.status]?.label ?? q.status

const revisable = (q: Quote, f: QuoteFacts): Refusal | undefined => {
  if (f.newerSent) return no('wrongState', 'There is no new revision of a quote that is superseded.')
  if (!revisableStates.includes(q.status))
    return no('wrongState', `There is no new revision of a quote that is ${statusLabel(q)}.`)
  return q.status === 'accepted' && f.orders + f.invoices > 0
    ? no('hasOrder', 'An order or invoice was made from this quote: change that.')
    : undefined
}

const wasSent = (q: Quote): Refusal | undefined =>
  q.sentAt ? undefined : no('notSent', 'Send the quote first: a link shows what the customer was sent.')

/** Why a quote cannot go to the trash, or nothing. */
export const whyNotDelete = (q: Quote): Refusal | undefined =>
  q.status === 'draft' || q.status === 'cancelled'
    ? undefined
    : no('notDeletable', `A quote that is ${statusLabel(q)} is kept. Cancel it instead.`)

export const quoteVerbs = guardedVerbs<QuoteFacts>()(quote, {
  extend: {
    label: 'Extend validity',
    done: 'Validity extended',
    hidden: true,
    input: { validUntil: day({ required: true, label: 'Valid until' }) },
    proposes: ['validUntil'],
    guard: (q) =>
      extendableStates.includes(q.status)
        ? undefined
        : no('wrongState', `The validity of a quote that is ${statusLabel(q)} cannot be extended.`),
  },
  newRevision: { label: 'New revision', done: 'New revision', hidden: true, guard: revisable },
  copy: { label: 'Copy' },
  comment: {
    label: 'Comment',
    done: 'Commented',
    hidden: true,
    input: { body: longText({ required: true }), authorName: text({ max: 200 }) },
  },
  chooseOptions: {
    label: 'Choose options',
    done: 'Options chosen',
    hidden: true,
    input: { selected: json<string[]>()({ required: true, label: 'Ids of the optional lines that are taken' }) },
    guard: (q, f) => {
      if (!openStates.includes(q.status)) return no('wrongState', `This quote is ${statusLabel(q)}.`)
      return (
        acceptable(q, f) ?? (f.optionalLines > 0 ? undefined : no('noOptions', 'This quote has no optional lines.'))
      )
    },
  },
  portalLink: {
    label: 'Create link for the customer',
    done: 'Link for the customer created',
    hidden: true,
    guard: wasSent,
  },
  revokeLinks: {
    label: 'Revoke links',
    done: 'Links revoked',
    hidden: true,
    confirm: 'Links sent so far stop working.',
    guard: wasSent,
  },
})

export const quoteNotices = notices('Quotes', {
  quoteViewed: { label: 'A customer opens my quote' },
  quoteComment: { label: 'A customer comments on my quote' },
  quoteAccepted: { label: 'My quote is accepted' },
  quoteDeclined: { label: 'My quote is declined' },
  quoteSentBack: { label: 'My quote comes back from approval' },
  lostDealAccepted: { label: 'A quote of my lost deal is accepted after all' },
})
