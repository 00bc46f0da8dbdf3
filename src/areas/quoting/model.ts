/** Quotes: their lines, revisions and the conversation about them. */
import { documentFields, lineFields } from '../../kernel/documentFields.ts'
import {
  boolean,
  day,
  entity,
  instant,
  integer,
  json,
  longText,
  reference,
  type Row,
  state,
  text,
} from '../../kernel/entity.ts'

/** What is kept when a customer accepts: proof of what was agreed, by whom, from where. */
export type Acceptance = {
  /** SHA-256 over the canonical text of `document` */
  hash: string
  name: string
  at: string
  ip: string | null
  agent: string | null
  /** true: a user recorded it for the customer */
  onBehalf: boolean
  /** PNG as a data URL, where one was drawn */
  signature?: string
  document: Record<string, unknown>
}

export const quote = entity(
  'quote',
  {
    label: 'Quote',
    labelPlural: 'Quotes',
    plural: 'quotes',
    title: 'number',
    subtitle: 'title',
    number: { pattern: 'Q-{yyyy}-{000}', at: 'create' },
    timeline: ['accountId', 'contactId', 'opportunityId', 'leadId'],
    indexes: [
      ['status', 'validUntil'],
      ['ownerId', 'status', 'validUntil'],
      ['teamId', 'status', 'validUntil'],
    ],
    defaultSort: '-createdAt',
    globalSearch: true,
  },
  {
    ...documentFields(),
    status: state({
      draft: { label: 'Draft', tone: 'grey', code: 6 },
      inApproval: { label: 'In approval', tone: 'amber' },
      approved: { label: 'Approved', tone: 'blue' },
      sent: { label: 'Sent', tone: 'blue', code: 4 },
      viewed: { label: 'Viewed', tone: 'violet', code: 1 },
      accepted: { label: 'Accepted', tone: 'green', code: 3 },
      declined: { label: 'Declined', tone: 'red', code: 2 },
      revised: { label: 'Revised', tone: 'amber', code: 5 },
      superseded: { label: 'Superseded', tone: 'grey' },
      cancelled: { label: 'Cancelled', tone: 'grey' },
    }),
    opportunityId: reference('opportunity'),
    leadId: reference('lead'),
    issueDate: day({ filter: true, sort: true }),
    validUntil: day({ filter: true, sort: true }),
    allowComments: boolean({ help: 'The customer may comment in the portal' }),
    requireSignature: boolean({ help: 'Accepting asks for a signature beside the name' }),
    requireDeclineReason: boolean(),
    revision: integer({ required: true, readOnly: true, default: 1 }),
    revisionOfId: reference('quote', { label: 'Revision of', readOnly: true }),
    sentAt: instant({ readOnly: true, sort: true, filter: true }),
    viewedAt: instant({ readOnly: true, label: 'First viewed' }),
    decidedAt: instant({ readOnly: true, label: 'Decided', sort: true, filter: true }),
    approvedById: reference('member', { label: 'Approved by', readOnly: true }),
    acceptedBy: text({ readOnly: true, max: 200 }),
    declineReason: text({ readOnly: true, max: 1000 }),
    acceptance: json<Acceptance>()({ readOnly: true, hidden: true }),
  },
)

export const quoteLine = entity(
  'quoteLine',
  {
    label: 'Quote line',
    labelPlural: 'Quote lines',
    plural: 'quote-lines',
    title: 'description',
    partOf: { entity: 'quote', field: 'quoteId', as: 'lines' },
    globalSearch: false,
  },
  { quoteId: reference('quote', { required: true, cascade: true }), ...lineFields() },
)

export const quoteComment = entity(
  'quoteComment',
  {
    label: 'Comment',
    labelPlural: 'Comments',
    plural: 'quote-comments',
    title: 'authorName',
    partOf: { entity: 'quote', field: 'quoteId', as: 'comments' },
    globalSearch: false,
  },
  {
    quoteId: reference('quote', { required: true, cascade: true }),
    body: longText({ required: true }),
    authorName: text({ required: true, max: 200 }),
    fromCustomer: boolean({ required: true, default: false }),
  },
)

export type Quote = Row<typeof quote>
export type QuoteLine = Row<typeof quoteLine>
